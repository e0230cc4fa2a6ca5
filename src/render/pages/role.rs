//! Roles and the list of them.

use crate::diagnostic::Diagnostic;
use crate::model::{Account, Actor, Comparing, Completeness, Entity, Field, Part, RoleId, Row};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{ChainView, ComparedView, DutyView, PartyView, RightsView, RolePage, RoleView, RolesPage};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: RoleId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let role = &kb[id];
    let mut page = cx.furniture("role");
    let fields = &role.fields;
    let own = kb.page_questions.get(&Entity::Role(id)).cloned().unwrap_or_default();
    let account = cx.account();
    if account != Account::House {
        page.summary_html = cx.effective_html(id, Field::Summary, account).pop();
    }
    let mut view = RoleView {
        abbr: role.abbr.as_deref().map(str::to_owned),
        aka_html: cx.inlines(&role.aka),
        question_html: cx.effective_html(id, Field::PrimaryQuestion, account).pop(),
        focus_html: cx.effective_html(id, Field::Focus, account),
        owns: cx.effective(id, Field::Owns, account),
        measures_html: cx.effective_html(id, Field::Measures, account),
        levers_html: cx.effective_html(id, Field::Levers, account),
        horizon_html: cx.effective_html(id, Field::Horizon, account).pop(),
        success_html: cx.effective_html(id, Field::Success, account).pop(),
        facts: cx.facts(fields.facts.given()),
        body_html: role.meta.body.as_ref().map(|b| cx.body(b, role.meta.autolink)),
        rights: rights(cx, Actor::Role(id)),
        responsibilities_html: cx.effective_html(id, Field::Responsibilities, account),
        completeness: fields.completeness.given().map(|c| match c {
            Completeness::All => "all".to_owned(),
            Completeness::Any => "any".to_owned(),
        }),
        duties: fields
            .duties
            .given()
            .into_iter()
            .flatten()
            .map(|(event, items)| DutyView { event: cx.link((*event).into()), items_html: cx.inlines(items) })
            .collect(),
        compared: compared(cx, id),
        variants: {
            cx.section();
            // The account of the page does not say otherwise than itself.
            let others = role.variants.iter().filter(|v| Account::Source(v.source) != account);
            others.map(|v| cx.role_variant_in_short(id, v)).collect()
        },
        ..relations(cx, id)
    };
    if let Account::Source(source) = account {
        super::abroad::translate(cx, id, source, &mut view);
    }
    let questions = cx.questions_about_role(id, &own);
    (view.questions, view.more_questions, view.questions_href) = (questions.full, questions.further, questions.more_href);
    page.account = Some(cx.accounts(Some(id.into()), role.variants.iter().map(|v| v.source)));
    _ = cx.cite(&role.meta.sources);
    cx.close(&mut page);
    cx.template("role.html", &RolePage { page, role: view })
}

/// Whom the role works with and how many, from both sides.
fn relations(cx: &PageCx<'_, '_>, id: RoleId) -> RoleView {
    let kb = cx.kb();
    let graph = cx.graph();
    let fields = &kb[id].fields;
    let actor = Actor::Role(id);
    let works_with = fields.works_with.given().cloned().unwrap_or_default();
    let named_by = graph.works_with.get(&actor).into_iter().flatten();
    let chains = graph.chains(kb, id).into_iter().map(|(from, steps)| ChainView {
        from: cx.link(from.into()),
        steps: steps.into_iter().map(|(to, min, max)| cx.fan(to, min, max)).collect(),
    });
    RoleView {
        reports_to: fields.reports_to.given().map(|a| cx.actor(*a)),
        reports: cx.links(graph.reports.get(&actor).into_iter().flatten().map(|r| (*r).into())),
        facilitated_by: cx.actors(fields.facilitated_by.given().map_or(&[], Vec::as_slice)),
        facilitates: cx.links(graph.facilitates.get(&actor).into_iter().flatten().copied()),
        may_sit_with: cx.actors(fields.may_sit_with.given().map_or(&[], Vec::as_slice)),
        may_hold: cx.links(graph.may_hold.get(&actor).into_iter().flatten().map(|r| (*r).into())),
        fan_out: fields.fan_out.given().into_iter().flatten().map(|f| cx.fan(f.to, f.min, f.max)).collect(),
        fan_in: graph.fan_in.get(&actor).into_iter().flatten().map(|(r, min, max)| cx.fan(Actor::Role(*r), *min, *max)).collect(),
        chains: chains.collect(),
        // In a larger site nobody knows without looking whether the role is among those drawn.
        graph_href: (cx.plan().has(Page::Graph) && kb.roles.len() <= super::graph::ROLES)
            .then(|| format!("{}?role={}", cx.href(Page::Graph), kb.id(id.into()))),
        works_with: cx.actors(&works_with),
        worked_with_by: cx.links(named_by.filter(|r| !works_with.contains(&Actor::Role(**r))).map(|r| (*r).into())),
        ..Default::default()
    }
}

