//! The home page, and the page for addresses that lead nowhere.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::content::markdown::{Passage, passages};
use crate::diagnostic::Diagnostic;
use crate::model::{Actor, ComparisonId, DecisionId, Entity, GuideId, Knowledge, RoleId, Status};
use crate::plan::Page;
use crate::render::cx::{PageCx, kind_key};
use crate::render::furniture::section_of;
use crate::render::view::{AmbiguousView, HomePage, MoreView, NotFoundPage, RecentView};

/// How many of each kind the home page lists.
const ROLES: usize = 12;
const DECISIONS: usize = 10;
const LINKS: usize = 8;
const RECENT: usize = 6;

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("home");
    if page.summary_html.is_none()
        && let Some(description) = &cx.site.analysis.config.description
    {
        page.summary_html = Some(cx.words(description));
        page.description = Some(description.clone());
    }
    if page.description.is_none() {
        page.description = opening(cx);
    }
    let body_html = cx.section_body();
    let kb = cx.kb();
    let roles = busiest(cx);
    let decisions = most_asked(cx);
    let comparisons = cx.links(most_used(cx).into_iter().map(Entity::from));
    let guides = cx.links(guides(cx).take(LINKS).map(Entity::from));
    let view = HomePage {
        body_html,
        roles_more: more(cx, Some(Page::Roles), kb.roles.len()),
        decisions_more: more(cx, Some(Page::Decisions), kb.decisions.len()),
        comparisons_more: more(cx, Some(Page::Compare), kb.comparisons.len()),
        questions: cx.links(kb.question_ids().take(LINKS).map(Entity::from)),
        questions_more: more(cx, Some(Page::Faq), kb.questions.len()),
        guides_more: more_guides(cx),
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

/// What a home page without a summary begins with, else what the site holds.
fn opening(cx: &PageCx<'_, '_>) -> Option<String> {
    let body = section_of(cx.site, Page::Home).and_then(|section| section.meta.body.as_ref());
    let mut opening = String::new();
    if let Some(body) = body {
        let name = |at: usize, dest: &str| cx.site.link_name(&body.text, at, dest);
        passages(&body.text, name, |passage, said, _| {
            if opening.is_empty() && passage == Passage::Text {
                said.clone_into(&mut opening);
            }
        });
    }
    if opening.is_empty() {
        let counted = [Page::Roles, Page::Decisions].into_iter().filter(|page| cx.plan().has(*page));
        opening = counted.filter_map(|page| cx.summary(page)).collect::<Vec<_>>().join(" ");
    }
    Some(opening).filter(|opening| !opening.is_empty())
}

fn guides(cx: &PageCx<'_, '_>) -> impl Iterator<Item = GuideId> {
    cx.site.orders.guides.iter().copied().filter(|id| !cx.kb()[*id].is_index)
}

/// The way to the page that lists the guides. It leads to those below `guides/` alone: where others stand elsewhere, only
/// while there is more on it than here.
fn more_guides(cx: &PageCx<'_, '_>) -> Option<MoreView> {
    let below = |id: &GuideId| cx.kb()[*id].segments.first().is_some_and(|top| top == "guides");
    let (count, shown) = (guides(cx).filter(below).count(), guides(cx).take(LINKS).filter(below).count());
    let is_all = guides(cx).count() == count;
    more(cx, guide_index(cx), count).filter(|_| is_all || shown < count)
}

/// The page that lists the guides, written or derived.
fn guide_index(cx: &PageCx<'_, '_>) -> Option<Page> {
    let written = || cx.site.orders.guides.iter().find(|g| cx.kb()[**g].is_index && cx.kb()[**g].segments == ["guides"]);
    crate::render::parts::folder_page(cx.plan(), crate::model::Folder::Guides).or_else(|| written().map(|g| Page::Guide(*g)))
}

fn more(cx: &PageCx<'_, '_>, page: Option<Page>, count: usize) -> Option<MoreView> {
    let page = page.filter(|p| count > 0 && cx.plan().has(*p))?;
    Some(MoreView { href: cx.href(page), count })
}

/// The decisions people ask about most: by questions, then by mentions, else in the order of the site.
fn most_asked(cx: &PageCx<'_, '_>) -> Vec<DecisionId> {
    let mut ids: Vec<DecisionId> = in_force(cx.kb(), &cx.site.orders.decisions);
    ids.sort_by_key(|id| std::cmp::Reverse(asked(cx, (*id).into())));
    ids.truncate(DECISIONS);
    ids
}

/// The comparisons people use most, in the same sense.
fn most_used(cx: &PageCx<'_, '_>) -> Vec<ComparisonId> {
    let mut ids: Vec<ComparisonId> = in_force(cx.kb(), &cx.site.orders.comparisons);
    ids.sort_by_key(|id| std::cmp::Reverse(asked(cx, (*id).into())));
    ids.truncate(LINKS);
    ids
}

/// All roles in the order of the site; of many those with a part in most decisions.
fn busiest(cx: &PageCx<'_, '_>) -> Vec<RoleId> {
    let mut ids: Vec<RoleId> = in_force(cx.kb(), &cx.site.orders.roles);
    if ids.len() > ROLES {
        let decisions = |id: &RoleId| cx.graph().decisions.get(&Actor::Role(*id)).map_or(0, Vec::len);
        ids.sort_by_key(|id| std::cmp::Reverse(decisions(id)));
        ids.truncate(ROLES);
        let position: HashMap<RoleId, usize> = cx.site.orders.roles.iter().enumerate().map(|(n, id)| (*id, n)).collect();
        ids.sort_by_key(|id| position.get(id));
    }
    ids
}

/// How many questions are about a record, and how many pages mention it.
fn asked(cx: &PageCx<'_, '_>, entity: Entity) -> (usize, usize) {
    let questions = cx.graph().questions.get(&entity).map_or(0, Vec::len);
    let own = cx.kb().page_questions.get(&entity).map_or(0, Vec::len);
    (questions.max(own), cx.graph().backlinks.get(&entity).map_or(0, Vec::len))
}

/// What is kept for the record alone does not greet anybody.
fn in_force<T: Copy + Into<Entity>>(kb: &Knowledge, ids: &[T]) -> Vec<T> {
    let status = |entity: Entity| match entity {
        Entity::Decision(id) => Some(kb.standing(id, kb.site_account())),
        entity => kb.meta(entity).map(|meta| meta.status),
    };
    ids.iter().copied().filter(|id| status((*id).into()) != Some(Status::Retired)).collect()
}

/// Abbreviations with more than one meaning.
pub(super) fn ambiguous(cx: &mut PageCx<'_, '_>) -> Vec<AmbiguousView> {
    let kb = cx.kb();
    kb.term_ids()
        .filter(|id| kb[*id].means.len() > 1)
        .take(LINKS)
        .map(|id| AmbiguousView {
            abbr: cx.site.called(id.into()),
            href: cx.entity_href(id.into()),
            means: cx.links(kb[id].means.iter().copied()),
            prefer_html: kb[id].prefer.as_ref().map(|p| cx.inline(p)),
        })
        .collect()
}

/// The pages changed or reviewed last, and which of the two it was.
fn recent(cx: &PageCx<'_, '_>) -> Vec<RecentView> {
    let kb = cx.kb();
    let pages = (kb.role_ids().map(Entity::from))
        .chain(kb.comparison_ids().map(Entity::from))
        .chain(kb.decision_ids().map(Entity::from))
        .chain(kb.guide_ids().map(Entity::from));
    let mut dated: Vec<(Date, Entity, &'static str)> = pages
        .filter_map(|e| {
            let meta = kb.meta(e)?;
            let changed = meta.updated_on();
            let date = changed.max(meta.reviewed)?;
            // What is said is what happened on that very day: a page is new on the day it was published and no later one.
            let what = if Some(date) == meta.published_on() {
                "published"
            } else if Some(date) == changed {
                "updated"
            } else {
                "reviewed"
            };
            Some((date, e, what))
        })
        .collect();
    dated.sort_by_key(|(date, entity, _)| (std::cmp::Reverse(*date), *entity));
    let view = |(date, entity, what): (Date, Entity, &str)| RecentView {
        kind: kind_key(entity).to_owned(),
        link: cx.link(entity),
        what: what.to_owned(),
        date: cx.date(date),
    };
    dated.into_iter().take(RECENT).map(view).collect()
}

pub(super) fn not_found(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("not-found");
    let listed = [Page::Home, Page::Roles, Page::Compare, Page::Decisions, Page::Faq, Page::Glossary];
    let pages: Vec<Page> = listed.into_iter().filter(|p| cx.plan().has(*p)).collect();
    let links = pages.into_iter().map(|page| cx.list_line(page)).collect();
    cx.close(&mut page);
    cx.template("not-found.html", &NotFoundPage { page, links })
}
