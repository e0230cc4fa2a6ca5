//! The base after an edit that left every name and every relation as they were: what was read before, with the records of the
//! files that changed in their places. Whether an edit is such a one is found out by reading those records.

use std::sync::{Arc, Weak};

use super::alike::Alike;
use super::entity::{Entity, Kind, QuestionId};
use super::entries::{self, Entry};
use super::knowledge::Knowledge;
use super::reading::{Kept, Leftovers, Reader, Remembered};
use super::records::{Comparison, Decision, Event, Guide, Party, Person, Question, Role, Section, Source, Term, question::called};
use super::resolve::Base;
use super::split::{self, Split};
use crate::config::Config;
use crate::content::{Document, Findings, Locator};
use crate::source::Sources;

/// More changed files than this are no edit by hand, and all is read anew.
const FEW: usize = 32;

/// What the last base was made of.
pub(super) struct Before {
    /// Held by whoever remembers them, if anybody does.
    pub(super) documents: Vec<Weak<Document>>,
    pub(super) knowledge: Knowledge,
    /// Whether names and references between records gave nothing to complain about.
    pub(super) in_order: bool,
}

/// A record read anew, to be put in its place once all are known to fit there.
type Placing = Box<dyn FnOnce(&mut Remembered, &mut Knowledge)>;

/// The base with the changed records in their places, and the records that changed; `None` when the edit changed more than
/// words. What `site.toml` refers to is still what it was.
pub(super) fn patch(
    documents: &[Arc<Document>],
    (sources, config): (&Sources, &Config),
    locator: &Locator<'_>,
    memory: &mut Remembered,
) -> Option<(Knowledge, Vec<Entity>)> {
    let before = memory.before.as_ref().filter(|before| before.in_order && before.documents.len() == documents.len())?;
    let pairs = before.documents.iter().zip(documents);
    let changed: Vec<_> = pairs.filter(|(old, new)| !std::ptr::eq(old.as_ptr(), Arc::as_ptr(new))).collect();
    if changed.len() > FEW {
        return None;
    }
    let base = Base { sources, config, names: &memory.names, paths: Default::default(), recall: None };
    let patch = Patch { reader: Reader { base: &base, locator }, memory, config };
    let mut placings = Vec::new();
    let mut entities = Vec::new();
    for (old, new) in changed {
        patch.document(&old.upgrade()?, new, &mut placings, &mut entities)?;
    }
    let mut knowledge = before.knowledge.clone();
    for placing in placings {
        placing(memory, &mut knowledge);
    }
    Some((knowledge, entities))
}

struct Patch<'a, 'm> {
    reader: Reader<'a>,
    memory: &'m Remembered,
    config: &'a Config,
}

impl Patch<'_, '_> {
    /// Reads the records of a document anew; `None` when they do not fit where the old ones stood.
    fn document(
        &self,
        old: &Arc<Document>,
        new: &Arc<Document>,
        placings: &mut Vec<Placing>,
        entities: &mut Vec<Entity>,
    ) -> Option<()> {
        if old.shape != new.shape || old.healed.is_some() || new.healed.is_some() || old.data.is_some() != new.data.is_some() {
            return None;
        }
        let (was, is) = (self.split(old)?, self.split(new)?);
        if !was.names.equal(&is.names) || was.entries.len() != is.entries.len() || was.sections.len() != is.sections.len() {
            return None;
        }
        for ((kind, old), (new_kind, new)) in was.entries.iter().zip(&is.entries) {
            let same = kind == new_kind && old.id == new.id && old.node().is_some() == new.node().is_some();
            if !same || entries::stands_for(*kind, old) != entries::stands_for(*kind, new) {
                return None;
            }
            if entries::is_left_out(new, self.config) {
                continue;
            }
            let entity = self.memory.names.find(*kind, &new.id)?;
            self.entry(entity, old, new, placings, entities)?;
            // what a role is called in short may be a term that nobody wrote
            if let Some((old, new)) = entries::implied(*kind, old).zip(entries::implied(*kind, new))
                && let Some(Entity::Term(nth)) = self.memory.names.find(Kind::Term, &new.id)
                && self.memory.terms.get(nth.index()).is_some_and(|kept| kept.stood_in(&old.document))
            {
                self.entry(Entity::Term(nth), &old, &new, placings, entities)?;
            }
        }
        for (old, new) in was.sections.iter().zip(&is.sections) {
            let entity = self.memory.names.of_file(new.document.file)?;
            self.entry(entity, old, new, placings, entities)?;
        }
        Some(())
    }

    /// The records of a document; `None` where there is something to complain about.
    fn split(&self, document: &Arc<Document>) -> Option<Split> {
        let mut found = Findings::new(self.reader.locator);
        let split = split::split(document, self.reader.base.sources, self.config, &mut found);
        found.into_list().is_empty().then_some(split)
    }

