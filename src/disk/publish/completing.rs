//! How a stage is completed: what stays as it was joins what is new, and the tree from before is put away for the next build.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use anyhow::Context as _;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::{Stage, remove};
use crate::disk::foreign::Foreign;
use crate::disk::manifest::{self, Manifest};
use crate::disk::standby;
use crate::output::OutputPath;

impl Stage {
    /// Adds what stays as it was, or only changes its name, to what is new on the stage: from the tree that was published before the
    /// last one, where most of it stands already, or file by file; not before `settled` says that what is new is on the disk.
    pub(super) fn complete(
        &self,
        published: &Manifest,
        kept: &[OutputPath],
        moved: &[(OutputPath, OutputPath)],
        foreign: &Foreign,
        settled: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let aside = self.place.own("old");
        let of_itself = kept.iter().map(|path| (path, path));
        // what each file was called
        let names: FxHashMap<&str, &OutputPath> =
            of_itself.chain(moved.iter().map(|(was, path)| (path, was))).map(|(path, was)| (path.as_str(), was)).collect();
        // where little stays it is not worth looking for
        let is_much = kept.len() * 2 > published.len();
        let numbers = if is_much { foreign.numbers() } else { FxHashMap::default() };
        let is_wanted = |path: &str, number: u64| {
            names.get(path).is_some_and(|was| numbers.get(&xxh3_64(was.as_str().as_bytes())) == Some(&number))
        };
        let renamed = moved.first().map_or("", |(_, path)| path.parent());
        let standing = is_much.then(|| standby::take(&self.site, &self.place, &aside, renamed, &is_wanted)).flatten();
        let standing: Option<FxHashSet<String>> = standing.map(|paths| paths.into_iter().collect());
        let mut ready = settled();
        if standing.is_some() {
            let new = published.iter().map(OutputPath::as_str).filter(|path| !names.contains_key(path));
            ready = ready.and_then(|()| self.move_to(&aside, new.chain([manifest::NAME])));
            if ready.is_err() {
                let _ = remove(&aside);
            }
        }
        ready?;
        let stands = |path: &str| standing.as_ref().is_some_and(|standing| standing.contains(path));
        let missing: Vec<&OutputPath> =
            published.iter().filter(|path| names.contains_key(path.as_str()) && !stands(path.as_str())).collect();
        missing.par_iter().try_for_each(|path| self.take_over(names[path.as_str()], path))
    }

    /// Moves what is new on the stage into another tree, which becomes the stage.
    fn move_to<'p>(&self, tree: &Path, new: impl Iterator<Item = &'p str>) -> anyhow::Result<()> {
        let mut folder = None;
        for path in new {
            let to = tree.join(path);
            // neighbours come one after the other
            let made = if folder.as_deref() == to.parent() { Ok(()) } else { to.parent().map_or(Ok(()), fs::create_dir_all) };
            let moved = made.and_then(|()| fs::rename(self.folder.join(path), &to));
            folder = to.parent().map(Path::to_owned);
            moved.with_context(|| format!("cannot write {}", self.place.shown.join(path).display()))?;
        }
        remove(&self.folder)
            .and_then(|()| fs::rename(tree, &self.folder))
            .with_context(|| format!("cannot write {}", self.folder.display()))?;
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(())
    }

    /// Puts an old file on the stage, as a second name for it where the file system can.
    pub(super) fn take_over(&self, was: &OutputPath, path: &OutputPath) -> anyhow::Result<()> {
        let (old, new) = (self.place.output.join(was.as_str()), self.folder.join(path.as_str()));
        let linked = self.make_folder(path.parent()).and_then(|()| match fs::hard_link(&old, &new) {
            // never over another file
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e),
            Err(_) => {
                self.copied.store(true, Ordering::Relaxed);
                fs::copy(&old, &new).map(|_| ())
            }
            Ok(()) => Ok(()),
        });
        linked.with_context(|| format!("cannot write {}", self.shown(path)))
    }

    /// Keeps the tree that was published before, or removes it.
    pub(super) fn put_away(&self, before: &Path, foreign: &Foreign) -> io::Result<()> {
        let kept = || standby::put(&self.site, &self.place, before, foreign.has_folders());
        if self.keeps_before { kept() } else { remove(before).or_else(|_| remove(before)) }
    }
}
