//! Which record a finding stands in.

use std::collections::HashMap;

use crate::content::Locator;
use crate::model::{Entity, Knowledge, Meta};
use crate::source::{FileId, Place, Sources, Span};

/// Records by the place they are written at. Files that several records share are walked only where something was found.
pub(super) struct Standing<'a> {
    locator: Locator<'a>,
    /// The record that has a file to itself.
    whole: HashMap<FileId, Entity>,
    /// The records of the other files, with the places of their ids.
    shared: HashMap<FileId, Vec<(Place, Entity)>>,
    /// The same in the order of the file, with the byte each begins at.
    begins: HashMap<FileId, Vec<(usize, Entity)>>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(kb: &Knowledge, sources: &'a Sources) -> Self {
        let mut standing =
            Self { locator: Locator::new(sources), whole: HashMap::new(), shared: HashMap::new(), begins: HashMap::new() };
        for entity in kb.records() {
            if let Some(meta) = kb.meta(entity) {
                standing.add(meta, entity);
            }
        }
        for id in kb.question_ids() {
            let question = &kb[id];
            standing.shared.entry(question.file).or_default().push((question.place, id.into()));
        }
        standing
    }

    fn add(&mut self, meta: &Meta, entity: Entity) {
        if meta.whole_file || matches!(entity, Entity::Section(_)) {
            self.whole.insert(meta.file, entity);
        } else {
            self.shared.entry(meta.file).or_default().push((meta.place, entity));
        }
    }

    /// The record that is written there: the one with the file to itself, else the last that begins before.
    pub(super) fn at(&mut self, span: Span) -> Option<Entity> {
        if let Some(entity) = self.whole.get(&span.file) {
            return Some(*entity);
        }
        let begins = self.begins.entry(span.file).or_insert_with(|| {
            let located = self.shared.get(&span.file).into_iter().flatten();
            let located = located.map(|(place, entity)| (self.locator.span(*place), *entity));
            // A place that is not found again stands behind a mistake in the YAML.
            let mut begins: Vec<(usize, Entity)> =
                located.filter(|(at, _)| at.start < at.end).map(|(at, entity)| (at.start, entity)).collect();
            begins.sort_unstable();
            begins
        });
        let after = begins.partition_point(|(start, _)| *start <= span.start);
        after.checked_sub(1).map(|last| begins[last].1)
    }
}
