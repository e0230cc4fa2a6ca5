//! The words of the theme in two languages: complete, and with nothing of one left in the other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kb::analysis::analyze;
use kb::source::Sources;
use scraper::{Html, Node};

use crate::case_file::CaseFile;
use crate::site::{self, Published};
use crate::{Outcome, cases};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("every_word_is_translated", every_word_is_translated),
    ("german_pages_have_no_english_words", german_pages_have_no_english_words),
    ("english_pages_have_some", english_pages_have_some),
];

/// Attributes whose value is read out or shown.
const READ_OUT: [&str; 5] = ["aria-label", "title", "placeholder", "alt", "content"];

/// The words of a language by their dotted keys.
fn words(language: &str) -> Result<BTreeMap<String, String>, String> {
    let text = std::fs::read_to_string(site::root().join("themes/handbook/strings.toml")).map_err(|e| e.to_string())?;
    let table: toml::Table = text.parse().map_err(|e| format!("{e}"))?;
    let mut words = BTreeMap::new();
    collect(table.get(language).ok_or("no such language")?, String::new(), &mut words);
    // What readers ask with is for the search to understand, never printed, and each language has as many as it has.
    words.retain(|key, _| !key.starts_with(".query."));
    Ok(words)
}

fn collect(value: &toml::Value, key: String, words: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::String(text) => _ = words.insert(key, text.clone()),
        toml::Value::Table(table) => table.iter().for_each(|(name, value)| collect(value, format!("{key}.{name}"), words)),
        toml::Value::Array(items) => items.iter().enumerate().for_each(|(i, value)| collect(value, format!("{key}.{i}"), words)),
        _ => {}
    }
}

/// What stands in braces.
fn holes(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn every_word_is_translated() -> Outcome {
    let (english, german) = (words("en")?, words("de")?);
    let mut faults = String::new();
    for (key, text) in &english {
        match german.get(key) {
            None => _ = writeln!(faults, "[de]{key} is missing"),
            Some(other) if holes(text) != holes(other) => {
                _ = writeln!(faults, "{key}: `{text}` and `{other}` fill in different things");
            }
            Some(_) => {}
        }
    }
    for key in german.keys().filter(|key| !english.contains_key(*key)) {
        let _ = writeln!(faults, "[en]{key} is missing");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn german_pages_have_no_english_words() -> Outcome {
    let mut faults = String::new();
    for (name, sources) in sites()? {
        for fault in english_words(&sources, "de")? {
            let _ = writeln!(faults, "{name}: {fault}");
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// A search that finds nothing anywhere would pass every page.
fn english_pages_have_some() -> Outcome {
    for (name, sources) in sites()? {
        if english_words(&sources, "en")?.len() < 5 {
            return Err(format!("{name}: too few").into());
        }
    }
    Ok(())
}

/// The golden site, and one for each kind of page.
fn sites() -> Result<Vec<(String, Sources)>, String> {
    let mut sites = vec![("golden".to_owned(), site::read_folder(&site::root().join("tests/golden"))?)];
    for file in cases::paths(&site::root().join("tests/cases/pages")) {
        let case = CaseFile::parse(&std::fs::read_to_string(&file).map_err(|e| e.to_string())?)?;
        sites.push((file.display().to_string(), site::read_case(&case)?));
    }
    Ok(sites)
}

/// Words of the English theme on the pages of a site in some language.
fn english_words(sources: &Sources, language: &str) -> Result<BTreeSet<String>, String> {
    let (english, german) = (words("en")?, words("de")?);
    let content: String = sources.files().map(|(_, file)| file.text.to_lowercase()).collect();
    // A word that the content holds too, or that is German as well, proves nothing.
    let telling: Vec<&str> = english
        .values()
        .filter_map(|text| telling(text))
        .filter(|text| !content.contains(&text.to_lowercase()) && !german.values().any(|word| has_word(word, text)))
        .collect();
    let mut found = BTreeSet::new();
    for (path, shown) in shown(&published_in(language, sources)?) {
        found.extend(telling.iter().filter(|word| has_word(&shown, word)).map(|word| format!("{path}: `{word}` in `{shown}`")));
    }
    Ok(found)
}

/// The longest part of a text without what is filled in, if it is long enough to tell.
fn telling(text: &str) -> Option<&str> {
    let parts = text.split(['{', '}']).step_by(2).map(str::trim);
    parts.max_by_key(|part| part.len()).filter(|part| part.len() >= 3)
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        open(text[..at].chars().next_back()) && open(text[at + word.len()..].chars().next())
    })
}

fn published_in(language: &str, sources: &Sources) -> Result<Published, String> {
    let translated = site::with_settings(sources, |settings| {
        let kept = settings.lines().filter(|line| !line.starts_with("language"));
        format!("language = \"{language}\"\n{}\n", kept.collect::<Vec<_>>().join("\n"))
    });
    let checked = analyze(translated, &site::options())
        .checked()
        .map_err(|a| format!("it has errors: {}", kb::diagnostic::short::render(&a.diagnostics, &a.sources)))?;
    site::publish(&checked).map_err(|e| format!("{e:?}"))
}

/// Every text and read-out attribute of the pages, each once.
fn shown(published: &Published) -> BTreeSet<(String, String)> {
    let mut shown = BTreeSet::new();
    for (path, bytes) in published.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(&String::from_utf8_lossy(bytes));
        for node in page.tree.nodes() {
            let around = node.parent().and_then(|p| p.value().as_element());
            // What a page calls English may be.
            let of_another = around.is_some_and(|e| matches!(e.name(), "script" | "style") || e.attr("lang") == Some("en"));
            match node.value() {
                Node::Text(text) if !of_another => _ = shown.insert((path.clone(), text.trim().to_owned())),
                Node::Element(element) if element.name() != "meta" || element.attr("name") == Some("description") => {
                    let values = READ_OUT.iter().filter_map(|name| element.attr(name));
                    shown.extend(values.map(|value| (path.clone(), value.to_owned())));
                }
                _ => {}
            }
        }
    }
    shown
}
