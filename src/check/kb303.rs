//! KB303: somebody has two parts in one decision, and one of them says less than the other.

use std::collections::BTreeMap;

use super::Checking;
use super::said::{self, Said};
use super::several::several;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Actor, Part, Rights};
use crate::source::Place;

/// A longer list is not repeated in the help.
const REPEATED: usize = 12;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for decision in &what.kb.decisions {
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
    for (actor, parts) in parts {
        // Whoever answers for a decision usually does the work as well.
        if parts.len() < 2 || parts.iter().map(|(part, _)| *part).eq([Part::Accountable, Part::Responsible]) {
            continue;
        }
        let kb = what.kb;
        let id = kb.id(actor.into());
        let message = format!("{id} is {}{}", words(&parts), said.whose(kb));
        let places = parts.iter().map(|(part, i)| (found.span(place(what, said, *part, *i)), part.key().to_owned()));
        let d =
            several(Code::KB303, message, places.collect()).why("who is asked need not be told, and who decides need not be asked");
        let d = help(what, said, actor, &parts).into_iter().fold(d, crate::diagnostic::Diagnostic::help);
        found.push(d);
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

/// The lists as they are without the weaker parts. Of accountable and responsible both may stay.
fn help(what: &Checking<'_>, said: &Said<'_, Rights>, actor: Actor, parts: &[(Part, usize)]) -> Vec<String> {
    let kb = what.kb;
    let strongest = parts.first().map(|(part, _)| *part);
    let mut help = Vec::new();
    for part in Part::ALL.into_iter().filter(|p| *p != Part::Accountable) {
        let times = parts.iter().filter(|(p, _)| *p == part).count();
        let stays = Some(part) == strongest || (strongest, part) == (Some(Part::Accountable), Part::Responsible);
        if times == 0 || (stays && times == 1) {
            continue;
        }
        let mut kept: Vec<Actor> = Vec::new();
        for other in listed(said.fields, part).iter().filter(|a| stays || **a != actor) {
            if *other != actor || !kept.contains(other) {
                kept.push(*other);
            }
        }
        let key = part.key();
        let keep = if strongest == Some(part) { "once is enough" } else { "keep the stronger" };
        help.push(match kept.len() {
            0 => format!("{keep}: delete `{key}`"),
            n if n > REPEATED => format!("{keep}: take {} out of `{key}`", kb.id(actor.into())),
            _ => format!("{keep}:  {key}: [{}]", said::ids(kb, kept)),
        });
    }
    help
}
