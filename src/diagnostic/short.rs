//! One line a finding: `content/decisions.yaml:47:1: error[KB302]: message`. For editors, `grep` and long lists.

use std::fmt::Write as _;

use super::Diagnostic;
use super::lines::Lines;
use super::visible::visible;
use crate::source::Sources;

/// All findings, one line each. Paths are relative to the site, lines and columns count from 1, columns in characters.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for d in diagnostics {
        let span = d.primary.span;
        let at = lines.at(span.file, span.start);
        let path = visible(sources.file(span.file).path.as_str(), &[]);
        let message = visible(&d.message, &[]);
        // writing to a string cannot fail
        let _ = writeln!(out, "{path}:{}:{}: {}[{}]: {message}", at.line, at.col, d.severity.word(), d.code);
    }
    out
}
