//! Typed edges: every relation a record states, from its own side.

use super::record::account_id;
use super::text::reference;
use crate::export::kb::{RelationData, RelationKind as Kind};
use crate::model::{Account, Actor, Entity, Item, Knowledge, Rights, RoleFields, Stated, Target};

/// The relations a record states.
pub(super) fn of(kb: &Knowledge, entity: Entity) -> Vec<RelationData> {
    let mut edges = Edges { kb, from: entity, account: None, list: Vec::new() };
    match entity {
        Entity::Role(id) => {
            edges.role(&kb[id].fields);
            for variant in &kb[id].variants {
                edges.account = Some(account_id(kb, Account::Source(variant.source)));
                edges.role(&variant.fields);
            }
        }
        Entity::Decision(id) => {
            edges.decision(&kb[id].rights);
            for variant in &kb[id].variants {
                edges.account = Some(account_id(kb, Account::Source(variant.source)));
                edges.decision(&variant.rights);
            }
        }
        Entity::Comparison(id) => {
            let comparison = &kb[id];
            edges.add(Kind::Compares, comparison.roles.iter().map(|r| (*r).into()));
            edges.add(Kind::Also, comparison.also.iter().map(|(a, _)| (*a).into()));
            edges.add(Kind::SettledBy, comparison.conflicts.iter().filter_map(|c| c.decision).map(Entity::from));
        }
        Entity::Term(id) => {
            let term = &kb[id];
            edges.add(Kind::Means, term.means.iter().copied());
            edges.add(Kind::See, term.see.iter().map(|t| (*t).into()));
            edges.add(Kind::Not, term.not.iter().map(|t| (*t).into()));
        }
        Entity::Event(id) => edges.actors(Kind::FacilitatedBy, &kb[id].facilitated_by),
        Entity::Source(id) => edges.add(Kind::Extends, kb[id].extends.iter().map(|s| (*s).into())),
        Entity::Question(id) => edges.add(Kind::About, kb[id].about.iter().copied()),
        Entity::Guide(id) => edges.add(Kind::About, kb[id].about.iter().copied()),
        Entity::Party(_) | Entity::Person(_) | Entity::Section(_) => {}
    }
    edges.account = None;
    if let Some(meta) = kb.meta(entity).filter(|_| !matches!(entity, Entity::Section(_))) {
        edges.add(Kind::Related, meta.related.iter().filter_map(|t| if let Target::Record(e, _) = t { Some(*e) } else { None }));
    }
    edges.list
}

struct Edges<'a> {
    kb: &'a Knowledge,
    from: Entity,
    account: Option<String>,
    list: Vec<RelationData>,
}

impl Edges<'_> {
    fn add(&mut self, kind: Kind, to: impl Iterator<Item = Entity>) {
        let to: Vec<_> = to.filter(|e| !matches!(e, Entity::Section(_))).map(|e| reference(self.kb, e)).collect();
        if !to.is_empty() {
            let from = reference(self.kb, self.from);
            self.list.push(RelationData { kind, from, to, account: self.account.clone() });
        }
    }

    fn actors(&mut self, kind: Kind, actors: &[Actor]) {
        self.add(kind, actors.iter().map(|a| (*a).into()));
    }

    fn stated(&mut self, kind: Kind, actors: &Stated<Vec<Actor>>) {
        self.actors(kind, actors.given().map_or(&[], Vec::as_slice));
    }

    fn terms(&mut self, kind: Kind, items: &Stated<Vec<Item>>) {
        let items = items.given().into_iter().flatten();
        self.add(kind, items.filter_map(|i| if let Item::Term(id, _) = i { Some((*id).into()) } else { None }));
    }

    fn role(&mut self, fields: &RoleFields) {
        self.terms(Kind::Owns, &fields.owns);
        self.stated(Kind::WorksWith, &fields.works_with);
        self.terms(Kind::Measures, &fields.measures);
        self.actors(Kind::ReportsTo, fields.reports_to.given().map_or(&[], std::slice::from_ref));
        self.stated(Kind::FacilitatedBy, &fields.facilitated_by);
        self.stated(Kind::MaySitWith, &fields.may_sit_with);
        self.add(Kind::FanOut, fields.fan_out.given().into_iter().flatten().map(|f| f.to.into()));
        self.add(Kind::DutyAt, fields.duties.given().into_iter().flatten().map(|(event, _)| (*event).into()));
    }

    fn decision(&mut self, rights: &Rights) {
        self.actors(Kind::Accountable, rights.accountable.given().map_or(&[], std::slice::from_ref));
        self.stated(Kind::Responsible, &rights.responsible);
        self.stated(Kind::Consulted, &rights.consulted);
        self.stated(Kind::Informed, &rights.informed);
        self.actors(Kind::EscalateTo, rights.escalate_to.given().map_or(&[], std::slice::from_ref));
        self.add(Kind::About, rights.about.given().map(|t| (*t).into()).into_iter());
        self.add(Kind::At, rights.at.given().map(|e| (*e).into()).into_iter());
    }
}
