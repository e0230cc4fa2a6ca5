//! A role in another account than ours: what the account does not say is our practice, and says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Account, Actor, DecisionId, Field, Part, RoleId, SourceId};
use crate::render::cx::PageCx;
use crate::render::view::{DutyView, LinkView, RightsView, RoleView};

/// Turns what we say of a role into what an account says of it; with marks where it says nothing.
pub(super) fn translate(cx: &mut PageCx<'_, '_>, id: RoleId, source: SourceId, view: &mut RoleView) {
    let kb = cx.kb();
    let account = Account::Source(source);
    let said = kb.role_variant(id, account);
    view.undefined_html = said.is_some_and(|v| !v.defined).then(|| cx.words(&cx.account_name(account)));
    view.reports_to = cx.effective(id, Field::ReportsTo, account).pop();
    view.facilitated_by = cx.effective(id, Field::FacilitatedBy, account);
    view.may_sit_with = cx.effective(id, Field::MaySitWith, account);
    for derived in [&mut view.reports, &mut view.facilitates, &mut view.may_hold] {
        mark_last(cx, derived);
    }
    let ours = cx.ours();
    view.facts.iter_mut().for_each(|fact| fact.value_html += &ours);
    match said.and_then(|v| v.fields.duties.given()) {
        Some(duties) => {
            let duties =
                duties.iter().map(|(event, items)| DutyView { event: cx.link((*event).into()), items_html: cx.inlines(items) });
            view.duties = duties.collect();
        }
        None => view.duties.iter_mut().filter_map(|duty| duty.items_html.last_mut()).for_each(|item| *item += &ours),
    }
    if said.is_some_and(|v| v.fields.works_with.given().is_some()) {
        view.works_with = cx.effective(id, Field::WorksWith, account);
        view.worked_with_by = Vec::new();
    } else {
        mark_last(cx, &mut view.works_with);
        mark_last(cx, &mut view.worked_with_by);
    }
    let chained = view.chains.iter_mut().filter_map(|chain| chain.steps.last_mut());
    for ratio in view.fan_out.iter_mut().chain(&mut view.fan_in).chain(chained) {
        mark_last(cx, std::slice::from_mut(&mut ratio.to));
    }
    view.rights = rights(cx, id, account, std::mem::take(&mut view.rights));
}

/// The decisions of a role in an account, each once, at its strongest part there.
fn rights(cx: &PageCx<'_, '_>, id: RoleId, account: Account, ours: RightsView) -> RightsView {
    let kb = cx.kb();
    let actor = Actor::Role(id);
    let here = cx.graph().decisions.get(&actor).into_iter().flatten().map(|(_, decision)| *decision);
    let there = kb.decision_ids().filter(|d| kb.decision_variant(&kb[*d], account).is_some());
    let all: BTreeSet<(i64, DecisionId)> = here.chain(there).map(|d| (kb[d].meta.order.unwrap_or(i64::MAX), d)).collect();
    let mut by_part: BTreeMap<Part, Vec<(LinkView, bool)>> = BTreeMap::new();
    for (_, decision) in all {
        let record = &kb[decision];
        let Some(part) = kb.parts(record, account).of(actor).first().copied() else { continue };
        by_part.entry(part).or_default().push((cx.link(decision.into()), kb.ours(record, account).contains(&part)));
    }
    let mut of = |part: Part| -> Vec<LinkView> {
        let list = by_part.remove(&part).unwrap_or_default();
        let all_ours = list.iter().all(|(_, ours)| *ours);
        let mut links = Vec::new();
        for (mut link, ours) in list {
            if ours && !all_ours {
                mark_last(cx, std::slice::from_mut(&mut link));
            }
            links.push(link);
        }
        if all_ours {
            mark_last(cx, &mut links);
        }
        links
    };
    let mut rights =
        RightsView { a: of(Part::Accountable), r: of(Part::Responsible), c: of(Part::Consulted), i: of(Part::Informed), ..ours };
    mark_last(cx, &mut rights.escalated);
    rights
}

/// Marks a list as our practice, behind its last entry.
fn mark_last(cx: &PageCx<'_, '_>, links: &mut [LinkView]) {
    if let Some(last) = links.last_mut() {
        last.title_html = cx.anchor(last) + &cx.ours();
        last.href = None;
    }
}
