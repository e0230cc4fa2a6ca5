//! KB308: one role says that it works with another, and the other does not say so.
//!
//! `works_with` holds ids alone, so two sides that both say it cannot say it differently. One side is enough, and the
//! other page shows it by itself: nothing is reported unless `site.toml` gives this code more weight than it has.

use std::collections::HashSet;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::{Code, Severity};
use crate::model::{Actor, RoleId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let (kb, checks) = (what.kb, &what.config.checks);
    let asked = |role: RoleId| {
        let path = &what.sources.file(kb[role].meta.file).path;
        checks.level(Code::KB308, Severity::Info, path).is_some_and(|level| level > Severity::Info)
    };
    let listed = |role: RoleId| kb[role].fields.works_with.given().into_iter().flatten().copied();
    let both: HashSet<(RoleId, Actor)> = kb.role_ids().flat_map(|role| listed(role).map(move |other| (role, other))).collect();
    for role in kb.role_ids().filter(|role| asked(*role)) {
        let mut seen = HashSet::new();
        for (nth, actor) in listed(role).enumerate() {
            // A party has no page on which the other side could stand.
            let Actor::Role(other) = actor else { continue };
            let unsaid = other != role && !kb[other].meta.is_stand_in && !both.contains(&(other, Actor::Role(role)));
            if !unsaid || !seen.insert(other) {
                continue;
            }
            let (id, other_id) = (kb.id(role.into()), kb.id(other.into()));
            let place = what.written.value(kb[role].meta.place, &format!("works_with/{nth}"));
            let d = found
                .at(Code::KB308, place, format!("{id} works with {other_id}, and {other_id} does not say so"))
                .also(found.span(what.written.value(kb[other].meta.place, "works_with")), "the other side")
                .help(format!("add {id} to `works_with` of {}", what.sources.file(kb[other].meta.file).path));
            found.push(d);
        }
    }
}
