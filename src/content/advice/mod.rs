//! YAML mistakes in an editor's words: what the parser stumbled over, and what to write instead.
//!
//! The parser's own words are read here and never shown.

mod above;
mod line;
mod quotes;

use std::ops::Range;

use line::{goes_on, key_of, trap};

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{FileId, Span};

/// How well a mistake is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// It is this line: without its entry the rest can be read on.
    Line,
    /// It is within this entry: the rest can be read on where another one follows.
    Entry,
    /// It shows here; what follows may be an echo of it.
    About,
}

/// The finding for a text that does not parse. `offset` is where the parser stopped, `base` where the YAML starts, and
/// `parser` what it said.
#[must_use]
pub(crate) fn syntax(file: FileId, text: &str, base: usize, offset: usize, parser: &str) -> (Diagnostic, Certainty) {
    let (mistake, certainty) = mistake(text, base, offset, parser);
    (finding(file, mistake), certainty)
}

/// The finding for a text where keys should stand, if its first line was meant as one of them.
#[must_use]
pub(crate) fn no_keys(file: FileId, text: &str, base: usize) -> Option<Diagnostic> {
    let at = base + text[base..].find(|c: char| !c.is_whitespace())?;
    let line = &text[line_at(text, at)];
    let word = line.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).map_or(line, |end| &line[..end]);
    (!word.is_empty()).then(|| finding(file, above::no_colon(text, at)))
}

/// Whether a text begins with an entry at the margin, as far as its first line tells.
#[must_use]
pub(crate) fn begins_entry(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    line.starts_with("- ") || (!line.starts_with(' ') && key_of(line).is_some())
}

fn finding(file: FileId, mistake: Mistake) -> Diagnostic {
    let fix = mistake.edit.map(|(range, text)| Fix::replace(Span::new(file, range), text));
    Diagnostic::new(Code::KB101, Span::new(file, mistake.at), mistake.message).label(mistake.label).help(mistake.help).fix(fix)
}

fn mistake(text: &str, base: usize, offset: usize, parser: &str) -> (Mistake, Certainty) {
    let offset = text.floor_char_boundary(offset);
    let opened = opened_at(parser).map(|(line, col)| base + super::yaml::byte_offset(&text[base..], line, col));
    // Whatever the parser says of a place right behind a quotation mark, the one that was opened above comes first.
    if let Some(quote) = opened.into_iter().chain([offset]).find_map(|stop| quotes::spilled(text, base, stop)) {
        return (quotes::never_closed(text, quote), Certainty::Entry);
    }
    if parser.contains("quoted scalar") {
        return (quotes::in_quotes(text, offset, opened, parser), Certainty::Entry);
    }
    if let (true, Some(opened)) = (parser.contains("expected ':'"), opened) {
        return (above::no_colon(text, opened), Certainty::Line);
    }
    // The mistake stands in the line the parser names, or in the one where what it was reading began.
    let lines = std::iter::once(offset).chain(opened).map(|at| line_at(text, at));
    for line in lines {
        if let Some(mistake) = trap(&text[line.clone()]) {
            let mut mistake = mistake.moved(line.start);
            if mistake.edit.is_some() && goes_on(text, &line) {
                mistake.edit = None;
                "put all lines of this text in one pair of quotation marks".clone_into(&mut mistake.help);
            }
            return (mistake, Certainty::Line);
        }
    }
    let line = line_at(text, offset);
    let is_of_columns =
        ["mapping values are not allowed", "block mapping", "block collection"].iter().any(|said| parser.contains(said));
    if let (true, Some(found)) = (is_of_columns, above::blamed(text, base, offset)) {
        return found;
    }
    let in_list = opened.filter(|_| parser.contains("expected ',' or"));
    if let Some(opened) = in_list.filter(|opened| *opened < line.start && begins_entry(text[line.clone()].trim_start())) {
        return (never_closed(text, opened), Certainty::Entry);
    }
    let may_be_list = !is_of_columns && !parser.contains("<document start>");
    if let (true, Some(mistake)) = (may_be_list, bracket_in_flow(&text[line.clone()], offset - line.start)) {
        return (mistake.moved(line.start), Certainty::Entry);
    }
    if let Some(opened) = in_list {
        return (never_closed(text, opened), Certainty::Entry);
    }
    let at = match parser.split_once(" at position ").map(|(_, rest)| rest.parse::<usize>()) {
        Some(Ok(position)) => text.floor_char_boundary(base + position),
        _ => offset,
    };
    let line = line_at(text, at);
    let at = text[at..line.end].find(|c: char| !c.is_whitespace()).map_or(at, |i| at + i);
    // Of a line at the margin, the parser tells only that it does not go with what stands above.
    let is_within = text[line.clone()].starts_with(' ') || ON_THE_SPOT.iter().any(|said| parser.contains(said));
    let certainty = if is_within { Certainty::Entry } else { Certainty::About };
    (Mistake { at: at..line.end.max(at), ..known(parser, &text[at..line.end]) }, certainty)
}

