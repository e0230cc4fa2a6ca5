//! The texts of a record that readers see, one after the other: for checks of their words.
//!
//! Ids, addresses, labels that are keys, and the data of sources and people are no texts.

use super::entity::Entity;
use super::knowledge::Knowledge;
use super::records::{Comparison, Decision, Item, Meta, Question, Role, RoleFields};
use super::text::Text;
use crate::content::markdown::Mode;

/// A text and how it is read.
pub type Read<'a> = (&'a Text, Mode);

impl Knowledge {
    /// The texts of one record in the order of its file. Questions have their own, also those written on a page.
    #[must_use]
    pub fn texts(&self, entity: Entity) -> Vec<Read<'_>> {
        let mut texts = Texts::default();
        if let Some(meta) = self.meta(entity) {
            texts.meta(meta, shown_title(self, entity, meta));
        }
        match entity {
            Entity::Role(id) => texts.role(&self[id]),
            Entity::Comparison(id) => texts.comparison(&self[id]),
            Entity::Decision(id) => texts.decision(&self[id]),
            Entity::Question(id) => texts.question(&self[id]),
            Entity::Term(id) => {
                texts.prose(self[id].def.as_ref());
                texts.inline(self[id].prefer.as_ref());
            }
            Entity::Person(id) => {
                texts.inline(self[id].job_title.as_ref());
                texts.prose(self[id].bio.as_ref());
            }
            Entity::Event(id) => texts.inline(self[id].cadence.as_ref()),
            Entity::Guide(id) => texts.inlines(&self[id].takeaways),
            Entity::Party(_) | Entity::Source(_) | Entity::Section(_) => {}
        }
        texts.list.sort_by_key(|(text, _)| text.place.at.turn());
        texts.list
    }
}

/// The title, where an editor wrote one that is not the first heading of the body.
fn shown_title<'a>(kb: &Knowledge, entity: Entity, meta: &'a Meta) -> Option<&'a Text> {
    let heading = meta.body.as_ref().is_some_and(|body| body.titled);
    let derived = match entity {
        Entity::Decision(id) => meta.title.place == kb[id].decide.place,
        _ => meta.title.place == meta.place,
    };
    (!heading && !derived).then_some(&meta.title)
}

#[derive(Default)]
struct Texts<'a> {
    list: Vec<Read<'a>>,
}

impl<'a> Texts<'a> {
    fn inline(&mut self, text: Option<&'a Text>) {
        self.list.extend(text.map(|t| (t, Mode::Inline)));
    }

    fn inlines(&mut self, texts: &'a [Text]) {
        self.list.extend(texts.iter().map(|t| (t, Mode::Inline)));
    }

    fn prose(&mut self, text: Option<&'a Text>) {
        self.list.extend(text.map(|t| (t, Mode::Prose)));
    }

    fn meta(&mut self, meta: &'a Meta, title: Option<&'a Text>) {
        self.inline(title);
        self.inline(meta.summary.as_ref());
        for change in &meta.changes {
            self.inline(Some(&change.what));
            self.inline(change.why.as_ref());
        }
        self.prose(meta.body.as_ref().map(|body| &body.text));
    }

    fn role(&mut self, role: &'a Role) {
        self.fields(&role.fields);
        for variant in &role.variants {
            self.inline(variant.title.as_ref());
            self.prose(variant.note.as_ref());
            self.fields(&variant.fields);
        }
    }

    fn fields(&mut self, fields: &'a RoleFields) {
        for text in [&fields.summary, &fields.primary_question, &fields.horizon, &fields.success] {
            self.inline(text.given());
        }
        for list in [&fields.aka, &fields.focus, &fields.levers, &fields.responsibilities] {
            self.inlines(list.given().map_or(&[], Vec::as_slice));
        }
        for item in [&fields.owns, &fields.measures].into_iter().filter_map(|list| list.given()).flatten() {
            if let Item::Text(text) = item {
                self.inline(Some(text));
            }
        }
        for (_, texts) in fields.duties.given().into_iter().flatten() {
            self.inlines(texts);
        }
        for (_, text) in fields.facts.given().into_iter().flatten() {
            self.inline(Some(text));
        }
    }

    fn comparison(&mut self, comparison: &'a Comparison) {
        for list in [&comparison.takeaways, &comparison.overlap, &comparison.collaborate, &comparison.need_both] {
            self.inlines(list);
        }
        for row in comparison.rows.iter().flatten() {
            self.inline(row.label.as_ref());
            for cell in &row.cells {
                self.inline(Some(&cell.text));
            }
            self.prose(row.note.as_ref());
        }
        for conflict in &comparison.conflicts {
            self.inline(Some(&conflict.title));
            self.prose(conflict.when.as_ref());
            self.prose(conflict.resolve.as_ref());
        }
        if let Some(combine) = &comparison.combine {
            self.inlines(&combine.works_when);
            self.inlines(&combine.breaks_when);
            self.inline(combine.cost.as_ref());
        }
        for (_, text) in &comparison.also {
            self.inline(Some(text));
        }
    }

    fn decision(&mut self, decision: &'a Decision) {
        self.inline(Some(&decision.decide).filter(|decide| decide.place != decision.meta.place));
        self.prose(decision.note.as_ref());
        for variant in &decision.variants {
            self.inline(variant.decide.as_ref());
            self.prose(variant.note.as_ref());
        }
    }

    fn question(&mut self, question: &'a Question) {
        self.inline(question.q.as_ref());
        self.prose(question.a.as_ref());
        self.prose(question.body.as_ref().map(|body| &body.text));
    }
}
