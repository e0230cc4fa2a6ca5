//! What a `kb` block in a markdown body becomes. Each is rendered alone and spliced into the body.

use serde::Serialize;

use super::{DecisionLineView, LinkView, QuestionView, RoleCardView, TableView, TermView};

/// `embed-compare.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EmbedCompare {
    /// The table.
    pub table: TableView,
    /// The authored comparison of these roles, if there is one.
    pub full: Option<LinkView>,
}

/// `embed-faq.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EmbedFaq {
    /// The questions.
    pub questions: Vec<QuestionView>,
}

/// `embed-decisions.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EmbedDecisions {
    /// An id, unique on the page: the caption's is `c-` and this.
    pub id: String,
    /// The decisions.
    pub decisions: Vec<DecisionLineView>,
}

/// `embed-terms.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EmbedTerms {
    /// The terms; an empty id prints none.
    pub terms: Vec<TermView>,
}

/// `embed-role.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EmbedRole {
    /// The role.
    pub role: RoleCardView,
}
