//! KB307: a decision escalates to whoever answers for it already, or escalations about one artefact go round in a circle.
//!
//! Escalations about different things may cross: two roles can settle each other's quarrels.

use std::collections::{BTreeMap, HashMap};

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::{Code, several};
use crate::model::{Actor, DecisionId, TermId};

/// An escalation: who cannot settle it, who should, and the decision that says so.
type Step = (Actor, Actor, DecisionId);

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut about: BTreeMap<TermId, Vec<Step>> = BTreeMap::new();
    for id in kb.decision_ids() {
        let decision = &kb[id];
        for said in said::of_decision(decision) {
            let (Some(to), Some(from)) = (said.fields.escalate_to.given(), said.fields.accountable.given()) else { continue };
            if to == from {
                let actor = kb.id((*to).into());
                let place = what.written.value(said.record, &said.path(kb, "escalate_to"));
                let accountable = what.written.value(said.record, &said.path(kb, "accountable"));
                let d = found
                    .at(Code::KB307, place, format!("this escalates to {actor}, who answers for it already{}", said.whose(kb)))
                    .label("settles what they cannot settle themselves")
                    .also(found.span(accountable), "answers for it")
                    .help(format!("name who settles it when {actor} cannot, or delete `escalate_to`"));
                found.push(d);
            }
        }
        let rights = &decision.rights;
        if let (Some(term), Some(from), Some(to)) = (rights.about.given(), rights.accountable.given(), rights.escalate_to.given())
            && from != to
        {
            about.entry(*term).or_default().push((*from, *to, id));
        }
    }
    for (term, steps) in about {
        for circle in circles(&steps) {
            report(what, found, term, &circle);
        }
    }
}

/// The circles among some escalations, each of them once, in no more steps than it takes to walk them all.
fn circles(steps: &[Step]) -> Vec<Vec<Step>> {
    let mut from: HashMap<Actor, Vec<Step>> = HashMap::new();
    for step in steps {
        from.entry(step.0).or_default().push(*step);
    }
    let mut circles = Vec::new();
    // Actors that were left for good: no circle leads through them any more.
    let mut left: HashMap<Actor, bool> = HashMap::new();
    for (start, ..) in steps {
        if left.contains_key(start) {
            continue;
        }
        // The way here, and for each actor on it how many of its escalations were tried.
        let mut way: Vec<(Actor, usize)> = vec![(*start, 0)];
        let mut taken: Vec<Step> = Vec::new();
        left.insert(*start, false);
        while let Some((at, tried)) = way.last_mut() {
            let Some(step) = from.get(at).and_then(|list| list.get(*tried)).copied() else {
                left.insert(*at, true);
                way.pop();
                taken.pop();
                continue;
            };
            *tried += 1;
            match left.get(&step.1) {
                None => {
                    left.insert(step.1, false);
                    way.push((step.1, 0));
                    taken.push(step);
                }
                Some(false) => {
                    let first = way.iter().position(|(actor, _)| *actor == step.1).unwrap_or_default();
                    circles.push(taken[first..].iter().copied().chain([step]).collect());
                }
                Some(true) => {}
            }
        }
    }
    circles
}

fn report(what: &Checking<'_>, found: &mut Findings<'_>, term: TermId, circle: &[Step]) {
    let kb = what.kb;
    let places: Vec<_> = circle
        .iter()
        .map(|(from, _, id)| {
            let place = what.written.value(kb[*id].meta.place, "escalate_to");
            (found.span(place), format!("from {}", kb.id((*from).into())))
        })
        .collect();
    // The circle begins where the finding stands.
    let start = (0..circle.len()).min_by_key(|i| (places[*i].0.file, places[*i].0.start)).unwrap_or_default();
    let names: Vec<&str> = (0..=circle.len()).map(|i| kb.id(circle[(start + i) % circle.len()].0.into())).collect();
    let message = format!("escalations about {} go round in a circle: {}", kb.id(term.into()), names.join(" → "));
    let d = several(Code::KB307, message, places)
        .why("a quarrel that travels in a circle is settled by whoever gives up")
        .help("let one of them escalate to somebody outside the circle");
    found.push(d);
}
