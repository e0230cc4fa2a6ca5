//! Records of the collection files, and guides, as data.

use super::super::site::Renderer;
use super::record::{account_id, odd, references, source_ids};
use super::text::{actor_data, differs, words};
use crate::export::kb::{EventData, GuideData, PersonData, QuestionData, SourceData, TermData, TextData};
use crate::model::{EventId, GuideId, PersonId, QuestionId, SourceId, TermId, TermKind};

impl Renderer<'_> {
    /// A question as data.
    #[must_use]
    pub fn question_data(&self, id: QuestionId) -> QuestionData {
        let kb = self.kb();
        let question = &kb[id];
        let mut cx = self.data_of(id.into());
        let mut a = question.a.as_ref().map(|a| cx.prose_data(a, false)).unwrap_or_default();
        // A question with a file of its own may have more of the answer in it.
        if let Some(body) = &question.body {
            let more = cx.body(body, false);
            let first = a.html.take().unwrap_or_else(|| super::super::cx::escape(&a.text));
            a.text = [a.text.as_str(), &words(&more)].join(" ").trim_start().into();
            let blocks = first.is_empty() || first.contains("<p>");
            a.html = Some(if blocks { first + &more } else { format!("<p>{first}</p>\n{more}") });
        }
        QuestionData {
            id: question.id.to_string(),
            url: cx.entity_href(id.into()),
            q: question.q.as_ref().map(|q| cx.inline_data(q)).unwrap_or_default(),
            a,
            about: references(kb, &question.about),
            sources: source_ids(kb, &question.sources),
            account: question.frame.map(|frame| account_id(kb, frame)),
            status: odd(question.status),
            moved_from: question.moved_from.iter().map(|(old, _)| old.to_string()).collect(),
        }
    }

    /// The words of a question and of its answer.
    pub(in crate::render) fn question_words(&self, id: QuestionId) -> (String, String) {
        let question = &self.kb()[id];
        if question.body.is_some() {
            let said = self.question_data(id);
            return (said.q.text, said.a.text);
        }
        let answer = question.a.as_ref().map(|a| self.plain_prose(a));
        (question.q.as_ref().map(|q| self.inline_words(q)).unwrap_or_default(), answer.unwrap_or_default())
    }

    /// A term as data.
    #[must_use]
    pub fn term_data(&self, id: TermId) -> TermData {
        let kb = self.kb();
        let term = &kb[id];
        let mut cx = self.data_of(id.into());
        let ids = |ids: &[TermId]| ids.iter().map(|id| kb.id((*id).into()).to_owned()).collect();
        TermData {
            record: cx.record_data(id.into()),
            kind: match term.kind {
                TermKind::Term => "term",
                TermKind::Artefact => "artefact",
                TermKind::Group => "group",
            },
            def: term.def.as_ref().map(|d| cx.prose_data(d, false)),
            means: references(kb, &term.means),
            aka: cx.inlines_data(&term.aka),
            see: ids(&term.see),
            not: ids(&term.not),
            prefer: term.prefer.as_ref().map(|p| cx.prose_data(p, false)),
        }
    }

    /// An event as data.
    #[must_use]
    pub fn event_data(&self, id: EventId) -> EventData {
        let event = &self.kb()[id];
        let mut cx = self.data_of(id.into());
        EventData {
            record: cx.record_data(id.into()),
            cadence: event.cadence.as_ref().map(|c| cx.inline_data(c)),
            facilitated_by: event.facilitated_by.iter().map(|a| actor_data(self.kb(), *a)).collect(),
        }
    }

    /// A person as data.
    #[must_use]
    pub fn person_data(&self, id: PersonId) -> PersonData {
        let person = &self.kb()[id];
        let mut cx = self.data_of(id.into());
        PersonData {
            record: cx.record_data(id.into()),
            organisation: person.organisation,
            job_title: person.job_title.as_ref().map(|t| cx.inline_data(t)),
            site: person.url.as_deref().map(str::to_owned),
        }
    }

    /// A source as data.
    #[must_use]
    pub fn source_data(&self, id: SourceId) -> SourceData {
        let kb = self.kb();
        let source = &kb[id];
        let mut cx = self.data_of(id.into());
        let html = cx.reference(id);
        let text = words(&html);
        let own = |value: &Option<Box<str>>| value.as_deref().map(str::to_owned);
        SourceData {
            record: cx.record_data(id.into()),
            reference: TextData { html: differs(&text, html), text, cites: Vec::new() },
            short: own(&source.short),
            by: own(&source.authors),
            publisher: own(&source.publisher),
            edition: own(&source.edition),
            date: own(&source.date),
            link: own(&source.url),
            licence: own(&source.licence),
            frame: source.frame,
            extends: source.extends.map(|s| kb.id(s.into()).to_owned()),
        }
    }

    /// A guide as data, without its body.
    #[must_use]
    pub fn guide_data(&self, id: GuideId) -> GuideData {
        let guide = &self.kb()[id];
        let mut cx = self.data_of(id.into());
        GuideData {
            record: cx.record_data(id.into()),
            takeaways: cx.inlines_data(&guide.takeaways),
            about: references(self.kb(), &guide.about),
        }
    }
}
