//! A role's `abbr` is an entry of the glossary, whether or not somebody wrote one.

use std::collections::HashMap;
use std::sync::Arc;

use super::entity::{Entity, Kind};
use super::entries::{Entries, Entry, Part};
use super::knowledge::Knowledge;
use super::shelves::Names;
use super::slug::is_abbreviation;
use crate::content::{Node, Value};

/// Gives the abbreviations of roles ids among the terms, where the glossary has none.
pub(super) fn name(names: &mut Names, entries: &mut Entries) {
    for role in &entries.roles {
        let Some(written) = value(role.node(), "abbr") else { continue };
        if let Some(abbr) = written.as_text() {
            names.abbreviated.entry(abbr.into()).or_default().insert(role.id.clone());
        }
        let Some(entry) = implied(role).filter(|entry| !names.has_term(&entry.id)) else { continue };
        names.add(Kind::Term, &entry.id, entries.terms.len());
        entries.terms.push(entry);
    }
    for term in entries.terms.iter().filter(|term| is_abbreviation(&term.id)) {
        let Some(Node { value: Value::List(items), .. }) = value(term.node(), "means") else { continue };
        for id in items.iter().filter_map(Node::as_text).map(|id| id.strip_prefix("role:").unwrap_or(id)) {
            if names.find(Kind::Role, id).is_some() {
                names.abbreviated.entry(term.id.clone()).or_default().insert(id.into());
            }
        }
    }
}

/// The term that what a role is called in short would be.
pub(super) fn implied(role: &Entry) -> Option<Entry> {
    let written = value(role.node(), "abbr")?;
    let id = written.as_text().filter(|id| is_abbreviation(id))?;
    Some(Entry {
        id: id.into(),
        id_place: written.place,
        document: Arc::clone(&role.document),
        part: Part::Nothing,
        whole_file: false,
    })
}

/// What a record says of abbreviations, in its own words.
pub(super) fn written(kind: Kind, entry: &Entry) -> Vec<&str> {
    match kind {
        Kind::Role => value(entry.node(), "abbr").and_then(Node::as_text).into_iter().collect(),
        Kind::Term => value(entry.node(), "means").map(texts).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn texts(list: &Node) -> Vec<&str> {
    match &list.value {
        Value::List(items) => items.iter().filter_map(Node::as_text).collect(),
        _ => Vec::new(),
    }
}

fn value<'d>(record: Option<&'d Node>, key: &str) -> Option<&'d Node> {
    let Value::Map(map) = &record?.value else { return None };
    map.iter().find(|(k, _)| k.as_text() == Some(key)).map(|(_, value)| value)
}

/// Adds each role to what its abbreviation means.
pub(super) fn adopt(knowledge: &mut Knowledge) {
    let terms: HashMap<Box<str>, usize> = knowledge.terms.iter().enumerate().map(|(i, t)| (t.meta.id.clone(), i)).collect();
    for id in knowledge.role_ids() {
        let term = knowledge[id].abbr.as_ref().and_then(|abbr| terms.get(abbr));
        if let Some(term) = term.map(|i| &mut Arc::make_mut(&mut knowledge.terms)[*i])
            && !term.means.contains(&Entity::Role(id))
        {
            Arc::make_mut(term).means.push(Entity::Role(id));
        }
    }
}
