//! KB403: two comparisons of the same roles.

use std::collections::HashMap;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{ComparisonId, RoleId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut first: HashMap<Vec<RoleId>, ComparisonId> = HashMap::new();
    for id in kb.comparison_ids() {
        let mut roles = kb[id].roles.clone();
        roles.sort_unstable();
        if roles.len() < 2 {
            continue;
        }
        let Some(&other) = first.get(&roles) else {
            first.insert(roles, id);
            continue;
        };
        let (a, b) = (kb.id(other.into()), kb.id(id.into()));
        let d = found
            .at(Code::KB403, kb[other].roles_place, format!("{a} and {b} compare the same roles"))
            .label("compared here")
            .also(found.span(kb[id].roles_place), "and here again")
            .help(format!("merge them into one file and write in it  moved_from: [{b}]"));
        found.push(d);
    }
}
