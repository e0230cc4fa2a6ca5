//! Commands to the runner of GitHub Actions, which shows each finding beside its line in a pull request:
//! `::error file=content/decisions.yaml,line=47,col=1,endLine=47,endColumn=13,title=KB302::message%0Ahelp: …`.

use std::fmt::Write as _;

use super::lines::Lines;
use super::prose::prose_with_places;
use super::region::Region;
use super::visible::visible;
use super::{Diagnostic, Folder, Severity};
use crate::source::Sources;

/// All findings, one line each. Paths are relative to the root of the repository.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &Folder) -> String {
    let mut lines = Lines::new(sources);
    let mut out = String::new();
    for d in diagnostics {
        let command = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let file = property(&folder.path(&sources.file(d.primary.span.file).path));
        let Region { start, end } = Region::of(d.primary.span, &mut lines);
        // columns are taken only where the end is on the line of the start
        let columns = if start.line == end.line {
            format!("line={},col={},endLine={},endColumn={}", start.line, start.col, end.line, end.col)
        } else {
            format!("line={},endLine={}", start.line, end.line)
        };
        let told = message(&prose_with_places(d, sources, &mut lines, folder));
        // writing to a string cannot fail
        let _ = writeln!(out, "::{command} file={file},{columns},title={}::{told}", d.code);
    }
    out
}

/// What follows `::`.
fn message(text: &str) -> String {
    visible(text, &['\n']).replace('%', "%25").replace('\n', "%0A")
}

/// A value in a list of `key=value`.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
