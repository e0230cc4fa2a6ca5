//! Which files hold an error, and in which of their records it stands.

use std::collections::{HashMap, HashSet};

use crate::analysis::Analysis;
use crate::diagnostic::Severity;
use crate::model::Entity;
use crate::source::FileId;

/// What holds an error.
#[derive(Debug, Default)]
pub(super) struct Broken(HashMap<FileId, Part>);

/// How much of a file is wrong.
#[derive(Debug)]
enum Part {
    /// All of it, as far as anybody can tell.
    Whole,
    /// These of the records that share it.
    Records(HashSet<Entity>),
}

impl Broken {
    /// What is wrong in an analysis.
    pub(super) fn of(analysis: &Analysis) -> Self {
        let mut at: HashMap<FileId, Vec<usize>> = HashMap::new();
        for error in analysis.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            let spans = std::iter::once(&error.primary).chain(&error.labels).map(|label| label.span);
            for span in spans.filter(|span| span.file == error.primary.span.file) {
                at.entry(span.file).or_default().push(span.start);
            }
        }
        Self(at.into_iter().map(|(file, at)| (file, part(analysis, file, &at))).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, file: FileId) -> bool {
        self.0.contains_key(&file)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = FileId> {
        self.0.keys().copied()
    }

    /// Whether a record of this file holds an error.
    pub(super) fn holds(&self, file: FileId, record: Entity) -> bool {
        match self.0.get(&file) {
            None => false,
            Some(Part::Whole) => true,
            Some(Part::Records(records)) => records.contains(&record),
        }
    }
}

/// The records in which these places are, of a file that several records share.
fn part(analysis: &Analysis, file: FileId, places: &[usize]) -> Part {
    let kb = &analysis.knowledge;
    let here = kb.records().filter_map(|entity| Some((entity, kb.meta(entity)?))).filter(|(_, meta)| meta.file == file);
    let locator = analysis.locator(std::iter::once(file));
    let text = &analysis.sources.file(file).text;
    let mut starts: Vec<(usize, Entity)> = Vec::new();
    for (entity, meta) in here {
        if meta.whole_file {
            return Part::Whole;
        }
        starts.push((entry(text, locator.span(meta.place).start), entity));
    }
    starts.sort_unstable();
    let mut records = HashSet::new();
    for place in places {
        match starts.partition_point(|(start, _)| start <= place).checked_sub(1) {
            Some(nth) => records.insert(starts[nth].1),
            // before the first record stands nothing that belongs to one
            None => return Part::Whole,
        };
    }
    Part::Records(records)
}

/// Where the entry begins in which a place is: with the last line up to there that is not indented.
fn entry(text: &str, at: usize) -> usize {
    let mut start = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    while start > 0 && text[start..].starts_with([' ', '\t', '\n', '\r', '#']) {
        start = text[..start - 1].rfind('\n').map_or(0, |end| end + 1);
    }
    start
}
