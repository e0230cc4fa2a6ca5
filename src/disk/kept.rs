//! What a program remembers between runs: files in `.kb-cache` of the site. They may be deleted at any time.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::door::Door;
use super::load::{ASSET_LIMIT, DATA_LIMIT};
use super::replace::replace_in_time;
use crate::source::SitePath;

/// The folder.
pub(super) const FOLDER: &str = ".kb-cache";

/// The file that keeps the folder out of version control.
pub(super) const IGNORED: &str = ".gitignore";

/// What there is of something that was kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept<T> {
    /// Nothing, or nothing that holds for this run.
    Nothing,
    /// Something that no run has written: to be ignored, and said.
    Damaged,
    /// All of it.
    Whole(T),
}

impl<T> Kept<T> {
    /// What is whole.
    pub fn whole(self) -> Option<T> {
        match self {
            Self::Whole(value) => Some(value),
            Self::Nothing | Self::Damaged => None,
        }
    }
}

/// What was kept under a name, if anything was and it can be read.
#[must_use]
pub fn kept(site: &Path, name: &str) -> Option<String> {
    // a repository may bring such a file: it is read like any other that strangers wrote
    let bytes = Door::new(site).read(&SitePath::new(&format!("{FOLDER}/{name}")).ok()?, DATA_LIMIT).ok()?;
    // what is no text is no less damaged than a text that nobody understands
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The bytes that were kept under a name, however many they are.
pub(super) fn kept_bytes(site: &Path, name: &str) -> Option<Vec<u8>> {
    Door::new(site).read(&SitePath::new(&format!("{FOLDER}/{name}")).ok()?, ASSET_LIMIT).ok()
}

/// Keeps bytes under a name until the next run.
pub(super) fn keep_bytes(site: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    make_folder(site)?;
    replace_in_time(&site.join(FOLDER).join(name), bytes)
}

/// Keeps a text under a name until the next run.
///
/// # Errors
/// When the system refuses, or the folder is a link to another place.
pub fn keep(site: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    make_folder(site)?;
    replace_in_time(&site.join(FOLDER).join(name), text.as_bytes())
}

/// Makes the folder, where it is not there.
pub(super) fn make_folder(site: &Path) -> anyhow::Result<()> {
    let folder = site.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let is_link = fs::symlink_metadata(&folder).is_ok_and(|meta| meta.is_symlink());
    ensure!(!is_link, "{} is a symbolic link", folder.display());
    let ignored = folder.join(IGNORED);
    if ignored.symlink_metadata().is_err() {
        // what a machine remembers is nothing to commit
        replace_in_time(&ignored, b"*\n")?;
    }
    Ok(())
}
