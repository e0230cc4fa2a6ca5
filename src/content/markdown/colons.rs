//! Colons that begin a line and define nothing: `:::note`, `:-)`.
//!
//! To the parser every colon at the start of a line defines the words above it. Here a definition has a blank after its
//! colon, as everywhere else; the other colons are hidden while the parser reads.

use memchr::memchr_iter;
use pulldown_cmark::{CowStr, Event, Tag};

/// Stands in for such a colon: as long in bytes, and nothing to markdown.
const STAND_IN: char = '\u{1a}';

/// The text without the colons that only look like those of a definition; `None` where it has none.
pub(super) fn hidden(text: &str) -> Option<String> {
    let looks_alike = |at: &usize| begins_line(&text[..*at]) && !defines(&text[at + 1..]);
    let found: Vec<usize> = memchr_iter(b':', text.as_bytes()).filter(looks_alike).collect();
    if found.is_empty() || text.contains(STAND_IN) {
        return None;
    }
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    for at in found {
        hidden.push_str(&text[from..at]);
        hidden.push(STAND_IN);
        from = at + 1;
    }
    hidden.push_str(&text[from..]);
    Some(hidden)
}

/// Whether nothing but blanks and the marks of quotations stand before it in its line, which is not the first.
pub(super) fn begins_line(before: &str) -> bool {
    before.trim_end_matches([' ', '\t', '>']).ends_with('\n')
}

/// Whether a colon before this makes a definition, or the columns of a table.
fn defines(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    line.is_empty()
        || line.starts_with([' ', '\t'])
        || (line.contains('-') && line.bytes().all(|b| matches!(b, b':' | b'-' | b'|' | b' ' | b'\t')))
}

/// An event of the text without colons as one of the text with them.
pub(super) fn shown(event: Event<'_>) -> Event<'static> {
    match event {
        Event::Text(text) => Event::Text(back(text)),
        Event::Code(text) => Event::Code(back(text)),
        Event::Html(text) => Event::Html(back(text)),
        Event::InlineHtml(text) => Event::InlineHtml(back(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: back(dest_url), title: back(title), id: back(id) })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: back(dest_url), title: back(title), id: back(id) })
        }
        other => other.into_static(),
    }
}

fn back(text: CowStr<'_>) -> CowStr<'static> {
    if text.contains(STAND_IN) { text.replace(STAND_IN, ":").into() } else { text.into_string().into() }
}
