//! The budgets of what readers load, over the built files: the worst page of each kind of our handbook and the golden site.
//!
//! A kB is 1000 bytes. `cargo test budgets` prints the table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use kb::analysis::analyze;
use scraper::{Html, Selector};

use crate::Outcome;
use crate::site::{self, Published};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("of_our_own_sites", of_our_own_sites), ("of_a_large_comparison", of_a_large_comparison)];

/// The budgets of one page in bytes and elements: HTML packed and not, elements, and all that it loads at first.
struct Budget {
    html: usize,
    raw: usize,
    nodes: usize,
    first_load: usize,
    requests: usize,
}

/// Of a role page, and of all that are as short.
const PAGE: Budget = Budget { html: 9_000, raw: 40_000, nodes: 900, first_load: 30_000, requests: 6 };
/// The kinds whose every page must keep to it; the others have lists in them that grow with the site, and are only printed.
const BOUND: [&str; 6] = ["role", "decision", "event", "person", "home", "404"];
/// The style sheet, and the scripts that every page loads.
const STYLE: usize = 8_000;
const SCRIPT: usize = 2_000;
/// The scripts that are loaded when somebody searches for words that stand somewhere, without the index.
const SEARCH: usize = 8_000;
const SEARCH_SCRIPTS: [&str; 2] = ["find", "search"];
/// A comparison, even of four roles in twenty rows.
const LARGE: usize = 18_000;

