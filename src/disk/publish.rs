//! Publishing: a tree is built on a stage and becomes the published folder in one step, or not at all.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write as _};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use anyhow::{Context as _, anyhow, bail, ensure};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::door::{Door, words};
use super::foreign::{self, Foreign};
use super::load::ASSET_LIMIT;
use super::lock::Lock;
use super::manifest::{self, Manifest};
use super::place::{Place, Way};
use super::raised::Raised;
use super::stamp::{self, Left, Looked, State};
use super::{in_place, swap};
use crate::build::Writing;
use crate::output::{Output, OutputPath};
use crate::source::SitePath;

/// How much of a file is compared at a time.
const CHUNK: usize = 64 * 1024;

/// A tree being built. Dropped without [`Stage::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Stage {
    site: PathBuf,
    place: Place,
    folder: PathBuf,
    door: Door,
    /// What is not ours, as far as somebody looked.
    foreign: OnceLock<Foreign>,
    /// Folders that are there already.
    folders: Mutex<HashSet<String>>,
    published: Mutex<BTreeSet<OutputPath>>,
    /// Those of them that are in the old tree already, byte for byte.
    kept: Mutex<Vec<OutputPath>>,
    /// Those that are in it under another name, and that name.
    moved: Mutex<Vec<(OutputPath, OutputPath)>>,
    /// Whether the tree from before is kept for the next build.
    keeps_before: bool,
    /// The files of the last build as they were when somebody asked.
    looked: OnceLock<FxHashMap<OutputPath, State>>,
    /// Whether a file of it had to be copied: then it is as old as the copy.
    copied: AtomicBool,
    committed: bool,
    // given up last, and in this order
    _lock: Lock,
    _raised: Raised,
}

/// What became of a committed [`Stage`].
#[derive(Debug, Default)]
pub struct Published {
    /// Files in the published tree that are ours.
    pub files: usize,
    /// How many of them were there before, byte for byte.
    pub kept: usize,
    /// Their state; `None` when one of them cannot be looked at.
    pub left: Option<Left>,
    /// What the reader of the build should know, a line each.
    pub notes: Vec<String>,
}

impl Stage {
    /// Looks for what is not ours, so that the first file that would stand in its place is refused, and not only all of them in
    /// the end: worth the time where much is to be made.
    ///
    /// # Errors
    /// When the output folder cannot be read.
    pub fn look_around(&self) -> anyhow::Result<()> {
        let _ = self.foreign.set(Foreign::at(&self.place)?);
        Ok(())
    }

    /// What the last build left, if all of it is still there as plain files.
    #[must_use]
    pub fn left(&self) -> Option<Left> {
        let manifest = self.place.manifest.as_ref()?;
        Some(Left::of(&stamp::states(&self.place.output, manifest, &|_| None)?))
    }

    /// Takes it that the files of the last build are as they were seen; `false` when somebody has published since.
    #[must_use]
    pub fn has_seen(&self, looked: Looked) -> bool {
        looked.states().is_some_and(|states| self.looked.set(states).is_ok())
    }

    /// What is left now. A file that was kept counts as it was when it was looked at: should somebody have changed it since, the
    /// next build sees that it is not what this one left.
    fn left_now(&self, published: &Manifest, kept: &[OutputPath]) -> Option<Left> {
        let kept: FxHashSet<&OutputPath> = kept.iter().collect();
        let looked = self.looked.get().filter(|_| !self.copied.load(Ordering::Relaxed));
        let known = |path: &OutputPath| looked?.get(path).filter(|_| kept.contains(path)).copied();
        Some(Left::of(&stamp::states(&self.place.output, published, &known)?))
    }

    /// Puts a file on the stage. May be called from many threads.
    ///
    /// # Errors
    /// When it cannot be written, or was written before.
    pub fn write(&self, output: &Output) -> anyhow::Result<()> {
        let path = &output.path;
        self.claim(path)?;
        let old = self.old(path, output.bytes.len() as u64);
        if old.is_some_and(|file| same(&file, output.bytes.as_slice())) {
            self.keep(path);
            return Ok(());
        }
        self.create(path)
            .and_then(|mut file| file.write_all(&output.bytes))
            .with_context(|| format!("cannot write {}", self.shown(path)))
    }

    /// Puts a file on the stage that the last build may have left under the name `was`. May be called from many threads.
    ///
    /// # Errors
    /// As [`Stage::write`].
    pub fn write_moved(&self, output: &Output, was: &OutputPath) -> anyhow::Result<()> {
        let old = self.old(was, output.bytes.len() as u64);
        if *was == output.path || !old.is_some_and(|file| same(&file, output.bytes.as_slice())) {
            return self.write(output);
        }
        self.claim(&output.path)?;
        self.moved.lock().unwrap_or_else(PoisonError::into_inner).push((was.clone(), output.path.clone()));
        Ok(())
    }

