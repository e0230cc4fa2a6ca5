//! The bibliography, with what cites each source.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::alphabet::alphabetical;
use crate::model::{Entity, SourceId};
use crate::plan::Page;
use crate::render::citations::{is_undated, shown_address};
use crate::render::cx::{PageCx, kind_key};
use crate::render::view::{CitedView, SourceView, SourcesPage};

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("sources");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let mut ids: Vec<SourceId> = kb.source_ids().collect();
    ids.sort_by_cached_key(|id| (kb[*id].meta.order.unwrap_or(i64::MAX), alphabetical(&kb[*id].meta.title.plain())));
    let (frames, others): (Vec<SourceId>, Vec<SourceId>) = ids.into_iter().partition(|id| kb[*id].frame);
    let accounts = frames.into_iter().map(|id| cx.source(id)).collect();
    let sources = others.into_iter().map(|id| cx.source(id)).collect();
    cx.close(&mut page);
    cx.template("sources.html", &SourcesPage { page, body_html, accounts, sources })
}

impl PageCx<'_, '_> {
    /// A source in the bibliography.
    pub(crate) fn source(&mut self, id: SourceId) -> SourceView {
        let kb = self.kb();
        let source = &kb[id];
        let cited = self.graph().cited.get(&id);
        SourceView {
            id: source.meta.id.to_string(),
            status: self.odd_status(&source.meta),
            account_href: Some(Page::Account(id)).filter(|p| *p != self.page && self.plan().has(*p)).map(|p| self.href(p)),
            body_html: source.meta.body.as_ref().map(|b| self.body(b, source.meta.autolink)),
            title_html: self.title(id.into()),
            short: source.short.as_deref().map(str::to_owned),
            authors_html: source.authors.as_deref().map(|text| self.words(text)),
            publisher_html: source.publisher.as_deref().map(|text| self.words(text)),
            edition_html: source.edition.as_deref().map(|text| self.words(text)),
            // An edition that is named after its date says it already.
            date: (source.date.as_deref().filter(|d| *d != "undated").map(|d| self.loose_date(d)))
                .filter(|date| !source.edition.as_deref().is_some_and(|edition| edition.contains(&date.text))),
            undated: is_undated(kb, id),
            url: source.url.as_deref().map(str::to_owned),
            url_text: source.url.as_deref().map(shown_address),
            accessed: source.accessed.map(|d| self.date(d)),
            licence: source.licence.as_deref().map(str::to_owned),
            extends: source.extends.map(|e| self.link(e.into())),
            cited_count: cited.map_or(0, BTreeSet::len),
            cited: self.cited_by_kind(cited),
        }
    }

    fn cited_by_kind(&self, cited: Option<&BTreeSet<Entity>>) -> Vec<CitedView> {
        let mut groups: Vec<CitedView> = Vec::new();
        for entity in cited.into_iter().flatten() {
            let (kind, link) = (kind_key(*entity), self.link(*entity));
            match groups.iter_mut().find(|group| group.kind == kind) {
                Some(group) => group.pages.push(link),
                None => groups.push(CitedView { kind: kind.to_owned(), pages: vec![link] }),
            }
        }
        groups
    }
}
