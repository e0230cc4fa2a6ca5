//! TOML mistakes in an editor's words, and how far each reaches.

use std::ops::Range;

use super::advice::line_at;
use super::blanked::blanked;
use super::meaning::truth;
use super::unmerged::conflict;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{FileId, Span};

/// A mistake, and the lines that cannot be read for it.
pub(super) struct Mistake {
    pub(super) finding: Diagnostic,
    pub(super) lines: Range<usize>,
    /// Whether the parser took all that follows for a part of it.
    pub(super) takes_rest: bool,
    /// Whether the lines themselves show it, whatever the parser made of those above.
    pub(super) is_plain: bool,
}

/// What is wrong where the parser stopped. `parser` is what it said.
pub(super) fn mistake(file: FileId, text: &str, at: Range<usize>, parser: &str) -> Mistake {
    let line = line_at(text, at.start);
    if let Some(open) = open_list(text, line.start) {
        let finding = Diagnostic::new(Code::KB101, Span::new(file, open..open + 1), "this list is never closed");
        let lines = line_at(text, open).start..line.start - 1;
        return Mistake { finding: finding.label("opened here").help("end it with `]`"), lines, takes_rest: true, is_plain: true };
    }
    let shown = written(file, text, &line);
    let is_plain = shown.is_some();
    let finding = shown.unwrap_or_else(|| {
        let (message, help) = advice(parser);
        Diagnostic::new(Code::KB101, Span::new(file, at), message).help(help)
    });
    // Without its beginning, a section would be a part of the one above.
    let is_key = text[line.clone()].contains(['=', ':']);
    let lines = if is_key { line } else { line.start..section_end(text, line.end) };
    Mistake { finding, lines, takes_rest: false, is_plain }
}

/// A mistake that the line itself shows.
fn written(file: FileId, text: &str, line: &Range<usize>) -> Option<Diagnostic> {
    let own = &text[line.clone()];
    let start = line.start + own.len() - own.trim_start().len();
    let own = own.trim();
    let end = own.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(own.len());
    let (key, rest) = own.split_at(end);
    if key.is_empty() {
        return None;
    }
    let behind = rest.trim_start();
    let sign = start + own.len() - behind.len();
    let finding = |range: Range<usize>, message: String| Diagnostic::new(Code::KB101, Span::new(file, range), message);
    if behind.is_empty() {
        let d = finding(start..start + key.len(), format!("`{key}` stands alone here"));
        return Some(d.help(format!("a section starts with a line  [{key}]  and a setting is written  {key} = …")));
    }
    if let Some(value) = behind.strip_prefix(':') {
        let value = value.trim();
        let value = if value.starts_with(|c: char| c.is_alphabetic()) && !matches!(value, "true" | "false") {
            format!("\"{value}\"")
        } else {
            value.to_owned()
        };
        let d = finding(sign..sign + 1, "`:` stands where `=` belongs".to_owned());
        return Some(d.help(format!("write  {key} = {value}")));
    }
    let value = behind.strip_prefix('=')?.trim_start();
    let at = start + own.len() - value.len();
    if value.starts_with(CURLY) {
        let straight = value.replace(CURLY, "\"");
        let d = finding(at..at + value.len(), "these quotation marks are not straight ones".to_owned());
        let fix =
            (straight.matches('"').count() == 2).then(|| Fix::replace(Span::new(file, at..at + value.len()), straight.clone()));
        return Some(d.help(format!("write  {key} = {straight}")).fix(fix));
    }
    let word = value.split([' ', '\t', '#']).next().unwrap_or_default();
    let meant = truth(word).filter(|_| !matches!(word, "true" | "false"))?;
    let range = at..at + word.len();
    let d = finding(range.clone(), format!("`{word}` is neither `true` nor `false`"));
    Some(d.help(format!("write  {key} = {meant}")).fix(Some(Fix::replace(Span::new(file, range), meant.to_string()))))
}

/// Quotation marks that word processors write.
const CURLY: [char; 7] = ['“', '”', '„', '‘', '’', '«', '»'];

/// The parser's complaint in an editor's words.
fn advice(parser: &str) -> (&'static str, &'static str) {
    const FORM: &str = "texts stand in quotation marks, lists in `[…]`, and a section starts with a line `[name]`";
    match parser {
        p if p.contains("duplicate key") => ("this key stands twice", "keep one"),
        p if p.contains("must be quoted") => {
            ("no text in quotation marks stands here", "write it in quotation marks:  title = \"Our handbook\"")
        }
        p if p.contains("string") => ("this text is never closed", "put the same quotation mark at its end"),
        p if p.contains("unclosed table") => ("the name of this section is never closed", "end it with `]`"),
        p if p.contains("unclosed array") => ("this list is never closed", "end it with `]`"),
        p if p.contains("invalid boolean") || p.contains("expected value") || p.contains("missing value") => {
            ("no value that can be read stands here", FORM)
        }
        _ => ("this is not TOML that can be read", FORM),
    }
}

/// The list that is opened above a line and not closed before it, if the line begins something else.
fn open_list(text: &str, line: usize) -> Option<usize> {
    let begins = |line: &str| {
        let key = line.split_once('=').map_or("", |(key, _)| key.trim());
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        is_key || (line.starts_with('[') && line.contains(']') && !line.contains([',', '"']))
    };
    if !begins(text[line_at(text, line)].trim()) {
        return None;
    }
    let mut at = line;
    while at > 0 {
        let above = line_at(text, at - 1);
        at = above.start;
        let written = &text[above.clone()];
        if !begins(written.trim()) {
            continue;
        }
        let (key, value) = written.split_once('=')?;
        let open = above.start + key.len() + 1 + value.len() - value.trim_start().len();
        let list = &text[open..line];
        let is_open = list.starts_with('[') && list.matches('[').count() > list.matches(']').count();
        return is_open.then_some(open);
    }
    None
}

/// Where the section goes to its end that a line between two others belongs to.
fn section_end(text: &str, from: usize) -> usize {
    text[from..].find("\n[").map_or(text.len(), |length| from + length)
}

/// A merge that was begun and not finished, and the text with the first of the two versions alone.
pub(super) fn unmerged(file: FileId, text: &str) -> Option<(Diagnostic, String)> {
    let (mut first, mut left_out, mut at, mut is_theirs) = (None, Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let begins = line.starts_with("<<<<<<<");
        if begins {
            first = first.or(Some(range.start..range.start + line.trim_end().len()));
        } else if first.is_some() && (line.starts_with("=======") || line.starts_with("|||||||")) {
            is_theirs = true;
        }
        if begins || is_theirs {
            left_out.push(range);
        }
        is_theirs &= !line.starts_with(">>>>>>>");
    }
    Some((conflict(Span::new(file, first?)), blanked(text, &left_out)))
}
