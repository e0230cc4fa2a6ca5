//! Texts as data.

use super::super::citations::Citations;
use super::super::cx::{PageCx, escape, unwrap_paragraph};
use super::super::site::Renderer;
use crate::content::markdown::is_plain;
use crate::content::sanitise::escape_text;
use crate::export::kb::{ItemData, RefData, TextData};
use crate::model::{Actor, Completeness, Entity, Knowledge, Text, Valued};

impl Renderer<'_> {
    /// The words of a text of one line.
    pub(super) fn inline_words(&self, text: &Text) -> String {
        if is_plain(text) { text.to_string() } else { self.plain(text) }
    }
}

impl PageCx<'_, '_> {
    /// A text of one line.
    pub(super) fn inline_data(&mut self, text: &Text) -> TextData {
        let words = self.site.inline_words(text);
        if is_plain(text) {
            return TextData { text: words, ..Default::default() };
        }
        self.rendered_data(words, |cx| cx.inline(text))
    }

    pub(super) fn inlines_data(&mut self, texts: &[Text]) -> Vec<TextData> {
        texts.iter().map(|t| self.inline_data(t)).collect()
    }

    /// A text of paragraphs; of a single one the inside. First mentions are links only where `mentions` says so.
    pub(super) fn prose_data(&mut self, text: &Text, mentions: bool) -> TextData {
        self.rendered_data(self.site.plain_prose(text), |cx| {
            if mentions { cx.short_prose(text, None) } else { unwrap_paragraph(cx.unmentioned(text)) }
        })
    }

    /// A title: it stands in links, so it has none.
    pub(super) fn title_data(&self, entity: Entity) -> TextData {
        let text = self.site.called(entity);
        let html = self.title(entity);
        TextData { html: differs(&text, html), text, cites: Vec::new() }
    }

    fn rendered_data(&mut self, text: String, render: impl FnOnce(&mut Self) -> String) -> TextData {
        // Each text counts its sources from 1, for nobody knows beside which others it will stand.
        let before = std::mem::take(&mut self.citations);
        let html = render(self);
        let cited = std::mem::replace(&mut self.citations, before);
        let html = html.trim().to_owned();
        TextData { html: differs(&text, html), text, cites: self.cited_ids(&cited) }
    }

    fn cited_ids(&self, cited: &Citations) -> Vec<String> {
        cited.ids().iter().map(|id| self.kb().id((*id).into()).to_owned()).collect()
    }

    /// An item of a field of a role.
    pub(super) fn item_data(&mut self, value: Valued<'_>) -> ItemData {
        match value {
            Valued::Text(text) => ItemData::Text(self.inline_data(text)),
            Valued::Term(id) => ItemData::Ref(reference(self.kb(), id.into())),
            Valued::Actor(actor) => ItemData::Ref(actor_data(self.kb(), actor)),
            Valued::Completeness(c) => ItemData::Completeness {
                completeness: match c {
                    Completeness::All => "all",
                    Completeness::Any => "any",
                },
                text: self.word(super::super::parts::completeness_key(c)),
            },
        }
    }
}

/// A role or party by its id.
pub(super) fn actor_data(kb: &Knowledge, actor: Actor) -> RefData {
    reference(kb, actor.into())
}

/// A record by its id. The prose of a section is known as a guide, which it is to its readers.
pub(super) fn reference(kb: &Knowledge, entity: Entity) -> RefData {
    let id = kb.id(entity).to_owned();
    match entity {
        Entity::Role(_) => RefData::Role(id),
        Entity::Party(_) => RefData::Party(id),
        Entity::Comparison(_) => RefData::Comparison(id),
        Entity::Decision(_) => RefData::Decision(id),
        Entity::Question(_) => RefData::Question(id),
        Entity::Term(_) => RefData::Term(id),
        Entity::Source(_) => RefData::Source(id),
        Entity::Person(_) => RefData::Person(id),
        Entity::Event(_) => RefData::Event(id),
        Entity::Guide(_) | Entity::Section(_) => RefData::Guide(id),
    }
}

/// HTML, where it is not simply the text.
pub(super) fn differs(text: &str, html: String) -> Option<String> {
    (html != escape(text) && html != escape_text(text)).then_some(html)
}

/// The words of HTML that this program wrote.
pub(super) fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let (mut tag, mut quote) = (false, None);
    for c in html.chars() {
        match (c, quote) {
            (c, Some(open)) if tag => quote = (c != open).then_some(open),
            ('"' | '\'', None) if tag => quote = Some(c),
            ('>', _) if tag => tag = false,
            _ if tag => {}
            ('<', _) => tag = true,
            (c, _) => words.push(c),
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let words = entities.iter().fold(words, |text, (entity, c)| text.replace(entity, c));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
