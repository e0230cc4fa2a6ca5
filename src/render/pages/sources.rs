//! The bibliography, with what cites each source.

use crate::diagnostic::Diagnostic;
use crate::model::{SourceId, Text};
use crate::render::citations::{is_undated, shown_address};
use crate::render::cx::{PageCx, escape};
use crate::render::view::{SourceView, SourcesPage};

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("sources");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let mut ids: Vec<SourceId> = kb.source_ids().collect();
    ids.sort_by_cached_key(|id| (kb[*id].meta.order.unwrap_or(i64::MAX), Text::plain(&kb[*id].meta.title).to_lowercase()));
    let (frames, others): (Vec<SourceId>, Vec<SourceId>) = ids.into_iter().partition(|id| kb[*id].frame);
    let accounts = frames.into_iter().map(|id| source(cx, id)).collect();
    let sources = others.into_iter().map(|id| source(cx, id)).collect();
    cx.close(&mut page);
    cx.template("sources.html", &SourcesPage { page, body_html, accounts, sources })
}

fn source(cx: &PageCx<'_, '_>, id: SourceId) -> SourceView {
    let kb = cx.kb();
    let source = &kb[id];
    let cited = cx.graph().cited.get(&id);
    SourceView {
        id: source.meta.id.to_string(),
        title_html: cx.title(id.into()),
        short: source.short.as_deref().map(str::to_owned),
        authors_html: source.authors.as_deref().map(escape),
        publisher_html: source.publisher.as_deref().map(escape),
        edition_html: source.edition.as_deref().map(escape),
        date: source.date.as_deref().filter(|d| *d != "undated").map(|d| cx.loose_date(d)),
        undated: is_undated(kb, id),
        url: source.url.as_deref().map(str::to_owned),
        url_text: source.url.as_deref().map(shown_address),
        accessed: source.accessed.map(|d| cx.date(d)),
        licence: source.licence.as_deref().map(str::to_owned),
        extends: source.extends.map(|e| cx.link(e.into())),
        cited_on: cited.into_iter().flatten().map(|e| cx.kind_link(*e)).collect(),
        cited_more: None,
    }
}
