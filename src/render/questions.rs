//! Questions as views.

use super::cx::PageCx;
use super::view::QuestionView;
use crate::model::{Account, Entity, QuestionId};

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
            // Where a page shows a question twice, its anchor is at the first.
            id: if self.placed.insert(question.id.clone()) { question.id.to_string() } else { String::new() },
            q_html,
            a_html,
            cites_html: self.cite(&question.sources),
            about: self.links(about),
            account: frame.map(|f: Account| self.account_name(f)),
        }
    }

    /// The questions about a record, its page's own first.
    pub(crate) fn questions_about(&mut self, entity: Entity, first: &[QuestionId]) -> Vec<QuestionView> {
        self.section();
        let mut ids: Vec<QuestionId> = first.to_vec();
        let more = self.graph().questions.get(&entity).into_iter().flatten().copied();
        ids.extend(more.filter(|id| !first.contains(id)));
        ids.into_iter().map(|id| self.question(id, Some(entity))).collect()
    }
}
