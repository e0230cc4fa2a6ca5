//! KB402: a cell replaces what the role says, and nobody says why.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Comparing, compare};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    for id in kb.comparison_ids() {
        let comparison = &kb[id];
        let account = kb.frame(&comparison.meta);
        for row in compare(kb, Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account }) {
            let (None, Some(field)) = (row.note, row.field) else { continue };
            for (role, cell) in comparison.roles.iter().zip(&row.cells) {
                let Some(place) = cell.overrides else { continue };
                let role = *role;
                let there = found.span(kb[role].meta.place);
                let d = found
                    .at(
                        Code::KB402,
                        place,
                        format!("this cell replaces what the page of {} says of `{}`", kb.id(role.into()), field.key()),
                    )
                    .label("replaced here, without a word why")
                    .also(there, "the role's own page")
                    .help("say why:  note: …  in the row; it is shown under the table");
                found.push(d);
            }
        }
    }
}
