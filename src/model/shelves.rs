//! Which record every name means: what is known of names once all files have been gone through.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entity::{
    ComparisonId, DecisionId, Entity, EventId, GuideId, Kind, PartyId, PersonId, QuestionId, RoleId, SourceId, TermId,
};
use super::suggest::{Near, Suggestions};
use crate::source::FileId;

/// Entries of one kind, in the order of their ids, and an index by id.
#[derive(Default, PartialEq)]
pub(super) struct Shelf {
    pub(super) by_id: BTreeMap<Box<str>, usize>,
    pub(super) drafts: BTreeSet<Box<str>>,
    /// A file that holds such records does not parse: an id we do not find may well be there.
    pub(super) incomplete: bool,
    /// What ids would be that cannot be ids: naming them is no second mistake.
    pub(super) misnamed: BTreeSet<String>,
    /// Sources that may be followed as accounts.
    pub(super) frames: BTreeSet<Box<str>>,
}

/// What every name means.
#[derive(Default)]
pub(super) struct Names {
    pub(super) shelves: HashMap<Kind, Shelf>,
    pub(super) by_file: HashMap<FileId, Entity>,
    /// The roles that an abbreviation stands for.
    pub(super) abbreviated: HashMap<Box<str>, BTreeSet<Box<str>>>,
    /// Files with a draft that is not read.
    pub(super) left_out: BTreeSet<FileId>,
    suggestions: std::sync::OnceLock<Suggestions>,
}

/// The nth record of a kind as an entity.
pub(super) fn entity(kind: Kind, index: usize) -> Entity {
    match kind {
        Kind::Role => Entity::Role(RoleId::new(index)),
        Kind::Party => Entity::Party(PartyId::new(index)),
        Kind::Comparison => Entity::Comparison(ComparisonId::new(index)),
        Kind::Decision => Entity::Decision(DecisionId::new(index)),
        Kind::Question => Entity::Question(QuestionId::new(index)),
        Kind::Term => Entity::Term(TermId::new(index)),
        Kind::Source => Entity::Source(SourceId::new(index)),
        Kind::Person => Entity::Person(PersonId::new(index)),
        Kind::Event => Entity::Event(EventId::new(index)),
        Kind::Guide => Entity::Guide(GuideId::new(index)),
    }
}

impl Names {
    /// Whether every name means what it means in others.
    pub(super) fn equal(&self, other: &Self) -> bool {
        self.shelves == other.shelves
            && self.by_file == other.by_file
            && self.abbreviated == other.abbreviated
            && self.left_out == other.left_out
    }

    /// Gives the nth record of a kind a name.
    pub(super) fn add(&mut self, kind: Kind, id: &str, index: usize) {
        self.shelves.entry(kind).or_default().by_id.insert(id.into(), index);
    }

    /// Whether the glossary has this id, be it a draft.
    pub(super) fn has_term(&self, id: &str) -> bool {
        self.find(Kind::Term, id).is_some() || self.is_draft(Kind::Term, id)
    }

    /// The record of a kind with this id.
    pub(super) fn find(&self, kind: Kind, id: &str) -> Option<Entity> {
        self.shelves.get(&kind)?.by_id.get(id).map(|&index| entity(kind, index))
    }

    /// The record that owns a file.
    pub(super) fn of_file(&self, file: FileId) -> Option<Entity> {
        self.by_file.get(&file).copied()
    }

    /// Whether this id is a draft that is not published.
    pub(super) fn is_draft(&self, kind: Kind, id: &str) -> bool {
        self.shelves.get(&kind).is_some_and(|s| s.drafts.contains(id))
    }

    /// Whether ids of this kind may be missing because a file does not parse.
    pub(super) fn is_incomplete(&self, kind: Kind) -> bool {
        self.shelves.get(&kind).is_some_and(|s| s.incomplete)
    }

    /// Whether ids of any kind may be missing.
    pub(super) fn is_incomplete_anywhere(&self) -> bool {
        self.shelves.values().any(|s| s.incomplete)
    }

    /// The id of these kinds most like `id`.
    pub(super) fn nearest(&self, kinds: &[Kind], id: &str) -> Option<Near> {
        let all = || self.shelves.iter().flat_map(|(kind, shelf)| shelf.by_id.keys().map(|id| (*kind, &**id)));
        self.suggestions.get_or_init(|| Suggestions::new(all())).nearest(kinds, id)
    }

    /// The records that an unknown id of these kinds may have been meant to name: the nearest, else those whose ids it begins
    /// (`scrum-guide` for `scrum-guide-2020`).
    pub(super) fn meant(&self, kinds: &[Kind], id: &str) -> Vec<Entity> {
        if let Some(near) = self.nearest(kinds, id) {
            return kinds.iter().filter_map(|kind| self.find(*kind, &near.id)).collect();
        }
        let begun = format!("{id}-");
        let shelves = kinds.iter().filter_map(|kind| Some((*kind, self.shelves.get(kind)?)));
        let longer = shelves.flat_map(|(kind, shelf)| {
            let from = shelf.by_id.range(Box::from(&*begun)..);
            from.take_while(|(known, _)| known.starts_with(&begun)).map(move |(_, index)| entity(kind, *index))
        });
        longer.collect()
    }

    /// Whether an id would name a record if that record's own id were right.
    pub(super) fn is_misnamed(&self, kind: Kind, id: &str) -> bool {
        self.shelves.get(&kind).is_some_and(|s| s.misnamed.contains(id))
    }

    /// Whether a source is an account one may follow.
    pub(super) fn is_frame(&self, id: &str) -> bool {
        self.shelves.get(&Kind::Source).is_some_and(|s| s.frames.contains(id))
    }

    /// Every id of a kind.
    pub(super) fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.shelves.get(&kind).into_iter().flat_map(|s| s.by_id.keys().map(|k| &**k))
    }
}
