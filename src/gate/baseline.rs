//! The baseline: findings that were there on the day the checks were adopted. They stay known until they are put right;
//! a new one counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, fingerprint};
use crate::source::{Sources, Span};

/// The file, beside `site.toml`.
pub const BASELINE: &str = "kb-baseline.json";
const VERSION: u32 = 1;

/// Known findings, each as often as it was there.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// What is still to be met, by fingerprint.
    left: BTreeMap<String, Entry>,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

/// A finding as the file keeps it. Code, path and message are for those who read it; the fingerprint holds them all.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: String,
    code: String,
    message: String,
    fingerprint: String,
    count: usize,
}

impl Entry {
    fn needs_connection(&self) -> bool {
        Code::parse(&self.code).is_some_and(Code::needs_connection)
    }
}

impl Baseline {
    /// Reads the baseline of a site; a site without the file has an empty one. What cannot be read is a finding.
    #[must_use]
    pub fn read(sources: &Sources) -> (Self, Option<Diagnostic>) {
        let Some(id) = sources.find(BASELINE) else { return (Self::default(), None) };
        let file = sources.file(id);
        if file.fault.is_some() {
            return (Self::default(), None);
        }
        let finding = |at: usize, message: String| {
            let d = Diagnostic::new(Code::KB105, Span::new(id, at..file.text.len().min(at + 1)), message)
                .help("write it anew with `kb check --write-baseline`, or delete the file");
            (Self::default(), Some(d))
        };
        match serde_json::from_str::<File>(&file.text) {
            Ok(read) if read.version == VERSION => {
                let mut left: BTreeMap<String, Entry> = BTreeMap::new();
                for entry in read.findings {
                    let count = entry.count;
                    left.entry(entry.fingerprint.clone()).and_modify(|e| e.count += count).or_insert(entry);
                }
                (Self { left }, None)
            }
            Ok(read) => finding(0, format!("this baseline has version {}; this program reads version {VERSION}", read.version)),
            Err(_) if file.text.lines().any(|line| line.starts_with("<<<<<<<")) => {
                let at = if file.text.starts_with("<<<<<<<") { 0 } else { file.text.find("\n<<<<<<<").map_or(0, |at| at + 1) };
                let d = Diagnostic::new(Code::KB105, Span::new(id, at..at + 7), "a merge was not finished in this file".to_owned())
                    .help("run `kb check --write-baseline`: it writes the file anew");
                (Self::default(), Some(d))
            }
            Err(e) => {
                let line_start = file.text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum::<usize>();
                let at = file.text.floor_char_boundary((line_start + e.column().saturating_sub(1)).min(file.text.len()));
                finding(at, "this is no baseline that can be read".to_owned())
            }
        }
    }

    /// Takes the known ones out of `findings`, where `which` says yes to them.
    pub fn take(
        &mut self,
        findings: &mut Vec<Diagnostic>,
        sources: &Sources,
        which: impl Fn(&Diagnostic) -> bool,
    ) -> Vec<Diagnostic> {
        if self.left.is_empty() {
            return Vec::new();
        }
        let is_known = |d: &mut Diagnostic| {
            let left = which(d).then(|| self.left.get_mut(&fingerprint(d, sources))).flatten();
            left.filter(|entry| entry.count > 0).map(|entry| entry.count -= 1).is_some()
        };
        findings.extract_if(.., is_known).collect()
    }

    /// How many findings of the baseline were not met because they have been put right. What needs a connection, or is off
    /// by now, was not looked for.
    #[must_use]
    pub fn fixed(&self, config: &Config) -> usize {
        let is_looked_for = |entry: &&Entry| Code::parse(&entry.code).is_none_or(|code| config.checks.wants(code));
        self.left.values().filter(|e| !e.needs_connection()).filter(is_looked_for).map(|entry| entry.count).sum()
    }

    /// What is left only because it was not looked for.
    #[must_use]
    pub fn unasked(&self) -> Self {
        let left = self.left.iter().filter(|(_, entry)| entry.needs_connection() && entry.count > 0);
        Self { left: left.map(|(key, entry)| (key.clone(), entry.clone())).collect() }
    }

    /// The file that makes these findings known besides what is left in `kept`, one line a finding, in an order that stays.
    ///
    /// # Panics
    /// Never: strings and numbers always have a JSON form.
    #[must_use]
    pub fn write(findings: &[Diagnostic], sources: &Sources, kept: &Self) -> String {
        let mut entries = kept.left.clone();
        for d in findings {
            let fingerprint = fingerprint(d, sources);
            let entry = entries.entry(fingerprint.clone()).or_insert_with(|| Entry {
                file: sources.file(d.primary.span.file).path.to_string(),
                code: d.code.to_string(),
                message: d.message.clone(),
                fingerprint,
                count: 0,
            });
            entry.count += 1;
        }
        let mut entries: Vec<Entry> = entries.into_values().collect();
        entries.sort();
        let line = |entry: &Entry| format!("\n    {}", serde_json::to_string(entry).expect("strings and numbers"));
        let lines: Vec<String> = entries.iter().map(line).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }
}
