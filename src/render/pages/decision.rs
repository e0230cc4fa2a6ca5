//! Decisions, the matrix, and a role's part of it.

use super::matrix::{by_decider, matrix};
use crate::diagnostic::Diagnostic;
use crate::model::{Account, Actor, DecisionId, Entity, Part, RoleId};
use crate::plan::{self, Page};
use crate::render::cx::PageCx;
use crate::render::view::{
    CountedLinkView, DecisionGroupView, DecisionPage, DecisionView, DecisionsPage, DisputeView, LinkView, RoleDecisionsPage,
    SettledConflictView, VariantView,
};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: DecisionId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let decision = &kb[id];
    let mut page = cx.furniture("decision");
    let account = cx.account();
    // The page asks the question; what a list calls it may be shorter.
    let asked = kb.decision_variant(decision, account).and_then(|v| v.decide.as_ref());
    page.title_html = cx.unlinked(asked.unwrap_or(&decision.decide));
    let parts = &cx.graph().parts[id.index()];
    // In another account's words what it leaves out is our practice, and says so.
    let ours = kb.ours(decision, account);
    let (at, about, escalates) = (
        kb.says(decision, account, |r| &r.at),
        kb.says(decision, account, |r| &r.about),
        kb.says(decision, account, |r| &r.escalate_to),
    );
    if page.description.is_none() {
        let role = parts.accountable.map(|a| cx.site.called(a.into())).unwrap_or_default();
        page.description = Some(cx.word("decision.description").replace("{role}", &role));
    }
    let view = DecisionView {
        accountable: cx.own(parts.accountable.map(|a| cx.actor(a)).unwrap_or_default(), ours.contains(&Part::Accountable)),
        responsible: with_mark(cx, &parts.responsible, ours.contains(&Part::Responsible)),
        consulted: with_mark(cx, &parts.consulted, ours.contains(&Part::Consulted)),
        informed: with_mark(cx, &parts.informed, ours.contains(&Part::Informed)),
        escalate_to: parts.escalate_to.map(|a| cx.own(cx.actor(a), !escalates)),
        at: parts.at.map(|e| cx.own(cx.link(e.into()), !at)),
        about: parts.about.map(|t| cx.own(cx.link(t.into()), !about)),
        note_html: note(cx, id),
        cites_html: cx.cite(&decision.meta.sources),
        body_html: decision.meta.body.as_ref().map(|b| cx.body(b, decision.meta.autolink)),
        variants: {
            cx.section();
            // The account of the page does not say otherwise than itself.
            let others = decision.variants.iter().filter(|v| Account::Source(v.source) != account);
            let others: Vec<_> = others.map(|v| cx.decision_variant(v)).collect();
            super::ours::of_decision(cx, id).into_iter().chain(others).collect()
        },
        alike: plan::alike(kb, cx.graph(), id).into_iter().map(|d| cx.decision_line(d)).collect(),
        conflicts: conflicts(cx, id),
        questions: cx.questions_about(id.into()),
    };
    let mut accounts = cx.accounts(Some(id.into()), decision.variants.iter().map(|v| v.source));
    accounts.others.splice(0..0, super::ours::place(cx, &view.variants));
    page.account = Some(accounts);
    cx.close(&mut page);
    cx.template("decision.html", &DecisionPage { page, decision: view })
}

/// What the account of the page adds, and what we do, which is marked there.
fn note(cx: &mut PageCx<'_, '_>, id: DecisionId) -> Option<String> {
    let account = cx.account();
    let decision = &cx.kb()[id];
    let own = decision.variants.iter().find(|v| Account::Source(v.source) == account);
    let said = own.and_then(|v| cx.own_note(v.note.as_ref(), &v.sources));
    let ours = decision.note.as_ref().map(|n| cx.short_prose(n, None));
    let ours = ours.map(|note| if account == Account::House { note } else { note + &cx.ours() });
    match (said, ours) {
        (Some(said), Some(ours)) => Some(format!("{said}\n\n{ours}")),
        (said, ours) => said.or(ours),
    }
}

/// Who has one part, each marked when that is only our practice.
fn with_mark(cx: &PageCx<'_, '_>, actors: &[Actor], ours: bool) -> Vec<LinkView> {
    cx.actors(actors).into_iter().map(|link| cx.own(link, ours)).collect()
}

