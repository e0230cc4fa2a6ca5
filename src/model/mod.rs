//! The knowledge model: names become ids, records refer to each other, and everything that can be derived is derived.

mod abbreviations;
mod accounts;
mod body;
mod chains;
mod compare;
mod embed;
mod entity;
mod graph;
mod knowledge;
mod links;
mod names;
mod paths;
mod records;
mod reserved;
mod resolve;
mod site;
mod shelves;
mod slug;
mod suggest;
mod text;
mod texts;

pub use accounts::{Field, Origin, Parts, Valued};
pub use body::Body;
pub use chains::Step;
pub use compare::{Cell, ComparedRow, Comparing, RowLabel, compare};
pub use embed::{DecisionFilter, Embed};
pub use entity::*;
pub use graph::{Backlink, Graph, Mention, owner_key};
pub use knowledge::Knowledge;
pub use records::*;
pub use reserved::reserved;
pub use resolve::{Anchored, Outward, Resolved, resolve};
pub use slug::slug;
pub use text::{Folder, Linked, Target, Text};
pub use texts::Read;
