//! KB313: an artefact that somebody owns and nobody decides about, or the reverse.

use std::collections::{BTreeMap, HashSet};

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Actor, DecisionId, Item, RoleId, Status, TermId, TermKind};
use crate::source::Place;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // What stands in a file that does not parse may say it.
    if !kb.is_whole {
        return;
    }
    // The first who says so, whatever the account: an artefact of one framework is owned and decided there alone.
    let mut owned: BTreeMap<TermId, (RoleId, Place)> = BTreeMap::new();
    for id in kb.role_ids() {
        for said in said::of_role(&kb[id]) {
            for item in said.fields.owns.given().into_iter().flatten() {
                if let Item::Term(term, place) = item {
                    owned.entry(*term).or_insert((id, *place));
                }
            }
        }
    }
    let mut any: HashSet<TermId> = HashSet::new();
    let mut decided: BTreeMap<TermId, (DecisionId, Account)> = BTreeMap::new();
    for id in kb.decision_ids() {
        for said in said::of_decision(&kb[id]) {
            if let Some(term) = said.fields.about.given() {
                any.insert(*term);
                // What a party decides about is the party's, and parties own nothing on any page. What is no longer
                // decided needs no owner.
                if kb[id].meta.status != Status::Retired
                    && let Some(Actor::Role(_)) = said.fields.accountable.given()
                {
                    decided.entry(*term).or_insert((id, said.account));
                }
            }
        }
    }
    for term in kb.term_ids().filter(|t| kb[*t].kind == TermKind::Artefact) {
        let id = kb.id(term.into());
        match (owned.get(&term), decided.get(&term)) {
            (Some((role, place)), _) if !any.contains(&term) => {
                let d = found
                    .at(Code::KB313, *place, format!("`{id}` is owned by {}; no decision mentions it", kb.id((*role).into())))
                    .why("to own a thing is to decide about it, and nobody can look up what")
                    .help(format!("write down what is decided about it, with  about: {id}  on the decision"));
                found.push(d);
            }
            (None, Some((decision, account))) => {
                let meta = &kb[*decision].meta;
                let place = what.written.value(meta.place, &said::path(kb, *account, "about"));
                let d = found
                    .at(Code::KB313, place, format!("`{id}` is decided about in {}; nobody owns it", meta.id))
                    .help(format!("add {id} to `owns` of the role that looks after it"));
                found.push(d);
            }
            _ => {}
        }
    }
}
