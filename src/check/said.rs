//! What is said of a record, account by account and in each one's own words: first the house, then whoever stands under
//! `according_to`. What an account leaves out and takes over from another is not repeated here.

use crate::model::{Account, Decision, Entity, Knowledge, Rights, Role, RoleFields, Text};
use crate::source::Place;

/// The words of one account.
pub(super) struct Said<'a, T> {
    /// Whose words.
    pub(super) account: Account,
    /// Where the record is written.
    pub(super) record: Place,
    /// What it says.
    pub(super) fields: &'a T,
    /// Its explanation.
    pub(super) note: Option<&'a Text>,
}

/// What is said of a decision; an account that knows no such decision says nothing of it.
pub(super) fn of_decision(decision: &Decision) -> impl Iterator<Item = Said<'_, Rights>> {
    let record = decision.meta.place;
    let house = Said { account: Account::House, record, fields: &decision.rights, note: decision.note.as_ref() };
    let others = decision.variants.iter().filter(|v| v.defined);
    let others = others.map(move |v| Said { account: Account::Source(v.source), record, fields: &v.rights, note: v.note.as_ref() });
    std::iter::once(house).chain(others)
}

/// What is said of a role; an account that has no such role says nothing of it.
pub(super) fn of_role(role: &Role) -> impl Iterator<Item = Said<'_, RoleFields>> {
    let record = role.meta.place;
    let house = Said { account: Account::House, record, fields: &role.fields, note: None };
    let others = role.variants.iter().filter(|v| v.defined);
    let others = others.map(move |v| Said { account: Account::Source(v.source), record, fields: &v.fields, note: v.note.as_ref() });
    std::iter::once(house).chain(others)
}

impl<T> Said<'_, T> {
    /// The path of a field in the record.
    pub(super) fn path(&self, kb: &Knowledge, field: &str) -> String {
        path(kb, self.account, field)
    }

    /// Words that say whose account a finding is about; the house needs none.
    pub(super) fn whose(&self, kb: &Knowledge) -> String {
        whose(kb, self.account)
    }
}

/// The path of a field in a record, in the words of an account.
pub(super) fn path(kb: &Knowledge, account: Account, field: &str) -> String {
    match account {
        Account::House => field.to_owned(),
        Account::Source(id) => format!("according_to/{}/{field}", kb.id(id.into())),
    }
}

/// Words that say whose account a finding is about; the house needs none.
pub(super) fn whose(kb: &Knowledge, account: Account) -> String {
    match account {
        Account::House => String::new(),
        Account::Source(id) => format!(" in the account of `{}`", kb.id(id.into())),
    }
}

/// Ids as they are written in a list: `a, b`.
pub(super) fn ids<E: Into<Entity>>(kb: &Knowledge, list: impl IntoIterator<Item = E>) -> String {
    list.into_iter().map(|e| kb.id(e.into())).collect::<Vec<_>>().join(", ")
}
