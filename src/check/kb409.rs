//! KB409: a cell too long for a table. It is reported where it is written, once, however many tables show it.

use std::collections::HashSet;

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Account, Comparing, Field, Origin, RoleId, Stated, Valued, compare};
use crate::source::Place;

/// More characters than this do not fit into a cell.
const CHARACTERS: usize = 160;
/// Nor do more items.
const ITEMS: usize = 6;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut told: HashSet<(RoleId, Field, Account)> = HashSet::new();
    for id in kb.comparison_ids().take_while(|_| what.is_wanted()) {
        let comparison = &kb[id];
        let account = kb.frame(&comparison.meta);
        for row in compare(kb, Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account }) {
            for (role, cell) in comparison.roles.iter().zip(&row.cells) {
                match (row.field, cell.origin) {
                    (_, Origin::Here) => {
                        if let [Valued::Text(text)] = cell.items.as_slice() {
                            report(what, found, || text.place, &cell.items, "a cell");
                        }
                    }
                    (Some(field), Origin::Account | Origin::Ours) => {
                        let by = says(what, *role, field, account);
                        if told.insert((*role, field, by)) {
                            // most cells are short enough, and their files need not be read again
                            let place = || what.written.value(kb[*role].meta.place, &said::path(kb, by, field.key()));
                            // Others who say that they work with it are not its own words.
                            let own = if by == Account::House { kb[*role].own(field) } else { cell.items.clone() };
                            report(what, found, place, &own, &format!("`{}` of {}", field.key(), kb.id((*role).into())));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Whose words a field of a role is in, in an account.
fn says(what: &Checking<'_>, role: RoleId, field: Field, account: Account) -> Account {
    let states = |source: &crate::model::SourceId| {
        let variant = what.kb[role].variants.iter().find(|v| v.source == *source);
        variant.is_some_and(|v| v.fields.value(field) != Stated::Absent)
    };
    what.kb.chain(account).into_iter().find(states).map_or(Account::House, Account::Source)
}

fn report(what: &Checking<'_>, found: &mut Findings<'_>, place: impl FnOnce() -> Place, items: &[Valued<'_>], name: &str) {
    let kb = what.kb;
    let length = |item: &Valued<'_>| match item {
        Valued::Text(text) => text.plain().chars().count(),
        Valued::Term(term) => kb.title((*term).into()).plain().chars().count(),
        Valued::Actor(actor) => kb.actor(*actor).plain().chars().count(),
        Valued::Completeness(_) => 0,
    };
    let characters: usize = items.iter().map(length).sum();
    let label = match items.len() {
        many if many > ITEMS => format!("{many} items; {ITEMS} fit"),
        _ if characters > CHARACTERS => format!("{characters} characters; {CHARACTERS} fit"),
        _ => return,
    };
    let d: Diagnostic = found
        .at(Code::KB409, place(), format!("{name} is too long for a table"))
        .label(label)
        .why("long cells make the table unreadable on a phone")
        .help("keep what tells the roles apart, and move the rest into the article");
    found.push(d);
}
