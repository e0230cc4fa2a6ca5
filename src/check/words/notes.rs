//! What was left in a text for its editor: markers, dummy text, names of pictures, bylines without a name.

use std::ops::Range;

use super::page::Note;
use crate::content::markdown::{BlockKind, Prose};
use crate::content::token::{is_in_address, joins};

/// Words in capitals that say that something is missing.
pub(super) const MARKERS: [&str; 3] = ["TODO", "FIXME", "TBD"];

/// The first word of a dummy text, which says so whatever its capitals.
pub(super) const DUMMY: &str = "lorem";

/// Phrases that say so whatever their capitals, and be they quoted.
pub(super) const PHRASES: [&str; 1] = ["lorem ipsum"];

/// What may follow a marker that is only spoken of.
const SPOKEN_OF: [&str; 28] = [
    " list",
    " lists",
    " item",
    " items",
    " comment",
    " comments",
    " board",
    " boards",
    " app",
    " apps",
    " column",
    " columns",
    " lane",
    " lanes",
    " section",
    " sections",
    " label",
    " labels",
    " marker",
    " markers",
    " status",
    " state",
    " tag",
    " tags",
    " entry",
    " entries",
    " card",
    " cards",
];

/// Whether a hit for a phrase is one, or for a `marker`, which may be only spoken of.
pub(super) fn holds(prose: &Prose, range: &Range<usize>, marker: bool) -> bool {
    let text = &prose.text;
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let inner = |c: Option<char>| c.is_some_and(joins);
    let starts = !inner(text[range.clone()].chars().next()) || !inner(before.chars().next_back());
    let ends = !inner(text[range.clone()].chars().next_back()) || !inner(after.chars().next());
    if !starts || !ends {
        return false;
    }
    !marker
        || (!prose.is_quoted(range)
            && !is_in_address(text, range.clone())
            && !before.ends_with(['_', '-', '@', '#'])
            && !after.starts_with(['_', '-'])
            && !SPOKEN_OF.iter().any(|word| after.strip_prefix(word).is_some_and(|rest| !inner(rest.chars().next()))))
}

/// Lines that are nothing but the name of a picture or a byline without a name.
pub(super) fn lines(prose: &Prose) -> Vec<(Range<usize>, Note)> {
    let mut found = Vec::new();
    for (i, &start) in prose.lines.iter().enumerate() {
        let end = prose.lines.get(i + 1).copied().unwrap_or(prose.text.len());
        if end - start > 80 || end - start < 2 {
            continue;
        }
        let line = &prose.text[start..end];
        let shown = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        let range = from..from + shown.len();
        if is_picture(shown) && !prose.images.contains(&range) {
            found.push((range, Note::Picture));
        } else if is_byline(prose, &range) {
            found.push((range, Note::Byline));
        }
    }
    found
}

/// `IMG_1234`, `DSC01234.jpg`: the name a camera gives.
fn is_picture(line: &str) -> bool {
    let name = [".jpg", ".jpeg", ".png", ".heic", ".JPG", ".JPEG", ".PNG", ".HEIC"]
        .into_iter()
        .find_map(|ending| line.strip_suffix(ending))
        .unwrap_or(line);
    let number =
        ["IMG_", "IMG-", "IMG ", "DSC_", "DSC", "DSCF", "DSCN", "PXL_"].into_iter().find_map(|camera| name.strip_prefix(camera));
    number.is_some_and(|number| {
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        digits >= 4 && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'_' | b'-'))
    })
}

/// How a byline begins, which is nothing else.
const OPENINGS: [&str; 9] = [
    "by",
    "written by",
    "posted by",
    "posted on",
    "published by",
    "published on",
    "geschrieben von",
    "verfasst von",
    "veröffentlicht am",
];

/// Whether a line begins as a byline of its own.
fn is_opened(line: &str) -> bool {
    is_opening(line) || OPENINGS.iter().any(|opening| line.strip_prefix(opening).is_some_and(|rest| rest.starts_with([' ', ':'])))
}

/// Whether a line is how a byline begins, and no more.
fn is_opening(line: &str) -> bool {
    // A word that may be a heading or a cell needs the colon.
    const LABELS: [&str; 7] = ["author", "authors", "von", "autor", "autorin", "autoren", "autor:in"];
    let line = line.trim_end_matches([' ', '-', '–', '—']);
    let label = line.strip_suffix(':');
    OPENINGS.contains(&label.unwrap_or(line)) || label.is_some_and(|label| LABELS.contains(&label))
}

/// A byline whose name is missing, or stands in brackets to be filled in.
fn is_byline(prose: &Prose, range: &Range<usize>) -> bool {
    const SLOTS: [&str; 10] = [
        "your name",
        "author name",
        "author",
        "author's name",
        "name",
        "name here",
        "full name",
        "insert name",
        "ihr name",
        "autor",
    ];
    let line = prose.text[range.clone()].to_lowercase();
    let (opening, slot) = match line.strip_suffix(['.', ',']).unwrap_or(&line).strip_suffix(']').and_then(|l| l.split_once('[')) {
        Some((opening, slot)) => (opening.trim(), Some(slot.trim())),
        None => (line.as_str(), None),
    };
    let opens = is_opening(opening);
    match slot {
        // `[Name]` alone may be a part of a template; `[Your Name]` is nothing else than a slot.
        Some(slot) => SLOTS.contains(&slot) && (opens || (opening.is_empty() && slot.starts_with("your"))),
        None => opens && is_left_open(prose, range),
    }
}

/// Whether a paragraph is short and plain enough to be the name that a byline above it promises.
fn is_name(paragraph: &str) -> bool {
    let text = paragraph.trim();
    !text.is_empty()
        && text.chars().count() <= 60
        && !text.ends_with(['.', ':', '?', '!', ']'])
        && !is_picture(text)
        && !is_opened(&text.to_lowercase())
}

/// Whether nothing that could be a name follows: neither a cell, an item or a line, nor a short paragraph.
fn is_left_open(prose: &Prose, range: &Range<usize>) -> bool {
    let (block, kind) = prose.block(range.start);
    if !matches!(kind, BlockKind::Paragraph | BlockKind::Heading) {
        return false;
    }
    // A line that follows is the name, unless it is another byline.
    let line = prose.lines.partition_point(|start| *start <= range.start);
    let end = prose.lines.get(line + 1).copied().unwrap_or(prose.text.len());
    let below = prose.lines.get(line).map_or("", |start| prose.text[*start..end].trim());
    if !block.trim_end().ends_with(prose.text[range.clone()].trim()) {
        return is_opening(&below.to_lowercase());
    }
    let next = prose.blocks.partition_point(|(start, _)| *start <= range.start);
    prose.blocks.get(next).is_none_or(|&(start, kind)| {
        let next = prose.block(start).0;
        match kind {
            BlockKind::Heading => true,
            BlockKind::Paragraph => !is_name(next) || is_opening(&below.to_lowercase()),
            BlockKind::Item | BlockKind::Term | BlockKind::Other => next.is_empty(),
        }
    })
}
