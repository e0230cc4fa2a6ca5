//! What happens when there is much of something: lists are split into pages, and everything can still be reached.

use std::collections::BTreeMap;

use kb::analysis::analyze;
use kb::source::{FileDates, SitePath, SourceFile, Sources};

use crate::site::{self, Published};
use crate::{Outcome, links};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("many_roles_split_the_matrix", many_roles_split_the_matrix),
    ("many_decisions_split_the_matrix", many_decisions_split_the_matrix),
    ("many_questions_split_their_index", many_questions_split_their_index),
    ("many_guides_shorten_the_navigation", many_guides_shorten_the_navigation),
];

fn build(files: impl IntoIterator<Item = (String, String)>) -> Result<Published, String> {
    let mut all = vec![("site.toml".to_owned(), "title = \"T\"\n".to_owned())];
    all.extend(files);
    let file = |(path, text): (String, String)| {
        let path = SitePath::new(&path).map_err(|e| format!("{path}: {e:?}"))?;
        Ok(SourceFile { path, text: text.into(), dates: FileDates::default(), fault: None })
    };
    let files = all.into_iter().map(file).collect::<Result<Vec<_>, String>>()?;
    let checked = analyze(Sources::new(files, BTreeMap::new()), &site::options()).checked().map_err(|_| "it has errors")?;
    let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
    let faults = links::faults(&published, None);
    if faults.is_empty() { Ok(published) } else { Err(faults) }
}

fn role(n: usize) -> (String, String) {
    (format!("content/roles/role-{n}.yaml"), format!("title: Role {n}\nsummary: Decides matter {n}.\nfocus: [Matter {n}]\n"))
}

fn decisions(count: usize, roles: usize) -> (String, String) {
    let decision = |n: usize| {
        format!("d{n}: {{decide: Matter {n}, accountable: role-{}, consulted: [role-{}]}}\n", n % roles, (n + 1) % roles)
    };
    ("content/decisions.yaml".to_owned(), (0..count).map(decision).collect())
}

fn there(published: &Published, paths: &[&str], absent: &[&str]) -> Outcome {
    if let Some(path) = paths.iter().find(|path| !published.contains_key(**path)) {
        return Err(format!("{path} is missing").into());
    }
    match absent.iter().find(|path| published.contains_key(**path)) {
        Some(path) => Err(format!("{path} is there").into()),
        None => Ok(()),
    }
}

fn many_roles_split_the_matrix() -> Outcome {
    let site = |roles: usize| build((0..roles).map(role).chain([decisions(roles, roles)]));
    there(&site(40)?, &["decisions/index.html"], &["decisions/of/role-0/index.html"])?;
    there(&site(41)?, &["decisions/index.html", "decisions/of/role-0/index.html", "decisions/of/role-40/index.html"], &[])
}

fn many_decisions_split_the_matrix() -> Outcome {
    let site = |count: usize| build((0..3).map(role).chain([decisions(count, 2)]));
    there(&site(200)?, &["decisions/d199/index.html"], &["decisions/of/role-0/index.html"])?;
    // Somebody without a part in any decision has no page of parts.
    there(&site(201)?, &["decisions/of/role-0/index.html", "decisions/of/role-1/index.html"], &["decisions/of/role-2/index.html"])
}

fn many_questions_split_their_index() -> Outcome {
    let question = |n: usize| {
        let about = if n.is_multiple_of(2) { "role-0" } else { "term:word" };
        format!("- {{q: Is it {n}?, id: q{n}, a: Yes., about: \"{about}\"}}\n")
    };
    let faq = |count: usize| ("content/faq.yaml".to_owned(), (0..count).map(question).collect::<String>());
    let word = ("content/glossary.yaml".to_owned(), "word: {def: A word.}\n".to_owned());
    let site = |count: usize| build([role(0), role(1), faq(count), word.clone()]);
    there(&site(300)?, &["faq/index.html"], &["faq/about/role-0/index.html"])?;
    let split = ["faq/index.html", "faq/about/role-0/index.html", "faq/about-other/index.html"];
    there(&site(301)?, &split, &["faq/about/role-1/index.html"])
}

fn many_guides_shorten_the_navigation() -> Outcome {
    let guide = |n: usize| (format!("content/guides/guide-{n:03}.md"), format!("# Guide {n:03}\n"));
    let published = build((0..300).map(guide))?;
    for n in [0_usize, 3, 23, 24, 150, 299] {
        let page = published.get(&*format!("guides/guide-{n:03}/index.html")).ok_or("no page")?;
        let page = String::from_utf8_lossy(page);
        let nav = page.split_once("<nav id=\"nav\"").and_then(|(_, rest)| rest.split_once("</nav>")).ok_or("no navigation")?.0;
        let lists = |n: usize| nav.contains(&format!("<a href=\"../../guides/guide-{n:03}/\""));
        let around = (n.saturating_sub(3)..(n + 4).min(300)).find(|near| !lists(*near));
        if let Some(near) = around {
            return Err(format!("the navigation of guide {n} lacks guide {near}").into());
        }
        let links = nav.matches("<a href=\"../../guides/guide-").count();
        if links > 40 || !nav.contains("aria-current") || !nav.contains("<a href=\"../../guides/\">All ") {
            return Err(format!("guide {n} has {links} links to guides in its navigation").into());
        }
    }
    Ok(())
}
