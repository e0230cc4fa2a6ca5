//! The style sheet holds no rule for what no page has, and is as small as it says.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::Outcome;
use crate::site::root;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("every_class_of_the_style_sheet_is_used", every_class_of_the_style_sheet_is_used)];

/// Classes in the selectors of a style sheet.
fn classes(css: &str) -> BTreeSet<String> {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare += rest;
    let selectors = bare.split('{').filter_map(|part| part.rsplit(['}', ';', '{']).next());
    let mut found = BTreeSet::new();
    for selector in selectors {
        for name in selector.split('.').skip(1) {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(name.len());
            // `.5rem` in a query is no class.
            if name.starts_with(|c: char| c.is_alphabetic()) {
                found.insert(name[..end].to_owned());
            }
        }
    }
    found
}

/// Every text that can put a class on an element.
fn makers() -> Result<String, String> {
    let mut all = String::new();
    for (folder, endings) in [("themes/handbook", &["html", "js", "toml"][..]), ("src/render", &["rs"]), ("src/content", &["rs"])] {
        for entry in walkdir::WalkDir::new(root().join(folder)).sort_by_file_name() {
            let path = entry.map_err(|e| e.to_string())?.into_path();
            if path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending)) {
                all += &std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
            }
        }
    }
    Ok(all)
}

fn every_class_of_the_style_sheet_is_used() -> Outcome {
    let css = std::fs::read_to_string(root().join("themes/handbook/style.css"))?;
    let makers = makers()?;
    let words: BTreeSet<&str> = makers.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').collect();
    let classes = classes(&css);
    if classes.len() < 60 {
        return Err(format!("only {} classes were found: {classes:?}", classes.len()).into());
    }
    let mut faults = String::new();
    for class in classes {
        // Of numbered classes the template has the letter: `class="p{{ loop.index }}"`.
        let numbered = class
            .strip_suffix(|c: char| c.is_ascii_digit())
            .is_some_and(|stem| makers.contains(&format!("\"{stem}{{{{")) || makers.contains(&format!(" {stem}{{{{")));
        if !numbered && !words.contains(class.as_str()) {
            let _ = writeln!(faults, "style.css has a rule for .{class}, which nothing has");
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}
