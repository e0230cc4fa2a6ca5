//! A Code Quality report of GitLab, shown in merge requests.

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::written;
use super::lines::Lines;
use super::{Diagnostic, Folder, Severity};
use crate::source::Sources;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Begin,
}

#[derive(Serialize)]
struct Begin {
    begin: usize,
}

/// All findings as one JSON array. Paths are relative to the root of the repository. Only what GitLab reads is told.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &Folder) -> String {
    let mut lines = Lines::new(sources);
    let mut fingerprints = Fingerprints::default();
    let issue = |d: &Diagnostic| {
        let span = d.primary.span;
        Issue {
            description: format!("{}: {}", d.code, d.message),
            check_name: d.code.as_str(),
            fingerprint: fingerprints.of(d, sources),
            severity: match d.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path: folder.path(&sources.file(span.file).path),
                lines: Begin { begin: lines.at(span.file, span.start).line },
            },
        }
    };
    written(&diagnostics.iter().map(issue).collect::<Vec<_>>())
}
