//! Decisions, and the matrix of all.

use super::md::Md;
use super::parts::LETTERS;
use super::{Twin, link};
use crate::render::view::{DecisionPage, DecisionsPage, Letter, MatrixView, PageView, RoleDecisionsPage};

impl Twin for DecisionPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        let decision = &self.decision;
        let accountable = link(&decision.accountable) + decision.cites_html.as_deref().unwrap_or_default();
        md.labelled(md.part(Letter::A, "word"), &accountable);
        let others = [(Letter::R, &decision.responsible), (Letter::C, &decision.consulted), (Letter::I, &decision.informed)];
        for (letter, list) in others {
            md.labelled(md.part(letter, "word"), &md.links(list));
        }
        let stated = |to: &Option<_>, md: &Md<'_>| to.as_ref().map_or_else(|| md.word("not_stated").to_owned(), link);
        md.pair("decision.escalates", Some(&stated(&decision.escalate_to, md)));
        md.pair("decision.at", Some(&stated(&decision.at, md)));
        md.pair("decision.about", decision.about.as_ref().map(link).as_deref());
        md.pair("decision.note", decision.note_html.as_deref());
        md.block(decision.body_html.as_ref());
        md.variants(&decision.variants, "account.undecided");
        if decision.alike.len() > 1 {
            md.section("decision.alike");
            md.line(md.word("decision.alike_means"));
            md.decision_lines(&decision.alike);
        }
        if !decision.conflicts.is_empty() {
            md.section("decision.conflicts");
        }
        for conflict in &decision.conflicts {
            md.heading(3, &conflict.title_html);
            md.line(&link(&conflict.comparison));
            md.pair("compare.when", conflict.when_html.as_deref());
            md.pair("compare.rule", conflict.resolve_html.as_deref());
        }
        md.question_section(&decision.questions);
    }
}

impl Md<'_> {
    /// Decisions in rows, roles and parties in columns.
    fn matrix(&mut self, matrix: &MatrixView) {
        let head: Vec<String> =
            std::iter::once(self.word("compare.decision").to_owned()).chain(matrix.columns.iter().map(|c| link(&c.link))).collect();
        let rows: Vec<Vec<String>> = matrix
            .groups
            .iter()
            .flat_map(|group| &group.rows)
            .map(|row| {
                let cells = row.cells.iter().map(|cell| self.letters(&cell.parts, cell.ours));
                std::iter::once(self.decision(&row.link, row.status.as_ref(), row.ours)).chain(cells).collect()
            })
            .collect();
        self.table(&head, &rows);
        self.ours_key(matrix.ours);
    }

    /// What the letters mean, a sentence each.
    fn full_key(&mut self) {
        for letter in LETTERS {
            let label = format!("{}, {}", self.part(letter, "letter"), self.part(letter, "word"));
            self.labelled(&label, self.part(letter, "means"));
        }
    }
}

impl Twin for DecisionsPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        md.full_key();
        md.block(self.body_html.as_ref());
        if let Some(matrix) = &self.matrix {
            md.matrix(matrix);
        }
        md.counted("decision.matrices", &self.split);
        for group in &self.groups {
            md.anchored(2, &link(&group.decider), &group.id);
            let decisions: Vec<String> = group.decisions.iter().map(link).collect();
            md.items(&decisions);
        }
        if !self.disputes.is_empty() {
            md.section("account.otherwise");
        }
        for dispute in &self.disputes {
            md.heading(3, &link(&dispute.link));
            md.variant_list(&dispute.variants, 4, "account.undecided");
        }
    }
}

impl Twin for RoleDecisionsPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        md.full_key();
        md.line(&link(&self.role));
        md.matrix(&self.matrix);
    }
}
