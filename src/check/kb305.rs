//! KB305: reporting that leads back to where it began.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Checking;
use super::ownership::above;
use super::said;
use crate::content::Findings;
use crate::diagnostic::{Code, several};
use crate::model::{Account, Actor, Knowledge, RoleId, Stated};
use crate::source::Place;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // The roles of which an account says something of its own; what it only takes over is not told again.
    let mut begin: HashMap<Account, Vec<RoleId>> = HashMap::new();
    for id in kb.role_ids() {
        for said in said::of_role(&kb[id]).filter(|s| s.fields.reports_to.given().is_some()) {
            begin.entry(said.account).or_default().push(id);
        }
    }
    let mut told: HashMap<Account, HashSet<Vec<RoleId>>> = HashMap::new();
    // Ours is first, and so is in most cases the account that another one extends.
    for account in begin.keys().copied().collect::<BTreeSet<_>>() {
        for circle in circles(kb, account, &begin[&account]) {
            told.entry(account).or_default().insert(circle.clone());
            if !above(kb, account).iter().any(|a| told.get(a).is_some_and(|told| told.contains(&circle))) {
                report(what, found, account, &circle);
            }
        }
    }
}

/// To whom a role reports in an account, and where that is written.
fn reports(kb: &Knowledge, role: RoleId, account: Account) -> Option<(Actor, Account)> {
    if kb.role_variant(role, account).is_some_and(|v| !v.defined) {
        return None;
    }
    for source in kb.chain(account) {
        let Some(variant) = kb[role].variants.iter().find(|v| v.source == source) else { continue };
        match &variant.fields.reports_to {
            Stated::Absent => {}
            Stated::Silent => return None,
            Stated::Given(to) => return Some((*to, Account::Source(source))),
        }
    }
    Some((*kb[role].fields.reports_to.given()?, Account::House))
}

/// The circles of reporting that can be reached from some roles, each once and beginning with its first role by file.
fn circles(kb: &Knowledge, account: Account, begin: &[RoleId]) -> Vec<Vec<RoleId>> {
    let mut circles = Vec::new();
    // The number of the walk that came by first.
    let mut walked: HashMap<RoleId, usize> = HashMap::new();
    for (walk, start) in begin.iter().enumerate() {
        let mut way: Vec<RoleId> = Vec::new();
        let mut next = Some(*start);
        while let Some(at) = next {
            match walked.get(&at) {
                Some(before) if *before == walk => {
                    let first = way.iter().position(|r| *r == at).unwrap_or_default();
                    let circle = &mut way[first..];
                    let smallest = (0..circle.len()).min_by_key(|i| circle[*i]).unwrap_or_default();
                    circle.rotate_left(smallest);
                    circles.push(circle.to_vec());
                    break;
                }
                Some(_) => break,
                None => {
                    walked.insert(at, walk);
                    way.push(at);
                }
            }
            next = match reports(kb, at, account) {
                Some((Actor::Role(to), _)) => Some(to),
                _ => None,
            };
        }
    }
    circles
}

fn report(what: &Checking<'_>, found: &mut Findings<'_>, account: Account, circle: &[RoleId]) {
    let kb = what.kb;
    let names: Vec<&str> = circle.iter().chain(circle.first()).map(|role| kb.id((*role).into())).collect();
    let place = |role: RoleId| -> Place {
        let by = reports(kb, role, account).map_or(Account::House, |(_, by)| by);
        what.written.value(kb[role].meta.place, &said::path(kb, by, "reports_to"))
    };
    let places = circle.iter().zip(names.windows(2));
    let places = places.map(|(role, pair)| (found.span(place(*role)), format!("{} reports to {}", pair[0], pair[1]))).collect();
    let whose = said::whose(kb, account);
    let message = match names.as_slice() {
        [one, _] => format!("{one} reports to itself{whose}"),
        names => format!("reporting goes round in a circle{whose}: {}", names.join(" → ")),
    };
    let d = several(Code::KB305, message, places);
    // What an account takes over is our practice, and stays.
    let ours = circle.iter().find(|role| reports(kb, **role, account).is_some_and(|(_, by)| by != account));
    found.push(match (account, ours, circle.len()) {
        (Account::Source(id), Some(role), _) => {
            let (account, role) = (kb.id(id.into()), kb.id((*role).into()));
            d.help(format!("one of them reports to somebody else in `{account}`")).help(format!(
                "or, if `{account}` is silent on whom {role} reports to:  according_to: {{{account}: {{reports_to: null}}}}  on its page"
            ))
        }
        (_, _, 1) => d.help("name whom it reports to, or delete `reports_to`"),
        _ => d.help("one of them reports to somebody else, or to nobody here: delete its `reports_to`"),
    });
}
