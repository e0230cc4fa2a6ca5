//! A role's `abbr` is an entry of the glossary, whether or not somebody wrote one.

use std::collections::HashMap;

use super::entity::{Entity, Kind};
use super::knowledge::Knowledge;
use super::names::{Entries, Entry};
use super::shelves::Names;
use super::slug::is_abbreviation;
use crate::content::{Node, Value};

/// Gives the abbreviations of roles ids among the terms, where the glossary has none.
pub(super) fn name(names: &mut Names, entries: &mut Entries<'_>) {
    for role in 0..entries.roles.len() {
        let role = &entries.roles[role];
        let Some(written) = abbreviation(role.node) else { continue };
        let Some(id) = written.as_text().filter(|id| is_abbreviation(id) && !names.has_term(id)) else { continue };
        let entry = Entry { id: id.into(), id_place: written.place, document: role.document, node: None, whole_file: false };
        names.add(Kind::Term, id, entries.terms.len());
        entries.terms.push(entry);
    }
}

fn abbreviation(role: Option<&Node>) -> Option<&Node> {
    let Value::Map(map) = &role?.value else { return None };
    map.iter().find(|(key, _)| key.as_text() == Some("abbr")).map(|(_, value)| value)
}

/// Adds each role to what its abbreviation means.
pub(super) fn adopt(knowledge: &mut Knowledge) {
    let terms: HashMap<Box<str>, usize> = knowledge.terms.iter().enumerate().map(|(i, t)| (t.meta.id.clone(), i)).collect();
    for id in knowledge.role_ids() {
        let term = knowledge[id].abbr.as_ref().and_then(|abbr| terms.get(abbr));
        if let Some(term) = term.map(|i| &mut knowledge.terms[*i])
            && !term.means.contains(&Entity::Role(id))
        {
            term.means.push(Entity::Role(id));
        }
    }
}
