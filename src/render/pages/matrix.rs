//! The matrix: decisions in rows, whoever takes part in columns.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Actor, DecisionId, EventId, Part, Parts, RoleId};
use crate::render::cx::PageCx;
use crate::render::parts::letter;
use crate::render::view::{MatrixCellView, MatrixGroupView, MatrixNameView, MatrixRowView, MatrixView};

/// Decisions by who answers for them: roles in the order of the site, then parties.
pub(super) fn by_decider(cx: &PageCx<'_, '_>, ids: &[DecisionId]) -> Vec<(Option<Actor>, Vec<DecisionId>)> {
    let mut groups: HashMap<Option<Actor>, Vec<DecisionId>> = HashMap::new();
    for id in ids {
        groups.entry(cx.kb().parts(&cx.kb()[*id], cx.site_account()).accountable).or_default().push(*id);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(actor, _)| (actor.is_none(), actor.map(|actor| cx.site.orders.of_actor(actor))));
    groups
}

/// A decision as the account of the matrix gives it.
struct Given {
    parts: Parts,
    /// The parts about which that account is silent.
    ours: Vec<Part>,
}

impl Given {
    fn of(cx: &PageCx<'_, '_>, id: DecisionId) -> Self {
        let decision = &cx.kb()[id];
        let account = cx.site_account();
        Self { parts: cx.kb().parts(decision, account), ours: cx.kb().ours(decision, account) }
    }

    fn wholly_ours(&self) -> bool {
        self.ours.len() == Part::ALL.len()
    }

    fn cell(&self, actor: Actor) -> MatrixCellView {
        let parts = self.parts.of(actor);
        let ours = !self.wholly_ours() && !parts.is_empty() && parts.iter().all(|p| self.ours.contains(p));
        MatrixCellView { parts: parts.into_iter().map(letter).collect(), ours }
    }
}

/// The matrix of some decisions; its columns are everybody who takes part in one, `first` before all others.
pub(super) fn matrix(cx: &PageCx<'_, '_>, ids: &[DecisionId], first: Option<RoleId>) -> MatrixView {
    let given: HashMap<DecisionId, Given> = ids.iter().map(|id| (*id, Given::of(cx, *id))).collect();
    let present: BTreeSet<Actor> = given.values().flat_map(|g| g.parts.everybody()).collect();
    let groups = by_decider(cx, ids);
    // Whoever decides most stands first, so that the marks make a diagonal.
    let deciders: Vec<Actor> = groups.iter().filter_map(|(a, _)| *a).collect();
    let mut rest: Vec<Actor> = present.iter().copied().collect();
    rest.sort_by_key(|actor| cx.site.orders.of_actor(*actor));
    let mut seen = BTreeSet::new();
    let everybody: Vec<Actor> =
        first.map(Actor::Role).into_iter().chain(deciders).chain(rest).filter(|a| present.contains(a) && seen.insert(*a)).collect();
    let (roles, parties): (Vec<Actor>, Vec<Actor>) = everybody.into_iter().partition(|a| matches!(a, Actor::Role(_)));
    let first_party = (!parties.is_empty()).then_some(roles.len());
    let columns: Vec<Actor> = roles.into_iter().chain(parties).collect();
    let row = |id: DecisionId| {
        let given = &given[&id];
        MatrixRowView {
            id: cx.kb().id(id.into()).to_owned(),
            link: cx.link(id.into()),
            status: cx.standing(id),
            at: given.parts.at.map(|e| cx.kb().id(e.into()).to_owned()),
            ours: given.wholly_ours(),
            cells: columns.iter().map(|a| given.cell(*a)).collect(),
        }
    };
    let groups: Vec<MatrixGroupView> = groups
        .into_iter()
        .map(|(actor, ids)| MatrixGroupView {
            id: actor.map(|a| cx.kb().id(a.into()).to_owned()).unwrap_or_default(),
            decider: actor.map(|a| cx.actor(a)).unwrap_or_default(),
            rows: ids.into_iter().map(row).collect(),
        })
        .collect();
    let taken_at: BTreeSet<EventId> = given.values().filter_map(|g| g.parts.at).collect();
    let events = cx.site.orders.events.iter().filter(|e| taken_at.contains(e));
    let ours = groups.iter().flat_map(|g| &g.rows).flat_map(|r| &r.cells).any(|c| c.ours);
    MatrixView {
        events: events
            .map(|e| MatrixNameView {
                id: cx.kb().id((*e).into()).to_owned(),
                name: cx.site.called((*e).into()),
                link: cx.link((*e).into()),
            })
            .collect(),
        columns: columns.iter().map(|a| column(cx, *a)).collect(),
        first_party,
        groups,
        ours,
    }
}

fn column(cx: &PageCx<'_, '_>, actor: Actor) -> MatrixNameView {
    MatrixNameView { id: cx.kb().id(actor.into()).to_owned(), name: cx.site.called(actor.into()), link: cx.actor(actor) }
}
