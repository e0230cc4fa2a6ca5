//! The line to blame above the one where the parser stopped: it reads as a text that goes on below it.

use std::ops::Range;

use super::line::key_of;
use super::{Certainty, Mistake, line_at};

/// A line as far as its columns go.
struct Line<'t> {
    range: Range<usize>,
    /// What stands in it, hyphens included.
    written: &'t str,
    indent: usize,
    /// The column of what stands behind its hyphens.
    column: usize,
}

impl<'t> Line<'t> {
    fn of(text: &'t str, range: Range<usize>) -> Self {
        let line = &text[range.clone()];
        let written = line.trim();
        let indent = line.len() - line.trim_start().len();
        let mut rest = written;
        while let Some(item) = rest.strip_prefix("- ") {
            rest = item.trim_start();
        }
        Self { range, written, indent, column: indent + written.len() - rest.len() }
    }

    fn is_item(&self) -> bool {
        self.written.starts_with("- ")
    }

    /// Whether it is a key, or a text that was meant as one.
    fn is_key(&self) -> bool {
        key_of(self.written).is_some()
    }

    /// Whether it is a key and nothing else, so that its value stands below.
    fn is_bare(&self) -> bool {
        self.is_key() && self.written.ends_with(':')
    }

    /// What stands behind its hyphens.
    fn entry(&self) -> &'t str {
        &self.written[self.column - self.indent..]
    }
}

/// What is wrong above a line that does not fit, where the fault is not its own.
pub(super) fn blamed(text: &str, base: usize, offset: usize) -> Option<(Mistake, Certainty)> {
    let stop = Line::of(text, line_at(text, offset));
    let above: Vec<Line<'_>> = lines_above(text, base, stop.range.start).take(MOST_LINES).collect();
    let mistake = if stop.is_item() { item(&stop, &above) } else { key(text, &stop, &above) };
    mistake.map(|mistake| (mistake, Certainty::Line)).or_else(|| out_of_column(text, &stop, &above))
}

/// A list is hardly longer.
const MOST_LINES: usize = 200;

/// The item above that lacks its hyphen.
fn item(stop: &Line<'_>, above: &[Line<'_>]) -> Option<Mistake> {
    let is_text = |line: &&Line<'_>| !line.is_item() && !line.is_key();
    let within = above.iter().take_while(|line| line.indent >= stop.indent);
    let in_line = within.filter(|line| line.indent == stop.indent).find(is_text);
    let first = || above.first().filter(is_text).filter(|_| above.get(1).is_some_and(Line::is_bare));
    in_line.map(no_hyphen_here).or_else(|| first().map(no_hyphen))
}

/// The key above that lacks its colon or the space behind it, or the hyphen of this one.
fn key(text: &str, stop: &Line<'_>, above: &[Line<'_>]) -> Option<Mistake> {
    if is_glued(stop) {
        return Some(no_colon(text, stop.range.start));
    }
    let mut texts = above.iter().take_while(|line| line.column == stop.column && !line.is_key());
    let Some(mut first) = texts.next() else {
        let last = above.first().filter(|line| line.indent < stop.indent && !line.is_item())?;
        return (word(last.written) == (last.written, "")).then(|| no_colon(text, last.range.start));
    };
    let is_plain = word(first.entry()).1.is_empty() || first.entry().starts_with(char::is_uppercase);
    if first.is_item()
        && is_plain
        && above.get(1).is_some_and(|line| line.is_item() && line.indent == first.indent && !line.is_key())
    {
        return Some(no_hyphen(stop));
    }
    for line in texts {
        if first.is_item() {
            break;
        }
        first = line;
    }
    // Below a key it may as well be a text that goes on, which hardly begins like a key.
    let word = word(first.entry()).0;
    let is_meant = word.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !word.is_empty();
    (first.column == 0 || first.is_item() || is_meant || is_glued(first)).then(|| no_colon(text, first.range.start))
}

/// Whether only the space behind its colon is missing.
fn is_glued(line: &Line<'_>) -> bool {
    !line.is_key() && word(line.entry()).1.starts_with(':')
}

