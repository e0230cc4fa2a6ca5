//! Findings for programs. The form is versioned: a field may be added, none is renamed or removed without a new version.

use serde::Serialize;

use super::lines::Lines;
use super::region::Region;
use super::visible::sign;
use super::{Diagnostic, Label, Summary};
use crate::source::{Sources, Span};

/// The version of the form. Grows only when a program that reads the old form would break.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    findings: Vec<Finding<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Place<'a>>,
    why: Option<&'a str>,
    help: &'a [String],
    /// The one right edit, where there is exactly one.
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Fix<'a> {
    edits: Vec<Edit<'a>>,
}

/// Bytes count from 0 in the file as `kb` reads it: UTF-8 without a byte order mark, lines ended by LF.
#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    #[serde(flatten)]
    range: Range,
    start_byte: usize,
    end_byte: usize,
    replacement: &'a str,
}

/// Lines and columns count from 1, columns in characters; the end is the first place after.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    #[serde(flatten)]
    range: Range,
    label: &'a str,
}

#[derive(Serialize)]
struct Range {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// All findings as one JSON value. `docs/findings.schema.json` describes it. Paths are relative to the site.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = Lines::new(sources);
    let findings = diagnostics
        .iter()
        .map(|d| Finding {
            code: d.code.as_str(),
            severity: d.severity.word(),
            message: &d.message,
            place: place(&d.primary, sources, &mut lines),
            labels: d.labels.iter().map(|l| place(l, sources, &mut lines)).collect(),
            why: d.why.as_deref(),
            help: &d.help,
            fix: d.fix.as_ref().map(|fix| Fix { edits: fix.edits.iter().map(|e| edit(e, sources, &mut lines)).collect() }),
        })
        .collect();
    let Summary { errors, warnings, infos, .. } = Summary::of(diagnostics);
    let report = Report { schema_version: SCHEMA_VERSION, findings, summary: Counts { errors, warnings, infos } };
    written(&report)
}

fn place<'a>(label: &'a Label, sources: &'a Sources, lines: &mut Lines<'_>) -> Place<'a> {
    Place { file: sources.file(label.span.file).path.as_str(), range: range(label.span, lines), label: &label.text }
}

fn edit<'a>(edit: &'a super::Edit, sources: &'a Sources, lines: &mut Lines<'_>) -> Edit<'a> {
    Edit {
        file: sources.file(edit.span.file).path.as_str(),
        range: range(edit.span, lines),
        start_byte: edit.span.start,
        end_byte: edit.span.end,
        replacement: &edit.text,
    }
}

fn range(span: Span, lines: &mut Lines<'_>) -> Range {
    let Region { start, end } = Region::of(span, lines);
    Range { line: start.line, column: start.col, end_line: end.line, end_column: end.col }
}

/// A value as JSON, two spaces deep, ended by a line end. Nothing in it steers a terminal.
///
/// # Panics
/// Never: strings, numbers and lists always have a JSON form.
pub(super) fn written(value: &impl Serialize) -> String {
    let mut json = serde_json::to_string_pretty(value).expect("strings, numbers and lists");
    json.push('\n');
    escape(&json)
}

/// JSON need not escape DEL, C1 controls and overrides of direction, but a person may look at this on a terminal. They
/// can only stand inside strings, where an escape means the same.
fn escape(json: &str) -> String {
    use std::fmt::Write as _;

    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || sign(c).is_none() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // writing to a string cannot fail
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}
