//! Walks every page of whole sites: each internal link leads to a file, each anchor to an element, and pages are well formed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use kb::analysis::{Options, analyze};
use scraper::{ElementRef, Html, Selector};

use crate::Outcome;
use crate::site::{self, Published};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("golden_in_folders", || walk("tests/golden", "directory", None)),
    ("golden_in_files", || walk("tests/golden", "file", None)),
    ("golden_below_a_path", || walk("tests/golden", "directory", Some("https://example.org/a/b/"))),
    ("our_handbook_in_folders", || walk("", "directory", None)),
    ("our_handbook_in_files", || walk("", "file", None)),
    ("a_handbook_without_an_address", || walk("tests/golden", "file", Some(""))),
    ("the_walk_finds_what_is_broken", the_walk_finds_what_is_broken),
];

/// Attributes that hold an address, by element.
const ADDRESSES: [(&str, &str); 6] =
    [("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src")];

/// Builds a site with one way of spelling addresses and walks it.
fn walk(folder: &str, urls: &str, base_url: Option<&str>) -> Outcome {
    let sources = site::read_folder(&site::root().join(Path::new(folder)))?;
    let without_address = base_url == Some("");
    let sources = site::with_settings(&sources, |settings| {
        let kept = settings.lines().filter(|line| !(without_address && line.starts_with("base_url")));
        format!("{}\n\n[output]\nurls = \"{urls}\"\n", kept.collect::<Vec<_>>().join("\n"))
    });
    let base_url = base_url.filter(|url| !url.is_empty()).map(str::to_owned);
    let options = Options { base_url, ..site::options() };
    let checked = analyze(sources, &options).checked().map_err(|_| "it has errors")?;
    let base = checked.config.base_url.clone();
    let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
    let faults = faults(&published, base.as_deref());
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// A walk that finds nothing wrong anywhere would pass every site.
fn the_walk_finds_what_is_broken() -> Outcome {
    let page = |body: &str| {
        let head = "<!doctype html><html lang=\"en\"><head><title>T</title></head><body><main><h1 id=\"top\">T</h1>";
        format!("{head}{body}</main></body></html>").into_bytes()
    };
    let links = "<a href=\"../b/\">b</a><a href=\"../c/\">c</a><a href=\"../b/#top\">top</a><a href=\"../b/#x\">x</a>\
        <a href=\"#top\">here</a><a href=\"../../\">up</a><a href=\"\">e</a><img src=\"x.png\"><p id=\"top\"></p><a href=\"./\"></a>";
    let published = Published::from([
        ("a/index.html".to_owned(), page(links)),
        ("b/index.html".to_owned(), page("")),
        ("d/index.html".to_owned(), b"<p aria-labelledby=\"q\">".to_vec()),
    ]);
    let found = faults(&published, None);
    let wanted = [
        "no c/index.html",
        "no `#x` on b/index.html",
        "above the site",
        "empty",
        "no a/x.png",
        "without `alt`",
        "two elements",
        "without words",
        "no doctype",
        "names `q`",
        "0 elements `h1`",
        "no language",
    ];
    let missed: Vec<&str> = wanted.into_iter().filter(|fault| !found.contains(fault)).collect();
    if missed.is_empty() && found.lines().count() == 14 { Ok(()) } else { Err(format!("missed {missed:?} in\n{found}").into()) }
}

/// A page: what it links to, and the ids it has.
struct Page {
    ids: BTreeSet<String>,
    links: Vec<String>,
    faults: Vec<String>,
}

/// What is wrong with the pages of a site, a line each.
pub(crate) fn faults(published: &Published, base_url: Option<&str>) -> String {
    let base_url = base_url.unwrap_or("https://none.example/");
    let html = published.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages: BTreeMap<&str, Page> = html.map(|(path, bytes)| (path.as_str(), read(&String::from_utf8_lossy(bytes)))).collect();
    let mut faults = String::new();
    for (path, page) in &pages {
        for fault in &page.faults {
            let _ = writeln!(faults, "{path}: {fault}");
        }
        for link in &page.links {
            if let Some(fault) = broken(published, &pages, base_url, path, link) {
                let _ = writeln!(faults, "{path}: {link}: {fault}");
            }
        }
    }
    faults
}

fn read(text: &str) -> Page {
    let page = Html::parse_document(text);
    let mut found = Page { ids: BTreeSet::new(), links: Vec::new(), faults: Vec::new() };
    if !text.starts_with("<!doctype html>") && !text.starts_with("<!DOCTYPE html>") {
        found.faults.push("no doctype".to_owned());
    }
    let elements: Vec<ElementRef<'_>> = Selector::parse("*").map(|all| page.select(&all).collect()).unwrap_or_default();
    for element in &elements {
        let name = element.value().name();
        if let Some(id) = element.value().attr("id")
            && !found.ids.insert(id.to_owned())
        {
            found.faults.push(format!("two elements have the id `{id}`"));
        }
        let address = ADDRESSES.iter().find(|(n, _)| *n == name).and_then(|(_, attribute)| element.value().attr(attribute));
        found.links.extend(address.map(str::to_owned));
        if name == "img" && element.value().attr("alt").is_none() {
            found.faults.push("an image without `alt`".to_owned());
        }
        if name == "a" && element.value().attr("href").is_some() && unnamed(*element) {
            found.faults.push(format!("a link without words: {}", element.html()));
        }
    }
    for element in &elements {
        for attribute in ["aria-labelledby", "aria-describedby", "for"] {
            for id in element.value().attr(attribute).into_iter().flat_map(str::split_whitespace) {
                if !found.ids.contains(id) {
                    found.faults.push(format!("`{attribute}` names `{id}`, which is not there"));
                }
            }
        }
    }
    let count = |name: &str| elements.iter().filter(|e| e.value().name() == name).count();
    for (name, wanted) in [("h1", 1), ("main", 1), ("title", 1)] {
        if count(name) != wanted {
            found.faults.push(format!("{} elements `{name}`", count(name)));
        }
    }
    if elements.first().and_then(|e| e.value().attr("lang")).is_none_or(str::is_empty) {
        found.faults.push("no language".to_owned());
    }
    found
}

/// Whether nothing tells what a link leads to.
fn unnamed(link: ElementRef<'_>) -> bool {
    let text: String = link.text().collect();
    let labelled = link.value().attr("aria-label").is_some_and(|l| !l.is_empty());
    let pictured =
        link.descendants().filter_map(ElementRef::wrap).any(|e| e.value().attr("alt").is_some_and(|alt| !alt.is_empty()));
    text.trim().is_empty() && !labelled && !pictured
}

/// What is wrong with a link, if anything.
fn broken(published: &Published, pages: &BTreeMap<&str, Page>, base_url: &str, from: &str, link: &str) -> Option<String> {
    if link.is_empty() {
        return Some("empty".to_owned());
    }
    let inner = link.strip_prefix(base_url);
    if inner.is_none() && (link.contains("://") || ["mailto:", "tel:", "data:,"].iter().any(|scheme| link.starts_with(scheme))) {
        return None;
    }
    let (address, fragment) = link.split_once('#').map_or((link, None), |(address, fragment)| (address, Some(fragment)));
    // The page for unknown addresses is served from anywhere, so its links start at the top of the server.
    let top = base_url.splitn(4, '/').nth(3).unwrap_or_default();
    let absolute = address.strip_prefix('/').map(|path| path.strip_prefix(top));
    let target = match (inner, absolute) {
        (Some(_), _) => resolve("", address.strip_prefix(base_url)?),
        (None, Some(None)) => return Some("outside the site".to_owned()),
        (None, Some(Some(path))) => resolve("", path),
        (None, None) if address.is_empty() => Some(from.to_owned()),
        (None, None) => resolve(from, address),
    };
    let Some(target) = target else { return Some("above the site".to_owned()) };
    let target = decoded(target.split('?').next().unwrap_or_default());
    let file = if target.is_empty() || target.ends_with('/') { format!("{target}index.html") } else { target };
    if !published.contains_key(&file) {
        return Some(format!("no {file}"));
    }
    let wanted = decoded(fragment.unwrap_or_default());
    let there = wanted.is_empty() || pages.get(file.as_str()).is_some_and(|page| page.ids.contains(&wanted));
    (!there).then(|| format!("no `#{wanted}` on {file}"))
}

/// An address seen from a file.
fn resolve(from: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    let folder = address.ends_with("..") || address.ends_with("./") && parts.last() != Some(&"");
    let joined = parts.join("/");
    Some(if folder && !joined.is_empty() { joined + "/" } else { joined })
}

fn decoded(text: &str) -> String {
    kb::content::address::percent_decode(text)
}
