//! KB302: a decision that nobody is accountable for.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Actor, Decision, Part};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for decision in what.kb.decisions.iter().filter(|d| !d.answered) {
        let d = found
            .at(Code::KB302, decision.meta.place, format!("nobody is accountable for \"{}\"", decision.decide.plain()))
            .label(label(decision))
            .why("readers look this up when it is already in trouble")
            .help(help(what, decision));
        found.push(d);
    }
}

/// What the decision has instead.
fn label(decision: &Decision) -> String {
    let rights = &decision.rights;
    let lists =
        [(Part::Responsible, &rights.responsible), (Part::Consulted, &rights.consulted), (Part::Informed, &rights.informed)];
    let named: Vec<&str> = lists.into_iter().filter(|(_, l)| l.given().is_some()).map(|(p, _)| p.key()).collect();
    match named.as_slice() {
        [] => "has no accountable".to_owned(),
        [one] => format!("has {one}, but no accountable"),
        [many @ .., last] => format!("has {} and {last}, but no accountable", many.join(", ")),
    }
}

/// Whoever owns the artefact is the likely answer; else a role that takes part, or any, so that the line can be pasted.
fn help(what: &Checking<'_>, decision: &Decision) -> String {
    let owner = decision.rights.about.given().and_then(|term| {
        let owners = what.graph.owners.get(term)?;
        owners.iter().find(|(_, account)| *account == Account::House).map(|(role, _)| (*term, *role))
    });
    match owner {
        Some((term, role)) => {
            let (term, role) = (what.kb.id(term.into()), what.kb.id(role.into()));
            format!("name exactly one role. It is about `{term}`, which {role} owns:\naccountable: {role}")
        }
        None => {
            let kb = what.kb;
            let lists = [&decision.rights.responsible, &decision.rights.consulted];
            let mut taking_part = lists.into_iter().filter_map(|list| list.given()).flatten();
            let role = taking_part.find_map(|actor| if let Actor::Role(role) = actor { Some(*role) } else { None });
            let role = role.or_else(|| kb.role_ids().find(|id| !kb[*id].meta.is_stand_in));
            let role = role.map_or("a-role", |role| kb.id(role.into()));
            format!("name exactly one role, or a party with `can_decide: true`:\naccountable: {role}")
        }
    }
}
