//! A derived table, worked out.

use serde::Serialize;

use super::{ItemData, TextData, no};

/// The table of a comparison, as its page shows it.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TableData {
    /// Whose account it gives: `house` or the id of a source.
    pub account: String,
    /// The roles.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<TableRowData>,
}

/// A row of a table. Exactly one of `field` and `label` is given.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TableRowData {
    /// The field of the roles it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<TextData>,
    /// All columns say the same.
    pub same: bool,
    /// An explanation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<TextData>,
    /// It is of the cells that replace a value, not of the row.
    #[serde(skip_serializing_if = "no")]
    pub note_on_cells: bool,
    /// One a column.
    pub cells: Vec<CellData>,
}

/// A cell.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CellData {
    /// Where the value comes from: `here`, the comparison itself; `account`, the account asked; `ours`, our practice within
    /// another account; `not_stated` and `no_such_role` have none.
    pub state: &'static str,
    /// It replaces a value of the role.
    #[serde(skip_serializing_if = "no")]
    pub overrides: bool,
    /// The value.
    pub items: Vec<ItemData>,
}
