//! Applies the edits that findings carry, until there is none left to apply. Nothing is written here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::analysis::{self, Analysis, Options};
use crate::content;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::{FileId, SourceFile, Sources, Span};

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

/// Applies every fix there is, or those of one code. A finding's edits are applied all or not at all, and only if their
/// files can be read afterwards as well as before.
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
            let before = sources.set_text(file, text.into());
            fixed.changed.entry(file).or_insert(before);
        }
        fixed.count += count;
        fixed.analysis = analysis::analyze(sources, options);
    }
    let sources = &fixed.analysis.sources;
    fixed.changed.retain(|file, before| sources.file(*file).text != *before);
    fixed
}

/// What the files say after one round: as many findings put right as do not get in each other's way.
fn round(analysis: &Analysis, only: Option<Code>) -> (usize, BTreeMap<FileId, String>) {
    let sources = &analysis.sources;
    let mut chosen: Vec<&Fix> = Vec::new();
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let wanted = |d: &&Diagnostic| only.is_none_or(|code| code == d.code);
    for fix in analysis.diagnostics.iter().filter(wanted).filter_map(|d| d.fix.as_ref()) {
        let is_free = fix.edits.iter().all(|edit| taken.get(&edit.span.file).into_iter().flatten().all(|other| apart(edit, other)));
        let changes = fix.edits.iter().any(|edit| text_at(sources, edit) != Some(&edit.text));
        if is_free && changes {
            chosen.push(fix);
            fix.edits.iter().for_each(|edit| taken.entry(edit.span.file).or_default().push(edit));
        }
    }
    let spoilt = spoilt(sources, &chosen);
    if !spoilt.is_empty() {
        // One edit that breaks its file must not take the others with it: the doubtful ones are tried one by one.
        let touches = |fix: &&Fix| fix.edits.iter().any(|edit| spoilt.contains(&edit.span.file));
        let (doubtful, good): (Vec<&Fix>, Vec<&Fix>) = chosen.into_iter().partition(touches);
        chosen = good;
        for fix in doubtful {
            chosen.push(fix);
            if !self::spoilt(sources, &chosen).is_empty() {
                chosen.pop();
            }
        }
    }
    (chosen.len(), applied(sources, &chosen))
}

/// Two edits that touch could mean something else together.
fn apart(a: &Edit, b: &Edit) -> bool {
    a.span.end < b.span.start || b.span.end < a.span.start
}

fn text_at<'a>(sources: &'a Sources, edit: &Edit) -> Option<&'a str> {
    sources.file(edit.span.file).text.get(edit.span.range())
}

/// The files that could be read better before these fixes than after.
fn spoilt(sources: &Sources, fixes: &[&Fix]) -> Vec<FileId> {
    let is_spoilt = |(file, after): &(FileId, String)| {
        let before = sources.file(*file);
        let mistakes = syntax(*file, before).len();
        let after = SourceFile { text: after.as_str().into(), ..before.clone() };
        let left = syntax(*file, &after);
        let mut grown = 0;
        let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).filter(|edit| edit.span.file == *file).collect();
        edits.sort_by_key(|edit| edit.span.start);
        let touched: Vec<Range<usize>> = edits
            .into_iter()
            .map(|edit| {
                let start = edit.span.start.saturating_add_signed(grown);
                grown += edit.text.len().cast_signed() - edit.span.range().len().cast_signed();
                lines_of(&after.text, start..start + edit.text.len())
            })
            .collect();
        // Where one mistake is gone the next may come to light, but not where the edit was made.
        left.len() > mistakes || left.iter().any(|span| touched.iter().any(|lines| lines.contains(&span.start)))
    };
    applied(sources, fixes).into_iter().filter(is_spoilt).map(|(file, _)| file).collect()
}

/// The lines a range stands in, and the one after.
fn lines_of(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |i| i + 1);
    let end = text[range.end..].match_indices('\n').nth(1).map_or(text.len() + 1, |(i, _)| range.end + i + 1);
    start..end
}

/// Where a file does not parse.
fn syntax(id: FileId, file: &SourceFile) -> Vec<Span> {
    let found = if content::is_document(&file.path) {
        content::parse(id, file).1
    } else if file.path.extension() == Some("toml") {
        content::parse_toml(id, &file.text).1
    } else {
        Vec::new()
    };
    found.into_iter().map(|d| d.primary.span).collect()
}

fn applied(sources: &Sources, fixes: &[&Fix]) -> BTreeMap<FileId, String> {
    let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in fixes.iter().flat_map(|fix| &fix.edits) {
        edits.entry(edit.span.file).or_default().push(edit);
    }
    edits.into_iter().map(|(file, edits)| (file, apply(&sources.file(file).text, edits))).collect()
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
