//! Texts in quotation marks: where they are opened and where they are closed.

use super::line::key_of;
use super::{Mistake, line_at, sign};
use crate::content::aligned::wrong_escape;

/// The quotation mark that was opened lines above `stop` and takes the next one, which opens a text of its own, for its end.
pub(super) fn spilled(text: &str, base: usize, stop: usize) -> Option<usize> {
    let before = text.get(base..stop)?.trim_end_matches([' ', '\t']);
    let quote = before.chars().next_back().filter(|c| matches!(c, '"' | '\''))?;
    let close = base + before.len() - 1;
    let from = line_at(text, close).start;
    let mut marks = text[base..from.max(base)].rmatch_indices(quote).map(|(at, _)| base + at);
    let open = marks.find(|at| may_open(text, *at) && closed_at(text, *at) == Some(close))?;
    // A text may well go on over several lines. One that holds whole entries is none.
    let is_entry = |line: &str| line.trim_start().starts_with("- ") || key_of(line).is_some();
    text[open..close].lines().skip(1).any(is_entry).then_some(open)
}

/// Whether a value can begin with the quotation mark at this byte.
fn may_open(text: &str, at: usize) -> bool {
    let before = &text[line_at(text, at).start..at];
    let last = before.trim_end();
    let is_apart = last.len() < before.len();
    match last.chars().next_back() {
        None => true,
        Some('[' | '{' | ',') => true,
        Some(':' | '-' | '?') => is_apart,
        Some(_) => false,
    }
}

/// Where the text that is opened at a byte is closed.
fn closed_at(text: &str, open: usize) -> Option<usize> {
    let mut chars = text[open..].char_indices();
    let (_, quote) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        if quote == '"' && c == '\\' {
            chars.next();
        } else if c == quote {
            // two single ones stand for one
            if quote == '"' || !text[open + at + 1..].starts_with(quote) {
                return Some(open + at);
            }
            chars.next();
        }
    }
    None
}

/// A text whose quotation mark at this byte is closed nowhere, or far below.
pub(super) fn never_closed(text: &str, at: usize) -> Mistake {
    Mistake {
        at: sign(text, at),
        message: "this quoted text is never closed".to_owned(),
        label: "opened here",
        help: "put the same quotation mark at its end".to_owned(),
        edit: None,
    }
}

/// What is wrong with a text in quotation marks that the parser could not read to its end.
pub(super) fn in_quotes(text: &str, offset: usize, opened: Option<usize>, parser: &str) -> Mistake {
    let at = opened.unwrap_or(offset);
    let is_escape = ["escape code", "hexadecimal"].iter().any(|said| parser.contains(said));
    if let Some(range) = is_escape.then(|| wrong_escape(text, at)).flatten() {
        return Mistake {
            message: format!("`{}` names no character", &text[range.clone()]),
            at: range,
            label: "this escape is wrong",
            help: "write the character itself".to_owned(),
            edit: None,
        };
    }
    let rest = &text[offset..line_at(text, offset).end];
    match rest.strip_prefix('\\').map(|r| r.chars().next()) {
        Some(Some(c)) => Mistake {
            at: offset..offset + 1 + c.len_utf8(),
            message: format!("`\\{c}` means nothing in a text in double quotation marks"),
            label: "a backslash has a meaning of its own here",
            help: "put the text in single quotation marks, or write the backslash twice".to_owned(),
            edit: None,
        },
        _ => never_closed(text, at),
    }
}
