//! KB402: a cell replaces what the role says, and nobody says why; or it replaces nothing, and says the same again.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Comparing, Knowledge, Valued, compare};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    for id in kb.comparison_ids() {
        let comparison = &kb[id];
        let account = kb.frame(&comparison.meta);
        for row in compare(kb, Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account }) {
            let (false, Some(field)) = (row.explained, row.field) else { continue };
            for (role, cell) in comparison.roles.iter().zip(&row.cells) {
                let Some(place) = cell.overrides else { continue };
                let role = *role;
                let there = found.span(kb[role].meta.place);
                let (id, key) = (kb.id(role.into()), field.key());
                let d = if texts(kb, &cell.items) == texts(kb, &kb.field(role, field, account).0) {
                    found
                        .at(Code::KB402, place, format!("this cell repeats what the page of {id} says of `{key}`"))
                        .label("the same once more")
                        .also(there, "the role's own page")
                        .help("delete the cell: the role page says the same")
                } else {
                    found
                        .at(Code::KB402, place, format!("this cell replaces what the page of {id} says of `{key}`"))
                        .label("replaced here, without a word why")
                        .also(there, "the role's own page")
                        .help("say why:  note: …  in the row; it is shown under the table")
                };
                found.push(d);
            }
        }
    }
}

/// What a cell says, as one text: a list as it would be written in a sentence.
fn texts(kb: &Knowledge, items: &[Valued<'_>]) -> String {
    let text = |item: &Valued<'_>| match item {
        Valued::Text(text) => text.plain(),
        Valued::Term(id) => kb.title((*id).into()).plain(),
        Valued::Actor(actor) => kb.actor(*actor).plain(),
        Valued::Completeness(_) => String::new(),
    };
    items.iter().map(|item| text(item).trim().trim_end_matches('.').to_lowercase()).collect::<Vec<_>>().join(", ")
}
