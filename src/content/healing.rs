//! YAML read past its mistakes: an entry that does not parse is told of and left out, and the rest is read on.

use std::ops::Range;
use std::sync::Arc;

use super::advice::{self, Certainty};
use super::blanked::blanked;
use super::document::MAX_FRONT_MATTER;
use super::node::{Node, Value};
use super::recall::Recall;
use super::spots;
use super::unshown;
use super::yaml::{self, YamlError};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Most broken entries of one file that are looked for in one run.
pub(super) const MAX_BROKEN: usize = 50;

/// Parses the YAML in `range`. Where an entry does not parse, it is reported and left out, and the rest is read on, so
/// that one run reports every mistake. The second result is the text without such entries, if there were any.
pub(super) fn parse(
    file: FileId,
    text: &str,
    range: Range<usize>,
    recall: Option<&dyn Recall>,
    found: &mut Vec<Diagnostic>,
) -> (Option<Node>, Option<Arc<str>>) {
    if range.start > 0 && range.len() > MAX_FRONT_MATTER {
        let at = Span::new(file, 0..3);
        found.push(
            Diagnostic::new(Code::KB105, at, format!("the front matter is {} kB long; at most 64 kB are read", range.len() / 1024))
                .help("move long text below the second `---`"),
        );
        return (None, None);
    }
    let base = range.start;
    let mut healed: Option<String> = None;
    for (at, tag) in spots::tags(&text[range.clone()]) {
        let offset = base + at.start;
        found.push(tagged(file, base, at, tag));
        let current = healed.as_deref().unwrap_or(text);
        healed = Some(blanked(current, &[entry_at(current, &range, offset)]));
    }
    for _ in 0..MAX_BROKEN {
        let current = healed.as_deref().unwrap_or(text);
        let (finding, certainty) = match yaml::parse_recalling(file, &current[range.clone()], recall) {
            Ok(node) => {
                if range.start > 0
                    && let Value::Text(_) = node.value
                    && let Some(finding) = advice::no_keys(file, &current[..range.end], base)
                {
                    found.push(finding);
                    return (None, None);
                }
                let yaml = &current[range.clone()];
                found.extend(spots::cut_by_comment(yaml).map(|r| cut(file, base, r)));
                found.extend(spots::unused_anchors(yaml).into_iter().map(|r| anchored(file, base, r, yaml)));
                found.extend(unshown::escaped(file, yaml, base));
                return (Some(node), healed.map(Into::into));
            }
            Err(YamlError::SecondDocument(offset)) => {
                let at = base + offset;
                let mark = current[at..].split_whitespace().next().map_or(0, str::len);
                found.push(
                    Diagnostic::new(Code::KB101, Span::new(file, at..at + mark), "a second YAML document starts here")
                        .help("keep one document a file: delete this line, or move what follows into a file of its own"),
                );
                return (None, None);
            }
            Err(YamlError::Limit { offset, what }) => {
                let at = base + offset;
                found.push(Diagnostic::new(Code::KB105, Span::new(file, at..at), what).help("split the file, or write it flatter"));
                return (None, None);
            }
            Err(YamlError::Syntax { offset, message }) => advice::syntax(file, current, base, base + offset, &message),
        };
        // What comes after a mistake that is not understood may be an echo of it.
        let offset = finding.primary.span.start;
        let echo = found.iter().any(|d| d.primary.span == finding.primary.span);
        if !echo {
            found.push(finding);
        }
        let entry = entry_at(current, &range, offset);
        let is_over = match certainty {
            Certainty::Line => false,
            Certainty::Entry => entry.end < range.end && !advice::begins_entry(&current[entry.end..range.end]),
            Certainty::About => true,
        };
        if echo || is_over {
            return (None, None);
        }
        healed = Some(blanked(current, &[entry]));
    }
    (None, None)
}

/// The entry at the left margin that a byte stands in: from its line to the next line that starts there.
fn entry_at(text: &str, range: &Range<usize>, offset: usize) -> Range<usize> {
    let starts = |line: &str| !line.starts_with([' ', '\t', '#', '\n', '\r']) && !line.is_empty();
    let (mut start, mut end, mut at) = (range.start, range.end, range.start);
    for line in text[range.clone()].split_inclusive('\n') {
        if starts(line) {
            if at > offset {
                end = at;
                break;
            }
            start = at;
        }
        at += line.len();
    }
    start..end
}

/// A tag is not followed: what it says would be lost without a word.
fn tagged(file: FileId, base: usize, range: Range<usize>, tag: &str) -> Diagnostic {
    let at = Span::new(file, base + range.start..base + range.end);
    Diagnostic::new(Code::KB101, at, format!("`{tag}` has a meaning of its own in YAML, and is not read"))
        .label("says what the value is")
        .help("delete it; if it is part of the text, put the whole text in quotes")
}

/// ` #3` begins a comment, and what follows is lost without a word.
fn cut(file: FileId, base: usize, range: Range<usize>) -> Diagnostic {
    Diagnostic::new(Code::KB101, Span::new(file, base + range.start..base + range.end), "the text ends before this `#`")
        .label("YAML takes the rest of the line for a comment")
        .help("put the whole text in quotes; a real comment has a space after `#`")
}

/// `&Co` names what follows for another place to repeat, and is no part of the text.
fn anchored(file: FileId, base: usize, range: Range<usize>, yaml: &str) -> Diagnostic {
    let at = Span::new(file, base + range.start..base + range.end);
    Diagnostic::new(Code::KB101, at, format!("`{}` is lost: a text cannot begin with `&`", &yaml[range]))
        .label("YAML takes it for the name of what follows")
        .help("put the whole text in quotes")
}
