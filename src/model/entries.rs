//! The records as they stand in the content: with their ids, not yet read.

use std::sync::Arc;

use super::entity::Kind;
use crate::config::Config;
use crate::content::{Document, Node, Value};
use crate::source::Place;

/// One record as it stands in the content, with its id but not yet read.
pub(super) struct Entry<'d> {
    pub id: Box<str>,
    /// Where the id is written; for a file, its beginning.
    pub id_place: Place,
    pub document: &'d Arc<Document>,
    /// `None` when the file does not parse; then a finding says so and the record is an empty stand-in.
    pub node: Option<&'d Node>,
    /// Whether the record owns its file, so that the file's body and dates are its own.
    pub whole_file: bool,
}

/// All records, by kind, before they are read.
#[derive(Default)]
pub(super) struct Entries<'d> {
    pub roles: Vec<Entry<'d>>,
    pub parties: Vec<Entry<'d>>,
    pub comparisons: Vec<Entry<'d>>,
    pub decisions: Vec<Entry<'d>>,
    pub questions: Vec<Entry<'d>>,
    pub terms: Vec<Entry<'d>>,
    pub sources: Vec<Entry<'d>>,
    pub people: Vec<Entry<'d>>,
    pub events: Vec<Entry<'d>>,
    pub guides: Vec<Entry<'d>>,
    pub sections: Vec<Entry<'d>>,
}

impl<'d> Entries<'d> {
    pub(super) fn of(&mut self, kind: Kind) -> &mut Vec<Entry<'d>> {
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
pub(super) fn is_left_out(entry: &Entry<'_>, config: &Config) -> bool {
    !config.drafts && is_draft(entry.node)
}

/// What a record says of names besides its id: whether it is a draft, or an account, and what abbreviations mean.
pub(super) fn stands_for<'d>(kind: Kind, entry: &Entry<'d>) -> (bool, bool, Vec<&'d str>) {
    let is_account = kind == Kind::Source && has(entry.node, "frame", "true");
    (is_draft(entry.node), is_account, super::abbreviations::written(kind, entry))
}

/// The term that a role implies by what it is called in short.
pub(super) fn implied<'d>(kind: Kind, entry: &Entry<'d>) -> Option<Entry<'d>> {
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
