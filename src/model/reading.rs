//! Reading records, all kinds alike: in parallel, in order, and only those that may differ from before.

use std::sync::Arc;

use rayon::prelude::*;

use super::entity::Entity;
use super::graph::Mention;
use super::names::Entry;
use super::records::{Comparison, Decision, Event, Guide, InlineQuestion, Party, Person, Question, Role, Section, Source, Term};
use super::resolve::{Anchored, Base, Cx, Outward};
use super::shelves::Names;
use crate::content::{Document, Findings, Locator};
use crate::diagnostic::Diagnostic;

/// What was read before, to be taken where neither its file nor any name changed.
#[derive(Default)]
pub struct Remembered {
    pub(super) names: Names,
    pub(super) parties: Vec<Kept<Party>>,
    pub(super) people: Vec<Kept<Person>>,
    pub(super) sources: Vec<Kept<Source>>,
    pub(super) events: Vec<Kept<Event>>,
    pub(super) terms: Vec<Kept<Term>>,
    pub(super) roles: Vec<Kept<Role>>,
    pub(super) decisions: Vec<Kept<Decision>>,
    pub(super) comparisons: Vec<Kept<Comparison>>,
    pub(super) questions: Vec<Kept<Question>>,
    pub(super) guides: Vec<Kept<Guide>>,
    pub(super) sections: Vec<Kept<Section>>,
}

/// A record as it was read from a document, and what came of that besides.
pub(super) struct Kept<R> {
    document: Arc<Document>,
    record: Arc<R>,
    besides: Arc<Leftovers>,
}

impl<R> Clone for Kept<R> {
    fn clone(&self) -> Self {
        Self { document: Arc::clone(&self.document), record: Arc::clone(&self.record), besides: Arc::clone(&self.besides) }
    }
}

/// What comes of reading records besides them.
#[derive(Default)]
pub(super) struct Leftovers {
    pub(super) mentions: Vec<Mention>,
    pub(super) anchors: Vec<Anchored>,
    pub(super) outward: Vec<Outward>,
    pub(super) meant: Vec<Entity>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) questions: Vec<InlineQuestion>,
}

impl Leftovers {
    /// Takes in what came of one record.
    pub(super) fn add(&mut self, more: &Self) {
        self.mentions.extend(more.mentions.iter().cloned());
        self.anchors.extend(more.anchors.iter().cloned());
        self.outward.extend(more.outward.iter().cloned());
        self.meant.extend(more.meant.iter().copied());
        self.diagnostics.extend(more.diagnostics.iter().cloned());
        self.questions.extend(more.questions.iter().cloned());
    }
}

/// Reads the records of one input.
pub(super) struct Reader<'a> {
    pub(super) base: &'a Base<'a>,
    pub(super) locator: &'a Locator<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn cx(&self, from: Entity) -> Cx<'a> {
        Cx {
            base: self.base,
            found: Findings::new(self.locator),
            mentions: Vec::new(),
            anchors: Vec::new(),
            outward: Vec::new(),
            meant: Vec::new(),
            from,
            questions: Vec::new(),
        }
    }

    /// Reads all entries of a kind, in parallel, in order.
    pub(super) fn read<'d, R: Send + Sync, I>(
        &self,
        entries: &[Entry<'d>],
        wrap: impl Fn(I) -> Entity + Sync,
        (memory, out): (&mut Vec<Kept<R>>, &mut Leftovers),
        read: impl Fn(&Entry<'d>, &mut Cx<'a>) -> R + Sync,
    ) -> Vec<Arc<R>>
    where
        I: super::entity::Id,
    {
        let one = |(index, entry): (usize, &Entry<'d>)| {
            if let Some(kept) = memory.get(index)
                && Arc::ptr_eq(&kept.document, entry.document)
            {
                return kept.clone();
            }
            let mut cx = self.cx(wrap(I::from_index(index)));
            let record = Arc::new(read(entry, &mut cx));
            Kept { document: Arc::clone(entry.document), record, besides: Arc::new(cx.into_leftovers()) }
        };
        let kept: Vec<Kept<R>> = entries.par_iter().enumerate().map(one).collect();
        for kept in &kept {
            out.add(&kept.besides);
        }
        let records = kept.iter().map(|kept| Arc::clone(&kept.record)).collect();
        *memory = kept;
        records
    }
}

impl Cx<'_> {
    /// What came of reading besides the record.
    pub(super) fn into_leftovers(self) -> Leftovers {
        Leftovers {
            mentions: self.mentions,
            anchors: self.anchors,
            outward: self.outward,
            meant: self.meant,
            diagnostics: self.found.into_list(),
            questions: self.questions,
        }
    }
}
