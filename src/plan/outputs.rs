//! The files the program publishes beside the pages, as far as a file of the site could take their place.

use std::collections::HashMap;

use super::{Claim, Url};
use crate::model::Knowledge;
use crate::model::alphabet::as_one_file;

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

/// What the program writes unless the site has such a file, and always below folders of these names.
const ELSE: [&str; 4] = ["robots.txt", "sitemap.xml", "feed.xml", "health/reviews.ics"];
const FOLDERS: [&str; 2] = ["assets", "data"];

/// A claim for each output that a file of the site would overwrite, or whose name it takes for a folder, and for each folder whose
/// name it takes.
pub(super) fn taken(kb: &Knowledge, claims: &[Claim], files: &[Url]) -> Vec<Claim> {
    if files.is_empty() {
        return Vec::new();
    }
    let pages: HashMap<String, &Claim> =
        claims.iter().filter(|c| c.page.is_some() || c.redirect_to.is_some()).map(|c| (as_one_file(c.url.output()), c)).collect();
    let folders: HashMap<&str, &Claim> =
        pages.iter().flat_map(|(path, claim)| above(path).map(|folder| (folder, *claim))).collect();
    let twins = |path: &str| path.strip_suffix(".md").is_some_and(|stem| pages.contains_key(&format!("{stem}.html")));
    let mut found = Vec::new();
    let mut claim = |url: Url, what: String, place| found.push(Claim { url, what, place, page: None, redirect_to: None });
    for file in files {
        let path = as_one_file(file.output());
        for part in above(&path).chain([&*path]) {
            if NAMED.contains(&part) || of_record(kb, part) || twins(part) || (part != path && ELSE.contains(&part)) {
                // A file in a folder of this name has no such address itself, and still there is no room for both.
                let url = if part == path { Url::file(part) } else { file.clone() };
                claim(url, format!("the program's own file `{part}`"), None);
            }
        }
        if let Some(page) = above(&path).find_map(|folder| pages.get(folder)) {
            claim(file.clone(), page.what.clone(), page.place);
        }
        if FOLDERS.contains(&&*path) {
            claim(file.clone(), format!("the program's own folder `{path}`"), None);
        } else if let Some(page) = folders.get(&*path) {
            claim(file.clone(), page.what.clone(), page.place);
        }
    }
    found
}

/// The folders above a file.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
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
