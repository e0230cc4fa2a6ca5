//! KB310: a role owns an artefact, and somebody else answers for a decision about it.

use super::Checking;
use super::ownership::Ownership;
use super::said;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::Account;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    for disagreement in Ownership::new(what).disagreements() {
        // Explained, it is an exception, and counted as KB312.
        if disagreement.note.is_some() {
            continue;
        }
        let about = kb.id(disagreement.about.into());
        let message = format!("two places disagree about {about}{}", said::whose(kb, disagreement.account));
        let note = match disagreement.account {
            Account::House => "note: …  on the decision".to_owned(),
            Account::Source(id) => format!("note: …  under `according_to: {}` of the decision", kb.id(id.into())),
        };
        let d = disagreement
            .told(what, found, Code::KB310, message)
            .why("whoever owns a thing is asked to decide about it; here a reader would ask the wrong one")
            .help(format!("change one, or explain the exception with  {note}  (then this is KB312, info)"));
        found.push(d);
    }
}
