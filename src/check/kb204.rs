//! KB204: a party that so many records name that a page of its own would help.

use std::collections::{HashMap, HashSet};

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Actor, Entity, PartyId};

/// So many records name a party before a page is suggested.
const OFTEN: usize = 7;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut named: HashMap<PartyId, HashSet<Entity>> = HashMap::new();
    let mut name = |actor: &Actor, by: Entity| {
        if let Actor::Party(party) = actor {
            named.entry(*party).or_default().insert(by);
        }
    };
    for id in kb.role_ids() {
        for said in said::of_role(&kb[id]) {
            let fields = said.fields;
            fields.reports_to.given().into_iter().for_each(|a| name(a, id.into()));
            for list in [&fields.works_with, &fields.facilitated_by, &fields.may_sit_with] {
                list.given().into_iter().flatten().for_each(|a| name(a, id.into()));
            }
            fields.fan_out.given().into_iter().flatten().for_each(|fan| name(&fan.to, id.into()));
        }
    }
    for id in kb.decision_ids() {
        for said in said::of_decision(&kb[id]) {
            let rights = said.fields;
            for one in [&rights.accountable, &rights.escalate_to] {
                one.given().into_iter().for_each(|a| name(a, id.into()));
            }
            for list in [&rights.responsible, &rights.consulted, &rights.informed] {
                list.given().into_iter().flatten().for_each(|a| name(a, id.into()));
            }
        }
    }
    for id in kb.comparison_ids() {
        kb[id].also.iter().for_each(|(actor, _)| name(actor, id.into()));
    }
    for id in kb.event_ids() {
        kb[id].facilitated_by.iter().for_each(|actor| name(actor, id.into()));
    }
    for party in kb.party_ids() {
        let count = named.get(&party).map_or(0, HashSet::len);
        if count < OFTEN {
            continue;
        }
        let meta = &kb[party].meta;
        let d = found
            .at(Code::KB204, meta.place, format!("{} is named often enough to deserve a page", meta.id))
            .label(format!("{count} roles, decisions, comparisons and events name it"))
            .help(format!("if it is a role, describe it in content/roles/{}.md and delete it here", meta.id));
        found.push(d);
    }
}
