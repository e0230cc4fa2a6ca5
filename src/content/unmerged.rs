//! A merge that was begun and not finished: the marks of version control are no text.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// What stands before each version, or behind the last one. The line between two of them is also how a heading may be underlined.
const MARKS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];

/// The first mark that was left standing, as a finding.
pub(super) fn unmerged(file: FileId, text: &str) -> Option<Diagnostic> {
    let (at, mark) = marks(text).next()?;
    let d = conflict(Span::new(file, at))
        .help("to show such a line in an article, put four spaces before each line instead of a fence around them");
    Some(if mark == MARKS[0] { d } else { d.label("a mark of the conflict was left here") })
}

/// What is to be said of a conflict that begins here.
pub(super) fn conflict(at: Span) -> Diagnostic {
    Diagnostic::new(Code::KB101, at, "a merge was not finished in this file")
        .label("the conflict begins here")
        .help("keep one of the two versions, and delete the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`")
}

fn marks(text: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let candidates = memchr::memchr3_iter(b'<', b'|', b'>', text.as_bytes());
    candidates.filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n').filter_map(|at| {
        let line = text[at..].lines().next().unwrap_or_default();
        let mark = MARKS.into_iter().find(|mark| line.starts_with(mark))?;
        let rest = &line[mark.len()..];
        // a row of a table may be of bars alone
        let is_mark = if mark.starts_with('|') {
            rest.starts_with(' ') && !rest.contains('|') && !rest.trim().is_empty()
        } else {
            rest.is_empty() || rest.starts_with(' ')
        };
        is_mark.then(|| (at..at + line.trim_end().len(), mark))
    })
}
