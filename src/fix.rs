//! Applies the edits that findings carry, until there is none left to apply. Nothing is written here.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::{self, Analysis, Options};
use crate::diagnostic::{Code, Diagnostic, Edit};
use crate::source::{FileId, Sources};

/// An edit may bring to light what it hid, which may have an edit of its own; longer chains than this are no chains.
const ROUNDS: usize = 20;

/// A site with its fixes applied.
pub struct Fixed {
    /// What the site says now.
    pub analysis: Analysis,
    /// How many findings were put right.
    pub count: usize,
    /// The files that changed, with the text each had before.
    pub changed: BTreeMap<FileId, Arc<str>>,
}

/// Applies every fix there is, or those of one code. A finding's edits are applied all or not at all, and only if its file
/// can still be read afterwards.
#[must_use]
pub fn fix(analysis: Analysis, options: &Options, only: Option<Code>) -> Fixed {
    let mut fixed = Fixed { analysis, count: 0, changed: BTreeMap::new() };
    for _ in 0..ROUNDS {
        let (count, texts) = round(&fixed.analysis, only);
        if count == 0 {
            break;
        }
        let mut sources = fixed.analysis.sources.clone();
        for (file, text) in texts {
            let before = sources.set_text(file, text);
            fixed.changed.entry(file).or_insert(before);
        }
        let next = analysis::analyze(sources, options);
        if unreadable(&next) > unreadable(&fixed.analysis) {
            // an edit that breaks its file was no right edit: leave what was right so far
            break;
        }
        fixed.count += count;
        fixed.analysis = next;
    }
    let sources = &fixed.analysis.sources;
    fixed.changed.retain(|file, before| sources.file(*file).text != *before);
    fixed
}

/// Files that do not parse.
fn unreadable(analysis: &Analysis) -> usize {
    analysis.diagnostics.iter().filter(|d| d.code == Code::KB101).count()
}

/// The edits of one round: as many findings as do not get in each other's way.
fn round(analysis: &Analysis, only: Option<Code>) -> (usize, BTreeMap<FileId, Arc<str>>) {
    let mut chosen: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    let wanted = |d: &&Diagnostic| only.is_none_or(|code| code == d.code);
    for fix in analysis.diagnostics.iter().filter(wanted).filter_map(|d| d.fix.as_ref()) {
        let is_free = fix.edits.iter().all(|edit| {
            let taken = chosen.get(&edit.span.file).into_iter().flatten();
            taken.into_iter().all(|other| apart(edit, other))
        });
        let changes = fix.edits.iter().any(|edit| text_at(&analysis.sources, edit) != Some(&edit.text));
        if is_free && changes {
            count += 1;
            fix.edits.iter().for_each(|edit| chosen.entry(edit.span.file).or_default().push(edit));
        }
    }
    let texts = chosen.into_iter().map(|(file, edits)| (file, apply(&analysis.sources.file(file).text, edits).into())).collect();
    (count, texts)
}

/// Two edits that touch could mean something else together.
fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.end < b.span.start || b.span.end < a.span.start
}

fn text_at<'a>(sources: &'a Sources, edit: &Edit) -> Option<&'a str> {
    sources.file(edit.span.file).text.get(edit.span.range())
}

fn apply(text: &str, mut edits: Vec<&Edit>) -> String {
    edits.sort_by_key(|edit| edit.span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    out
}
