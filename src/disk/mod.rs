//! The only reader and the only writer: files become [`Sources`](crate::source::Sources), and
//! [`Output`](crate::output::Output)s become a published folder.
//!
//! It does not look into what it reads beyond bytes and encoding, and it starts no program but `git`.

mod active;
mod asset;
mod colours;
mod door;
mod edit;
mod foreign;
mod git;
mod image;
mod in_place;
mod kept;
mod ledger;
mod load;
mod lock;
mod manifest;
mod missing;
mod place;
mod publish;
mod raised;
mod replace;
mod reread;
mod shard;
mod stamp;
mod standby;
mod swap;
mod tree;

pub use asset::{asset, has};
pub use colours::Colours;
pub use edit::{edit, edited};
pub use git::folders as history_folders;
pub use kept::{Kept, keep, kept};
pub use ledger::{KeptParts, Ledger};
pub use load::{ASSET_LIMIT, DATA_LIMIT, DEPTH_LIMIT, Dates, Loaded, PAGE_LIMIT, load, settings};
pub use missing::{is_bare, kept_back};
pub use publish::{Published, Stage};
pub use replace::replace;
pub use reread::Reread;
pub use shard::{Label, Merged, Packing, Set};
pub use stamp::{Inputs, Left, Looked, Stamp, inputs};
pub use tree::{Changed, Tree};
