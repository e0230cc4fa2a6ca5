//! YAML mistakes in an editor's words: what the parser stumbled over, and what to write instead.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The finding for a text that does not parse. `offset` is where the parser stopped, `base` where the YAML starts.
#[must_use]
pub fn syntax(file: FileId, text: &str, base: usize, offset: usize, parser: &str) -> Diagnostic {
    let line = line_at(text, offset);
    // The parser often stops on the line after the mistake: look at the line it names, then at the ones before.
    let candidates = std::iter::successors(Some(line.clone()), |l| {
        (l.start > base).then(|| line_at(text, l.start - 1))
    });
    for (distance, candidate) in candidates.take(4).enumerate() {
        if let Some(trap) = trap(&text[candidate.clone()], distance) {
            let at = candidate.start + trap.at.start..candidate.start + trap.at.end;
            return Diagnostic::new(Code::KB101, Span::new(file, at), trap.message).label(trap.label).help(trap.help);
        }
    }
    if parser.contains("quoted scalar") {
        let quote = text[base..offset.min(text.len())].rfind(['"', '\'']).map_or(offset, |i| base + i);
        return Diagnostic::new(Code::KB101, Span::new(file, quote..quote + 1), "this quoted text is never closed")
            .help("put the same quotation mark at its end");
    }
    let at = text[offset.min(text.len())..line.end].find(|c: char| !c.is_whitespace()).map_or(offset, |i| offset + i);
    let end = line.end.max(at);
    Diagnostic::new(Code::KB101, Span::new(file, at.min(end)..end), format!("this is not YAML that can be read: {parser}"))
        .label("the reader stopped here; the mistake is here or just above")
        .help("check the indentation of the line and the quotation marks above it: keys of one record start in the same column")
}

/// What is wrong with one line.
struct Trap {
    at: Range<usize>,
    message: String,
    label: &'static str,
    help: String,
}

fn trap(line: &str, distance: usize) -> Option<Trap> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some(Trap {
            at: tab..tab + 1,
            message: "a tab indents this line".to_owned(),
            label: "YAML is indented with spaces only",
            help: "replace the tab with spaces, two for each level".to_owned(),
        });
    }
    let (value, key) = value_of(line);
    let text = line[value.clone()].trim_end();
    let at = value.start..value.start + text.len();
    let first = text.chars().next()?;
    let quoted = |text: &str| if text.contains('"') { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") };
    let rewrite = |text: &str| match key {
        Some(key) => format!("put it in quotes:  {key}: {}", quoted(text)),
        None => format!("put it in quotes:  - {}", quoted(text)),
    };
    let subject = key.map_or_else(|| "this item".to_owned(), |k| format!("the text of `{k}`"));
    match first {
        '"' | '\'' => {
            // `"quoted" and more`: the rest after the closing quote.
            let close = text[1..].find(first).map(|i| i + 2)?;
            let rest = text[close..].trim_start();
            (!rest.is_empty() && !rest.starts_with([',', ']', '}', '#', ':']) && !text.ends_with(first)).then(|| Trap {
                at,
                message: format!("{subject} goes on after its closing quotation mark"),
                label: "either all of it is quoted, or nothing",
                help: format!("quote the whole text:  {}", quoted(text)),
            })
        }
        '[' if text.contains("](") || text.starts_with("[@") || (!text.ends_with(']') && text.contains(']')) => Some(Trap {
            at,
            message: format!("{subject} starts with `[`, which begins a list in YAML"),
            label: "read as a list",
            help: rewrite(text),
        }),
        '@' | '`' | '%' => Some(Trap {
            at,
            message: format!("{subject} starts with `{first}`, which YAML keeps for itself"),
            label: "a text cannot start with it",
            help: rewrite(text),
        }),
        '*' | '&' | '!' if text.len() > 1 => Some(Trap {
            at,
            message: format!("{subject} starts with `{first}`, which has a meaning of its own in YAML"),
            label: "a text cannot start with it",
            help: rewrite(text),
        }),
        '[' | '{' | '|' | '>' => None,
        _ => {
            let colon = text.find(": ").or_else(|| text.ends_with(':').then(|| text.len() - 1))?;
            // Without a key before it, `word: text` is simply a key of its own.
            (key.is_some() && distance <= 1).then(|| Trap {
                at: value.start + colon..value.start + colon + 1,
                message: format!("{subject} contains `: `"),
                label: "YAML takes what stands before it for a key",
                help: rewrite(text),
            })
        }
    }
}

/// The value of a line `key: value`, `- value` or `- key: value`, and its key.
fn value_of(line: &str) -> (Range<usize>, Option<&str>) {
    let mut start = line.len() - line.trim_start().len();
    while line[start..].starts_with("- ") {
        start += 2;
        start += line[start..].len() - line[start..].trim_start().len();
    }
    let rest = &line[start..];
    let is_key = |k: &str| !k.is_empty() && k.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if let Some((key, value)) = rest.split_once(':').filter(|(k, v)| is_key(k) && v.starts_with(' ')) {
        let value_start = start + key.len() + 1 + (value.len() - value.trim_start().len());
        return (value_start..line.len(), Some(key));
    }
    (start..line.len(), None)
}

/// The byte range of the line an offset stands in, without its end.
fn line_at(text: &str, offset: usize) -> Range<usize> {
    let offset = text.floor_char_boundary(offset);
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |i| offset + i);
    start..end
}
