//! Questions as views.

use super::cx::PageCx;
use super::view::{LinkView, QuestionView};
use crate::model::{Account, Entity, QuestionId, RoleId, Status};
use crate::plan::{self, Page};

/// Of the questions that a role's page leaves to others it links so many, and the list of all questions has the rest.
const LINKED: usize = 6;

/// The questions about a role, as its page shows them.
pub(crate) struct RoleQuestions {
    /// Those it answers.
    pub full: Vec<QuestionView>,
    /// Those it links.
    pub further: Vec<LinkView>,
    /// The way to all, when they are more.
    pub more_href: Option<String>,
}

impl PageCx<'_, '_> {
    /// A question with its answer. What it is about is listed without `here`.
    pub(crate) fn question(&mut self, id: QuestionId, here: Option<Entity>) -> QuestionView {
        let question = &self.kb()[id];
        let about: Vec<Entity> = question.about.iter().copied().filter(|e| Some(*e) != here).collect();
        let q_html = question.q.as_ref().map(|q| self.unlinked(q)).unwrap_or_default();
        let mut a_html = question.a.as_ref().map(|a| self.prose(a, None)).unwrap_or_default();
        if let Some(body) = &question.body {
            a_html += &self.body(body, true);
        }
        let frame = question.frame.filter(|f| *f != self.account());
        QuestionView {
            // Where a page shows a question twice, its anchors are at the first.
            id: if self.placed.insert(question.id.clone()) { question.id.to_string() } else { String::new() },
            former: question
                .moved_from
                .iter()
                .filter(|(id, _)| self.placed.insert(id.clone()))
                .map(|(id, _)| id.to_string())
                .collect(),
            q_html,
            a_html,
            cites_html: self.cite(&question.sources),
            about: self.links(about),
            account: frame.map(|f: Account| self.account_name(f)),
            or: Vec::new(),
            status: (question.status != Status::Agreed).then(|| self.status(question.status)),
        }
    }

    /// The questions about a role, and of many the further ones as links.
    pub(crate) fn questions_about_role(&mut self, role: RoleId) -> RoleQuestions {
        let entity = Entity::Role(role);
        let (all, mut further) = plan::answered_of_role(self.kb(), self.graph(), role);
        self.section();
        let full = all.into_iter().map(|id| self.question(id, Some(entity))).collect();
        let more_href = (further.len() > LINKED).then(|| self.faq_of(role));
        if more_href.is_some() {
            further.truncate(LINKED - 1);
        }
        RoleQuestions { full, further: self.links(further.into_iter().map(Entity::from)), more_href }
    }

    /// Where all questions about a role are.
    fn faq_of(&self, role: RoleId) -> String {
        let (kb, own) = (self.kb(), Page::RoleFaq(role));
        if self.plan().has(own) {
            return self.href(own);
        }
        let first = kb.question_ids().any(|id| kb.question_role(id) == Some(role));
        let anchor = if first { format!("#{}", kb.id(role.into())) } else { String::new() };
        self.href(Page::Faq) + &anchor
    }

    /// The questions about a record, its page's own first.
    pub(crate) fn questions_about(&mut self, entity: Entity) -> Vec<QuestionView> {
        self.section();
        let ids = plan::answered(self.kb(), self.graph(), entity);
        ids.into_iter().map(|id| self.question(id, Some(entity))).collect()
    }
}
