//! The relations of roles to each other, each kind by itself, for drawings and counts.

use std::collections::BTreeSet;

use super::entity::{Actor, RoleId};
use super::graph::Graph;
use super::knowledge::Knowledge;

/// A kind of relation: "A works with B".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One of the two says that they work together.
    WorksWith,
    /// The first reports to the second.
    ReportsTo,
    /// The first is facilitated by the second.
    FacilitatedBy,
    /// A decision for which the first answers goes to the second when it cannot be settled.
    EscalatesTo,
    /// The work of the first may sit with the second.
    MaySitWith,
    /// A comparison has both.
    ComparedWith,
}

impl Relation {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::WorksWith, Self::ReportsTo, Self::FacilitatedBy, Self::EscalatesTo, Self::MaySitWith, Self::ComparedWith];

    /// What it is called in addresses and class names.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::WorksWith => "works-with",
            Self::ReportsTo => "reports-to",
            Self::FacilitatedBy => "facilitated-by",
            Self::EscalatesTo => "escalates-to",
            Self::MaySitWith => "may-sit-with",
            Self::ComparedWith => "compared-with",
        }
    }

    /// Whether it holds both ways.
    #[must_use]
    pub const fn mutual(self) -> bool {
        matches!(self, Self::WorksWith | Self::ComparedWith)
    }
}

/// A relation of a role to another one, or to a party. One that holds both ways stands once, from the earlier of two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tie {
    /// Its kind.
    pub kind: Relation,
    /// The role.
    pub from: RoleId,
    /// The other one.
    pub to: Actor,
}

impl Graph {
    /// Every relation that begins at a role, in our own account, each once.
    #[must_use]
    pub fn ties(&self, kb: &Knowledge) -> BTreeSet<Tie> {
        let mut ties = BTreeSet::new();
        let mut tie = |kind: Relation, from: RoleId, to: Actor| {
            let (from, to) = match to {
                Actor::Role(to) if kind.mutual() && to < from => (to, Actor::Role(from)),
                _ => (from, to),
            };
            if to != Actor::Role(from) {
                ties.insert(Tie { kind, from, to });
            }
        };
        for id in kb.role_ids() {
            let fields = &kb[id].fields;
            let mut all = |kind, list: Option<&Vec<Actor>>| list.into_iter().flatten().for_each(|to| tie(kind, id, *to));
            all(Relation::WorksWith, fields.works_with.given());
            all(Relation::FacilitatedBy, fields.facilitated_by.given());
            all(Relation::MaySitWith, fields.may_sit_with.given());
            if let Some(to) = fields.reports_to.given() {
                tie(Relation::ReportsTo, id, *to);
            }
        }
        for parts in &self.parts {
            if let (Some(Actor::Role(from)), Some(to)) = (parts.accountable, parts.escalate_to) {
                tie(Relation::EscalatesTo, from, to);
            }
        }
        for comparison in kb.comparisons.iter() {
            for (n, from) in comparison.roles.iter().enumerate() {
                comparison.roles.iter().skip(n + 1).for_each(|to| tie(Relation::ComparedWith, *from, Actor::Role(*to)));
            }
        }
        ties
    }
}