fn conflicts(cx: &mut PageCx<'_, '_>, id: DecisionId) -> Vec<SettledConflictView> {
    let kb = cx.kb();
    let settled = cx.graph().conflicts.get(&id).map_or(&[][..], Vec::as_slice);
    cx.section();
    settled
        .iter()
        .map(|(comparison, nth)| {
            let conflict = &kb[*comparison].conflicts[*nth];
            SettledConflictView {
                comparison: cx.link((*comparison).into()),
                title_html: cx.inline(&conflict.title),
                when_html: conflict.when.as_ref().map(|t| cx.short_prose(t, None)),
                resolve_html: conflict.resolve.as_ref().map(|t| cx.short_prose(t, None)),
            }
        })
        .collect()
}

/// The decisions a role has a part in, in the order of the site and in its account.
pub(in crate::render) fn role_decision_ids(cx: &PageCx<'_, '_>, id: RoleId) -> Vec<DecisionId> {
    cx.graph().shares(cx.kb(), Actor::Role(id), cx.site_account())
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("decisions");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let ids = cx.site.orders.decisions.clone();
    let split = cx.plan().split_matrix;
    let matrix = (!split).then(|| matrix(cx, &ids, None));
    let groups = if split { groups(cx, &ids) } else { Vec::new() };
    let by_role = if split { matrices(cx) } else { Vec::new() };
    cx.section();
    // With a matrix too large for one page, each decision's page says who disputes it.
    let disputed: Vec<DecisionId> = ids.iter().copied().filter(|id| !split && differs(cx, *id)).collect();
    let disputes = disputed
        .iter()
        .map(|id| DisputeView {
            link: cx.link((*id).into()),
            variants: {
                let account = cx.account();
                let others = kb[*id].variants.iter().filter(|v| Account::Source(v.source) != account);
                let others: Vec<_> = others.map(|v| cx.decision_variant(v)).collect();
                let all = super::ours::of_decision(cx, *id).into_iter().chain(others);
                // The account's own place is on the decision's page.
                all.map(|view| VariantView { id: String::new(), ..view }).collect()
            },
        })
        .collect();
    cx.close(&mut page);
    cx.template("decisions.html", &DecisionsPage { page, body_html, total: ids.len(), matrix, groups, split: by_role, disputes })
}

/// Whether another account, or we, name somebody else as accountable.
fn differs(cx: &PageCx<'_, '_>, id: DecisionId) -> bool {
    let decision = &cx.kb()[id];
    let own = cx.kb().parts(decision, cx.account()).accountable;
    let ours = std::iter::once(&decision.rights);
    ours.chain(decision.variants.iter().map(|v| &v.rights)).any(|r| r.accountable.given().is_some_and(|a| Some(*a) != own))
}

fn groups(cx: &PageCx<'_, '_>, ids: &[DecisionId]) -> Vec<DecisionGroupView> {
    by_decider(cx, ids)
        .into_iter()
        .map(|(actor, ids)| DecisionGroupView {
            id: actor.map_or_else(|| "other".to_owned(), |a| format!("by-{}", cx.kb().id(a.into()))),
            decider: actor.map(|a| cx.actor(a)).unwrap_or_default(),
            decisions: cx.links(ids.into_iter().map(Entity::from)),
        })
        .collect()
}

fn matrices(cx: &PageCx<'_, '_>) -> Vec<CountedLinkView> {
    let pages = cx.site.orders.roles.iter().map(|r| (*r, Page::RoleDecisions(*r))).filter(|(_, p)| cx.plan().has(*p));
    pages
        .map(|(role, page)| {
            let mut link = cx.link(role.into());
            link.href = Some(cx.href(page));
            CountedLinkView { link, count: role_decision_ids(cx, role).len() }
        })
        .collect()
}

pub(super) fn of_role(cx: &mut PageCx<'_, '_>, id: RoleId) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("role-decisions");
    let ids = role_decision_ids(cx, id);
    let matrix = matrix(cx, &ids, Some(id));
    cx.close(&mut page);
    cx.template("role-decisions.html", &RoleDecisionsPage { page, role: cx.link(id.into()), total: ids.len(), matrix })
}
