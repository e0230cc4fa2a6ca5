//! What in the output folder is not ours: found, defended against collisions, and carried across a swap.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::manifest::{self, Manifest};
use super::place::Place;
use crate::output::OutputPath;

/// Files and folders of others, by path below the output folder.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// Everything that is no folder.
    files: BTreeSet<PathBuf>,
    /// Folders in which nothing of ours stands, and folders above foreign files.
    folders: BTreeSet<PathBuf>,
    /// Of the files that are ours: the hash of the path, and the number on the disk.
    ours: Vec<(u64, u64)>,
}

impl Foreign {
    /// The numbers on the disk of the files of ours that are there, by the hash of their path.
    pub(super) fn numbers(&self) -> FxHashMap<u64, u64> {
        self.ours.iter().copied().collect()
    }

    /// Looks through the output folder, if there is one.
    pub(super) fn at(place: &Place) -> anyhow::Result<Self> {
        match &place.manifest {
            Some(manifest) => Self::in_folder(&place.output, manifest),
            None if place.output.is_dir() => Self::in_folder(&place.output, &Manifest::new()),
            None => Ok(Self::default()),
        }
    }

    /// Looks through an output folder. A path on the list counts as ours only while it is a plain file: who has put a
    /// folder or a link in its place has made it theirs.
    fn in_folder(output: &Path, manifest: &Manifest) -> anyhow::Result<Self> {
        let ours = manifest.iter().map(OutputPath::as_str).collect();
        let our_folders = manifest.iter().flat_map(|path| ancestors(path.as_str())).collect();
        Look { output, ours, our_folders }.through(Path::new(""))
    }

    /// Whether there are folders of others, or folders of ours with files of others.
    pub(super) fn has_folders(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Whether one of our files would stand where something of others does.
    pub(super) fn collides(&self, path: &OutputPath) -> Option<&Path> {
        if self.files.is_empty() && self.folders.is_empty() {
            return None;
        }
        let path = Path::new(path.as_str());
        let folder = self.folders.get(path);
        folder.or_else(|| path.ancestors().find_map(|p| self.files.get(p))).map(PathBuf::as_path)
    }

    /// Puts everything foreign into the new tree as well: the same files under a second name, so that at no moment
    /// a file of others hangs on what this program does next.
    pub(super) fn carry(&self, from: &Path, to: &Path) -> anyhow::Result<()> {
        for folder in &self.folders {
            let new = to.join(folder);
            fs::create_dir_all(&new).with_context(|| format!("cannot create {}", new.display()))?;
        }
        for file in &self.files {
            let (old, new) = (from.join(file), to.join(file));
            let carried = match fs::hard_link(&old, &new) {
                Ok(()) => continue,
                // something of ours is there after all
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Err(e.into()),
                // another file system is mounted in here: removing the old tree would empty it
                Err(e) if e.kind() == io::ErrorKind::CrossesDevices => Err(e.into()),
                Err(_) => copy(&old, &new),
            };
            carried.with_context(|| format!("cannot carry {} across, which is not ours", old.display()))?;
        }
        // last, or a folder that may not be written could not be filled
        for folder in self.folders.iter().rev() {
            if let Ok(meta) = fs::metadata(from.join(folder)) {
                let _ = fs::set_permissions(to.join(folder), meta.permissions());
            }
        }
        Ok(())
    }
}

/// A look through an output folder.
struct Look<'a> {
    output: &'a Path,
    ours: FxHashSet<&'a str>,
    our_folders: FxHashSet<&'a str>,
}

impl Look<'_> {
    /// What is not ours in one of its folders; links are not followed.
    fn through(&self, folder: &Path) -> anyhow::Result<Foreign> {
        let cannot = || format!("cannot read {}", self.output.join(folder).display());
        let (mut foreign, mut below) = (Foreign::default(), Vec::new());
        for entry in fs::read_dir(self.output.join(folder)).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            if folder == Path::new("") && manifest::is_temporary(&entry.file_name()) {
                continue;
            }
            let kind = entry.file_type().with_context(cannot)?;
            let path = folder.join(entry.file_name());
            let text = path.to_str().map(portable);
            let on = |set: &FxHashSet<&str>| text.as_deref().is_some_and(|text| set.contains(text));
            if kind.is_dir() {
                if !on(&self.our_folders) {
                    foreign.folders.insert(path.clone());
                }
                below.push(path);
            } else if !(kind.is_file() && (on(&self.ours) || path == Path::new(manifest::NAME))) {
                foreign.folders.extend(path.ancestors().skip(1).filter(|p| *p != Path::new("")).map(Path::to_owned));
                foreign.files.insert(path);
            } else if let Some(text) = text {
                foreign.ours.push((xxh3_64(text.as_bytes()), number(&entry)));
            }
        }
        let below: Vec<Foreign> = below.par_iter().map(|folder| self.through(folder)).collect::<anyhow::Result<_>>()?;
        for more in below {
            foreign.files.extend(more.files);
            foreign.folders.extend(more.folders);
            foreign.ours.extend(more.ours);
        }
        Ok(foreign)
    }
}

#[cfg(unix)]
fn number(entry: &fs::DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

/// Where files have no numbers, none is asked for.
#[cfg(not(unix))]
fn number(_: &fs::DirEntry) -> u64 {
    0
}

/// For file systems without hard links.
fn copy(old: &Path, new: &Path) -> anyhow::Result<()> {
    let meta = old.symlink_metadata()?;
    if meta.is_file() {
        fs::copy(old, new)?;
        if let Ok(time) = meta.modified() {
            let _ = fs::File::options().write(true).open(new).and_then(|file| file.set_modified(time));
        }
        return Ok(());
    }
    #[cfg(unix)]
    if meta.is_symlink() {
        return Ok(std::os::unix::fs::symlink(fs::read_link(old)?, new)?);
    }
    bail!("it is neither a file nor a link")
}

/// What to say when a file of ours cannot be put where something of others is.
pub(super) fn collision(path: &OutputPath, foreign: &Path, shown: &Path) -> anyhow::Error {
    let foreign = shown.join(foreign);
    anyhow!("cannot publish {path}: {} is not ours. Move it away, or publish elsewhere", foreign.display())
}

/// The folders above a path, nearest first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(i, _)| &path[..i])
}

fn portable(path: &str) -> std::borrow::Cow<'_, str> {
    if cfg!(windows) { path.replace('\\', "/").into() } else { path.into() }
}
