//! KB303: somebody has two parts in one decision, and one of them says less than the other.

use std::collections::{BTreeMap, HashSet};

use super::Checking;
use super::said::{self, Said};
use crate::content::Findings;
use crate::diagnostic::{self, Code};
use crate::model::{Actor, Part, Rights};
use crate::source::Place;

/// A longer list is not repeated in the help.
const REPEATED: usize = 12;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for decision in what.kb.decisions.iter() {
        for said in said::of_decision(decision) {
            one_account(what, &said, found);
        }
    }
}

fn one_account(what: &Checking<'_>, said: &Said<'_, Rights>, found: &mut Findings<'_>) {
    let mut parts: BTreeMap<Actor, Vec<(Part, usize)>> = BTreeMap::new();
    for part in Part::ALL {
        for (i, actor) in listed(said.fields, part).iter().enumerate() {
            parts.entry(*actor).or_default().push((part, i));
        }
    }
    // Whoever answers for a decision usually does the work as well.
    let usual = |parts: &[(Part, usize)]| parts.iter().map(|(part, _)| *part).eq([Part::Accountable, Part::Responsible]);
    let several: BTreeMap<Actor, Vec<(Part, usize)>> =
        parts.into_iter().filter(|(_, parts)| parts.len() > 1 && !usual(parts)).collect();
    // What leaves a list leaves it whoever the finding is about, so that no help undoes another.
    let kept = |part: Part| -> Vec<Actor> {
        let leaves = |actor: &Actor| several.get(actor).is_some_and(|parts| !stays(parts, part));
        let mut seen = HashSet::new();
        listed(said.fields, part).iter().filter(|a| !leaves(a) && seen.insert(**a)).copied().collect()
    };
    let lists: BTreeMap<Part, Vec<Actor>> = Part::ALL.into_iter().map(|part| (part, kept(part))).collect();
    let kb = what.kb;
    for (actor, parts) in &several {
        let id = kb.id((*actor).into());
        let message = format!("{id} is {}{}", words(parts), said.whose(kb));
        let places = parts.iter().map(|(part, i)| (found.span(place(what, said, *part, *i)), part.key().to_owned()));
        let mut d = diagnostic::several(Code::KB303, message, places.collect());
        if let Some(why) = why(parts) {
            d = d.why(why);
        }
        found.push(help(what, *actor, parts, &lists).into_iter().fold(d, crate::diagnostic::Diagnostic::help));
    }
}

/// Whether an actor with these parts keeps one of them. Of accountable and responsible both may stay.
fn stays(parts: &[(Part, usize)], part: Part) -> bool {
    let strongest = parts.first().map(|(part, _)| *part);
    Some(part) == strongest
        || (strongest, part) == (Some(Part::Accountable), Part::Responsible)
        || parts.iter().all(|(p, _)| *p != part)
}

/// What the strongest part makes needless.
fn why(parts: &[(Part, usize)]) -> Option<&'static str> {
    let has = |part: Part| parts.iter().any(|(p, _)| *p == part);
    match parts.first()?.0 {
        Part::Accountable if has(Part::Consulted) => Some("who decides need not be asked"),
        Part::Accountable if has(Part::Informed) => Some("who decides need not be told"),
        Part::Responsible if has(Part::Consulted) => Some("who does the work is asked anyway"),
        Part::Responsible if has(Part::Informed) => Some("who does the work knows"),
        Part::Consulted if has(Part::Informed) => Some("who is asked need not be told"),
        // Twice the same.
        _ => None,
    }
}

fn listed(rights: &Rights, part: Part) -> &[Actor] {
    match part {
        Part::Accountable => rights.accountable.given().map_or(&[], std::slice::from_ref),
        Part::Responsible => rights.responsible.given().map_or(&[], Vec::as_slice),
        Part::Consulted => rights.consulted.given().map_or(&[], Vec::as_slice),
        Part::Informed => rights.informed.given().map_or(&[], Vec::as_slice),
    }
}

fn place(what: &Checking<'_>, said: &Said<'_, Rights>, part: Part, nth: usize) -> Place {
    let field = if part == Part::Accountable { part.key().to_owned() } else { format!("{}/{nth}", part.key()) };
    what.written.value(said.record, &said.path(what.kb, &field))
}

/// `consulted and informed`, `consulted twice`.
fn words(parts: &[(Part, usize)]) -> String {
    let mut words: Vec<String> = Vec::new();
    for part in Part::ALL {
        match parts.iter().filter(|(p, _)| *p == part).count() {
            0 => {}
            1 => words.push(part.key().to_owned()),
            2 => words.push(format!("{} twice", part.key())),
            n => words.push(format!("{} {n} times", part.key())),
        }
    }
    match words.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The lists as they are without any weaker part.
fn help(what: &Checking<'_>, actor: Actor, parts: &[(Part, usize)], lists: &BTreeMap<Part, Vec<Actor>>) -> Vec<String> {
    let kb = what.kb;
    let strongest = parts.first().map(|(part, _)| *part);
    let mut help = Vec::new();
    for (part, kept) in lists.iter().filter(|(part, _)| **part != Part::Accountable) {
        let times = parts.iter().filter(|(p, _)| p == part).count();
        if times == 0 || (stays(parts, *part) && times == 1) {
            continue;
        }
        let key = part.key();
        let keep = if strongest == Some(*part) { "once is enough" } else { "keep the stronger" };
        help.push(match kept.len() {
            0 => format!("{keep}: delete `{key}`"),
            n if n > REPEATED => format!("{keep}: take {} out of `{key}`", kb.id(actor.into())),
            _ => format!("{keep}:  {key}: [{}]", said::ids(kb, kept.iter().copied())),
        });
    }
    help
}
