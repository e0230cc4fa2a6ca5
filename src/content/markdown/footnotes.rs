//! The labels of footnotes.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag};

use super::{Mode, parse};

/// The text with this in front of each label of a footnote, so that texts that stand below each other keep their notes.
#[must_use]
pub fn with_labels_after<'t>(text: &'t str, prefix: &str) -> Cow<'t, str> {
    if !text.contains("[^") {
        return Cow::Borrowed(text);
    }
    let mut at: Vec<usize> = parse(text, Mode::Prose)
        .filter(|(event, _)| matches!(event, Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_))))
        .filter_map(|(_, range)| Some(range.start + text.get(range)?.find("[^")? + "[^".len()))
        .collect();
    at.sort_unstable();
    at.dedup();
    let mut out = String::with_capacity(text.len() + at.len() * prefix.len());
    let mut from = 0;
    for at in at {
        out.push_str(&text[from..at]);
        out.push_str(prefix);
        from = at;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}
