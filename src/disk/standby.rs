//! The tree that was published before the one that is: kept, so that the next site can be made of it by changing what differs
//! and not by linking every file anew.
//!
//! It is never believed. A file of it counts only while it is the very file that stands in the published folder, by its number
//! on the disk; everything else in it is taken away before it is used. So it may be deleted, damaged or made up by others.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::kept::{FOLDER, make_folder};
use super::place::{Place, Way};
use super::publish::remove;

/// Its name among what is kept; behind it stands a number for the output folder.
const NAME: &str = "before-";

/// Where the standby of an output folder is; `None` where trees cannot be kept.
fn of(site: &Path, place: &Place) -> Option<PathBuf> {
    let number = xxhash_rust::xxh3::xxh3_64(place.output.as_os_str().as_encoded_bytes());
    (cfg!(unix) && place.way == Way::Swap).then(|| site.join(FOLDER).join(format!("{NAME}{number:016x}")))
}

/// Takes the standby to `stage`, where nothing is, and clears away whatever is no file of the published folder that is wanted:
/// that is told by its path and its number on the disk. The folder beside `renamed` becomes that one first. Returns the files that
/// are left; `None` where there is no standby, or it cannot be used: then nothing is at `stage`.
pub(super) fn take(
    site: &Path,
    place: &Place,
    stage: &Path,
    renamed: &str,
    is_wanted: &(dyn Fn(&str, u64) -> bool + Sync),
) -> Option<Vec<String>> {
    let tree = of(site, place)?;
    if !is_folder(&site.join(FOLDER)) || !is_folder(&tree) || !is_same_disk(&tree, &place.output) {
        return None;
    }
    fs::rename(&tree, stage).ok()?;
    rename_beside(stage, renamed);
    let swept = sweep(stage, "", is_wanted);
    if swept.is_err() {
        // a whole new tree is made instead
        let _ = remove(stage);
    }
    swept.ok()
}

/// Keeps a tree that is published no more. Where it cannot be kept it is removed, and where folders of others stand in it,
/// which may not let themselves be removed later.
pub(super) fn put(site: &Path, place: &Place, tree: &Path, has_foreign: bool) -> io::Result<()> {
    let kept = of(site, place).filter(|_| !has_foreign && make_folder(site).is_ok()).is_some_and(|standby| {
        let others = fs::read_dir(site.join(FOLDER)).into_iter().flatten().flatten();
        for other in others.filter(|other| other.file_name().as_encoded_bytes().starts_with(NAME.as_bytes())) {
            // one is enough, and two would be two sites on the disk
            let _ = remove(&other.path());
        }
        fs::rename(tree, standby).is_ok()
    });
    if kept { Ok(()) } else { remove(tree).or_else(|_| remove(tree)) }
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| meta.is_dir())
}

#[cfg(unix)]
fn is_same_disk(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let disk = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    disk(a).is_some() && disk(a) == disk(b)
}

#[cfg(not(unix))]
fn is_same_disk(_: &Path, _: &Path) -> bool {
    false
}

/// Gives a folder that is not there the place of the only one that would stand beside it: its files are linked anew else, when all
/// that changed is the name of their folder. What is not wanted in it goes as anything else does.
fn rename_beside(tree: &Path, folder: &str) {
    let mut above = tree.to_owned();
    for part in folder.rsplit_once('/').map_or("", |(above, _)| above).split('/') {
        above.push(part);
        // a link may lead out of the tree
        if !is_folder(&above) {
            return;
        }
    }
    let folder = tree.join(folder);
    if folder.symlink_metadata().is_ok() {
        return;
    }
    let entries = fs::read_dir(above).into_iter().flatten().flatten();
    let mut folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    if let (Some(only), None) = (folders.next(), folders.next()) {
        // where it cannot be renamed, its files are linked
        let _ = fs::rename(only.path(), folder);
    }
}

/// Goes through a folder of the tree.
#[cfg(unix)]
fn sweep(tree: &Path, at: &str, is_wanted: &(dyn Fn(&str, u64) -> bool + Sync)) -> io::Result<Vec<String>> {
    use std::os::unix::fs::DirEntryExt as _;

    use rayon::prelude::*;

    let (mut left, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(tree.join(at))? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        let path = name.to_str().map(|name| if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") });
        match path {
            Some(path) if kind.is_dir() => folders.push(path),
            Some(path) if kind.is_file() && is_wanted(&path, entry.ino()) => left.push(path),
            _ if kind.is_dir() => remove(&entry.path())?,
            _ => fs::remove_file(entry.path())?,
        }
    }
    let below = folders.into_par_iter().map(|folder| {
        let left = sweep(tree, &folder, is_wanted)?;
        if left.is_empty() {
            remove(&tree.join(&folder))?;
        }
        Ok(left)
    });
    for more in below.collect::<io::Result<Vec<_>>>()? {
        left.extend(more);
    }
    Ok(left)
}

#[cfg(not(unix))]
fn sweep(_: &Path, _: &str, _: &(dyn Fn(&str, u64) -> bool + Sync)) -> io::Result<Vec<String>> {
    Err(io::ErrorKind::Unsupported.into())
}
