//! What stands around a role in the account of its page: with whom it works, how many, and what it decides. What the account
//! does not say is our practice, and says so.

use crate::model::{Account, Actor, Field, Part, RoleId};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{ChainView, DutyView, FactView, FanOutView, LinkView, RightsView, RoleView};

/// Whom the role works with and how many, from both sides.
pub(super) fn relations(cx: &mut PageCx<'_, '_>, id: RoleId) -> RoleView {
    let kb = cx.kb();
    let account = cx.account();
    let actor = Actor::Role(id);
    let (works_with, ours) = kb.told_list(id, account, |f| &f.works_with);
    let mut named_by = kb.naming(actor, account, |f| &f.works_with);
    // What the account itself says of the role stands in place of what we say of it, on whichever side we wrote it.
    named_by.retain(|(other, only_ours)| (ours || !only_ours) && !works_with.contains(&Actor::Role(*other)));
    let (fan_out, fans_ours) = kb.told_list(id, account, |f| &f.fan_out);
    let chains = kb.chains(id, account).into_iter().map(|(from, steps, ours)| {
        let last = steps.len();
        let steps = steps.into_iter().zip(1..).map(|((to, min, max), nth)| fan(cx, (to, min, max), ours && nth == last));
        ChainView { from: cx.link(from.into()), steps: steps.collect() }
    });
    let events = cx.graph().facilitates.get(&actor).into_iter().flatten();
    // Events have no accounts: whoever facilitates one does so with us.
    let events = events.map(|event| (cx.link((*event).into()), account != Account::House));
    let facilitates = roles(cx, &kb.naming(actor, account, |f| &f.facilitated_by)).into_iter().chain(events);
    RoleView {
        reports: cx.marked(roles(cx, &kb.reporting(actor, account))),
        facilitates: cx.marked(facilitates.collect()),
        may_hold: cx.marked(roles(cx, &kb.naming(actor, account, |f| &f.may_sit_with))),
        fan_out: fan_out.iter().map(|f| fan(cx, (f.to, f.min, f.max), fans_ours)).collect(),
        fan_in: kb.counting(actor, account).iter().map(|(r, f, ours)| fan(cx, (Actor::Role(*r), f.min, f.max), *ours)).collect(),
        chains: chains.collect(),
        // In a larger site nobody knows without looking whether the role is among those drawn.
        graph_href: (cx.plan().has(Page::Graph) && kb.roles.len() <= super::graph::ROLES)
            .then(|| format!("{}?role={}", cx.href(Page::Graph), kb.id(id.into()))),
        works_with: cx.marked(works_with.iter().map(|a| (cx.actor(*a), ours)).collect()),
        worked_with_by: cx.marked(roles(cx, &named_by)),
        reports_to: cx.effective(id, Field::ReportsTo, account).pop(),
        facilitated_by: cx.effective(id, Field::FacilitatedBy, account),
        may_sit_with: cx.effective(id, Field::MaySitWith, account),
        ..Default::default()
    }
}

fn roles(cx: &PageCx<'_, '_>, roles: &[(RoleId, bool)]) -> Vec<(LinkView, bool)> {
    roles.iter().map(|(role, ours)| (cx.link((*role).into()), *ours)).collect()
}

fn fan(cx: &PageCx<'_, '_>, (to, min, max): (Actor, Option<i64>, Option<i64>), ours: bool) -> FanOutView {
    let view = cx.fan(to, min, max);
    FanOutView { to: cx.own(view.to, ours), ..view }
}

/// The role's own facts.
pub(super) fn facts(cx: &mut PageCx<'_, '_>, id: RoleId) -> Vec<FactView> {
    let (facts, ours) = cx.kb().told_list(id, cx.account(), |f| &f.facts);
    let mut views = cx.facts(facts);
    if ours {
        let mark = cx.ours();
        for fact in &mut views {
            fact.value_html += &mark;
        }
    }
    views
}

/// What the role does at events.
pub(super) fn duties(cx: &mut PageCx<'_, '_>, id: RoleId) -> Vec<DutyView> {
    let (duties, ours) = cx.kb().told_list(id, cx.account(), |f| &f.duties);
    let duties = duties.iter().map(|(event, items)| {
        let mut items_html = cx.inlines(items);
        if ours {
            for item in &mut items_html {
                *item += &cx.ours();
            }
        }
        DutyView { event: cx.link((*event).into()), items_html }
    });
    duties.collect()
}

/// The decisions of a role by its part, each once, at its strongest.
pub(super) fn rights(cx: &PageCx<'_, '_>, id: RoleId) -> RightsView {
    let (kb, graph, account) = (cx.kb(), cx.graph(), cx.account());
    let rights = graph.rights(kb, Actor::Role(id), account);
    let of = |part: Part| {
        let held = rights.iter().filter(|(p, ..)| *p == part);
        cx.marked(held.map(|(_, decision, ours)| (cx.link((*decision).into()), *ours)).collect())
    };
    let settles = graph.settles(kb, Actor::Role(id), account);
    // The whole matrix shows the rows of this role alone where the reader's browser runs scripts.
    let (matrix, query) = if cx.plan().split_matrix {
        (Page::RoleDecisions(id), String::new())
    } else {
        (Page::Decisions, format!("?role={}", kb.id(id.into())))
    };
    // The matrix is that of the site's account, in which the role may have no part.
    let there = cx.plan().has(matrix) && !graph.shares(kb, Actor::Role(id), cx.site_account()).is_empty();
    RightsView {
        a: of(Part::Accountable),
        r: of(Part::Responsible),
        c: of(Part::Consulted),
        i: of(Part::Informed),
        escalated: cx.marked(settles.into_iter().map(|(decision, ours)| (cx.link(decision.into()), ours)).collect()),
        matrix_href: there.then(|| cx.href(matrix) + &query),
    }
}
