//! The files the program publishes beside the pages, as far as a file of the site could take their place.

use std::collections::HashSet;

use super::{Claim, Url};
use crate::model::Knowledge;

/// Machine-readable outputs with a name of their own. `robots.txt`, sitemap, feed and calendar are not among them: whoever
/// puts one into `content/` means it to stand instead.
const NAMED: [&str; 8] = [
    "llms.txt",
    "llms-full.txt",
    "data/kb.json",
    "data/decisions.json",
    "data/decisions.csv",
    "data/faq.json",
    "data/glossary.json",
    // the folder of the search index
    "data/search",
];

/// The address of the markdown twin of a page: that of its file, with another ending.
#[must_use]
pub fn twin_of(url: &Url) -> Option<Url> {
    url.output().strip_suffix(".html").map(|stem| Url::file(&format!("{stem}.md")))
}

/// A claim for each output that a file of the site would overwrite, or whose name it takes for a folder.
pub(super) fn taken(kb: &Knowledge, claims: &[Claim], files: &[Url]) -> Vec<Claim> {
    let mut pages: Option<HashSet<String>> = None;
    let mut twins = |path: &str| {
        let Some(stem) = path.strip_suffix(".md") else { return false };
        let lowered = || claims.iter().filter(|c| c.page.is_some()).map(|c| c.url.output().to_lowercase()).collect();
        pages.get_or_insert_with(lowered).contains(&format!("{stem}.html"))
    };
    let mut found = Vec::new();
    for file in files {
        let path = file.output().to_lowercase();
        let parts = path.match_indices('/').map(|(at, _)| &path[..at]).chain([&*path]);
        for part in parts {
            if NAMED.contains(&part) || of_record(kb, part) || twins(part) {
                // A file in a folder of this name has no such address itself, and still there is no room for both.
                let url = if part == path { Url::file(part) } else { file.clone() };
                let what = format!("the program's own file `{part}`");
                found.push(Claim { url, what, place: None, page: None, redirect_to: None });
            }
        }
    }
    found
}

/// `data/roles/<id>.json` and `data/comparisons/<id>.json`.
fn of_record(kb: &Knowledge, path: &str) -> bool {
    let Some(name) = path.strip_prefix("data/").and_then(|rest| rest.strip_suffix(".json")) else { return false };
    let Some((folder, id)) = name.split_once('/') else { return false };
    match folder {
        "roles" => kb.roles.iter().any(|role| role.meta.id.eq_ignore_ascii_case(id)),
        "comparisons" => kb.comparisons.iter().any(|comparison| comparison.meta.id.eq_ignore_ascii_case(id)),
        _ => false,
    }
}
