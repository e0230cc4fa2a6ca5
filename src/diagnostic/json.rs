//! Findings for programs. The form is versioned: a field may be added, none is renamed or removed without a new version.

use serde::Serialize;

use super::lines::Lines;
use super::visible::sign;
use super::{Diagnostic, Label, Summary};
use crate::source::Sources;

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
}

/// Lines and columns count from 1, columns in characters; the end is the first place after.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// All findings as one JSON value, two spaces deep, ended by a line end.
///
/// # Panics
/// Never: strings and numbers always have a JSON form.
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
        })
        .collect();
    let Summary { errors, warnings, infos, .. } = Summary::of(diagnostics);
    let report = Report { schema_version: SCHEMA_VERSION, findings, summary: Counts { errors, warnings, infos } };
    let mut json = serde_json::to_string_pretty(&report).expect("strings and numbers");
    json.push('\n');
    escape(&json)
}

fn place<'a>(label: &'a Label, sources: &'a Sources, lines: &mut Lines<'_>) -> Place<'a> {
    let span = label.span;
    let start = lines.at(span.file, span.start);
    let end = lines.at(span.file, span.end.max(span.start));
    Place {
        file: sources.file(span.file).path.as_str(),
        line: start.line,
        column: start.col,
        end_line: end.line,
        end_column: end.col,
        label: &label.text,
    }
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
