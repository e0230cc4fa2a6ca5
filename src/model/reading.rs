//! Reading records, all kinds alike: in parallel, in order, and only those that may differ from before.

use std::sync::{Arc, Weak};

use rayon::prelude::*;

use super::entity::Entity;
use super::entries::{Entry, Part};
use super::graph::Mention;
use super::patch::Before;
use super::records::{Comparison, Decision, Event, Guide, InlineQuestion, Party, Person, Question, Role, Section, Source, Term};
use super::resolve::{Anchored, Base, Cx, Outward};
use super::shelves::Names;
use crate::PIECE;
use crate::content::{Document, Findings, Locator};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

/// What was read before, to be taken where neither its file nor any name changed.
#[derive(Default)]
pub struct Remembered {
    pub(super) before: Option<Before>,
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
    /// Held by whoever remembers documents, if anybody does.
    pub(super) document: Weak<Document>,
    /// Where in the document it stands, and what it is called.
    at: (Place, Box<str>),
    pub(super) record: Arc<R>,
    pub(super) besides: Arc<Leftovers>,
}

impl<R> Kept<R> {
    pub(super) fn new(entry: &Entry, record: R, besides: Leftovers) -> Self {
        let at = (place(entry), entry.id.clone());
        Self { document: Arc::downgrade(&entry.document), at, record: Arc::new(record), besides: Arc::new(besides) }
    }

    /// Whether it was read from this document. A document that nobody holds keeps its place: no other can be taken for it.
    pub(super) fn stood_in(&self, document: &Arc<Document>) -> bool {
        std::ptr::eq(self.document.as_ptr(), Arc::as_ptr(document))
    }

    /// Whether it was read from this entry.
    pub(super) fn is_of(&self, entry: &Entry) -> bool {
        self.stood_in(&entry.document) && self.at.0 == place(entry) && self.at.1 == entry.id
    }
}

fn place(entry: &Entry) -> Place {
    entry.node().map_or(entry.id_place, |node| node.place)
}

impl<R> Clone for Kept<R> {
    fn clone(&self) -> Self {
        Self {
            document: Weak::clone(&self.document),
            at: self.at.clone(),
            record: Arc::clone(&self.record),
            besides: Arc::clone(&self.besides),
        }
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

/// What came of reading all records besides them, record by record.
#[derive(Default)]
pub struct Besides(Vec<Arc<Leftovers>>);

impl Besides {
    /// What the texts mention.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.0.iter().flat_map(|of| &of.mentions)
    }

    /// Links whose anchors are still to be checked.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchored> {
        self.0.iter().flat_map(|of| &of.anchors)
    }

    /// Links to other sites, in no order.
    pub fn outward(&self) -> impl Iterator<Item = &Outward> {
        self.0.iter().flat_map(|of| &of.outward)
    }

    /// What is wrong.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().flat_map(|of| &of.diagnostics)
    }

    pub(super) fn meant(&self) -> impl Iterator<Item = Entity> {
        self.0.iter().flat_map(|of| of.meant.iter().copied())
    }

    pub(super) fn questions(&self) -> impl Iterator<Item = &InlineQuestion> {
        self.0.iter().flat_map(|of| &of.questions)
    }

    pub(super) fn add(&mut self, more: Leftovers) {
        self.0.push(Arc::new(more));
    }
}

impl Remembered {
    /// What came of the records that were read.
    pub(super) fn besides(&self) -> Besides {
        fn of<R>(kept: &[Kept<R>]) -> impl Iterator<Item = Arc<Leftovers>> {
            kept.iter().filter(|kept| !kept.besides.is_empty()).map(|kept| Arc::clone(&kept.besides))
        }
        let first = of(&self.parties).chain(of(&self.people)).chain(of(&self.sources)).chain(of(&self.events));
        let then = of(&self.terms).chain(of(&self.roles)).chain(of(&self.decisions)).chain(of(&self.comparisons));
        let last = of(&self.questions).chain(of(&self.guides)).chain(of(&self.sections));
        Besides(first.chain(then).chain(last).collect())
    }
}

impl Leftovers {
    fn is_empty(&self) -> bool {
        let Self { mentions, anchors, outward, meant, diagnostics, questions } = self;
        mentions.is_empty()
            && anchors.is_empty()
            && outward.is_empty()
            && meant.is_empty()
            && diagnostics.is_empty()
            && questions.is_empty()
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
            in_answer: false,
            questions: Vec::new(),
        }
    }

    /// Reads all entries of a kind, in parallel, in order, and lets go of each.
    pub(super) fn read<R: Send + Sync, I>(
        &self,
        entries: Vec<Entry>,
        wrap: impl Fn(I) -> Entity + Sync,
        memory: &mut Vec<Kept<R>>,
        read: impl Fn(&Entry, &mut Cx<'a>) -> R + Sync,
    ) -> Vec<Arc<R>>
    where
        I: super::entity::Id,
    {
        let one = |(index, entry): (usize, Entry)| {
            if let Some(kept) = memory.get(index)
                && kept.is_of(&entry)
            {
                return kept.clone();
            }
            let mut cx = self.cx(wrap(I::from_index(index)));
            let record = read(&entry, &mut cx);
            if entry.node().is_none() && entry.document.rest.is_some() {
                let mut aside = self.cx(cx.from);
                _ = read(&Entry { part: Part::Rest, ..entry.clone() }, &mut aside);
                told_alone(&entry.document, aside.found, &mut cx.found);
            }
            Kept::new(&entry, record, cx.into_leftovers())
        };
        let kept: Vec<Kept<R>> = entries.into_par_iter().with_max_len(PIECE).enumerate().map(one).collect();
        let records = kept.iter().map(|kept| Arc::clone(&kept.record)).collect();
        *memory = kept;
        records
    }
}

/// Of a record that is not whole, what a single key says wrong: that some key is missing, nobody can tell.
fn told_alone(document: &Document, aside: Findings<'_>, found: &mut Findings<'_>) {
    const ALONE: [Code; 6] = [Code::KB101, Code::KB102, Code::KB106, Code::KB201, Code::KB206, Code::KB801];
    let is_of_body = |d: &Diagnostic| document.body.contains(&d.primary.span.start);
    let alone = aside.into_list().into_iter().filter(|d| ALONE.contains(&d.code) && !is_of_body(d));
    alone.for_each(|d| found.push(d));
}

impl Cx<'_> {
    /// What came of reading besides the record.
    pub(super) fn into_leftovers(self) -> Leftovers {
        Leftovers {
            mentions: exact(self.mentions),
            anchors: exact(self.anchors),
            outward: exact(self.outward),
            meant: exact(self.meant),
            diagnostics: exact(self.found.into_list()),
            questions: exact(self.questions),
        }
    }
}

/// A list without room for more: many of them are kept.
pub(super) fn exact<T>(mut list: Vec<T>) -> Vec<T> {
    list.shrink_to_fit();
    list
}
