//! Raw HTML as tags and text, read as a browser's tokeniser reads it.
//!
//! It only tells pieces apart; what may be published is for the renderer to say.

use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text, entities not decoded.
    Text(&'a str),
    /// `<name …>`.
    Open {
        /// As written.
        name: &'a str,
        /// What stands between the name and the `>` (or `/>`).
        attributes: &'a str,
        /// Ends with `/>`.
        closed: bool,
    },
    /// `</name>`.
    Close(&'a str),
    /// `<!-- … -->`.
    Comment,
    /// An element whose content is not HTML text, with that content: `<script>…</script>`.
    Opaque(&'a str),
    /// What is no tag but would vanish in a browser: a declaration, an unclosed tag or comment. Its first characters.
    Other(&'a str),
}

/// Elements whose content a browser does not read as ordinary HTML.
const OPAQUE: [&str; 16] = [
    "script",
    "style",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "textarea",
    "title",
    "plaintext",
    "template",
    "svg",
    "math",
    "object",
    "select",
    "frameset",
];

/// Takes raw HTML apart. The ranges are within `html`, and every byte is in one of them.
pub fn pieces(html: &str) -> impl Iterator<Item = (Piece<'_>, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let rest = html.get(start..).filter(|rest| !rest.is_empty())?;
        let (piece, length) = markup(rest).unwrap_or_else(|| {
            // A `<` that opens nothing is text, up to the next one that may.
            let mut end = rest.len();
            for (next, _) in rest.match_indices('<').skip_while(|(next, _)| *next == 0) {
                if opens(&rest[next..]) {
                    end = next;
                    break;
                }
            }
            (Piece::Text(&rest[..end]), end)
        });
        at = start + length;
        Some((piece, start..at))
    })
}

/// As [`pieces`], with places in the text `source` in which the raw HTML stands at `place`. Lines of a quoted block have
/// lost their marks there, so that their places have to be found again.
pub fn placed_pieces<'a>(html: &'a str, source: &'a str, place: &Range<usize>) -> impl Iterator<Item = (Piece<'a>, Range<usize>)> {
    let exact = html.len() == place.len();
    let (start, end) = (place.start, place.end.min(source.len()));
    let mut from = start;
    let mut lost = false;
    pieces(html).map(move |(piece, at)| {
        if exact {
            return (piece, start + at.start..start + at.end);
        }
        if lost {
            return (piece, from..end);
        }
        let written = html[at].lines().next().unwrap_or_default();
        let Some(found) = source.get(from..end).and_then(|rest| rest.find(written)) else {
            // Found nowhere once, searched for no more: each search may read all the rest.
            lost = true;
            return (piece, from..end);
        };
        let here = from + found..from + found + written.len();
        from = here.end;
        (piece, here)
    })
}

fn opens(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    match (bytes.first(), bytes.get(1)) {
        (Some(b'<'), Some(b'!' | b'?' | b'/')) => true,
        (Some(b'<'), Some(next)) => next.is_ascii_alphabetic(),
        _ => false,
    }
}

fn markup(rest: &str) -> Option<(Piece<'_>, usize)> {
    if !opens(rest) {
        return None;
    }
    match rest.as_bytes()[1] {
        b'!' => Some(declaration(rest)),
        b'/' if rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) => Some(close(rest)),
        b'?' | b'/' => Some(until(rest, '>')),
        _ => Some(open(rest)),
    }
}

fn declaration(rest: &str) -> (Piece<'_>, usize) {
    let Some(body) = rest.strip_prefix("<!--") else {
        return until(rest, '>');
    };
    for empty in [">", "->"] {
        if body.starts_with(empty) {
            return (Piece::Comment, 4 + empty.len());
        }
    }
    match comment_end(body) {
        Some(end) => (Piece::Comment, 4 + end),
        None => (Piece::Other("<!--"), rest.len()),
    }
}

/// One walk for both forms of the end: looking for each in turn would read the whole text for every comment.
fn comment_end(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(found) = body.get(at..)?.find("--") {
        let after = at + found + 2;
        match (bytes.get(after), bytes.get(after + 1)) {
            (Some(b'>'), _) => return Some(after + 1),
            (Some(b'!'), Some(b'>')) => return Some(after + 2),
            _ => at += found + 1,
        }
    }
    None
}

