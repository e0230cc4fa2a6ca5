//! The home page, and the page for addresses that lead nowhere.

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::model::{DecisionId, Entity};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{AmbiguousView, HomePage, LinkView, MoreView, NotFoundPage, RecentView};

/// How many of each kind the home page lists.
const ROLES: usize = 12;
const DECISIONS: usize = 12;
const LINKS: usize = 8;
const RECENT: usize = 6;

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("home");
    if page.summary_html.is_none()
        && let Some(description) = &cx.site.analysis.config.description
    {
        page.summary_html = Some(crate::render::cx::escape(description));
        page.description = Some(description.clone());
    }
    let body_html = cx.section_body();
    let kb = cx.kb();
    let orders = &cx.site.orders;
    let roles: Vec<_> = orders.roles.iter().copied().take(ROLES).collect();
    let decisions: Vec<DecisionId> = orders.decisions.iter().copied().take(DECISIONS).collect();
    let comparisons = cx.links(orders.comparisons.iter().take(LINKS).map(|c| (*c).into()));
    let guides = cx.links(orders.guides.iter().filter(|g| !kb[**g].is_index).take(LINKS).map(|g| (*g).into()));
    let guide_index = crate::render::parts::folder_page(cx.plan(), crate::model::Folder::Guides)
        .or_else(|| orders.guides.iter().find(|g| kb[**g].is_index && kb[**g].segments == ["guides"]).map(|g| Page::Guide(*g)));
    let view = HomePage {
        body_html,
        roles_more: more(cx, Some(Page::Roles), kb.roles.len()),
        decisions_more: more(cx, Some(Page::Decisions), kb.decisions.len()),
        comparisons_more: more(cx, Some(Page::Compare), kb.comparisons.len()),
        questions: cx.links(kb.question_ids().take(LINKS).map(Entity::from)),
        questions_more: more(cx, Some(Page::Faq), kb.questions.len()),
        guides_more: more(cx, guide_index, kb.guides.iter().filter(|g| !g.is_index).count()),
        comparisons,
        guides,
        roles: roles.into_iter().map(|id| cx.role_card(id)).collect(),
        decisions: cx.decision_lines(&decisions),
        ambiguous: ambiguous(cx),
        recent: recent(cx),
        page: {
            cx.close(&mut page);
            page
        },
    };
    cx.template("home.html", &view)
}

fn more(cx: &PageCx<'_, '_>, page: Option<Page>, count: usize) -> Option<MoreView> {
    let page = page.filter(|p| count > 0 && cx.plan().has(*p))?;
    Some(MoreView { href: cx.href(page), count })
}

/// Abbreviations with more than one meaning.
fn ambiguous(cx: &mut PageCx<'_, '_>) -> Vec<AmbiguousView> {
    let kb = cx.kb();
    kb.term_ids()
        .filter(|id| kb[*id].means.len() > 1)
        .take(LINKS)
        .map(|id| AmbiguousView {
            abbr: kb[id].meta.title.plain(),
            href: cx.entity_href(id.into()),
            means: cx.links(kb[id].means.iter().copied()),
            prefer_html: kb[id].prefer.as_ref().map(|p| cx.inline(p)),
        })
        .collect()
}

/// The pages changed or reviewed last.
fn recent(cx: &PageCx<'_, '_>) -> Vec<RecentView> {
    let kb = cx.kb();
    let pages = (kb.role_ids().map(Entity::from))
        .chain(kb.comparison_ids().map(Entity::from))
        .chain(kb.decision_ids().map(Entity::from))
        .chain(kb.guide_ids().map(Entity::from));
    let mut dated: Vec<(Date, Entity)> = pages
        .filter_map(|e| {
            let meta = kb.meta(e)?;
            // Records that share a file share its date: it says little of any of them.
            let changed = meta.updated.or(meta.dates.last.filter(|_| meta.whole_file)).or(meta.published);
            Some((changed.max(meta.reviewed)?, e))
        })
        .collect();
    dated.sort_by_key(|(date, entity)| (std::cmp::Reverse(*date), *entity));
    dated.into_iter().take(RECENT).map(|(date, e)| RecentView { link: cx.link(e), date: cx.date(date) }).collect()
}

pub(super) fn not_found(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("not-found");
    let listed = [Page::Home, Page::Roles, Page::Compare, Page::Decisions, Page::Faq, Page::Glossary];
    let links: Vec<LinkView> = listed.into_iter().filter(|p| cx.plan().has(*p)).map(|p| cx.page_link(p)).collect();
    cx.close(&mut page);
    cx.template("not-found.html", &NotFoundPage { page, links })
}
