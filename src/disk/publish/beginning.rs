//! How a stage begins: in a folder for a whole site, or in one for a shard.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, OnceLock};

use anyhow::{Context as _, bail};

use super::{Stage, remove};
use crate::disk::door::Door;
use crate::disk::lock::Lock;
use crate::disk::place::Place;
use crate::disk::raised::Raised;
use crate::disk::{shard, swap};
use crate::output::OutputPath;

impl Stage {
    /// Locks an output folder and clears away what dead builds left.
    ///
    /// # Errors
    /// When the folder is one that must not be written, or holds something that is not ours without our list of files.
    pub fn begin(site: &Path, output: &Path) -> anyhow::Result<Self> {
        let mut stage = Self::lock(site, output)?;
        if stage.holds_shard() {
            bail!("{} holds a shard of a site. Choose another folder, or remove this one", stage.place.shown.display());
        }
        // a folder with shards may be far from their site
        stage.keeps_before = site.join("site.toml").is_file();
        Ok(stage)
    }

    /// The same for the folder of a shard.
    pub(in crate::disk) fn begin_shard(site: &Path, output: &Path) -> anyhow::Result<Self> {
        let stage = Self::lock(site, output)?;
        if !stage.holds_shard() && stage.place.manifest.as_ref().is_some_and(|manifest| !manifest.is_empty()) {
            bail!("{} holds a whole site, and not a shard. Choose another folder with --output", stage.place.shown.display());
        }
        Ok(stage)
    }

    /// Whether a shard was the last thing published there.
    fn holds_shard(&self) -> bool {
        let names = self.place.manifest.iter().flatten().map(OutputPath::as_str);
        names.eq([shard::NAME])
    }

    fn lock(site: &Path, output: &Path) -> anyhow::Result<Self> {
        let first_look = Place::new(site, output)?;
        let raised = Raised::up_to(first_look.workshop())?;
        let lock = Lock::take(first_look.own("lock"), &first_look.shown)?;
        swap::restore(&first_look)?;
        // another build may have published while this one waited for the lock
        let place = if first_look.is_as_it_was() { first_look } else { Place::new(site, output)? };
        let folder = place.own("new");
        remove(&folder).with_context(|| format!("cannot remove {}, left by a build that died", folder.display()))?;
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self {
            site: site.to_owned(),
            door: Door::new(site),
            folder,
            foreign: OnceLock::new(),
            folders: Mutex::default(),
            published: Mutex::default(),
            kept: Mutex::default(),
            moved: Mutex::default(),
            keeps_before: false,
            looked: OnceLock::new(),
            copied: AtomicBool::new(false),
            committed: false,
            _lock: lock,
            _raised: raised,
            place,
        })
    }
}
