//! One file in, one [`Document`] out, and it never fails: what is wrong becomes findings.

pub mod address;
mod advice;
mod again;
mod aligned;
mod blanked;
mod commas;
mod document;
mod fields;
pub mod finder;
mod front_matter;
pub mod gazetteer;
mod healing;
mod locator;
pub mod markdown;
mod meaning;
mod nearest;
mod node;
mod packed;
pub mod recall;
pub mod sanitise;
mod spots;
pub mod token;
mod toml;
mod unmerged;
mod toml_advice;
mod unshown;
pub mod yaml;

pub(crate) use document::yaml_range;
pub use document::{
    Collection, Document, MAX_FRONT_MATTER, Shape, is_document, is_index, parse, parse_recalling, shape, shape_among,
};
pub use fields::{Fields, Findings};
pub use locator::Locator;
pub use nearest::{nearest, nearest_of};
pub use node::{Node, Value};
pub use toml::parse_toml;
