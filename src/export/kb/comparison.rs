//! Comparisons: what only the pair knows. The table itself is derived from the roles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{RecordData, RefData, TextData};

/// An authored comparison of two to four roles.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparisonData {
    /// Common fields; the title is made of the roles' titles where it has none of its own.
    #[serde(flatten)]
    pub record: RecordData,
    /// The columns.
    pub roles: Vec<String>,
    /// What to remember.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub takeaways: Vec<TextData>,
    /// The rows of its table; without any, those of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<RowData>>,
    /// Where the roles overlap.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overlap: Vec<TextData>,
    /// Where they clash.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictData>,
    /// How they work together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collaborate: Vec<TextData>,
    /// When one needs all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub need_both: Vec<TextData>,
    /// One person in all of these roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine: Option<CombineData>,
    /// Others in the picture.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoData>,
}

/// A row of a comparison's table. It has a field or a label of its own.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RowData {
    /// The field of the roles it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What it is called here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<TextData>,
    /// Cells written here, by role. One that replaces a value of its field carries the note.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, TextData>,
    /// An explanation: of the cells that replace a value, else of the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<TextData>,
}

/// Where roles clash.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ConflictData {
    /// The name of the conflict.
    pub title: TextData,
    /// When it arises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<TextData>,
    /// The rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolve: Option<TextData>,
    /// The decision that settles it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// One person in several roles.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CombineData {
    /// When that works.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub works_when: Vec<TextData>,
    /// When it breaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaks_when: Vec<TextData>,
    /// What it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<TextData>,
}

/// Somebody else in the picture.
#[derive(Serialize, Debug, Clone)]
pub struct AlsoData {
    /// The role or party.
    pub role: RefData,
    /// Its part.
    pub text: TextData,
}
