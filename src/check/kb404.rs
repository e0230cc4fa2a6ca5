//! KB404: a fact that one role alone states, where other roles share theirs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Checking;
use super::said;
use crate::content::{Findings, nearest};
use crate::diagnostic::Code;
use crate::model::RoleId;
use crate::source::Place;

/// A label is compared with so many others; a site with more that begin alike numbers them.
const COMPARED: usize = 50;

/// Labels by the letters they begin with, so that a slip is looked for among few.
type Nearby<'a> = HashMap<String, Vec<&'a str>>;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut used: BTreeMap<&str, (BTreeSet<RoleId>, Place)> = BTreeMap::new();
    for id in kb.role_ids() {
        for said in said::of_role(&kb[id]) {
            for (label, text) in said.fields.facts.given().into_iter().flatten() {
                let place = || {
                    let path = said.path(kb, &format!("facts/{label}"));
                    if label.contains('/') { text.place } else { what.written.key(said.record, &path) }
                };
                used.entry(label).or_insert_with(|| (BTreeSet::new(), place())).0.insert(id);
            }
        }
    }
    // Where nobody shares a fact with anybody, facts are no vocabulary, and a lonely one is no mistake.
    let shared = used.values().any(|(roles, _)| roles.len() > 1);
    let mut nearby = Nearby::new();
    for label in used.keys() {
        nearby.entry(beginning(label)).or_default().push(label);
    }
    for (label, (roles, place)) in used.iter().filter(|(_, (roles, _))| roles.len() == 1) {
        let others = nearby.get(&beginning(label)).into_iter().flatten().copied();
        // Of two that are alone with their spelling the later one is reported.
        let others = others.take(COMPARED).filter(|other| {
            let (by, at) = &used[other];
            other != label && (by.len() > 1 || (by.first(), at) < (roles.first(), place))
        });
        let near = nearest(label, others);
        if near.is_none() && !shared {
            continue;
        }
        let d = found.at(Code::KB404, *place, format!("no other role states `{label}`"));
        found.push(match near {
            Some(near) => d.help(format!("did you mean `{near}` ({})?", counted(used[near].0.len()))),
            None => d.help("a fact is worth most where several roles can be compared by it; leave it if this one stands alone"),
        });
    }
}

/// What two spellings of one label begin with.
fn beginning(label: &str) -> String {
    label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(2).collect()
}

fn counted(roles: usize) -> String {
    if roles == 1 { "1 role".to_owned() } else { format!("{roles} roles") }
}
