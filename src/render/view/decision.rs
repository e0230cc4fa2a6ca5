//! Decisions: one, the matrix of all, and what other accounts say.

use serde::Serialize;

use super::{CountedLinkView, DutyView, FactView, FanOutView, Letter, LinkView, PageView, QuestionView, StatusView};

/// A decision in a list, with the role that answers for it.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionLineView {
    /// The decision.
    pub link: LinkView,
    /// The accountable role or party.
    pub accountable: LinkView,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// Whether it is the page being read.
    pub current: bool,
}

/// `decision.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionPage {
    /// The furniture; its title is what is decided.
    pub page: PageView,
    /// The decision.
    pub decision: DecisionView,
}

/// One decision.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionView {
    /// The accountable role or party.
    pub accountable: LinkView,
    /// Who does the work.
    pub responsible: Vec<LinkView>,
    /// Who is asked before.
    pub consulted: Vec<LinkView>,
    /// Who is told after.
    pub informed: Vec<LinkView>,
    /// Who settles it when they cannot.
    pub escalate_to: Option<LinkView>,
    /// The event at which it is taken.
    pub at: Option<LinkView>,
    /// The term it is about.
    pub about: Option<LinkView>,
    /// The record's note.
    pub note_html: Option<String>,
    /// Marks for the sources that the record names.
    pub cites_html: Option<String>,
    /// The prose of the record.
    pub body_html: Option<String>,
    /// What other accounts say.
    pub variants: Vec<VariantView>,
    /// This decision among those easily taken for it (about the same term, or answered by the same question). Fewer than two are not shown.
    pub alike: Vec<DecisionLineView>,
    /// The conflicts that it settles.
    pub conflicts: Vec<SettledConflictView>,
    /// The questions about it.
    pub questions: Vec<QuestionView>,
}

/// A conflict of a comparison, seen from the decision that settles it.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SettledConflictView {
    /// The comparison.
    pub comparison: LinkView,
    /// The name of the conflict.
    pub title_html: String,
    /// When it arises.
    pub when_html: Option<String>,
    /// The rule.
    pub resolve_html: Option<String>,
}

/// What another account says about a role, a decision or another record.
#[derive(Serialize, Debug, Clone, Default)]
pub struct VariantView {
    /// The id of this entry: `account-safe-2021`. Empty where it is listed on a page of its own record's section.
    pub id: String,
    /// The account, linked to its entry among the sources: "Scrum Guide".
    pub account: LinkView,
    /// Its edition or date in words: "updated February 2021", "undated".
    pub edition: Option<String>,
    /// Whether the account knows the role at all.
    pub defined: bool,
    /// The fields in which it differs, in the order of the model, without `defined`, `note` and `sources`.
    pub fields: Vec<VariantFieldView>,
    /// What we make of it.
    pub note_html: Option<String>,
    /// Marks for its sources.
    pub cites_html: Option<String>,
    /// Where its long lists stand, when they are left out here.
    pub more_href: Option<String>,
}

/// A field in which an account differs.
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct VariantFieldView {
    /// The field: a key of `t.field`.
    pub field: String,
    /// The part in a decision that the field is, if it is one: then its name is among `site.letters`, in the words the site chose.
    pub letter: Option<Letter>,
    /// The account is known to say nothing (an explicit `null`).
    pub silent: bool,
    /// The value, one item or several, roles and terms linked.
    pub items_html: Vec<String>,
    /// The value of `duties`.
    pub duties: Vec<DutyView>,
    /// The value of `facts`.
    pub facts: Vec<FactView>,
    /// The value of `fan_out`.
    pub fan_out: Vec<FanOutView>,
}

/// `decisions.html`: the matrix, or the way to its parts.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionsPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// How many decisions the site has.
    pub total: usize,
    /// The matrix; `None` when it is too large for one page.
    pub matrix: Option<MatrixView>,
    /// All decisions by accountable role, when there is no matrix.
    pub groups: Vec<DecisionGroupView>,
    /// The matrix of each role, when there is none of all.
    pub split: Vec<CountedLinkView>,
    /// The decisions on which another account differs.
    pub disputes: Vec<DisputeView>,
}

/// The decisions of one accountable role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DecisionGroupView {
    /// The id of the heading, unique on the page.
    pub id: String,
    /// The role or party.
    pub decider: LinkView,
    /// Its decisions.
    pub decisions: Vec<LinkView>,
}

/// A decision on which another account differs.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DisputeView {
    /// The decision.
    pub link: LinkView,
    /// What the others say.
    pub variants: Vec<VariantView>,
}

/// `role-decisions.html`: the part of the matrix that concerns one role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleDecisionsPage {
    /// The furniture.
    pub page: PageView,
    /// The role.
    pub role: LinkView,
    /// How many decisions it has a part in.
    pub total: usize,
    /// The rows in which the role has a part, and the columns that occur in them, the role itself first.
    pub matrix: MatrixView,
}

/// Decisions in rows, roles and parties in columns.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MatrixView {
    /// The columns: roles first, then parties.
    pub columns: Vec<MatrixNameView>,
    /// The position of the first party among the columns (from 0), where a line is drawn.
    pub first_party: Option<usize>,
    /// The rows by who decides.
    pub groups: Vec<MatrixGroupView>,
    /// The events at which the decisions are taken, in the order of the site.
    pub events: Vec<MatrixNameView>,
    /// Whether some marks are our own practice within another account, beside marks that are not.
    pub ours: bool,
}

/// A role, party or event by which the matrix can be filtered.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MatrixNameView {
    /// Its id.
    pub id: String,
    /// Its plain name.
    pub name: String,
    /// The same, linked.
    pub link: LinkView,
}

/// The rows of one accountable role.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MatrixGroupView {
    /// The id of the role or party; empty when there is none.
    pub id: String,
    /// The role or party.
    pub decider: LinkView,
    /// Its rows.
    pub rows: Vec<MatrixRowView>,
}

/// A decision in the matrix.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MatrixRowView {
    /// The id of the row: that of the decision.
    pub id: String,
    /// The decision; it always has an address.
    pub link: LinkView,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// The id of the event at which it is taken.
    pub at: Option<String>,
    /// Whether all of it is our own practice, because the account says nothing of it.
    pub ours: bool,
    /// One cell a column.
    pub cells: Vec<MatrixCellView>,
}

/// The part of one role in one decision.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MatrixCellView {
    /// The parts, strongest first; empty for none.
    pub parts: Vec<Letter>,
    /// Whether this is our own practice in a row that is not.
    pub ours: bool,
}
