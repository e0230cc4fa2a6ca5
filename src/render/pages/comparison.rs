//! Comparisons and the list of them.

use crate::diagnostic::Diagnostic;
use crate::model::{Account, Actor, Comparing, ComparisonId, Entity, QuestionId, RoleId};
use crate::plan::{self, PAIRS_LISTED, Page};
use crate::render::cx::PageCx;
use crate::render::view::{
    AlsoView, CombineView, ComparePage, ComparisonCardView, ComparisonPage, ComparisonView, ConflictView, QuestionView,
    RoleVariantsView,
};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: ComparisonId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let comparison = &kb[id];
    let mut page = cx.furniture("comparison");
    if page.description.is_none() {
        // What is said of a pair that nobody has compared: nobody has said more of these.
        let derived = || cx.site.theme.strings.count("section.pair.summary", comparison.roles.len().saturating_sub(1));
        page.description = Some(comparison.takeaways.first().map_or_else(derived, |text| cx.site.plain(text)));
    }
    let account = cx.account();
    let roles = &comparison.roles;
    let takeaways_html = cx.inlines(&comparison.takeaways);
    cx.section();
    let table = cx.table("glance", Comparing { roles, rows: comparison.rows.as_deref(), account });
    let decisions = cx.shared_decisions(roles, account);
    let overlap_html = cx.inlines(&comparison.overlap);
    cx.section();
    let conflicts = comparison
        .conflicts
        .iter()
        .map(|c| ConflictView {
            title_html: cx.inline(&c.title),
            when_html: c.when.as_ref().map(|t| cx.short_prose(t, None)),
            resolve_html: c.resolve.as_ref().map(|t| cx.short_prose(t, None)),
            decision: c.decision.map(|d| cx.link(d.into())),
        })
        .collect();
    let view = ComparisonView {
        roles: roles.iter().map(|r| cx.link((*r).into())).collect(),
        add_href: (roles.len() < 4).then(|| picker(cx, roles, account)).flatten(),
        swap_href: picker(cx, &roles.iter().rev().copied().collect::<Vec<_>>(), account),
        takeaways_html,
        table,
        decisions,
        overlap_html,
        conflicts,
        collaborate_html: cx.inlines(&comparison.collaborate),
        need_both_html: cx.inlines(&comparison.need_both),
        combine: comparison.combine.as_ref().map(|c| CombineView {
            works_when_html: cx.inlines(&c.works_when),
            breaks_when_html: cx.inlines(&c.breaks_when),
            cost_html: c.cost.as_ref().map(|t| cx.inline(t)),
        }),
        also: comparison.also.iter().map(|(actor, text)| AlsoView { role: cx.actor(*actor), text_html: cx.inline(text) }).collect(),
        body_html: {
            cx.section();
            comparison.meta.body.as_ref().map(|b| cx.body(b, comparison.meta.autolink))
        },
        accounts: accounts(cx, id),
        questions: questions(cx, plan::answered(kb, cx.graph(), id.into()), Some(id)),
    };
    let others = roles.iter().flat_map(|r| kb[*r].variants.iter().map(|v| v.source));
    let mut accounts = cx.accounts(None, others);
    accounts.others.splice(0..0, view.accounts.iter().find_map(|role| super::ours::place(cx, &role.variants)));
    page.account = Some(accounts);
    _ = cx.cite(&comparison.meta.sources);
    cx.close(&mut page);
    cx.template("comparison.html", &ComparisonPage { page, comparison: view })
}

/// What others say of the roles compared; the first entry of an account is the one its name leads to.
fn accounts(cx: &mut PageCx<'_, '_>, id: ComparisonId) -> Vec<RoleVariantsView> {
    let (kb, account) = (cx.kb(), cx.account());
    let mut seen = std::collections::BTreeSet::new();
    let mut list = Vec::new();
    cx.section();
    for role in &kb[id].roles {
        // The account of the page does not say otherwise than itself; we may.
        let others = kb[*role].variants.iter().filter(|v| Account::Source(v.source) != account);
        let others: Vec<_> = others.map(|v| cx.role_variant(v)).collect();
        let mut variants: Vec<_> = super::ours::of_role(cx, *role).into_iter().chain(others).collect();
        for view in &mut variants {
            if !seen.insert(view.id.clone()) {
                view.id = String::new();
            }
        }
        if !variants.is_empty() {
            list.push(RoleVariantsView { role: cx.link((*role).into()), variants });
        }
    }
    list
}

/// Two roles that nobody has compared: what can be derived.
pub(super) fn pair(cx: &mut PageCx<'_, '_>, index: u32) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("comparison");
    let (a, b) = cx.plan().pair(index);
    let roles = [a, b];
    let account = cx.account();
    let view = ComparisonView {
        roles: roles.iter().map(|r| cx.link((*r).into())).collect(),
        add_href: picker(cx, &roles, account),
        swap_href: picker(cx, &[b, a], account),
        table: cx.table("glance", Comparing { roles: &roles, rows: None, account }),
        decisions: cx.shared_decisions(&roles, account),
        questions: questions(cx, plan::shared(cx.kb(), cx.graph(), &roles), None),
        ..Default::default()
    };
    page.account = Some(cx.accounts(None, []));
    cx.close(&mut page);
    cx.template("comparison.html", &ComparisonPage { page, comparison: view })
}

/// The address of the picker with these roles.
pub(super) fn picker(cx: &PageCx<'_, '_>, roles: &[RoleId], account: Account) -> Option<String> {
    let page = cx.plan().has(Page::Compare).then(|| cx.href(Page::Compare))?;
    let ids: Vec<&str> = roles.iter().map(|r| cx.kb().id((*r).into())).collect();
    let frame = match account {
        account if account == cx.site_account() => String::new(),
        Account::House => "&frame=house".to_owned(),
        Account::Source(id) => format!("&frame={}", cx.kb().id(id.into())),
    };
    Some(format!("{page}?roles={}{frame}", ids.join(",")))
}

fn questions(cx: &mut PageCx<'_, '_>, ids: Vec<QuestionId>, of: Option<ComparisonId>) -> Vec<QuestionView> {
    cx.section();
    ids.into_iter().map(|q| cx.question(q, of.map(Entity::Comparison))).collect()
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("compare");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let ids = cx.site.orders.comparisons.clone();
    let comparisons = ids
        .into_iter()
        .map(|id| {
            let comparison = &kb[id];
            let summary = comparison.meta.summary.as_ref().or(comparison.takeaways.first());
            ComparisonCardView {
                link: cx.link(id.into()),
                summary_html: summary.map(|s| cx.inline(s)),
                roles: comparison.roles.iter().map(|r| cx.actor(Actor::Role(*r))).collect(),
            }
        })
        .collect();
    let pairs = cx.plan().pairs().take(PAIRS_LISTED).map(|p| cx.page_link(p)).collect();
    cx.close(&mut page);
    cx.template("compare.html", &ComparePage { page, body_html, comparisons, pairs, pick: kb.roles.len() > 1 })
}