/// The line above, if it does not start where its neighbours do.
fn out_of_column(text: &str, stop: &Line<'_>, above: &[Line<'_>]) -> Option<(Mistake, Certainty)> {
    let start = |line: &Line<'_>| if stop.is_item() { line.indent } else { line.column };
    let is_alike = |line: &&Line<'_>| if stop.is_item() { line.is_item() } else { line.is_key() };
    let last = above.first().filter(is_alike)?;
    let before = above.get(1);
    let rest = &text[stop.range.end..];
    let below = rest.find(|c: char| !c.is_whitespace()).map(|at| Line::of(text, line_at(text, stop.range.end + at)));
    let in_line = |line: Option<&Line<'_>>| line.filter(is_alike).map(start) == Some(start(stop));
    if start(last) < start(stop) && !last.is_bare() {
        let is_outside = before.is_some_and(|line| line.is_bare() && start(line) >= start(last) && start(line) < start(stop));
        if !(in_line(below.as_ref()) || in_line(before) || is_outside) {
            return None;
        }
        let is_next = |line: &str| line.strip_prefix(&*" ".repeat(last.indent)).is_some_and(|line| line.starts_with("- "));
        let lacks_hyphen = !last.is_item() && !in_line(before) && !is_outside && rest.lines().any(is_next);
        return Some(match last.indent {
            _ if lacks_hyphen && stop.column == last.indent + 2 => (no_hyphen_here(last), Certainty::Entry),
            _ if lacks_hyphen => (no_hyphen(last), Certainty::Entry),
            // at the margin it is an entry of its own, and the one above lacks it
            0 => (misplaced(last, "further left"), Certainty::About),
            _ => (misplaced(last, "further left"), Certainty::Entry),
        });
    }
    let is_one_of_many = before.is_some_and(|line| is_alike(&line) && start(line) == start(last));
    let is_nested = before.is_some_and(|line| line.is_bare() && start(line) == start(stop));
    let is_out = start(last) > start(stop) && in_line(below.as_ref()) && !is_one_of_many && !is_nested;
    is_out.then(|| (misplaced(last, "further right"), Certainty::Entry))
}

/// The lines above a byte that say something, the nearest first.
fn lines_above(text: &str, base: usize, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    let lines = std::iter::from_fn(move || {
        let line = (at > base).then(|| line_at(text, at - 1))?;
        at = line.start;
        Some(Line::of(text, line))
    });
    lines.filter(|line| !line.written.is_empty() && !line.written.starts_with('#'))
}

/// The word a text begins with, and the rest.
fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(text.len()))
}

/// A line of a list without its hyphen.
fn no_hyphen(line: &Line<'_>) -> Mistake {
    let at = line.range.start + line.indent;
    Mistake {
        at: at..at + line.written.len(),
        message: "this item of the list has no hyphen".to_owned(),
        label: "others of this list have one",
        help: format!("write  - {}", line.written),
        edit: None,
    }
}

/// The same where the hyphens of the list stand in the column the line starts in.
fn no_hyphen_here(line: &Line<'_>) -> Mistake {
    let at = line.range.start + line.indent;
    Mistake { edit: Some((at..at, "- ".to_owned())), ..no_hyphen(line) }
}

/// A line that is not in line with its neighbours.
fn misplaced(line: &Line<'_>, label: &'static str) -> Mistake {
    let at = line.range.start + line.indent;
    Mistake {
        at: at..at + line.written.len(),
        message: "this line does not start in the column of its neighbours".to_owned(),
        label,
        help: "keys of one record start in the same column, and so do the hyphens of one list".to_owned(),
        edit: None,
    }
}

/// A line that should be `key: value` and is not: the colon is missing, or the space behind it.
pub(super) fn no_colon(text: &str, opened: usize) -> Mistake {
    let line = Line::of(text, line_at(text, opened));
    let rest = line.entry();
    let start = line.range.start + line.column;
    let at = start..start + rest.len();
    let next = text[line.range.end..].find(|c: char| !c.is_whitespace());
    let next = next.map(|at| Line::of(text, line_at(text, line.range.end + at)));
    if let Some(next) = &next {
        if !line.is_item() && next.is_item() && next.indent == line.indent && line.indent > 0 {
            return no_hyphen_here(&line);
        }
        // what is in quotation marks is whole, and the parser read on for a key
        if line.is_item() && rest.starts_with(['"', '\'']) && !next.is_item() && next.indent > line.indent {
            return no_hyphen(next);
        }
    }
    let (word, behind) = word(rest);
    if word.is_empty() {
        return Mistake {
            at,
            message: "this line is neither a key nor part of a text".to_owned(),
            label: "no `key: value`",
            help: "write `key: value`, delete the line, or indent it so that it goes on the text before it".to_owned(),
            edit: None,
        };
    }
    if let Some(text) = rest.strip_prefix('-').filter(|text| !line.is_item() && text.starts_with(char::is_alphanumeric)) {
        return Mistake {
            at: at.start..at.start + 1,
            message: "a space is missing after this hyphen".to_owned(),
            label: "begins no item",
            help: format!("write  - {text}"),
            edit: Some((at.start + 1..at.start + 1, " ".to_owned())),
        };
    }
    let value = behind.trim_start_matches(|c: char| matches!(c, ':' | '=' | ';') || c.is_whitespace());
    let colon = at.start + word.len() + 1;
    // Where a colon is missing, the word may as well be one of a text that was meant to go on.
    let (message, label, edit) = match behind.strip_prefix(':').map(|value| value.len() - value.trim_start().len()) {
        Some(0) => {
            let edit = (colon..colon, " ".to_owned());
            (format!("a space is missing after `{word}:`"), "no space after the colon", Some(edit))
        }
        Some(blank) => {
            let edit = (colon..colon + blank, " ".to_owned());
            (format!("the space after `{word}:` is not an ordinary one"), "YAML takes it for a letter", Some(edit))
        }
        None => (format!("a colon is missing after `{word}`"), "neither a key nor part of a text", None),
    };
    let help = format!("write  {word}: {value}").trim_end().to_owned();
    Mistake { at, message, label, help, edit }
}
