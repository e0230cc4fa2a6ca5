//! The typed records, one file each: how it is read, and what it holds afterwards.

mod change;
mod comparison;
mod decision;
mod event;
mod former;
mod guide;
mod meta;
mod people;
pub(super) mod question;
mod role;
mod source;
mod term;

pub use change::Change;
pub use comparison::{Combine, Comparison, Conflict, Row, RowCell};
pub use decision::{Decision, DecisionVariant, Part, Rights};
pub use event::Event;
pub use guide::{Guide, Section};
pub use meta::{Meta, Owner, Stated, Status};
pub use people::{Party, Person};
pub use question::{InlineQuestion, PageQuestion, Question};
pub use role::{Completeness, FanOut, Item, Role, RoleFields, RoleVariant};
pub use source::Source;
pub use term::{Term, TermKind};

pub use super::site::SiteRefs;
