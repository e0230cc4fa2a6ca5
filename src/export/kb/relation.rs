//! Typed edges of the graph, each from the side it is written on.

use serde::Serialize;

use super::RefData;

/// From one record to others.
#[derive(Serialize, Debug, Clone)]
pub struct RelationData {
    /// What leads from it to them.
    #[serde(rename = "type")]
    pub kind: RelationKind,
    /// The record that states it.
    pub from: RefData,
    /// The records it names.
    pub to: Vec<RefData>,
    /// The account or source that says so, if not the house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// What leads from one record to another.
#[derive(Serialize, Debug, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// A role works with an actor.
    WorksWith,
    /// A role answers for a term.
    Owns,
    /// A role is measured by a term.
    Measures,
    /// A role reports to an actor.
    ReportsTo,
    /// A role or event is facilitated by an actor.
    FacilitatedBy,
    /// The work of a role may sit with an actor.
    MaySitWith,
    /// A role works with a number of an actor.
    FanOut,
    /// A role has duties at an event.
    DutyAt,
    /// A decision is answered for by an actor.
    Accountable,
    /// It is done by actors.
    Responsible,
    /// Actors are asked before.
    Consulted,
    /// Actors are told after.
    Informed,
    /// An actor settles it.
    EscalateTo,
    /// A decision, question or guide is about a record.
    About,
    /// A decision is taken at an event.
    At,
    /// A comparison sets roles side by side.
    Compares,
    /// An actor is also involved in what a comparison describes.
    Also,
    /// A conflict of a comparison is settled by a decision.
    SettledBy,
    /// An abbreviation stands for a record.
    Means,
    /// A term goes with others.
    See,
    /// A term is not to be taken for others.
    Not,
    /// A source builds on another.
    Extends,
    /// A page names related ones.
    Related,
}
