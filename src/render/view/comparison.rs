//! Comparisons and the derived tables in them.

use serde::Serialize;

use super::{Letter, LinkView, PageView, QuestionView, StatusView, VariantView};

/// `compare.html`: all comparisons.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparePage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// The comparisons.
    pub comparisons: Vec<ComparisonCardView>,
    /// Pairs of roles that work together and that nobody has compared: their derived pages.
    pub pairs: Vec<LinkView>,
    /// Whether there are roles to pick.
    pub pick: bool,
}

/// A comparison in brief.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparisonCardView {
    /// The comparison.
    pub link: LinkView,
    /// One sentence: the summary, else the first takeaway.
    pub summary_html: Option<String>,
    /// The roles.
    pub roles: Vec<LinkView>,
}

/// `comparison.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparisonPage {
    /// The furniture.
    pub page: PageView,
    /// The comparison.
    pub comparison: ComparisonView,
}

/// Two to four roles side by side.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparisonView {
    /// The roles, in order.
    pub roles: Vec<LinkView>,
    /// The picker with these roles, for one more; with four there is no room.
    pub add_href: Option<String>,
    /// The picker with these roles the other way round.
    pub swap_href: Option<String>,
    /// What to remember.
    pub takeaways_html: Vec<String>,
    /// At a glance.
    pub table: TableView,
    /// The decisions in which any of them has a part.
    pub decisions: Vec<DecisionRowView>,
    /// Where they overlap.
    pub overlap_html: Vec<String>,
    /// Where they clash.
    pub conflicts: Vec<ConflictView>,
    /// How they work together.
    pub collaborate_html: Vec<String>,
    /// When one needs all of them.
    pub need_both_html: Vec<String>,
    /// One person in all of these roles.
    pub combine: Option<CombineView>,
    /// Others in the picture.
    pub also: Vec<AlsoView>,
    /// The prose of the record.
    pub body_html: Option<String>,
    /// What other accounts say about the roles compared.
    pub accounts: Vec<RoleVariantsView>,
    /// The questions about two or more of them.
    pub questions: Vec<QuestionView>,
}

/// A derived table: fields in rows, roles in columns.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TableView {
    /// An id, unique on the page: the caption's is `c-` and this.
    pub id: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// The notes under the table.
    pub notes: Vec<NoteView>,
    /// The account the cells give, by name.
    pub account: String,
}

/// A role in a derived table.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ColumnView {
    /// The role.
    pub link: LinkView,
    /// The account has no such role; all cells of the column are [`CellState::Undefined`].
    pub undefined: bool,
}

/// A row of a derived table. Exactly one of `field` and `label_html` is given.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RowView {
    /// The field: a key of `t.field`.
    pub field: Option<String>,
    /// The label of a row of its own.
    pub label_html: Option<String>,
    /// The note on the row.
    pub note: Option<NoteRefView>,
    /// All columns say the same.
    pub same: bool,
    /// One cell a column.
    pub cells: Vec<CellView>,
}

/// A cell of a derived table.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CellView {
    /// Whether there is something to print.
    pub state: CellState,
    /// The items; one is printed as text, several as a list.
    pub items_html: Vec<String>,
    /// The value is the house's while the table gives another account: marked "our practice".
    pub ours: bool,
    /// The note on the cell.
    pub note: Option<NoteRefView>,
}

/// Whether a cell has a value.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq, Default)]
#[serde(rename_all = "lowercase")]
pub enum CellState {
    /// It has.
    Stated,
    /// Nobody said anything: "not stated".
    #[default]
    Silent,
    /// The account has no such role.
    Undefined,
}

/// A reference to a note.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NoteRefView {
    /// The id of the note: `n1`.
    pub id: String,
    /// The mark: `*`, `†`, or a letter.
    pub mark: String,
}

/// A note under a table.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NoteView {
    /// Its id: `n1`.
    pub id: String,
    /// Its mark.
    pub mark: String,
    /// The text.
    pub note_html: String,
}

/// A decision and the part each of some roles has in it.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionRowView {
    /// The decision.
    pub link: LinkView,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// The account says nothing of it: the row is our practice.
    pub ours: bool,
    /// All roles have the same part.
    pub same: bool,
    /// For each role, whether its parts alone are our practice, because the account leaves them open.
    pub own: Vec<bool>,
    /// The parts of each role, strongest first; empty for none.
    pub cells: Vec<Vec<Letter>>,
}

/// Where roles clash.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ConflictView {
    /// The name of the conflict.
    pub title_html: String,
    /// When it arises.
    pub when_html: Option<String>,
    /// The rule.
    pub resolve_html: Option<String>,
    /// The decision that settles it.
    pub decision: Option<LinkView>,
}

/// One person in several roles.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CombineView {
    /// When that works.
    pub works_when_html: Vec<String>,
    /// When it breaks.
    pub breaks_when_html: Vec<String>,
    /// What it costs.
    pub cost_html: Option<String>,
}

/// Another role in the picture.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AlsoView {
    /// The role or party.
    pub role: LinkView,
    /// Its part.
    pub text_html: String,
}

/// What other accounts say about one of the roles compared.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleVariantsView {
    /// The role.
    pub role: LinkView,
    /// The accounts. The first entry of an account on the page has its id, the later ones none.
    pub variants: Vec<VariantView>,
}
