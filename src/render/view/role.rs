//! Roles and parties.

use serde::Serialize;

use super::{LinkView, PageView, QuestionView, StatusView, TableView, VariantView};

/// `role.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RolePage {
    /// The furniture.
    pub page: PageView,
    /// The role.
    pub role: RoleView,
}

/// One role, every field of its record and what is derived from the others.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleView {
    /// The abbreviation.
    pub abbr: Option<String>,
    /// Other names.
    pub aka_html: Vec<String>,
    /// The primary question.
    pub question_html: Option<String>,
    /// What it attends to.
    pub focus_html: Vec<String>,
    /// What it owns: terms, or text without an address.
    pub owns: Vec<LinkView>,
    /// How its success is measured.
    pub measures_html: Vec<String>,
    /// What it can move.
    pub levers_html: Vec<String>,
    /// How far ahead it looks.
    pub horizon_html: Option<String>,
    /// When it has succeeded.
    pub success_html: Option<String>,
    /// The record's own facts.
    pub facts: Vec<FactView>,
    /// To whom it reports.
    pub reports_to: Option<LinkView>,
    /// Who reports to it (derived).
    pub reports: Vec<LinkView>,
    /// Who facilitates it.
    pub facilitated_by: Vec<LinkView>,
    /// The roles and events it facilitates (derived).
    pub facilitates: Vec<LinkView>,
    /// Where the work may sit instead.
    pub may_sit_with: Vec<LinkView>,
    /// Whose work may sit here (derived).
    pub may_hold: Vec<LinkView>,
    /// How many of another role one of this role works with.
    pub fan_out: Vec<FanOutView>,
    /// How many of this role one of another works with (derived).
    pub fan_in: Vec<FanOutView>,
    /// Chains of two or more such relations that pass through or begin here.
    pub chains: Vec<ChainView>,
    /// The decisions it has a part in (derived).
    pub rights: RightsView,
    /// What it does.
    pub responsibilities_html: Vec<String>,
    /// `all` or `any`: whether it carries all of its responsibilities.
    pub completeness: Option<String>,
    /// Whether that is only our own practice within another account.
    pub completeness_ours: bool,
    /// What the account of the page adds to its words.
    pub note_html: Option<String>,
    /// The account of the page, if it has no such role.
    pub undefined_html: Option<String>,
    /// What it does at events.
    pub duties: Vec<DutyView>,
    /// With whom it works, as its record says.
    pub works_with: Vec<LinkView>,
    /// Who names it in turn, without those above (derived).
    pub worked_with_by: Vec<LinkView>,
    /// The graph of roles with this one alone and its neighbours.
    pub graph_href: Option<String>,
    /// The article.
    pub body_html: Option<String>,
    /// The nearest roles side by side.
    pub compared: Option<ComparedView>,
    /// What other accounts say about it.
    pub variants: Vec<VariantView>,
    /// The questions about it.
    pub questions: Vec<QuestionView>,
    /// Further questions, where there are many, linked to their answers.
    pub more_questions: Vec<LinkView>,
    /// Where all questions about it are, when they are more than that.
    pub questions_href: Option<String>,
}

/// A label with a value (`facts:`).
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct FactView {
    /// The label.
    pub label_html: String,
    /// The value.
    pub value_html: String,
}

/// "At most 4 product owners".
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct FanOutView {
    /// The other role or party.
    pub to: LinkView,
    /// At least so many.
    pub min: Option<u64>,
    /// At most so many.
    pub max: Option<u64>,
}

/// A chain of fan-outs: one product manager, at most 4 product owners, at most 8 teams.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ChainView {
    /// Where it begins, with one.
    pub from: LinkView,
    /// The roles after it, each with the *multiplied* numbers up to there.
    pub steps: Vec<FanOutView>,
}

/// The decisions of a role by its part in them. The fields are the keys of `site.letters`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RightsView {
    /// It answers for these.
    pub a: Vec<LinkView>,
    /// It works on these, and another answers for them.
    pub r: Vec<LinkView>,
    /// It is asked before these.
    pub c: Vec<LinkView>,
    /// It is told of these.
    pub i: Vec<LinkView>,
    /// These come to it when the others cannot settle them.
    pub escalated: Vec<LinkView>,
    /// The matrix, or the part of it for this role.
    pub matrix_href: Option<String>,
}

/// What a role does at an event.
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct DutyView {
    /// The event.
    pub event: LinkView,
    /// What it does there.
    pub items_html: Vec<String>,
}

/// The role beside its nearest.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ComparedView {
    /// The table; its first column is the role of the page, without an address.
    pub table: TableView,
    /// The comparisons in full, then the pairs that nobody has compared.
    pub links: Vec<LinkView>,
    /// The picker with this role.
    pub pick_href: Option<String>,
}

/// A role in brief, on the home page, in the list of roles and as an embed.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleCardView {
    /// The id of the card.
    pub id: String,
    /// The role.
    pub link: LinkView,
    /// The abbreviation.
    pub abbr: Option<String>,
    /// One sentence.
    pub summary_html: String,
    /// The primary question.
    pub question_html: Option<String>,
    /// What it owns.
    pub owns: Vec<LinkView>,
    /// How many decisions it answers for.
    pub decides: usize,
    /// Whether it does so with us alone, and not in the account of the card.
    pub decides_ours: bool,
    /// The account of the card, if it has no such role.
    pub undefined_html: Option<String>,
    /// Whose account the card gives, when it is not that of the page it stands on.
    pub account: Option<String>,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
}

/// Somebody who takes part but has no page.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PartyView {
    /// The id of the entry.
    pub id: String,
    /// The name.
    pub title_html: String,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// What we write about it.
    pub body_html: Option<String>,
    /// Whether it may be accountable.
    pub can_decide: bool,
    /// The decisions it answers for.
    pub decisions: Vec<LinkView>,
    /// The roles that work with it.
    pub works_with: Vec<LinkView>,
}

/// `roles.html`: a card for each role, then the parties.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RolesPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// The graph of roles.
    pub graph_href: Option<String>,
    /// The accounts that see the roles otherwise.
    pub accounts: Vec<LinkView>,
    /// The roles.
    pub roles: Vec<RoleCardView>,
    /// The parties.
    pub parties: Vec<PartyView>,
}
