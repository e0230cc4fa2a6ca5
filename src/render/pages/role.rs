//! Roles and the list of them.

use crate::diagnostic::Diagnostic;
use crate::model::{Account, Actor, Comparing, Completeness, Field, Origin, RoleId, Row, Valued};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{ComparedView, PartyView, RolePage, RoleView, RolesPage};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: RoleId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let role = &kb[id];
    let mut page = cx.furniture("role");
    let account = cx.account();
    if account != Account::House {
        page.summary_html = cx.effective_html(id, Field::Summary, account).pop();
        if let Some(title) = kb.role_variant(id, account).and_then(|variant| variant.title.as_ref()) {
            page.title_html = cx.unlinked(title);
        }
    }
    let (completeness, completed) = kb.told(id, Field::Completeness, account);
    let completeness = completeness.into_iter().find_map(|v| if let Valued::Completeness(c) = v { Some(c) } else { None });
    let mut view = RoleView {
        abbr: kb.abbr(id, account).map(str::to_owned),
        aka_html: cx.inlines(kb.aka(id, account)),
        question_html: cx.effective_html(id, Field::PrimaryQuestion, account).pop(),
        focus_html: cx.effective_html(id, Field::Focus, account),
        owns: cx.effective(id, Field::Owns, account),
        measures_html: cx.effective_html(id, Field::Measures, account),
        levers_html: cx.effective_html(id, Field::Levers, account),
        horizon_html: cx.effective_html(id, Field::Horizon, account).pop(),
        success_html: cx.effective_html(id, Field::Success, account).pop(),
        facts: super::relations::facts(cx, id),
        body_html: role.meta.body.as_ref().map(|b| cx.body(b, role.meta.autolink)),
        rights: super::relations::rights(cx, id),
        responsibilities_html: cx.effective_html(id, Field::Responsibilities, account),
        completeness: completeness.map(|c| match c {
            Completeness::All => "all".to_owned(),
            Completeness::Any => "any".to_owned(),
        }),
        completeness_ours: completed == Origin::Ours,
        undefined_html: kb.lacks(id, account).then(|| cx.words(&cx.account_name(account))),
        note_html: note(cx, id),
        duties: super::relations::duties(cx, id),
        compared: compared(cx, id),
        variants: {
            cx.section();
            // The account of the page does not say otherwise than itself.
            let others = role.variants.iter().filter(|v| Account::Source(v.source) != account);
            let others: Vec<_> = others.map(|v| cx.role_variant_in_short(id, v)).collect();
            super::ours::of_role(cx, id).into_iter().chain(others).collect()
        },
        ..super::relations::relations(cx, id)
    };
    let questions = cx.questions_about_role(id);
    (view.questions, view.more_questions, view.questions_href) = (questions.full, questions.further, questions.more_href);
    let mut accounts = cx.accounts(Some(id.into()), role.variants.iter().map(|v| v.source));
    accounts.others.splice(0..0, super::ours::place(cx, &view.variants));
    page.account = Some(accounts);
    _ = cx.cite(&role.meta.sources);
    cx.close(&mut page);
    cx.template("role.html", &RolePage { page, role: view })
}

/// What the account of the page adds in its own words; where it has no such role, why.
fn note(cx: &mut PageCx<'_, '_>, id: RoleId) -> Option<String> {
    let account = cx.account();
    let own = cx.kb()[id].variants.iter().find(|v| Account::Source(v.source) == account)?;
    cx.own_note(own.note.as_ref(), &own.sources)
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
    let account = cx.account();
    let parties = cx
        .kb()
        .party_ids()
        .map(|id| {
            let party = &cx.kb()[id];
            let actor = Actor::Party(id);
            let decides = graph.answers(cx.kb(), actor, account).into_iter();
            let works_with = cx.kb().naming(actor, account, |f| &f.works_with);
            PartyView {
                id: party.meta.id.to_string(),
                title_html: cx.title(id.into()),
                status: cx.odd_status(&party.meta),
                body_html: party.meta.body.as_ref().map(|b| cx.body(b, party.meta.autolink)),
                can_decide: party.can_decide,
                decisions: cx.marked(decides.map(|(d, ours)| (cx.link(d.into()), ours)).collect()),
                works_with: cx.marked(works_with.into_iter().map(|(r, ours)| (cx.link(r.into()), ours)).collect()),
            }
        })
        .collect();
    cx.close(&mut page);
    let graph_href = cx.plan().has(Page::Graph).then(|| cx.href(Page::Graph));
    let accounts = super::account::frames(cx.kb()).into_iter().map(|id| cx.account_link(id)).collect();
    cx.template("roles.html", &RolesPage { page, body_html, graph_href, accounts, roles, parties })
}
