//! The records as they stand in the content: with their ids, not yet read.

use std::sync::Arc;

use super::entity::Kind;
use crate::config::Config;
use crate::content::{Document, Node, Value};
use crate::source::Place;

/// One record as it stands in the content, with its id but not yet read.
///
/// It shares its document: when the last record of a document has been read, nobody holds what the file was parsed to any more.
#[derive(Clone)]
pub(super) struct Entry {
    pub id: Box<str>,
    /// Where the id is written; for a file, its beginning.
    pub id_place: Place,
    pub document: Arc<Document>,
    pub part: Part,
    /// Whether the record owns its file, so that the file's body and dates are its own.
    pub whole_file: bool,
}

/// Which part of a document a record is.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// None: the record is an empty stand-in.
    Nothing,
    /// All that could be parsed; nothing when the file does not parse, and then a finding says so.
    Whole,
    /// What is left of a record in which an entry does not parse.
    Rest,
    /// An item of its list, or the value of a key of its mapping.
    Nth(usize),
}

impl Entry {
    /// The record itself; `None` for a stand-in.
    pub(super) fn node(&self) -> Option<&Node> {
        match self.part {
            Part::Nothing => None,
            Part::Whole => self.document.data.as_ref(),
            Part::Rest => self.document.rest.as_ref(),
            Part::Nth(n) => match &self.document.data.as_ref()?.value {
                Value::List(items) => items.get(n),
                Value::Map(map) => map.get(n).map(|(_, value)| value),
                Value::Null | Value::Text(_) | Value::Plain(_) => None,
            },
        }
    }
}

/// All records, by kind, before they are read.
#[derive(Default)]
pub(super) struct Entries {
    pub roles: Vec<Entry>,
    pub parties: Vec<Entry>,
    pub comparisons: Vec<Entry>,
    pub decisions: Vec<Entry>,
    pub questions: Vec<Entry>,
    pub terms: Vec<Entry>,
    pub sources: Vec<Entry>,
    pub people: Vec<Entry>,
    pub events: Vec<Entry>,
    pub guides: Vec<Entry>,
    pub sections: Vec<Entry>,
}

impl Entries {
    pub(super) fn of(&mut self, kind: Kind) -> &mut Vec<Entry> {
        match kind {
            Kind::Role => &mut self.roles,
            Kind::Party => &mut self.parties,
            Kind::Comparison => &mut self.comparisons,
            Kind::Decision => &mut self.decisions,
            Kind::Question => &mut self.questions,
            Kind::Term => &mut self.terms,
            Kind::Source => &mut self.sources,
            Kind::Person => &mut self.people,
            Kind::Event => &mut self.events,
            Kind::Guide => &mut self.guides,
        }
    }
}

/// Whether a record is a draft and not read.
pub(super) fn is_left_out(entry: &Entry, config: &Config) -> bool {
    !config.drafts && is_draft(entry.node())
}

/// What a record says of names besides its id: whether it is a draft, or an account, and what abbreviations mean.
pub(super) fn stands_for(kind: Kind, entry: &Entry) -> (bool, bool, Vec<&str>) {
    let is_account = kind == Kind::Source && has(entry.node(), "frame", "true");
    (is_draft(entry.node()), is_account, super::abbreviations::written(kind, entry))
}

/// The term that a role implies by what it is called in short.
pub(super) fn implied(kind: Kind, entry: &Entry) -> Option<Entry> {
    (kind == Kind::Role).then(|| super::abbreviations::implied(entry)).flatten()
}

pub(super) fn is_draft(node: Option<&Node>) -> bool {
    has(node, "status", "draft")
}

/// Whether a record holds this key with this value.
pub(super) fn has(node: Option<&Node>, key: &str, value: &str) -> bool {
    let Some(Node { value: Value::Map(map), .. }) = node else { return false };
    map.iter().any(|(k, v)| k.as_text() == Some(key) && v.as_text() == Some(value))
}

pub(super) const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "roles",
        Kind::Party => "parties",
        Kind::Comparison => "comparisons",
        Kind::Decision => "decisions",
        Kind::Question => "questions",
        Kind::Term => "terms",
        Kind::Source => "sources",
        Kind::Person => "people",
        Kind::Event => "events",
        Kind::Guide => "guides",
    }
}
