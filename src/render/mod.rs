//! Pages from knowledge: views are filled here, templates print them. Nothing here reads or writes a file.

mod accounts;
mod around;
pub mod body;
mod citations;
mod cx;
mod data;
mod dates;
mod drawing;
mod embeds;
mod foot;
mod furniture;
mod highlight;
mod ids;
mod jsonld;
mod mentions;
mod nav;
mod pages;
mod parts;
mod questions;
mod site;
mod table;
mod targets;
mod twin;
mod used;
pub mod view;

pub use data::DataFile;
pub(crate) use furniture::minutes;
pub use highlight::Highlighter;
pub use site::{Prepared, Renderer, site_view};
