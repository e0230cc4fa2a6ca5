//! `data/kb.json`: the whole knowledge graph by stable ids, for programs and for the role picker. What its parts mean is
//! said here and in `docs/kb.schema.json`; they are filled in by `render/data`, which can print the texts.
//!
//! What is empty is left out. Addresses are relative to the root of the site. Bodies of articles are not in it.

mod comparison;
mod decision;
mod relation;
mod role;
mod row;
mod site;
mod table;
mod text;

pub use comparison::*;
pub use decision::*;
pub use relation::*;
pub use role::*;
pub use row::*;
pub use site::*;
pub use table::*;
pub use text::*;

/// Where it stands.
pub const PATH: &str = "data/kb.json";

/// The version of its form. A field that is added leaves it alone; one that goes or changes its meaning raises it.
pub const VERSION: u32 = 1;

/// Whether a value may be left out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn no(value: &bool) -> bool {
    !*value
}