    /// Puts a file on the stage that is written piece by piece. May be called from many threads.
    ///
    /// # Errors
    /// As [`Stage::write`], and when `writing` fails.
    pub fn write_by(&self, path: &OutputPath, writing: &Writing<'_>) -> anyhow::Result<()> {
        self.claim(path)?;
        let written = self.create(path).and_then(|file| {
            let mut out = BufWriter::with_capacity(CHUNK, file);
            writing(&mut out)?;
            out.into_inner()?.metadata()
        });
        let size = written.with_context(|| format!("cannot write {}", self.shown(path)))?.len();
        let new = self.folder.join(path.as_str());
        if let Some(old) = self.old(path, size)
            && File::open(&new).is_ok_and(|new| same(&old, &new))
        {
            fs::remove_file(&new).with_context(|| format!("cannot remove {}", new.display()))?;
            self.keep(path);
        }
        Ok(())
    }

    /// Puts a copy of an asset of the site on the stage. May be called from many threads.
    ///
    /// # Errors
    /// When it cannot be read or written, or was written before.
    pub fn copy(&self, from: &SitePath, to: &OutputPath) -> anyhow::Result<()> {
        self.claim(to)?;
        let open = || self.door.open(from, ASSET_LIMIT).map_err(|fault| anyhow!("cannot read {from}: {}", words(&fault)));
        let (mut asset, size) = open()?;
        if let Some(old) = self.old(to, size) {
            if same(&old, &mut asset) {
                self.keep(to);
                return Ok(());
            }
            asset = open()?.0;
        }
        let copied = self.create(to).and_then(|mut file| io::copy(&mut asset.take(ASSET_LIMIT), &mut file));
        copied.with_context(|| format!("cannot copy {from} to {}", self.shown(to)))?;
        Ok(())
    }

    /// Whether the last build left this file.
    #[must_use]
    pub fn has(&self, path: &OutputPath) -> bool {
        self.place.manifest.as_ref().is_some_and(|manifest| manifest.contains(path))
    }

    /// What the last build left at a path.
    ///
    /// # Errors
    /// When it is not there as a plain file of text.
    pub fn read(&self, path: &OutputPath) -> anyhow::Result<String> {
        let file = self.place.output.join(path.as_str());
        let is_ours = self.has(path) && file.symlink_metadata().is_ok_and(|meta| meta.is_file());
        let text = if is_ours { fs::read_to_string(file) } else { Err(io::ErrorKind::NotFound.into()) };
        text.with_context(|| format!("cannot read {}", self.shown(path)))
    }

    /// Puts a file that the last build left on the stage, as it is. May be called from many threads.
    ///
    /// # Errors
    /// When there is none, or it was written before.
    pub fn keep_as_it_is(&self, path: &OutputPath) -> anyhow::Result<()> {
        self.claim(path)?;
        ensure!(self.has(path), "{} is gone", self.shown(path));
        self.keep(path);
        Ok(())
    }

