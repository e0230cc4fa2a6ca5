//! KB406: a conflict, and no word on how it is settled.

use super::{Checking, conflicts};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for (comparison, nth, conflict) in conflicts::all(what).filter(|(.., conflict)| conflict.resolve.is_none()) {
        let Some(place) = conflicts::without(what, comparison, nth, "resolve") else { continue };
        let d = found
            .at(Code::KB406, place, format!("nothing says how \"{}\" is settled", conflict.title.plain()))
            .why("a conflict with no rule only worries people")
            .help("say in a sentence who gives way, or who is asked:  resolve: …");
        found.push(d);
    }
}