/// Complaints about the very place where the parser stops.
const ON_THE_SPOT: [&str; 6] =
    ["block sequence entries", "anchor", "alias", "comment or line break", "control character", "cannot start any token"];

/// What is wrong, where, and what to do.
struct Mistake {
    at: Range<usize>,
    message: String,
    label: &'static str,
    help: String,
    /// The edit that puts it right, where there is only one.
    edit: Option<Edit>,
}

/// What goes, and what comes instead.
type Edit = (Range<usize>, String);

impl Mistake {
    /// The same mistake in a text that begins `by` bytes earlier.
    fn moved(mut self, by: usize) -> Self {
        self.at = by + self.at.start..by + self.at.end;
        self.edit = self.edit.map(|(range, text)| (by + range.start..by + range.end, text));
        self
    }
}

/// The line and column where the parser began what it could not finish: the last `line 2 column 8` of its words.
fn opened_at(parser: &str) -> Option<(usize, usize)> {
    let (_, context) = parser.split_once(", while ")?;
    let (_, place) = context.rsplit_once(" at line ")?;
    let (line, col) = place.split_once(" column ")?;
    Some((line.parse().ok()?, col.parse().ok()?))
}

/// The parser's complaints that no single line explains.
fn known(parser: &str, rest: &str) -> Mistake {
    const ALIGN: &str = "keys of one record start in the same column: check the indentation, and the quotation marks and brackets of the line above";
    let first = rest.chars().next().unwrap_or(' ');
    let (message, label, help) = if parser.contains("mapping values are not allowed") {
        let help = "if this is a key, start it in the column of the other keys of its record; if it is part of a text, put the whole text in quotes";
        ("a key cannot stand here".to_owned(), "YAML takes what stands before `:` for a key", help)
    } else if parser.contains("'-' indicator") {
        let help = "start an item with `- `; what belongs to the item above starts in the column of that item's first key";
        ("this line belongs to no item of the list above".to_owned(), "not in line with the items", help)
    } else if parser.contains("block sequence entries") {
        (
            "a list cannot start here".to_owned(),
            "`- ` begins an item",
            "start each item on a line of its own with `- `, below the key",
        )
    } else if parser.contains("expected ':'") {
        let help = "write `key: value`, or indent the line above so that it goes on the text before it";
        ("the line above is neither a key nor part of a text".to_owned(), "the next key stands here", help)
    } else if parser.contains("unknown anchor") {
        (
            "`*` names something that is defined nowhere".to_owned(),
            "not defined with `&` above",
            "a text that starts with `*` is put in quotes",
        )
    } else if parser.contains("scanning an alias") || parser.contains("scanning an anchor") {
        let sign = if parser.contains("alias") { '*' } else { '&' };
        (format!("a text cannot start with `{sign}`"), "it has a meaning of its own in YAML", "put the whole text in quotes")
    } else if parser.contains("comment or line break") {
        let help = "start the text on the next line, indented by two spaces";
        ("the text cannot start on the line of its `|` or `>`".to_owned(), "belongs on the next line", help)
    } else if parser.contains("control character") {
        let help = "delete it; most editors show it only on request (\"show invisibles\")";
        ("this text holds a control character".to_owned(), "before or at this place", help)
    } else if parser.contains("cannot start any token") && !first.is_whitespace() {
        (
            format!("a text cannot start with {}", named(first)),
            "YAML keeps this character for itself",
            "put the whole text in quotes",
        )
    } else if parser.contains("expected key") && matches!(first, ']' | '}') {
        (format!("this `{first}` closes nothing"), "one too many", "delete it, or put the whole text in quotes")
    } else if parser.contains("expected key") || parser.contains("<document start>") {
        ("this does not fit the lines above it".to_owned(), "neither a key of the record above nor part of its text", ALIGN)
    } else {
        ("this is not YAML that can be read".to_owned(), "the reader stopped here; the mistake is here or just above", ALIGN)
    };
    Mistake { at: 0..0, message, label, help: help.to_owned(), edit: None }
}

