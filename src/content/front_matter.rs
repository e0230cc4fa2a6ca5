//! Where front matter stands in a markdown file, and where something stands that was meant to be it.

use std::ops::Range;

use super::advice;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Keys that most front matter has one of. Prose may hold `note: this` between two lines, but hardly one of these.
const USUAL: [&str; 12] =
    ["abbr", "authors", "frame", "notes", "owner", "related", "roles", "sources", "status", "summary", "tags", "title"];

/// Where front matter and body stand in a markdown file.
pub(super) struct Split {
    pub yaml: Range<usize>,
    pub body: Range<usize>,
    pub closed: bool,
    /// Where the article begins above the line that ends the front matter.
    pub prose: Option<usize>,
}

/// Front matter starts with a line `---` at the very top and ends with the next such line.
pub(super) fn split(text: &str) -> Option<Split> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let start = first.len();
    let mut offset = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" && !line.starts_with(char::is_whitespace) {
            let prose = prose_in(&text[start..offset]).map(|at| start + at);
            let body = prose.unwrap_or(offset + line.len())..text.len();
            return Some(Split { yaml: start..prose.unwrap_or(offset), body, closed: true, prose });
        }
        offset += line.len();
    }
    Some(Split { yaml: start..text.len(), body: text.len()..text.len(), closed: false, prose: None })
}

/// Where an article begins that was taken for front matter, because a line `---` follows in it: after an empty line come
/// sentences, and no more keys.
fn prose_in(yaml: &str) -> Option<usize> {
    let (mut prose, mut heading, mut at, mut is_apart) = (None, None, 0, false);
    for line in yaml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let is_key = advice::begins_entry(line.trim_end());
        match line.chars().next() {
            _ if line.trim().is_empty() => is_apart = true,
            Some(' ' | '\t') => is_apart = false,
            // the keys of a record are in lower case; an article may say `Note: …`
            Some(first) if is_key && (prose.is_none() || first.is_lowercase()) => (prose, heading, is_apart) = (None, None, false),
            // a heading would be a comment
            Some('#') => heading = heading.or(is_apart.then_some(start)),
            Some(first) => {
                let is_sentence = first.is_uppercase() || matches!(first, '*' | '!' | '[' | '<');
                if prose.is_none() && is_sentence && (is_apart || heading.is_some()) {
                    prose = heading.or(Some(start));
                }
                is_apart = false;
            }
            None => {}
        }
    }
    // a text in quotation marks may go on at the margin
    prose.filter(|at| yaml[..*at].matches('"').count().is_multiple_of(2))
}

/// Front matter that is not closed where the article begins.
pub(super) fn swallowed(file: FileId, text: &str, at: usize) -> Diagnostic {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    Diagnostic::new(Code::KB101, Span::new(file, at..end), "the front matter is not closed above this line")
        .label("no key, but a part of the article")
        .also(Span::new(file, 0..3), "opened here")
        .help("write a line that holds only `---` above it")
}

/// Front matter that would be published as text, in a file that has none at its top: below other text, or begun with anything
/// but a line `---`.
pub(super) fn misplaced(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut offset = 0;
    let mut above: Option<Range<usize>> = None;
    let mut is_top = true;
    for line in text.split_inclusive('\n') {
        // What a block of code shows is meant to be shown, and front matter stands before all of them.
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            return None;
        }
        let opened = above.clone().filter(|above| is_rule(&text[above.clone()]));
        if key(line).is_some() && (is_top || opened.is_some()) && is_front_matter(&text[offset..]) {
            let here = offset..offset + line.trim_end().len();
            return Some(finding(file, text, opened, here));
        }
        let end = line.trim_end().len();
        above = Some(offset..offset + end);
        is_top &= end == 0;
        offset += line.len();
    }
    None
}

fn finding(file: FileId, text: &str, opened: Option<Range<usize>>, first: Range<usize>) -> Diagnostic {
    let Some(opened) = opened else {
        return Diagnostic::new(Code::KB101, Span::new(file, first), "the front matter has no line above it that opens it")
            .label("read as text of the page")
            .help("write a line that holds only `---` above it");
    };
    let rule = &text[opened.clone()];
    let above = &text[..opened.start];
    let d = Diagnostic::new(
        Code::KB101,
        Span::new(file, opened),
        if rule == "---" {
            "the front matter does not start on the first line".to_owned()
        } else {
            format!("`{rule}` opens no front matter")
        },
    )
    .label("read as a line across the page");
    match (rule == "---", above.trim().is_empty()) {
        (true, true) => d.help("delete the empty lines above it"),
        (true, false) => d.help("move it to the top of the file: nothing may stand above it"),
        (false, _) => d.help("write three hyphens, `---`, at the top of the file"),
    }
}

/// The key at the start of a line.
fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase()) && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (is_key && (rest.trim().is_empty() || rest.starts_with(' '))).then_some(key)
}

/// A line of hyphens, or of what word processors make of them.
fn is_rule(line: &str) -> bool {
    line.chars().count() >= 2 && line.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        || matches!(line, "\u{2013}" | "\u{2014}")
}

/// Whether lines of YAML begin here that a line of hyphens ends, with one of the usual keys among them.
fn is_front_matter(text: &str) -> bool {
    let mut is_usual = false;
    for line in text.lines() {
        if is_rule(line.trim_end()) {
            return is_usual;
        }
        let key = key(line);
        is_usual |= key.is_some_and(|key| USUAL.contains(&key));
        if key.is_none() && !line.trim().is_empty() && !line.starts_with([' ', '\t', '#', '-']) {
            return false;
        }
    }
    false
}
