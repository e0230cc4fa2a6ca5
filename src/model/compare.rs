//! Comparison tables, derived from the roles: which row says what of whom, and according to whom.

use super::accounts::{Field, Origin, Valued};
use super::entity::{Account, RoleId};
use super::knowledge::Knowledge;
use super::records::Row;
use super::text::Text;
use crate::source::Place;

/// What is compared, and how.
#[derive(Debug, Clone, Copy)]
pub struct Comparing<'a> {
    /// The columns.
    pub roles: &'a [RoleId],
    /// Rows as written; `None`: the usual ones that at least one of the roles states.
    pub rows: Option<&'a [Row]>,
    /// Whose account.
    pub account: Account,
}

/// What a row is called.
#[derive(Debug, Clone, Copy)]
pub enum RowLabel<'a> {
    /// By a field of roles.
    Field(Field),
    /// By a text of the comparison.
    Text(&'a Text),
}

/// A row of a derived table.
#[derive(Debug, Clone)]
pub struct ComparedRow<'a> {
    /// What it is called.
    pub label: RowLabel<'a>,
    /// The field it shows; a row of the comparison's own has none.
    pub field: Option<Field>,
    /// A cell for each role, in order.
    pub cells: Vec<Cell<'a>>,
    /// An explanation.
    pub note: Option<&'a Text>,
    /// Whether an explanation is written at all, rightly or wrongly.
    pub explained: bool,
    /// Whether all cells say the same.
    pub same: bool,
    /// Where the row is written, if it is.
    pub place: Option<Place>,
}

/// A cell of a derived table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    /// What it says.
    pub items: Vec<Valued<'a>>,
    /// Where that comes from.
    pub origin: Origin,
    /// Whether it replaces what the role says, and where.
    pub overrides: Option<Place>,
}

/// Derives a table.
#[must_use]
pub fn compare<'a>(kb: &'a Knowledge, what: Comparing<'a>) -> Vec<ComparedRow<'a>> {
    match what.rows {
        Some(rows) => rows.iter().map(|row| written(kb, what, row)).collect(),
        None => {
            let usual = kb.site.rows.as_deref().unwrap_or(&Field::USUAL);
            let stated = |row: &ComparedRow<'a>| row.cells.iter().any(|c| !c.items.is_empty());
            let rows: Vec<ComparedRow<'a>> = usual.iter().map(|field| field_row(kb, what, *field)).filter(stated).collect();
            // Roles that say nothing else still say what they are for.
            if rows.is_empty() { vec![field_row(kb, what, Field::Summary)] } else { rows }
        }
    }
}

fn field_row<'a>(kb: &'a Knowledge, what: Comparing<'a>, field: Field) -> ComparedRow<'a> {
    let cells: Vec<Cell<'a>> = what
        .roles
        .iter()
        .map(|role| {
            let (items, origin) = kb.field(*role, field, what.account);
            Cell { items, origin, overrides: None }
        })
        .collect();
    ComparedRow {
        label: RowLabel::Field(field),
        field: Some(field),
        same: same(&cells),
        cells,
        note: None,
        explained: false,
        place: None,
    }
}

fn written<'a>(kb: &'a Knowledge, what: Comparing<'a>, row: &'a Row) -> ComparedRow<'a> {
    let mut compared = match (&row.field, &row.label) {
        (Some(field), _) => field_row(kb, what, *field),
        (None, label) => ComparedRow {
            field: None,
            label: label.as_ref().map_or(RowLabel::Field(Field::Summary), RowLabel::Text),
            cells: what.roles.iter().map(|_| Cell { items: Vec::new(), origin: Origin::NotStated, overrides: None }).collect(),
            note: None,
            explained: false,
            same: false,
            place: None,
        },
    };
    for (role, cell) in what.roles.iter().zip(&mut compared.cells) {
        let Some(own) = row.cells.iter().find(|c| c.role == *role) else { continue };
        // Nothing is said of a role that the account does not have.
        if kb.role_variant(*role, what.account).is_some_and(|v| !v.defined) {
            cell.origin = Origin::NoSuchRole;
            continue;
        }
        let replaces = row.field.is_some() && !cell.items.is_empty();
        *cell = Cell { items: vec![Valued::Text(&own.text)], origin: Origin::Here, overrides: replaces.then_some(own.place) };
    }
    compared.same = same(&compared.cells);
    compared.note = row.note.as_ref();
    compared.explained = row.explained;
    compared.place = Some(row.place);
    compared
}

fn same(cells: &[Cell<'_>]) -> bool {
    cells.windows(2).all(|w| w[0].items == w[1].items && w[0].origin == w[1].origin)
}
