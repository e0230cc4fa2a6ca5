//! Folders made on the way to the output folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// The folders above the output that were not there before. Dropped, those that nothing was put into go again.
#[derive(Debug)]
pub(super) struct Raised(Vec<PathBuf>);

impl Raised {
    /// Creates a folder and those above it.
    pub(super) fn up_to(folder: &Path) -> anyhow::Result<Self> {
        let raised = Self(folder.ancestors().take_while(|p| !p.exists()).map(Path::to_owned).collect());
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(raised)
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        for folder in &self.0 {
            let _ = fs::remove_dir(folder);
        }
    }
}
