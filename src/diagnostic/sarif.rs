//! SARIF 2.1.0, the standard of static analysis: for code scanning and for editors that read it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::json::written;
use super::lines::Lines;
use super::prose::prose;
use super::region::Region;
use super::{Code, Diagnostic, Folder, Label, Severity};
use crate::source::{FileId, Sources, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the root of the repository, wherever the reader has it.
const ROOT: &str = "%SRCROOT%";
/// Names how the fingerprint is made. Another way gets another number.
const FINGERPRINT: &str = "kbFinding/v1";

#[derive(Serialize)]
struct Log {
    version: &'static str,
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    original_uri_base_ids: BTreeMap<&'static str, Described>,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Described {
    description: Message,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    name: String,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Seen; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Seen>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Lined,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lined {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
    artifact_changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Lined,
    inserted_content: Content,
}

/// A text as it is, unlike a [`Message`].
#[derive(Serialize)]
struct Content {
    text: String,
}

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
    let results = diagnostics.iter().map(|d| {
        let rule_index = codes.binary_search(&d.code).unwrap_or_default();
        places.finding(d, rule_index, fingerprints.of(d, sources))
    });
    let results = results.collect();
    let driver = Driver {
        name: "kb",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: codes.into_iter().map(rule).collect(),
    };
    let root = Described { description: Message::of("The root of the repository.") };
    let run = Run {
        tool: Tool { driver },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(ROOT, root)]),
        results,
    };
    written(&Log { version: "2.1.0", schema: SCHEMA, runs: [run] })
}

fn rule(code: Code) -> Rule {
    Rule {
        id: code.as_str(),
        name: name(code.title()),
        short_description: Message::of(code.title()),
        help: Message::of(&format!("`kb explain {code}` says why it matters, with a wrong and a right example.")),
        default_configuration: Configuration { level: level(code.severity()) },
    }
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

impl Message {
    /// In a message of SARIF braces are places to fill in unless they are doubled, and `[text](address)` is a link, which
    /// content must not make.
    fn of(text: &str) -> Self {
        Self { text: text.replace('{', "{{").replace('}', "}}").replace("](", "] (") }
    }
}

impl Places<'_> {
    fn finding(&mut self, d: &Diagnostic, rule_index: usize, fingerprint: String) -> Finding {
        Finding {
            rule_id: d.code.as_str(),
            rule_index,
            level: level(d.severity),
            message: Message::of(&prose(d)),
            locations: [Seen { id: None, message: None, physical_location: self.physical(d.primary.span) }],
            related_locations: d.labels.iter().enumerate().map(|(i, label)| self.related(i + 1, label)).collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
            fixes: d.fix.iter().map(|fix| self.fix(fix, d.help.first())).collect(),
        }
    }

    fn related(&mut self, id: usize, label: &Label) -> Seen {
        let message = Some(label.text.as_str()).filter(|text| !text.is_empty()).map(Message::of);
        Seen { id: Some(id), message, physical_location: self.physical(label.span) }
    }

    fn physical(&mut self, span: Span) -> Physical {
        Physical { artifact_location: self.artifact(span.file), region: self.region(span) }
    }

    fn artifact(&self, file: FileId) -> Artifact {
        Artifact { uri: self.folder.relative(&self.sources.file(file).path), uri_base_id: ROOT }
    }

    fn region(&mut self, span: Span) -> Lined {
        let Region { start, end } = Region::of(span, &mut self.lines);
        Lined { start_line: start.line, start_column: start.col, end_line: end.line, end_column: end.col }
    }

    /// The edits, file by file.
    fn fix(&mut self, fix: &super::Fix, help: Option<&String>) -> Fix {
        let same_file = fix.edits.chunk_by(|a, b| a.span.file == b.span.file);
        let changes = same_file.map(|edits| Change {
            artifact_location: self.artifact(edits[0].span.file),
            replacements: edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: self.region(edit.span),
                    inserted_content: Content { text: edit.text.clone() },
                })
                .collect(),
        });
        let artifact_changes = changes.collect();
        Fix { description: help.map(|text| Message::of(text)), artifact_changes }
    }
}
