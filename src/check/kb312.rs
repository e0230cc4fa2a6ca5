//! KB312: another account disagrees with the house, or a note explains why owner and accountable differ. Nothing to
//! repair: it is counted, and shown under "Who says otherwise".

use std::collections::HashSet;

use super::Checking;
use super::ownership::Ownership;
use super::said;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Actor, DecisionId, Status};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut told: HashSet<(DecisionId, Account)> = HashSet::new();
    for disagreement in Ownership::new(what).disagreements() {
        told.insert((disagreement.decision, disagreement.account));
        // Without a note it is KB310.
        if disagreement.note.is_none() {
            continue;
        }
        let (role, about) = (kb.id(disagreement.owner.0.into()), kb.id(disagreement.about.into()));
        let accountable = kb.id(disagreement.accountable.into());
        let message = format!("{accountable} answers for it, though {role} owns {about}{}", said::whose(kb, disagreement.account));
        let d = disagreement.told(what, found, Code::KB312, message).help("nothing, as long as the note is right");
        found.push(d);
    }
    for id in kb.decision_ids().filter(|id| kb[*id].meta.status != Status::Retired) {
        let decision = &kb[id];
        let Some(ours) = decision.accountable() else { continue };
        for said in said::of_decision(decision) {
            let (Account::Source(source), Some(theirs)) = (said.account, said.fields.accountable.given()) else { continue };
            // A role that the account does not have is KB304.
            let unknown = matches!(*theirs, Actor::Role(role) if kb.role_variant(role, said.account).is_some_and(|v| !v.defined));
            if *theirs == ours || unknown || told.contains(&(id, said.account)) || kb.standing(id, said.account) == Status::Retired
            {
                continue;
            }
            let (account, theirs, ours) = (kb.id(source.into()), kb.id((*theirs).into()), kb.id(ours.into()));
            let place = what.written.value(said.record, &said.path(kb, "accountable"));
            let own = what.written.value(said.record, "accountable");
            let d = found
                .at(Code::KB312, place, format!("`{account}` names {theirs}, and we name {ours}"))
                .label(format!("according to {account}"))
                .also(found.span(own), "in our practice");
            found.push(match said.note {
                Some(_) => d.help("nothing, as long as that is what the source says"),
                None => d.help("say how you read it in  note: …  beside it"),
            });
        }
    }
}
