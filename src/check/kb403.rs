//! KB403: comparisons of the same roles.

use std::collections::BTreeMap;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::{Code, repeated};
use crate::model::{ComparisonId, RoleId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut by_roles: BTreeMap<Vec<RoleId>, Vec<ComparisonId>> = BTreeMap::new();
    for id in kb.comparison_ids().filter(|id| kb[*id].roles.len() > 1) {
        let mut roles = kb[id].roles.clone();
        roles.sort_unstable();
        by_roles.entry(roles).or_default().push(id);
    }
    // nearly every one stands alone, and its place need not be known
    for same in by_roles.values().filter(|same| same.len() > 1) {
        let mut same: Vec<_> = same.iter().map(|id| (found.span(kb[*id].roles_place), kb.id((*id).into()))).collect();
        same.sort_unstable();
        let (places, ids): (Vec<_>, Vec<&str>) = same.into_iter().unzip();
        let [first, between @ .., last] = ids.as_slice() else { continue };
        let before: String = between.iter().map(|id| format!(", {id}")).collect();
        let d = repeated(
            Code::KB403,
            format!("{first}{before} and {last} compare the same roles"),
            places,
            "compared here",
            "and here again",
        );
        found.push(d.help(format!("merge them into one file and write in it  moved_from: [{}]", ids[1..].join(", "))));
    }
}
