//! Questions and the pages that list them.

use serde::Serialize;

use super::{CountedLinkView, LinkView, PageView, StatusView};

/// A question with its answer.
#[derive(Serialize, Debug, Clone, Default)]
pub struct QuestionView {
    /// The id of the question; empty where the page has shown it before.
    pub id: String,
    /// Ids it had before.
    pub former: Vec<String>,
    /// The question.
    pub q_html: String,
    /// The answer: block HTML.
    pub a_html: String,
    /// Marks for the sources that the record names beside the text: `<span class="cite">…`.
    pub cites_html: Option<String>,
    /// What it is about, without the page it stands on.
    pub about: Vec<LinkView>,
    /// Whose account the answer gives, when it is not the page's.
    pub account: Option<String>,
    /// What the reader may have meant instead; on the pages of questions alone.
    pub or: Vec<LinkView>,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
}

/// Questions under one heading.
#[derive(Serialize, Debug, Clone, Default)]
pub struct QuestionGroupView {
    /// The id of the heading, unique on the page.
    pub id: String,
    /// What the questions are about: a role, or a word such as "Decisions".
    pub link: LinkView,
    /// The questions.
    pub questions: Vec<QuestionView>,
}

/// `faq.html`: all questions, or the way to them.
#[derive(Serialize, Debug, Clone, Default)]
pub struct FaqPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// How many questions the site has.
    pub total: usize,
    /// The questions; empty when they are split by role.
    pub groups: Vec<QuestionGroupView>,
    /// The pages by role, when they are split.
    pub split: Vec<CountedLinkView>,
    /// Every question, when they are split: its address here stays what it was and leads on.
    pub index: Vec<QuestionIndexView>,
}

/// The questions that stand on one page of their own.
#[derive(Serialize, Debug, Clone, Default)]
pub struct QuestionIndexView {
    /// That page.
    pub link: LinkView,
    /// The questions.
    pub questions: Vec<AnchoredLinkView>,
}

/// A link that is itself linked to.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AnchoredLinkView {
    /// The id of the entry.
    pub id: String,
    /// Ids it had before.
    pub former: Vec<String>,
    /// The link.
    pub link: LinkView,
}

/// `role-faq.html`: the questions about one role, when `faq.html` is split.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RoleFaqPage {
    /// The furniture.
    pub page: PageView,
    /// How many questions there are.
    pub total: usize,
    /// The questions; many of them by what else they are about.
    pub groups: Vec<QuestionGroupView>,
}
