//! What was meant as a link, a footnote, a citation or a cell and is none: readers see it as it was typed, or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use serde::{Deserialize, Serialize};

use super::{Mode, parse};

/// The longest address or label that is looked at, in bytes.
const MOST: usize = 500;

/// Something that is not what it was meant to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it was meant to be.
    pub meant: Meant,
}

/// What something was meant to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meant {
    /// A link whose address holds a blank: where the address stands.
    Spaced(Range<usize>),
    /// A link with a blank between its brackets.
    Apart,
    /// `[[name]]` or `[[name|words]]`, as other programs write links.
    Wiki,
    /// `[@id p. 3]` without its comma: the id.
    Citation(String),
    /// A reference to a footnote that is not there: its label.
    Reference(String),
    /// A footnote that is there already: its label.
    Again(String),
    /// A footnote that nothing refers to: its label.
    Unused(String),
    /// Cells beyond the last column: how many columns there are.
    Beyond(usize),
}

/// All of them, in the order of the text.
#[must_use]
pub fn typed(text: &str, mode: Mode) -> Vec<Typed> {
    let mut found = brackets(text);
    let notes = mode == Mode::Prose && text.contains("[^");
    let rows = if mode == Mode::Prose { long_rows(text) } else { Vec::new() };
    // most texts have nothing of the kind, and need no parser to know that
    if found.is_empty() && !notes && rows.is_empty() {
        return found;
    }
    let (mut texts, mut tables, mut defined, mut referred) = (Vec::new(), Vec::new(), BTreeMap::new(), BTreeSet::new());
    let mut is_code = false;
    for (event, range) in parse(text, mode) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Table(columns)) => tables.push((range, columns.len())),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                let all: &mut Vec<Range<usize>> = defined.entry(label.to_string()).or_default();
                all.push(range);
            }
            Event::FootnoteReference(label) => _ = referred.insert(label.to_string()),
            Event::Text(_) if !is_code => texts.push(range),
            _ => {}
        }
    }
    if notes {
        found.extend(text.match_indices("[^").filter_map(|(at, _)| {
            let end = at + near(&text[at..]).find(']')? + 1;
            let label = &text[at + 2..end - 1];
            let is_label = !label.is_empty() && !label.contains(char::is_whitespace) && !text[end..].starts_with(['(', '[']);
            is_label.then(|| Typed { range: at..end, meant: Meant::Reference(label.to_owned()) })
        }));
    }
    found.retain(|typed| holding(&texts, typed.range.start, |text| text).is_some());
    for (label, places) in defined {
        let first = usize::from(referred.contains(&label));
        let meant = |nth| if nth == 0 { Meant::Unused(label.clone()) } else { Meant::Again(label.clone()) };
        let mark = |place: &Range<usize>| place.start..place.start + label.len() + 4;
        let lost = places.iter().enumerate().skip(first);
        found.extend(lost.map(|(nth, place)| Typed { range: mark(place), meant: meant(nth) }));
    }
    for row in rows {
        let table = holding(&tables, row.start, |(table, _)| table);
        let cells = table.and_then(|(_, columns)| Some((cells(&text[row.clone()]).nth(*columns)?, *columns)));
        if let Some((beyond, columns)) = cells {
            found.push(Typed { range: row.start + beyond.start..row.end, meant: Meant::Beyond(columns) });
        }
    }
    found.sort_by_key(|typed| typed.range.start);
    found
}

/// The beginning of a text, as far as anybody writes an address or a label: longer ones are not looked through, for there may be many.
fn near(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST.min(text.len()))]
}

/// The one of some places in order that a byte stands in.
fn holding<T>(all: &[T], at: usize, place: impl Fn(&T) -> &Range<usize>) -> Option<&T> {
    let after = all.partition_point(|one| place(one).start <= at);
    after.checked_sub(1).map(|nth| &all[nth]).filter(|one| place(one).contains(&at))
}

/// What looks like a link or a citation and cannot be one.
fn brackets(text: &str) -> Vec<Typed> {
    let mut found = Vec::new();
    let mut opened = None;
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'[', b']', bytes) {
        if bytes[at] == b'[' {
            opened = (at == 0 || bytes[at - 1] != b'\\').then_some(at);
            continue;
        }
        let (close, Some(open)) = (at, opened.take()) else { continue };
        let words = &text[open + 1..close];
        if words.contains('\n') {
            continue;
        }
        let rest = &text[close + 1..];
        if text[..open].ends_with('[') && rest.starts_with(']') && !rest[1..].starts_with(['(', '[', ':']) {
            found.push(Typed { range: open - 1..close + 2, meant: Meant::Wiki });
            continue;
        }
        let (apart, inner) = match rest.strip_prefix('(') {
            Some(inner) => (0, inner),
            None => match rest.strip_prefix(" (") {
                Some(inner) => (1, inner),
                None => {
                    let id = words.strip_prefix('@').and_then(|cited| cited.split_once(' ')).map(|(id, _)| id);
                    found.extend(
                        id.filter(|id| !id.contains([',', ';']))
                            .map(|id| Typed { range: open..close + 1, meant: Meant::Citation(id.to_owned()) }),
                    );
                    continue;
                }
            },
        };
        let Some(end) = near(inner).find([')', '\n']).filter(|end| inner[*end..].starts_with(')')) else { continue };
        let address = &inner[..end];
        let start = close + 2 + apart;
        let range = open..start + end + 1;
        let leads = leads_somewhere(address);
        if apart == 1 && leads && !address.contains(' ') {
            found.push(Typed { range, meant: Meant::Apart });
        } else if apart == 0 && leads && address.trim() == address && address.contains(' ') && !has_title(address) {
            found.push(Typed { range, meant: Meant::Spaced(start..start + end) });
        }
    }
    found
}

/// Whether a text reads as an address of this handbook: a path to a file, or a kind and an id.
fn leads_somewhere(address: &str) -> bool {
    let file = address.split('#').next().unwrap_or_default();
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    let kind = address.split_once(':').map_or("", |(kind, _)| kind);
    let is_kind = super::super::address::Kind::ALL.iter().any(|known| known.as_str() == kind);
    !address.starts_with('<') && (is_file || is_kind)
}

/// Whether a title in quotation marks follows the address.
fn has_title(address: &str) -> bool {
    address.ends_with(['"', '\''])
}

/// Rows of what may be tables, with more cells than the line of hyphens above them.
fn long_rows(text: &str) -> Vec<Range<usize>> {
    let (mut rows, mut columns, mut at) = (Vec::new(), None, 0);
    if memchr::memchr(b'|', text.as_bytes()).is_none() {
        return rows;
    }
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if !line.contains('|') {
            columns = None;
        } else if line.contains('-') && line.trim().bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'>')) {
            columns = Some(cells(&text[range]).count());
        } else if columns.is_some_and(|columns| cells(&text[range.clone()]).count() > columns) {
            rows.push(range);
        }
    }
    rows
}

/// The cells of a row: bars part them, but those behind a backslash.
fn cells(row: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = row.as_bytes();
    // a table may stand in a quotation
    let start = row.len() - row.trim_start_matches([' ', '\t', '>']).len();
    let mut from = Some(start + usize::from(row[start..].starts_with('|')));
    let end = row.trim_end().len();
    std::iter::from_fn(move || {
        let begin = from.filter(|from| *from < end)?;
        let bar = (begin..end).find(|at| bytes[*at] == b'|' && bytes[at - 1] != b'\\');
        from = bar.map(|bar| bar + 1);
        Some(begin..bar.unwrap_or(end))
    })
}
