//! `data/kb.json` of the sites of the repository: every id and every address in it leads somewhere. Its form is held
//! against its schema in `data.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kb::analysis::analyze;
use serde_json::Value;

use crate::Outcome;
use crate::site::{self, Published, options};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("golden_leads_somewhere", golden_leads_somewhere), ("our_handbook_leads_somewhere", our_handbook_leads_somewhere)];

/// The lists of records, and the key under which another record names one of them.
const LISTS: [(&str, &str); 10] = [
    ("roles", "role"),
    ("parties", "party"),
    ("decisions", "decision"),
    ("comparisons", "comparison"),
    ("questions", "question"),
    ("terms", "term"),
    ("events", "event"),
    ("people", "person"),
    ("sources", "source"),
    ("guides", "guide"),
];

fn golden_leads_somewhere() -> Outcome {
    leads_somewhere(&site::root().join("tests/golden"))
}

fn our_handbook_leads_somewhere() -> Outcome {
    leads_somewhere(&site::root())
}

fn leads_somewhere(folder: &Path) -> Outcome {
    let checked = analyze(site::read_folder(folder)?, &options()).checked().map_err(|_| "it has errors")?;
    let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
    let bytes = published.get("data/kb.json").ok_or("it is missing")?;
    let value: Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let mut walk = Walk { published: &published, known: BTreeMap::new(), faults: Vec::new() };
    for (list, kind) in LISTS {
        let records = value[list].as_array().ok_or_else(|| format!("no list of {list}"))?;
        let ids: BTreeSet<&str> = records.iter().filter_map(|r| r["id"].as_str()).collect();
        if ids.len() != records.len() {
            return Err(format!("{list} have {} records and {} ids", records.len(), ids.len()).into());
        }
        walk.known.insert(kind, ids);
    }
    walk.value("", &value);
    if walk.faults.is_empty() { Ok(()) } else { Err(walk.faults.join("\n").into()) }
}

struct Walk<'a> {
    published: &'a Published,
    known: BTreeMap<&'static str, BTreeSet<&'a str>>,
    faults: Vec<String>,
}

impl Walk<'_> {
    fn value(&mut self, at: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| self.value(&format!("{at}/{i}"), item)),
            Value::Object(members) => {
                // A reference is one key that says the kind.
                if let Some((kind, Value::String(id))) = members.iter().next().filter(|_| members.len() == 1)
                    && let Some(ids) = self.known.get(kind.as_str())
                    && !ids.contains(id.as_str())
                {
                    self.faults.push(format!("{at}: no {kind} `{id}`"));
                }
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("url", Value::String(url)) => self.address(at, url),
                        ("html", Value::String(html)) => self.links(at, html),
                        _ => self.value(&format!("{at}/{key}"), member),
                    }
                }
            }
            _ => {}
        }
    }

    fn links(&mut self, at: &str, html: &str) {
        for href in html.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if !href.contains("://") && !href.starts_with("mailto:") {
                self.address(at, href);
            }
        }
    }

    /// An address from the root of the site: a page of it, and an element on that page.
    fn address(&mut self, at: &str, address: &str) {
        let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.trim_start_matches("./");
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let Some(page) = self.published.get(&file) else {
            self.faults.push(format!("{at}: no file for {address}"));
            return;
        };
        if let Some(anchor) = anchor
            && !String::from_utf8_lossy(page).contains(&format!(" id=\"{anchor}\""))
        {
            self.faults.push(format!("{at}: nothing on the page at {address}"));
        }
    }
}