fn of_our_own_sites() -> Outcome {
    let mut out = String::new();
    let mut faults = String::new();
    for folder in ["", "tests/golden"] {
        let published = publish(site::read_folder(&site::root().join(Path::new(folder)))?)?;
        let name = if folder.is_empty() { "our handbook" } else { folder };
        let _ = writeln!(out, "{name:<18} {:>10} {:>10} {:>7} {:>12} {:>9}", "HTML gzip", "raw", "nodes", "first load", "requests");
        for (kind, (path, size)) in worst(&published) {
            let _ = writeln!(
                out,
                "{kind:<18} {:>10} {:>10} {:>7} {:>12} {:>9}   {path}",
                size.html, size.raw, size.nodes, size.first_load, size.requests
            );
            faults += &over(&path, &size, &kind);
        }
        faults += &shared(&published, &mut out);
    }
    println!("{out}");
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// The style sheet and the scripts of a site.
fn shared(published: &Published, out: &mut String) -> String {
    let asset = |name: &str, ending: &str| {
        let fits = |path: &str| path.strip_prefix(&format!("assets/{name}.")).is_some_and(|rest| rest.ends_with(ending));
        published.iter().filter(|(path, _)| fits(path)).map(|(_, bytes)| packed(bytes)).sum::<usize>()
    };
    let search = SEARCH_SCRIPTS.iter().map(|name| asset(name, ".js")).sum();
    let sizes =
        [("style sheet", asset("style", ".css"), STYLE), ("theme.js", asset("theme", ".js"), SCRIPT), ("search", search, SEARCH)];
    let mut faults = String::new();
    for (what, bytes, budget) in sizes {
        let _ = writeln!(out, "{what:<18} {bytes:>10}   of {budget}");
        if bytes > budget || bytes == 0 {
            let _ = writeln!(faults, "{what}: {bytes} bytes, and {budget} are allowed");
        }
    }
    out.push('\n');
    faults
}

fn of_a_large_comparison() -> Outcome {
    const ROLES: [&str; 4] = ["product-owner", "product-manager", "project-manager", "scrum-master"];
    let sources = site::read_folder(&site::root())?;
    let rows: String = (0..20)
        .map(|row| {
            let cell = |role| {
                format!("    {role}: What the {role} says about matter {row}, in a sentence as long as those of a handbook\n")
            };
            format!("  - label: Matter number {row}\n{}", ROLES.map(cell).concat())
        })
        .collect();
    let text = format!("roles: [{}]\nsummary: Twenty rows.\nrows:\n{rows}", ROLES.join(", "));
    let path = kb::source::SitePath::new("content/comparisons/large.yaml").map_err(|e| format!("{e:?}"))?;
    let mut files: Vec<_> = sources.files().map(|(_, file)| file.clone()).collect();
    files.push(kb::source::SourceFile { path, text: text.into(), dates: kb::source::FileDates::default(), fault: None });
    let published = publish(kb::source::Sources::new(files, sources.assets().clone()))?;
    let page = published.get("compare/large/index.html").ok_or("it is not built")?;
    let size = packed(page);
    println!("a comparison of 4 roles in 20 rows: {size} of {LARGE} bytes");
    if size <= LARGE { Ok(()) } else { Err(format!("{size} bytes, and {LARGE} are allowed").into()) }
}

fn publish(sources: kb::source::Sources) -> Result<Published, String> {
    let checked = analyze(sources, &site::options()).checked().map_err(|_| "it has errors")?;
    site::publish(&checked).map_err(|e| format!("{e:?}"))
}

/// The page with most HTML of each kind.
fn worst(published: &Published) -> BTreeMap<String, (String, Budget)> {
    let mut worst: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (path, bytes) in published.iter().filter(|(path, _)| path.ends_with(".html")) {
        let size = packed(bytes);
        let largest = worst.entry(kind(path)).or_insert((path, size));
        if largest.1 < size {
            *largest = (path, size);
        }
    }
    worst.into_iter().map(|(kind, (path, _))| (kind, (path.to_owned(), measure(path, published)))).collect()
}

/// The kind of a page by its address: a list is named after its folder, a page in it after one of them.
fn kind(path: &str) -> String {
    let parts: Vec<&str> = path.trim_end_matches("index.html").trim_end_matches(".html").split_terminator('/').collect();
    let one = match parts.as_slice() {
        [] => "home",
        [section] => section,
        [.., "used-in"] => "used-in",
        ["roles", _] => "role",
        ["compare", _] => "comparison",
        ["decisions", _] => "decision",
        ["events", _] => "event",
        ["people", _] => "person",
        ["tags", _] => "tag",
        ["according-to", _] => "account",
        [section, ..] => return format!("{section}/…"),
    };
    one.to_owned()
}

fn measure(path: &str, published: &Published) -> Budget {
    let bytes = published.get(path).map_or(&[][..], Vec::as_slice);
    let page = Html::parse_document(&String::from_utf8_lossy(bytes));
    let select = |css: &str| Selector::parse(css).map(|s| page.select(&s).map(|e| e.value().clone()).collect::<Vec<_>>());
    let nodes = select("*").map_or(usize::MAX, |all| all.len());
    let loaded = select("link[rel=stylesheet], script[src], img:not([loading=lazy])").unwrap_or_default();
    let (mut first_load, mut requests) = (packed(bytes), 1);
    for element in loaded {
        let Some(address) = element.attr("href").or_else(|| element.attr("src")) else { continue };
        requests += 1;
        first_load += published.get(&resolve(path, address)).map_or(0, |bytes| packed(bytes));
    }
    Budget { html: packed(bytes), raw: bytes.len(), nodes, first_load, requests }
}

/// The published path that an address on a page leads to.
fn resolve(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = if address.starts_with('/') { Vec::new() } else { page.split('/').collect() };
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What of a page is over its budget.
fn over(path: &str, size: &Budget, kind: &str) -> String {
    let mut faults = String::new();
    let mut hold = |what: &str, is: usize, most: usize| {
        if is > most {
            let _ = writeln!(faults, "{path}: {what} {is}, and {most} are allowed");
        }
    };
    hold("requests", size.requests, PAGE.requests);
    hold("first load", size.first_load, PAGE.first_load);
    if kind == "comparison" {
        hold("HTML gzip", size.html, LARGE);
    }
    if BOUND.contains(&kind) {
        hold("HTML gzip", size.html, PAGE.html);
        hold("HTML", size.raw, PAGE.raw);
        hold("nodes", size.nodes, PAGE.nodes);
    }
    faults
}

fn packed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory does not fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(usize::MAX, |packed| packed.len())
}
