//! A made-up site of any size, the same on every machine: what the benches measure and the larger tests build.
//!
//! For N articles, unless other numbers of roles are asked for: N guides in folders (about 770 words, 6 to 8 headings, a table, code in one of four, 3 to 6 internal
//! links, citations, alerts), N/5 roles with every field, N/5 comparisons with 4 to 6 questions each, N/5 decisions, a
//! glossary of N/20 + 50 terms, and tags, sources, events, parties and people to go with them. It has no findings.

#![allow(dead_code, unreachable_pub, reason = "every program that includes this module uses a part of it")]

mod articles;
mod code;
mod collections;
mod comparisons;
mod names;
mod prose;
mod rng;
mod roles;
mod words;
mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use kb::analysis::Options;
use kb::source::{FileDates, SitePath, SourceFile, Sources};

use names::Names;

/// The files of a site, text by path.
pub type Files = BTreeMap<String, String>;

/// A site with so many articles, and a fifth as many roles.
pub fn generate(articles: usize) -> Files {
    generate_with(articles, names::usual(articles))
}

/// A site with so many articles and so many roles.
pub fn generate_with(articles: usize, roles: usize) -> Files {
    let names = Names::new(articles, roles);
    let mut files = Files::new();
    files.insert("site.toml".to_owned(), SITE.to_owned());
    articles::write(&names, &mut files);
    roles::write(&names, &mut files);
    comparisons::write(&names, &mut files);
    collections::write(&names, &mut files);
    files
}

/// The files as the input of a build.
pub fn sources(files: &Files) -> Sources {
    let file = |(path, text): (&String, &String)| SourceFile {
        path: SitePath::new(path).expect("a made-up path is sound"),
        text: Arc::from(text.as_str()),
        dates: FileDates::default(),
        fault: None,
    };
    Sources::new(files.iter().map(file).collect(), BTreeMap::new())
}

/// The options of a build that is the same on any day.
pub fn options() -> Options {
    Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: None }
}

// No review interval: whether a page is overdue would depend on the day.
const SITE: &str = r#"title = "A made-up handbook"
base_url = "https://handbook.example/"
description = "Roles, decisions and guides that nobody wrote, for measuring."
language = "en"

[house]
title = "How we work"
follows = "agile-guide-2020"

[review]
owner = "handbook-editors"

[edit]
url = "https://git.example/handbook/edit/main/{path}"
"#;
