//! KB401: a comparison row with no value for a role.

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Comparing, Field, Origin, compare};

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    for id in kb.comparison_ids().take_while(|_| what.is_wanted()) {
        let comparison = &kb[id];
        let account = kb.frame(&comparison.meta);
        let rows = compare(kb, Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account });
        for row in &rows {
            let Some(field) = row.field else { continue };
            for (role, cell) in comparison.roles.iter().zip(&row.cells) {
                // Of a role whose file does not parse nothing is known.
                if cell.origin != Origin::NotStated || kb[*role].meta.is_stand_in {
                    continue;
                }
                let role_id = kb.id((*role).into());
                let place = row.place.unwrap_or(comparison.roles_place);
                let file = &what.sources.file(kb[*role].meta.file).path;
                let account_said = match account {
                    Account::House => String::new(),
                    Account::Source(s) => format!(" in the account of `{}`", kb.id(s.into())),
                };
                let d = found
                    .at(Code::KB401, place, format!("`{}` is not stated for {role_id}{account_said}", field.key()))
                    .label("the table will say \"not stated\"")
                    .help(if kb.is_silent(*role, field, account) {
                        format!(
                            "{file} says that the account is silent, `{key}: null`; without that line our own practice stands here",
                            key = field.key()
                        )
                    } else {
                        format!("add `{}: …` to {file}", field.key())
                    });
                found.push(d.help(match row.place {
                    Some(_) => "or drop the row".to_owned(),
                    // The table has the usual rows.
                    None => {
                        let others = rows.iter().filter_map(|r| r.field).filter(|f| *f != field).map(Field::key);
                        format!("or give the table rows of its own:  rows: [{}]", others.collect::<Vec<_>>().join(", "))
                    }
                }));
            }
        }
    }
}