    fn entry(
        &self,
        entity: Entity,
        old: &Entry,
        new: &Entry,
        placings: &mut Vec<Placing>,
        entities: &mut Vec<Entity>,
    ) -> Option<()> {
        macro_rules! again {
            ($field:ident $id:ident $record:ident $entity:expr, $placed:expr) => {{
                let nth = $id.index();
                let was = self.memory.$field.get(nth)?;
                if !was.is_of(old) {
                    return None;
                }
                if says_the_same(old, new) && was.besides.diagnostics.is_empty() {
                    let document = Arc::downgrade(&new.document);
                    placings.push(Box::new(move |memory: &mut Remembered, _: &mut Knowledge| {
                        memory.$field[nth].document = document;
                    }));
                    return Some(());
                }
                let mut cx = self.reader.cx($entity);
                let record = $record::read(new, &mut cx);
                let is = Kept::new(new, record, cx.into_leftovers());
                if !fits(was, &is) {
                    return None;
                }
                let (raw, first) = (Arc::clone(&was.record), self.first_question(entity));
                entities.push(entity);
                let own = is.besides.questions.len();
                entities.extend((0..own).map(|n| Entity::Question(QuestionId::new(first + n))));
                placings.push(Box::new(move |memory: &mut Remembered, kb: &mut Knowledge| {
                    let records = Arc::make_mut(&mut kb.$field);
                    records[nth] = $placed(&records[nth], &raw, &is.record);
                    for (n, question) in is.besides.questions.iter().enumerate() {
                        let placed = &mut Arc::make_mut(&mut kb.questions)[first + n];
                        *placed = called(&question.question, &placed.id);
                    }
                    memory.$field[nth] = is;
                }));
            }};
        }
        match entity {
            Entity::Role(id) => again!(roles id Role Entity::Role(id), as_it_is),
            Entity::Party(id) => again!(parties id Party Entity::Party(id), as_it_is),
            Entity::Comparison(id) => again!(comparisons id Comparison Entity::Comparison(id), as_it_is),
            Entity::Decision(id) => again!(decisions id Decision Entity::Decision(id), as_it_is),
            Entity::Question(id) => again!(questions id Question Entity::Question(id), as_it_is),
            Entity::Term(id) => again!(terms id Term Entity::Term(id), with_meanings),
            Entity::Source(id) => again!(sources id Source Entity::Source(id), as_it_is),
            Entity::Person(id) => again!(people id Person Entity::Person(id), as_it_is),
            Entity::Event(id) => again!(events id Event Entity::Event(id), as_it_is),
            Entity::Guide(id) => again!(guides id Guide Entity::Guide(id), as_it_is),
            Entity::Section(id) => again!(sections id Section Entity::Section(id), as_it_is),
        }
        Some(())
    }

    /// The number of the first question that a page writes itself: they stand behind all others, by page.
    fn first_question(&self, page: Entity) -> usize {
        fn own<R>(kept: &[Kept<R>]) -> usize {
            kept.iter().map(|kept| kept.besides.questions.len()).sum()
        }
        let memory = self.memory;
        let all = memory.questions.len();
        match page {
            Entity::Role(id) => all + own(memory.roles.get(..id.index()).unwrap_or_default()),
            Entity::Comparison(id) => all + own(&memory.roles) + own(memory.comparisons.get(..id.index()).unwrap_or_default()),
            _ => all,
        }
    }
}

/// Whether an entry of a file with many says at the same place what it said. What is made of it names places by numbers of
/// values, and findings alone by bytes, which move.
fn says_the_same(old: &Entry, new: &Entry) -> bool {
    !old.whole_file && !new.whole_file && old.node().is_some() && (old.id_place, old.node()) == (new.id_place, new.node())
}

/// Whether a record can take the place of another one: nobody else would notice.
fn fits<R: Alike>(was: &Kept<R>, is: &Kept<R>) -> bool {
    let Leftovers { mentions, anchors: _, outward: _, meant, diagnostics: _, questions } = &*was.besides;
    was.record.alike(&is.record)
        && mentions == &is.besides.mentions
        && meant == &is.besides.meant
        && questions.alike(&is.besides.questions)
}

fn as_it_is<R>(_: &Arc<R>, _: &Arc<R>, new: &Arc<R>) -> Arc<R> {
    Arc::clone(new)
}

/// A term means what it says, and the roles that are called so in short.
fn with_meanings(placed: &Arc<Term>, raw: &Arc<Term>, new: &Arc<Term>) -> Arc<Term> {
    if placed.means == raw.means {
        return Arc::clone(new);
    }
    Arc::new(Term { means: placed.means.clone(), ..Term::clone(new) })
}
