//! Callouts in the syntax of other programs, and alerts that are none: here they are plain text.

use std::ops::Range;

use memchr::memchr2_iter;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::colons::begins_line;
use super::{Mode, parse};

/// A callout that is read as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// The mark and the kind, as far as they stand in one line.
    pub range: Range<usize>,
    /// How it is written.
    pub form: Form,
    /// The kind as written; empty where a mark closes nothing.
    pub kind: String,
    /// What stands behind the kind in its line.
    pub title: String,
    /// The lines between the marks, and the whole with both; `None` where nothing closes it.
    pub lines: Option<(Range<usize>, Range<usize>)>,
}

/// How a callout is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `:::note` up to `:::`.
    Colons,
    /// `!!! note`, and what is further in.
    Exclamation,
    /// `> [!KIND]` with a kind that is none, or with words behind it.
    Alert,
}

/// The callouts of a text that are read as plain text.
#[must_use]
pub fn callouts(text: &str) -> Vec<Callout> {
    let mut found: Vec<Callout> = Vec::new();
    if !memchr2_iter(b':', b'!', text.as_bytes()).any(|at| may_begin(text, at)) {
        return found;
    }
    // Those with colons that nothing has closed yet.
    let mut open: Vec<usize> = Vec::new();
    let (mut in_code, mut since_quote) = (false, usize::MAX);
    for (event, range) in parse(text, Mode::Prose) {
        since_quote = since_quote.saturating_add(1);
        match event {
            Event::Start(Tag::BlockQuote(None)) => since_quote = 0,
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => {
                let line = text[range.start..].lines().next().unwrap_or_default();
                if since_quote == 2
                    && let Some(alert) = alert(line, range.start)
                {
                    found.push(alert);
                } else if range.start == 0 || begins_line(&text[..range.start]) {
                    marked(text, line, range.start, &mut found, &mut open);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether a callout that is none may begin with the colon or exclamation mark at this byte.
fn may_begin(text: &str, at: usize) -> bool {
    let rest = &text.as_bytes()[at..];
    rest.starts_with(b":::")
        || rest.starts_with(b"!!!")
        || (text[..at].ends_with('[') && rest[0] == b'!' && !is_alert(text, at - 1))
}

/// Whether the mark at this byte is that of an alert as it is to be written, which needs no second look.
fn is_alert(text: &str, at: usize) -> bool {
    const MARKS: [&str; 5] = ["[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"];
    let before = text[..at].rsplit('\n').next().unwrap_or_default();
    let line = text[at..].lines().next().unwrap_or_default();
    // no other space is one to markdown
    let blanks = [' ', '\t'];
    before.trim_end_matches(blanks) == ">" && MARKS.contains(&line.trim_end_matches(blanks))
}

/// `[!KIND]` at the start of a quotation that is no alert.
fn alert(line: &str, at: usize) -> Option<Callout> {
    let (kind, title) = line.strip_prefix("[!")?.split_once(']')?;
    let is_word = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let range = at..at + "[!]".len() + kind.len();
    is_word.then(|| Callout { range, form: Form::Alert, kind: kind.to_owned(), title: words(title), lines: None })
}

/// A line that begins with three colons or exclamation marks.
fn marked(text: &str, line: &str, at: usize, found: &mut Vec<Callout>, open: &mut Vec<usize>) {
    let form = if line.starts_with(":::") {
        Form::Colons
    } else if line.starts_with("!!! ") {
        Form::Exclamation
    } else {
        return;
    };
    let rest = line.trim_start_matches([':', '!']).trim_start();
    let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    let (kind, title) = rest.split_at(length);
    let end = at + line.len() - rest.len() + length;
    if kind.is_empty() && form == Form::Colons {
        if let Some(opened) = open.pop().and_then(|index| found.get_mut(index)) {
            let first = text[opened.range.start..].find('\n').map_or(text.len(), |n| opened.range.start + n + 1);
            let last = text[..at].rfind('\n').map_or(0, |n| n + 1);
            opened.lines = Some((first.min(last)..last, opened.range.start..at + line.len()));
        } else {
            let range = at..at + line.trim_end().len();
            found.push(Callout { range, form, kind: String::new(), title: String::new(), lines: None });
        }
        return;
    }
    if kind.is_empty() {
        return;
    }
    if form == Form::Colons {
        open.push(found.len());
    }
    found.push(Callout { range: at..end, form, kind: kind.to_owned(), title: words(title), lines: None });
}

/// The title, without the brackets and quotation marks around it.
fn words(title: &str) -> String {
    title.trim().trim_matches(['[', ']', '"', '{', '}']).trim().to_owned()
}