/// A character for a sentence: backticks around a backtick show nothing.
fn named(c: char) -> String {
    match c {
        '`' => "a backtick".to_owned(),
        '\t' => "a tab".to_owned(),
        c => format!("`{c}`"),
    }
}

/// Where the character at a byte stands.
fn sign(text: &str, at: usize) -> Range<usize> {
    at..at + text[at..].chars().next().map_or(0, char::len_utf8)
}

fn never_closed(text: &str, opened: usize) -> Mistake {
    let (what, close) = if text[opened..].starts_with('{') { ("group", '}') } else { ("list", ']') };
    let line = line_at(text, opened);
    if let Some(hash) = text[opened..line.end].find(" #").map(|at| opened + at + 1)
        && text[hash..line.end].contains(close)
    {
        return Mistake {
            at: hash..hash + 1,
            message: format!("this {what} ends before this `#`, without its `{close}`"),
            label: "YAML takes the rest of the line for a comment",
            help: "put the text that holds the `#` in quotes".to_owned(),
            edit: None,
        };
    }
    Mistake {
        at: sign(text, opened),
        message: format!("this {what} is never closed, or lacks a comma"),
        label: "opened here",
        help: format!(
            "end it with `{close}`, and put a comma between its items; an item with a comma, a bracket or a quotation mark of its own is put in quotes"
        ),
        edit: None,
    }
}

/// A text within `[…]` or `{…}` that holds a bracket of its own, as a citation or link does.
fn bracket_in_flow(line: &str, offset: usize) -> Option<Mistake> {
    // Where each open bracket stands, and where the item being read began.
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut quote = None;
    for (i, c) in line.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if line[..i].trim_end().ends_with(['[', '{', ',', ':']) => quote = Some(c),
            (None, '[' | '{') => {
                let item = open.last().map(|(_, start)| *start);
                if let Some(start) = item.filter(|_| i + 1 >= offset || line[i..].starts_with("[@")) {
                    return within_item(line, start, i);
                }
                open.push((c, i + 1));
            }
            (None, ',') => {
                if let Some((_, start)) = open.last_mut() {
                    *start = i + 1;
                }
            }
            (None, ':') if line[i + 1..].starts_with(' ') => {
                if let Some((_, start)) = open.last_mut() {
                    *start = i + 1;
                }
            }
            (None, ']' | '}') => _ = open.pop(),
            (None, _) => {}
        }
    }
    None
}

/// `bracket` stands in the item that starts at `start`, which is put in quotes as a whole.
fn within_item(line: &str, start: usize, bracket: usize) -> Option<Mistake> {
    let mut depth = 0_usize;
    let length = line[start..].find(|c| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth > 0 => depth -= 1,
            ',' | ']' | '}' if depth == 0 => return true,
            _ => {}
        }
        false
    });
    let written = &line[start..length.map_or(line.len(), |l| start + l)];
    let item = written.trim();
    let from = start + written.len() - written.trim_start().len();
    let c = line[bracket..].chars().next()?;
    Some(Mistake {
        at: bracket..bracket + c.len_utf8(),
        message: format!("a text in this list holds `{c}`"),
        label: "begins another list here",
        help: format!("put the text in quotes:  {}", quoted(item)),
        edit: quoting(from..from + item.len(), item),
    })
}

/// The edit that puts a text in quotes. What stands after ` #` may be a comment: then a person has to look.
fn quoting(range: Range<usize>, text: &str) -> Option<Edit> {
    (!text.contains(" #")).then(|| (range, quoted(text)))
}

fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// The byte range of the line an offset stands in, without its end.
pub(super) fn line_at(text: &str, offset: usize) -> Range<usize> {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
    start..end
}
