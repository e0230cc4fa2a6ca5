//! KB304: the accountable of a decision is nobody who could answer for it.

use super::Checking;
use super::said::{self, Said};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Actor, PartyId, Rights, RoleId, SourceId};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for decision in what.kb.decisions.iter() {
        for said in said::of_decision(decision) {
            match (said.fields.accountable.given(), said.account) {
                (Some(Actor::Party(party)), _) => may_not_decide(what, &said, *party, found),
                // What an account takes over from us is our word, not its own, and is not asked about.
                (Some(Actor::Role(role)), Account::Source(source)) => no_such_role(what, &said, *role, source, found),
                _ => {}
            }
        }
    }
}

fn may_not_decide(what: &Checking<'_>, said: &Said<'_, Rights>, party: PartyId, found: &mut Findings<'_>) {
    let kb = what.kb;
    let record = &kb[party];
    if record.can_decide || record.meta.is_stand_in {
        return;
    }
    let id = &record.meta.id;
    let place = what.written.value(said.record, &said.path(kb, "accountable"));
    let d = found
        .at(Code::KB304, place, format!("{id} cannot answer for a decision{}", said.whose(kb)))
        .label("a party without `can_decide`")
        .also(found.span(record.meta.place), "this party")
        .why("a group that nobody can call answers for nothing")
        .help("name a role")
        .help(format!("or, if they do decide together, allow it:\n{id}: {{name: {}, can_decide: true}}", yaml(&record.meta.title)));
    found.push(d);
}

fn no_such_role(what: &Checking<'_>, said: &Said<'_, Rights>, role: RoleId, source: SourceId, found: &mut Findings<'_>) {
    let kb = what.kb;
    let Some(variant) = kb.role_variant(role, said.account).filter(|v| !v.defined) else { return };
    let (id, account) = (kb.id(role.into()), kb.id(source.into()));
    let place = what.written.value(said.record, &said.path(kb, "accountable"));
    let d = found
        .at(Code::KB304, place, format!("{id} answers for a decision in the account of `{account}`, which has no such role"))
        .label("answers for it here")
        .also(found.span(variant.place), format!("no {id} in this account"))
        .help("name whom the account names")
        .help("or delete `defined: false` on the role page, if the account has the role after all");
    found.push(d);
}

/// A text as a value in a flow mapping.
fn yaml(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.' | '(' | ')'))
        && text.starts_with(char::is_alphabetic);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