fn until(rest: &str, end: char) -> (Piece<'_>, usize) {
    let length = rest.find(end).map_or(rest.len(), |at| at + end.len_utf8());
    let shown = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len()).min(20);
    (Piece::Other(&rest[..rest.floor_char_boundary(shown)]), length)
}

fn name(rest: &str) -> &str {
    &rest[..rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len())]
}

fn close(rest: &str) -> (Piece<'_>, usize) {
    let name = name(&rest[2..]);
    match rest.find('>') {
        Some(end) => (Piece::Close(name), end + 1),
        None => until(rest, '>'),
    }
}

fn open(rest: &str) -> (Piece<'_>, usize) {
    let name = name(&rest[1..]);
    let start = 1 + name.len();
    let Some(length) = tag_end(&rest[start..]) else {
        return until_end(rest);
    };
    let end = start + length;
    let inside = &rest[start..end - 1];
    if OPAQUE.iter().any(|opaque| opaque.eq_ignore_ascii_case(name)) {
        return (Piece::Opaque(name), end + opaque_length(&rest[end..], name));
    }
    let closed = inside.ends_with('/');
    (Piece::Open { name, attributes: inside.strip_suffix('/').unwrap_or(inside), closed }, end)
}

/// A tag that never ends takes the rest with it, as in a browser.
fn until_end(rest: &str) -> (Piece<'_>, usize) {
    let (piece, _) = until(rest, '>');
    (piece, rest.len())
}

/// Length up to and with the `>` that ends a tag; one inside quotes does not.
fn tag_end(inside: &str) -> Option<usize> {
    let mut quote = None;
    let mut value_due = false;
    for (at, b) in inside.bytes().enumerate() {
        match quote {
            Some(open) if b == open => quote = None,
            Some(_) => {}
            None => match b {
                b'>' => return Some(at + 1),
                b'=' => value_due = true,
                b'"' | b'\'' if value_due => {
                    quote = Some(b);
                    value_due = false;
                }
                b if b.is_ascii_whitespace() => {}
                _ => value_due = false,
            },
        }
    }
    None
}

fn opaque_length(rest: &str, name: &str) -> usize {
    for (at, _) in rest.match_indices("</") {
        let after = &rest[at + 2..];
        let same = after.get(..name.len()).is_some_and(|close| close.eq_ignore_ascii_case(name));
        if same && !after[name.len()..].starts_with(|c: char| c.is_alphanumeric()) {
            return after.find('>').map_or(rest.len(), |end| at + 2 + end + 1);
        }
    }
    rest.len()
}

/// An attribute as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// As written.
    pub name: &'a str,
    /// Without quotes, entities not decoded.
    pub value: Option<&'a str>,
    /// Place of the value (of the name, where there is none) in the attributes' text.
    pub range: Range<usize>,
}

/// Reads what stands between a tag's name and its `>`.
pub fn attributes(inside: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let skip = |from: usize, what: fn(char) -> bool| from + inside[from..].find(|c| !what(c)).unwrap_or(inside.len() - from);
        let blank: fn(char) -> bool = |c| c.is_ascii_whitespace();
        let start = skip(at, |c| c.is_ascii_whitespace() || c == '/');
        if start == inside.len() {
            return None;
        }
        // A leading `=` belongs to the name, as in a browser.
        let first = inside[start..].chars().next().map_or(1, char::len_utf8);
        let end = skip(start + first, |c| !c.is_ascii_whitespace() && !matches!(c, '/' | '='));
        let name = &inside[start..end];
        let equals = skip(end, blank);
        if !inside[equals..].starts_with('=') {
            at = end;
            return Some(Attribute { name, value: None, range: start..end });
        }
        let value = skip(equals + 1, blank);
        let range = if let Some(quote @ ('"' | '\'')) = inside[value..].chars().next() {
            let length = inside[value + 1..].find(quote);
            let close = value + 1 + length.unwrap_or(inside.len() - value - 1);
            at = (close + 1).min(inside.len());
            value + 1..close
        } else {
            at = skip(value, |c| !c.is_ascii_whitespace());
            value..at
        };
        Some(Attribute { name, value: inside.get(range.clone()), range })
    })
}

/// Whether a piece of HTML holds nothing but comments and white space.
pub(super) fn only_comments(html: &str) -> bool {
    pieces(html).all(|(piece, _)| match piece {
        Piece::Comment => true,
        Piece::Text(text) => text.trim().is_empty(),
        _ => false,
    })
}