/// The decisions of an actor by its part, each once, at its strongest.
fn rights(cx: &PageCx<'_, '_>, actor: Actor) -> RightsView {
    let graph = cx.graph();
    let list = graph.decisions.get(&actor).map_or(&[][..], Vec::as_slice);
    let mut seen = std::collections::BTreeSet::new();
    let mut strongest: Vec<_> = list.iter().filter(|(_, id)| seen.insert(*id)).collect();
    strongest.sort_by_key(|(part, id)| (*part, cx.kb()[*id].meta.order.unwrap_or(i64::MAX), *id));
    let of = |part: Part| strongest.iter().filter(|(p, _)| *p == part).map(|(_, id)| cx.link((*id).into())).collect();
    let matrix = match actor {
        Actor::Role(id) if cx.plan().split_matrix => Some(Page::RoleDecisions(id)),
        _ => Some(Page::Decisions),
    };
    RightsView {
        a: of(Part::Accountable),
        r: of(Part::Responsible),
        c: of(Part::Consulted),
        i: of(Part::Informed),
        escalated: cx.links(graph.escalated.get(&actor).into_iter().flatten().map(|d| (*d).into())),
        matrix_href: matrix.filter(|p| !list.is_empty() && cx.plan().has(*p)).map(|p| {
            // The whole matrix shows the rows of this role alone where the reader's browser runs scripts.
            let role = if p == Page::Decisions { format!("?role={}", cx.kb().id(actor.into())) } else { String::new() };
            cx.href(p) + &role
        }),
    }
}

/// A small table against the two nearest roles.
fn compared(cx: &mut PageCx<'_, '_>, id: RoleId) -> Option<ComparedView> {
    let near = cx.graph().nearest_roles(cx.kb(), id, 2);
    if near.is_empty() {
        return None;
    }
    let roles: Vec<RoleId> = std::iter::once(id).chain(near).collect();
    let rows: Vec<Row> = [Field::PrimaryQuestion, Field::Owns, Field::Horizon]
        .into_iter()
        .filter(|f| roles.iter().any(|r| !cx.kb().field(*r, *f, cx.account()).0.is_empty()))
        .map(|f| Row {
            field: Some(f),
            label: None,
            cells: Vec::new(),
            note: None,
            explained: false,
            place: cx.kb()[id].meta.place,
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let table = cx.table("compared", Comparing { roles: &roles, rows: Some(&rows), account: cx.account() });
    let own = cx.graph().comparisons.get(&id).map_or(&[][..], Vec::as_slice);
    let mut links = cx.links(own.iter().take(12).map(|c| (*c).into()));
    // Of the pairs that nobody has compared in full, those in the table; the picker leads to all.
    let in_table = |page: &Page| {
        let Page::Pair(index) = *page else { return false };
        let (a, b) = cx.plan().pair(index);
        roles.contains(&a) && roles.contains(&b)
    };
    links.extend(cx.plan().pairs_of(id).iter().copied().filter(in_table).map(|page| cx.page_link(page)));
    Some(ComparedView { table, links, pick_href: super::comparison::picker(cx, &[id], cx.account()) })
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("roles");
    let body_html = cx.section_body();
    let ids = cx.site.orders.roles.clone();
    let roles = ids.into_iter().map(|id| cx.role_card(id)).collect();
    let graph = cx.graph();
    let parties = cx
        .kb()
        .party_ids()
        .map(|id| {
            let party = &cx.kb()[id];
            let actor = Actor::Party(id);
            let decides = graph.decisions.get(&actor).into_iter().flatten().filter(|(p, _)| *p == Part::Accountable);
            PartyView {
                id: party.meta.id.to_string(),
                title_html: cx.title(id.into()),
                status: cx.odd_status(&party.meta),
                body_html: party.meta.body.as_ref().map(|b| cx.body(b, party.meta.autolink)),
                can_decide: party.can_decide,
                decisions: cx.links(decides.map(|(_, d)| (*d).into())),
                works_with: cx.links(graph.works_with.get(&actor).into_iter().flatten().map(|r| (*r).into())),
            }
        })
        .collect();
    cx.close(&mut page);
    let graph_href = cx.plan().has(Page::Graph).then(|| cx.href(Page::Graph));
    let accounts = super::account::frames(cx.kb()).into_iter().map(|id| cx.account_link(id)).collect();
    cx.template("roles.html", &RolesPage { page, body_html, graph_href, accounts, roles, parties })
}
