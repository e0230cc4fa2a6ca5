//! A file that is published as it is, read whole.

use std::path::Path;

use super::door::Door;
use super::load::ASSET_LIMIT;
use crate::source::{Fault, SitePath};

/// Its bytes.
///
/// # Errors
/// In words, when it is no plain file of the site, or too large.
pub fn asset(site: &Path, path: &SitePath) -> Result<Vec<u8>, String> {
    Door::new(site).read(path, ASSET_LIMIT).map_err(|fault| match fault {
        Fault::Unreadable(why) => why,
        Fault::TooLarge { .. } => "it is too large".to_owned(),
        _ => "it is no plain file".to_owned(),
    })
}

/// Whether a plain file of the site stands there.
#[must_use]
pub fn has(site: &Path, path: &SitePath) -> bool {
    Door::new(site).open(path, u64::MAX).is_ok()
}
