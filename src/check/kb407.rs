//! KB407: a conflict that is tied to no decision, so that nobody learns of it there.

use super::{Checking, conflicts};
use crate::content::Findings;
use crate::diagnostic::Code;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for (comparison, nth, conflict) in conflicts::all(what).filter(|(.., conflict)| conflict.decision.is_none()) {
        let Some(place) = conflicts::without(what, comparison, nth, "decision") else { continue };
        let d = found
            .at(Code::KB407, place, format!("\"{}\" is tied to no decision", conflict.title.plain()))
            .why("most conflicts are one decision that two people believe to be theirs; its page then shows how it is settled")
            .help("name the decision behind it:  decision: …");
        found.push(d);
    }
}
