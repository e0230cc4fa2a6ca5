//! Events and the list of them.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Account, Actor, EventId, Parts};
use crate::render::cx::PageCx;
use crate::render::view::{EventCardView, EventDutyView, EventPage, EventView, EventsPage, LinkView};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: EventId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let event = &kb[id];
    let mut page = cx.furniture("event");
    let view = EventView {
        cadence_html: event.cadence.as_ref().map(|c| cx.inline(c)),
        facilitated_by: cx.actors(&event.facilitated_by),
        body_html: event.meta.body.as_ref().map(|b| cx.body(b, event.meta.autolink)),
        duties: duties(cx, id),
        decisions: cx.decision_lines(cx.graph().at_event.get(&id).map_or(&[], Vec::as_slice)),
        others: others(cx, id),
        questions: cx.questions_about(id.into()),
    };
    if event.meta.frame.is_some() {
        page.account = Some(cx.accounts(None, []));
    }
    _ = cx.cite(&event.meta.sources);
    cx.close(&mut page);
    cx.template("event.html", &EventPage { page, event: view })
}

/// Who has a part in what is decided here, besides those who answer for it and those who have something to do here.
fn others(cx: &PageCx<'_, '_>, id: EventId) -> Vec<LinkView> {
    let graph = cx.graph();
    let parts = || graph.at_event.get(&id).into_iter().flatten().map(|decision| &graph.parts[decision.index()]);
    let mut known: BTreeSet<Actor> = parts().filter_map(|parts| parts.accountable).collect();
    known.extend(graph.duties.get(&id).into_iter().flatten().map(|(role, _)| Actor::Role(*role)));
    let asked = |parts: &Parts| [parts.responsible.clone(), parts.consulted.clone()].concat();
    let others: BTreeSet<Actor> = parts().flat_map(asked).filter(|actor| !known.contains(actor)).collect();
    others.into_iter().map(|actor| cx.actor(actor)).collect()
}

/// Who does what here: the page's own account first.
fn duties(cx: &mut PageCx<'_, '_>, id: EventId) -> Vec<EventDutyView> {
    let kb = cx.kb();
    let here = cx.account();
    let mut list = cx.graph().duties.get(&id).cloned().unwrap_or_default();
    list.sort_by_key(|(role, account)| (*account != here, *account, *role));
    let mut views = Vec::new();
    for (role, account) in list {
        let record = &kb[role];
        let fields = match account {
            Account::House => Some(&record.fields),
            Account::Source(source) => record.variants.iter().find(|v| v.source == source).map(|v| &v.fields),
        };
        let duties = fields.and_then(|f| f.duties.given()).and_then(|d| d.iter().find(|(event, _)| *event == id));
        if let Some((_, items)) = duties {
            views.push(EventDutyView {
                role: cx.link(role.into()),
                items_html: cx.inlines(items),
                account: (account != here).then(|| cx.account_name(account)),
            });
        }
    }
    views
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("events");
    let body_html = cx.section_body();
    let kb = cx.kb();
    let events = cx
        .site
        .orders
        .events
        .clone()
        .into_iter()
        .map(|id| {
            let event = &kb[id];
            let account = kb.frame(&event.meta);
            EventCardView {
                link: cx.link(id.into()),
                summary_html: event.meta.summary.as_ref().map(|s| cx.inline(s)),
                cadence_html: event.cadence.as_ref().map(|c| cx.inline(c)),
                facilitated_by: cx.actors(&event.facilitated_by),
                status: cx.odd_status(&event.meta),
                decisions: cx.graph().at_event.get(&id).map_or(0, Vec::len),
                account: (account != cx.site_account()).then(|| cx.account_name(account)),
            }
        })
        .collect();
    cx.close(&mut page);
    cx.template("events.html", &EventsPage { page, body_html, events })
}
