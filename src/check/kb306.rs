//! KB306: numbers of a fan-out that cannot both hold.
//!
//! Two roles may each work with several of the other. Both numbers together say nothing wrong, whatever they are, as long
//! as nobody works with none of those who work with it, and nobody with several of the one it reports to.

use std::collections::HashMap;

use super::Checking;
use super::said::{self, Said};
use crate::content::Findings;
use crate::diagnostic::{Code, several};
use crate::model::{Account, Actor, FanOut, RoleFields, RoleId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut all: HashMap<(Account, RoleId, Actor), FanOut> = HashMap::new();
    let mut written: Vec<(Account, RoleId, FanOut)> = Vec::new();
    for id in kb.role_ids() {
        for said in said::of_role(&kb[id]) {
            for fan in said.fields.fan_out.given().into_iter().flatten() {
                // What is upside down is one mistake, and its numbers say nothing else.
                if upside_down(what, found, id, fan, &said) {
                    continue;
                }
                if let Some(first) = all.get(&(said.account, id, fan.to)) {
                    twice(what, found, id, first, fan, &said);
                    continue;
                }
                all.insert((said.account, id, fan.to), *fan);
                written.push((said.account, id, *fan));
            }
        }
    }
    for (account, role, fan) in &written {
        let Actor::Role(other) = fan.to else { continue };
        let back = all.get(&(*account, other, Actor::Role(*role)));
        if let Some(back) = back.filter(|back| *role < other && (none(fan) && some(back) || some(fan) && none(back))) {
            let places = vec![(found.span(fan.place), told(what, *role, fan)), (found.span(back.place), told(what, other, back))];
            let (a, b) = (kb.id((*role).into()), kb.id(other.into()));
            let message = format!("{a} and {b} cannot both be right about each other{}", said::whose(kb, *account));
            found.push(several(Code::KB306, message, places).help("whoever works with nobody of a role is not worked with either"));
        }
        several_superiors(what, found, *account, *role, fan, back);
    }
}

/// At least more than at most.
fn upside_down(what: &Checking<'_>, found: &mut Findings<'_>, role: RoleId, fan: &FanOut, said: &Said<'_, RoleFields>) -> bool {
    let (Some(min), Some(max)) = (fan.min, fan.max) else { return false };
    // Less than nothing is KB106.
    if min <= max || max < 0 {
        return min > max;
    }
    let kb = what.kb;
    let (role, to) = (kb.id(role.into()), kb.id(fan.to.into()));
    let message = format!("{role} works with at least {min} and at most {max} {}{}", several_of(to), said.whose(kb));
    found.push(
        found.at(Code::KB306, fan.place, message).help(format!("the other way round?  {{to: {to}, min: {max}, max: {min}}}")),
    );
    true
}

/// One fan-out twice, with numbers that have none in common.
fn twice(what: &Checking<'_>, found: &mut Findings<'_>, role: RoleId, first: &FanOut, again: &FanOut, said: &Said<'_, RoleFields>) {
    let below = |a: &FanOut, b: &FanOut| a.max.zip(b.min).is_some_and(|(max, min)| max < min);
    if !below(first, again) && !below(again, first) {
        return;
    }
    let kb = what.kb;
    let (role, to) = (kb.id(role.into()), several_of(kb.id(first.to.into())));
    let places = vec![(found.span(first.place), counted(first)), (found.span(again.place), counted(again))];
    let message = format!("{role} says {} and {} {to}{}", counted(first), counted(again), said.whose(kb));
    found.push(several(Code::KB306, message, places).help("keep the one that is right"));
}

/// Whoever reports to a role has one of it.
fn several_superiors(
    what: &Checking<'_>,
    found: &mut Findings<'_>,
    account: Account,
    role: RoleId,
    fan: &FanOut,
    back: Option<&FanOut>,
) {
    let kb = what.kb;
    let fields = said::of_role(&kb[role]).find(|s| s.account == account).map(|s| s.fields);
    let reports = fields.and_then(|f| f.reports_to.given()) == Some(&fan.to);
    if !reports || fan.min.is_none_or(|min| min < 2) || back.is_some_and(none) {
        return;
    }
    let (id, to) = (kb.id(role.into()), kb.id(fan.to.into()));
    let reports_to = what.written.value(kb[role].meta.place, &said::path(kb, account, "reports_to"));
    let mut places = vec![(found.span(fan.place), told(what, role, fan)), (found.span(reports_to), "reports to one".to_owned())];
    if let (Some(back), Actor::Role(other)) = (back, fan.to) {
        places.push((found.span(back.place), told(what, other, back)));
    }
    let message = format!("one {id} reports to one {to}, yet is said to work with {}{}", counted(fan), said::whose(kb, account));
    found.push(several(Code::KB306, message, places).help(format!(
        "`fan_out` counts how many of the other there are for one of this role. How many {} there are for one {to} stands on \
         the page of {to}",
        several_of(id)
    )));
}

fn none(fan: &FanOut) -> bool {
    fan.max == Some(0)
}

fn some(fan: &FanOut) -> bool {
    fan.min.is_some_and(|min| min > 0)
}

fn told(what: &Checking<'_>, role: RoleId, fan: &FanOut) -> String {
    let (role, to) = (what.kb.id(role.into()), what.kb.id(fan.to.into()));
    match (fan.min, fan.max) {
        (_, Some(0)) => format!("one {role} works with no {to}"),
        (_, Some(1)) | (Some(1), None) => format!("one {role} works with {} {to}", counted(fan)),
        _ => format!("one {role} works with {} {}", counted(fan), several_of(to)),
    }
}

/// The id of a role or party as the word for several of it.
fn several_of(id: &str) -> String {
    match id.strip_suffix('y') {
        _ if id.ends_with('s') => id.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{id}s"),
    }
}

/// `2 to 4`
fn counted(fan: &FanOut) -> String {
    match (fan.min, fan.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "some".to_owned(),
    }
}
