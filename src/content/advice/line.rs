//! What is wrong with one line of YAML: a text that has to be put in quotes, a tab, a colon within.

use std::ops::Range;

use super::{Mistake, named, quoted, quoting};

/// Whether the text of a line goes on below it, indented deeper than its key or hyphen.
pub(super) fn goes_on(text: &str, line: &Range<usize>) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = &text[line.clone()];
    let start = indent(own);
    let key = start + own[start..].len() - own[start..].trim_start_matches("- ").trim_start().len();
    let next = text[line.end..].lines().find(|l| !l.trim().is_empty());
    next.is_some_and(|next| indent(next) > key && !next.trim_start().starts_with('#'))
}

/// What is wrong with one line, whatever the parser thought of it.
pub(super) fn trap(line: &str) -> Option<Mistake> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some(Mistake {
            at: tab..tab + 1,
            message: "a tab indents this line".to_owned(),
            label: "YAML is indented with spaces only",
            help: "replace the tab with spaces, two for each level".to_owned(),
            edit: None,
        });
    }
    let (value, key) = value_of(line);
    let text = line[value.clone()].trim_end();
    let at = value.start..value.start + text.len();
    let first = text.chars().next()?;
    let rewrite = |text: &str| match key {
        Some(key) => format!("put it in quotes:  {key}: {}", quoted(text)),
        None => format!("put it in quotes:  - {}", quoted(text)),
    };
    let subject = key.map_or_else(|| "this item".to_owned(), |k| format!("the text of `{k}`"));
    let reserved = |why: &str| Mistake {
        at: at.clone(),
        message: format!("{subject} starts with {}, which {why}", named(first)),
        label: "a text cannot start with it",
        help: rewrite(text),
        edit: quoting(at.clone(), text),
    };
    match first {
        '"' | '\'' => after_quote(text, first, &subject, key, at),
        '[' if text.starts_with("[[") => None,
        '[' if let Some(list) = list_with_more(text) => Some(Mistake {
            message: format!(
                "{} goes on after the `]` that ends its list",
                key.map_or_else(|| "this item".to_owned(), |k| format!("`{k}`"))
            ),
            label: "more than a list",
            help: format!("if a list is meant, write  {list}"),
            edit: None,
            ..reserved("begins a list in YAML")
        }),
        '[' if text.starts_with("[@") || closed_at(text).is_some_and(|close| close < text.len()) => {
            Some(Mistake { label: "read as a list", ..reserved("begins a list in YAML") })
        }
        '@' | '`' | '%' => Some(reserved("YAML keeps for itself")),
        '?' if text.starts_with("? ") && key.is_some() => Some(reserved("has a meaning of its own in YAML")),
        // `*name` may be meant as YAML has it; words between asterisks are not.
        '*' if text.len() > 1 => {
            let mistake = reserved("has a meaning of its own in YAML");
            let edit = mistake.edit.clone().filter(|_| text[1..].contains(['*', ' ']));
            Some(Mistake { edit, ..mistake })
        }
        '&' | '!' if text.len() > 1 => Some(Mistake { edit: None, ..reserved("has a meaning of its own in YAML") }),
        '[' | '{' | '|' | '>' => None,
        _ => {
            let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
            // Without a key before it, `word: text` is simply a key of its own.
            key.is_some().then(|| Mistake {
                at: value.start + colon..value.start + colon + 1,
                message: format!("{subject} contains `: `"),
                label: "YAML takes what stands before it for a key",
                help: rewrite(text),
                edit: quoting(at.clone(), text),
            })
        }
    }
}

/// The list that a text starts with, if it is one of several items and signs alone follow it, as in `[a, b]]`.
fn list_with_more(text: &str) -> Option<&str> {
    let (list, rest) = text.split_at(closed_at(text)?);
    let is_list = list.contains(", ") && !list.starts_with("[@");
    let is_slip =
        !rest.is_empty() && (rest.starts_with(',') || !rest.contains(char::is_alphanumeric)) && !rest.starts_with(['(', '[']);
    (is_list && is_slip).then_some(list)
}

/// Where the bracket that a text starts with is closed: the place after it.
fn closed_at(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let close = text.char_indices().find(|(_, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    close.map(|(at, _)| at + 1)
}

/// `"quoted" and more`, or `'It's'`: the quotes do not hold the whole text.
fn after_quote(text: &str, quote: char, subject: &str, key: Option<&str>, at: Range<usize>) -> Option<Mistake> {
    let close = text[1..].find(quote).map(|i| i + 2)?;
    let rest = text[close..].trim_start();
    if rest.is_empty() || rest.starts_with([',', ']', '}', '#', ':']) {
        return None;
    }
    let whole = if text.ends_with(quote) { &text[1..text.len() - 1] } else { text };
    let edit = quoting(at.clone(), whole).filter(|_| rest.chars().any(char::is_alphanumeric));
    let help = match key {
        Some(key) => format!("quote the whole text:  {key}: {}", quoted(whole)),
        None => format!("quote the whole text:  - {}", quoted(whole)),
    };
    Some(Mistake {
        at,
        message: format!("{subject} goes on after its closing quotation mark"),
        label: "either all of it is quoted, or nothing",
        help,
        edit,
    })
}

/// The key of a line `key: value`, `- key: value` or `key:`.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    let (key, value) = rest.split_once(':')?;
    (is_key(key) && (value.trim().is_empty() || value.starts_with(' '))).then_some(key)
}

fn is_key(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The value of a line `key: value`, `- value` or `- key: value`, and its key.
fn value_of(line: &str) -> (Range<usize>, Option<&str>) {
    let mut start = line.len() - line.trim_start().len();
    while line[start..].starts_with("- ") {
        start += 2;
        start += line[start..].len() - line[start..].trim_start().len();
    }
    let rest = &line[start..];
    if let Some((key, value)) = rest.split_once(':').filter(|(k, v)| is_key(k) && v.starts_with(' ')) {
        let value_start = start + key.len() + 1 + (value.len() - value.trim_start().len());
        return (value_start..line.len(), Some(key));
    }
    (start..line.len(), None)
}
