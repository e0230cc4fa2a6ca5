//! The bibliography, with what cites each source.

use crate::diagnostic::Diagnostic;
use crate::model::SourceId;
use crate::model::alphabet::alphabetical;
use crate::plan::Page;
use crate::render::citations::{is_undated, shown_address};
use crate::render::cx::PageCx;
use crate::render::view::{SourceView, SourcesPage};

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
            date: source.date.as_deref().filter(|d| *d != "undated").map(|d| self.loose_date(d)),
            undated: is_undated(kb, id),
            url: source.url.as_deref().map(str::to_owned),
            url_text: source.url.as_deref().map(shown_address),
            accessed: source.accessed.map(|d| self.date(d)),
            licence: source.licence.as_deref().map(str::to_owned),
            extends: source.extends.map(|e| self.link(e.into())),
            cited_on: cited.into_iter().flatten().map(|e| self.kind_link(*e)).collect(),
            cited_more: None,
        }
    }
}