    /// Makes the stage the published folder. Files in it that are not ours stay.
    ///
    /// # Errors
    /// When something that is not ours has the place of a file, or the system refuses; then the folder is what it was.
    pub fn commit(mut self) -> anyhow::Result<Published> {
        let published = std::mem::take(&mut *self.published.lock().unwrap_or_else(PoisonError::into_inner));
        let kept = std::mem::take(&mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner));
        let moved = std::mem::take(&mut *self.moved.lock().unwrap_or_else(PoisonError::into_inner));
        let files = published.len();
        if kept.len() == files && self.place.manifest.as_ref() == Some(&published) {
            // the old site is the new one
            let left = self.left_now(&published, &kept);
            return Ok(Published { files, kept: kept.len(), left, notes: Vec::new() });
        }
        let look_again = || {
            // more may have come since the beginning
            let foreign = Foreign::at(&self.place)?;
            published.iter().try_for_each(|path| self.refuse_collision(path, &foreign)).map(|()| foreign)
        };
        let foreign = if self.place.way == Way::Swap {
            swap::list(&self.folder, &published)?;
            // while the disk takes its time the folders are looked through
            thread::scope(|scope| {
                let settling = scope.spawn(|| swap::settle(&self.place, &self.folder));
                let settled = || settling.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
                let foreign = look_again()?;
                self.complete(&published, &kept, &moved, &foreign, settled).map(|()| foreign)
            })?
        } else {
            let foreign = look_again()?;
            moved.par_iter().try_for_each(|(was, path)| self.take_over(was, path))?;
            foreign
        };
        let notes = match self.place.way {
            Way::Swap => match swap::commit(&self.place, &self.folder, &foreign)? {
                Some(before) => match self.put_away(&before, &foreign) {
                    Ok(()) => Vec::new(),
                    // the new site is published: what fails now is no failure of the build
                    Err(e) => vec![format!("the site before this one could not be removed from {}: {e}", before.display())],
                },
                None => Vec::new(),
            },
            Way::InPlace => in_place::commit(&self.place, &self.folder, &published)?,
        };
        self.committed = true;
        let left = self.left_now(&published, &kept);
        Ok(Published { files, kept: kept.len(), left, notes })
    }

    /// A name on the stage that is not published.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Puts an empty file on the stage, to be written.
    pub(super) fn create_new(&self, path: &OutputPath) -> anyhow::Result<File> {
        self.claim(path)?;
        self.create(path).with_context(|| format!("cannot write {}", self.shown(path)))
    }

    /// Nothing may be published under our own names.
    pub(super) fn refuse_own(path: &OutputPath) -> anyhow::Result<()> {
        let top = path.as_str().split('/').next().unwrap_or_default();
        if top == manifest::NAME || manifest::is_temporary(top.as_ref()) {
            bail!("cannot publish {path}: this name is kept for kb itself");
        }
        Ok(())
    }

    /// Takes note of a path, once.
    fn claim(&self, path: &OutputPath) -> anyhow::Result<()> {
        Self::refuse_own(path)?;
        if let Some(foreign) = self.foreign.get() {
            self.refuse_collision(path, foreign)?;
        }
        if !self.published.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone()) {
            bail!("cannot publish {path} twice");
        }
        Ok(())
    }

    fn refuse_collision(&self, path: &OutputPath, foreign: &Foreign) -> anyhow::Result<()> {
        match foreign.collides(path) {
            Some(other) => Err(foreign::collision(path, other, &self.place.shown)),
            None => Ok(()),
        }
    }

    /// The file published before at this path, if it is ours and of this size.
    fn old(&self, path: &OutputPath, size: u64) -> Option<File> {
        self.place.manifest.as_ref().filter(|manifest: &&Manifest| manifest.contains(path))?;
        let file = self.place.output.join(path.as_str());
        let meta = file.symlink_metadata().ok()?;
        if meta.is_file() && meta.len() == size { File::open(file).ok() } else { None }
    }

    /// Linked only when the stage is complete: then it may turn out that nothing is to be done.
    fn keep(&self, path: &OutputPath) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
    }

    fn create(&self, path: &OutputPath) -> io::Result<File> {
        self.make_folder(path.parent())?;
        // never over another file: on a disk that takes `A` for `a` two paths may be one
        File::options().write(true).create_new(true).open(self.folder.join(path.as_str()))
    }

    fn make_folder(&self, folder: &str) -> io::Result<()> {
        if folder.is_empty() || self.folders.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(self.folder.join(folder))?;
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }

    pub(super) fn shown(&self, path: &OutputPath) -> String {
        self.place.shown.join(path.as_str()).display().to_string()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.committed {
            let _ = remove(&self.folder);
        }
    }
}

/// Whether a file holds exactly these bytes. A file that cannot be read does not.
fn same(mut old: &File, mut new: impl io::Read) -> bool {
    let (mut a, mut b) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
    loop {
        a.clear();
        b.clear();
        let old = Read::by_ref(&mut old).take(CHUNK as u64).read_to_end(&mut a);
        let new = new.by_ref().take(CHUNK as u64).read_to_end(&mut b);
        if old.is_err() || new.is_err() || a != b {
            return false;
        }
        if a.is_empty() {
            return true;
        }
    }
}

/// Removes a tree that may not be there. Links in it are removed, not followed.
pub(super) fn remove(tree: &Path) -> io::Result<()> {
    match tree.symlink_metadata() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        Ok(meta) if meta.is_dir() => match fs::remove_dir_all(tree) {
            // a folder of others that may not be written was carried across as it is, or the whole output folder may not be
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                widen(tree);
                fs::remove_dir_all(tree)
            }
            done => done,
        },
        Ok(_) => fs::remove_file(tree),
    }
}

/// Lets the owner of a tree empty its folders, as far as they are the owner.
#[cfg(unix)]
fn widen(tree: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    // each folder is opened before what is in it is asked for
    let mut folders = vec![tree.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(meta) = folder.symlink_metadata() else { continue };
        let _ = fs::set_permissions(&folder, fs::Permissions::from_mode(meta.permissions().mode() | 0o700));
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        folders.extend(entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())).map(|entry| entry.path()));
    }
}

#[cfg(not(unix))]
fn widen(_: &Path) {}

mod beginning;
mod completing;

#[cfg(test)]
mod tests;
