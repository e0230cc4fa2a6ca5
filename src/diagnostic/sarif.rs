//! SARIF 2.1.0, the standard of static analysis: for code scanning and for editors that read it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fingerprint::Fingerprints;
use super::json::written;
use super::lines::Lines;
use super::prose::prose;
use super::region::Region;
use super::{Code, Diagnostic, Edit, Folder, Severity};
use crate::source::{FileId, Sources, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the root of the repository, wherever the reader has it.
const ROOT: &str = "%SRCROOT%";
/// Names how the fingerprint is made. Another way gets another number.
const FINGERPRINT: &str = "kbFinding/v1";

/// What places are written with.
struct Places<'a> {
    sources: &'a Sources,
    lines: Lines<'a>,
    folder: &'a Folder,
}

/// All findings as one run.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &Folder) -> String {
    let codes: Vec<Code> = diagnostics.iter().map(|d| d.code).collect::<BTreeSet<_>>().into_iter().collect();
    let mut places = Places { sources, lines: Lines::new(sources), folder };
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|d| {
            let index = codes.binary_search(&d.code).unwrap_or_default();
            result(d, index, &fingerprints.of(d, sources), &mut places)
        })
        .collect();
    written(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kb",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.into_iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
            "results": results,
        }],
    }))
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "name": name(code.title()),
        "shortDescription": { "text": message(code.title()) },
        "help": { "text": format!("`kb explain {code}` says why it matters, with a wrong and a right example.") },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// `nobody accountable` as `NobodyAccountable`: the standard wants an identifier.
fn name(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    words.map(capital).collect()
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(d: &Diagnostic, rule: usize, fingerprint: &str, places: &mut Places<'_>) -> Value {
    let mut result = json!({
        "ruleId": d.code.as_str(),
        "ruleIndex": rule,
        "level": level(d.severity),
        "message": { "text": message(&prose(d)) },
        "locations": [places.location(d.primary.span)],
        "partialFingerprints": { FINGERPRINT: fingerprint },
    });
    if !d.labels.is_empty() {
        let related = d.labels.iter().enumerate().map(|(i, label)| {
            let mut location = places.location(label.span);
            location["id"] = json!(i + 1);
            if !label.text.is_empty() {
                location["message"] = json!({ "text": message(&label.text) });
            }
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &d.fix {
        let mut fixed = json!({ "artifactChanges": places.changes(&fix.edits) });
        if let Some(help) = d.help.first() {
            fixed["description"] = json!({ "text": message(help) });
        }
        result["fixes"] = json!([fixed]);
    }
    result
}

/// In a message of SARIF braces are places to fill in unless they are doubled, and `[text](address)` is a link, which
/// content must not make.
fn message(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

impl Places<'_> {
    fn location(&mut self, span: Span) -> Value {
        json!({ "physicalLocation": { "artifactLocation": self.artifact(span.file), "region": self.region(span) } })
    }

    fn artifact(&self, file: FileId) -> Value {
        json!({ "uri": self.folder.relative(&self.sources.file(file).path), "uriBaseId": ROOT })
    }

    fn region(&mut self, span: Span) -> Value {
        let Region { start, end } = Region::of(span, &mut self.lines);
        json!({ "startLine": start.line, "startColumn": start.col, "endLine": end.line, "endColumn": end.col })
    }

    /// The edits, file by file.
    fn changes(&mut self, edits: &[Edit]) -> Value {
        let same_file = edits.chunk_by(|a, b| a.span.file == b.span.file);
        let change = |edits: &[Edit]| {
            let replacement =
                |edit: &Edit| json!({ "deletedRegion": self.region(edit.span), "insertedContent": { "text": edit.text } });
            let replacements: Vec<Value> = edits.iter().map(replacement).collect();
            json!({ "artifactLocation": self.artifact(edits[0].span.file), "replacements": replacements })
        };
        same_file.map(change).collect()
    }
}
