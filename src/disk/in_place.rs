//! Publishing into a folder that cannot be replaced as a whole: file by file, each of them whole, pages last.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context as _;

use super::foreign::ancestors;
use super::manifest;
use super::place::Place;
use super::publish::remove;
use crate::output::OutputPath;

/// Moves what is on the stage into the folder and removes what is published no more.
pub(super) fn commit(place: &Place, stage: &Path, published: &BTreeSet<OutputPath>) -> anyhow::Result<Vec<String>> {
    let none = BTreeSet::new();
    let before = place.manifest.as_ref().unwrap_or(&none);
    // a build that dies in the middle must leave a list of everything it may have written
    list(place, stage, before.union(published))?;
    let folders: BTreeSet<&str> = published.iter().flat_map(|path| ancestors(path.as_str())).collect();
    // an old page where a folder is needed now, or the other way round
    for path in before.difference(published).filter(|path| folders.contains(path.as_str()) || is_below(path, published)) {
        withdraw(place, path)?;
    }
    let (pages, others): (Vec<_>, Vec<_>) = published.iter().partition(|path| is_page(path));
    for path in others.into_iter().chain(pages) {
        publish(place, stage, path)?;
    }
    for path in before.difference(published) {
        withdraw(place, path)?;
    }
    list(place, stage, published.iter())?;
    let _ = remove(stage);
    Ok(vec![format!(
        "{} cannot be replaced as a whole (a mount point, or its parent cannot be written): it was changed file by file",
        place.shown.display()
    )])
}

fn is_page(path: &OutputPath) -> bool {
    Path::new(path.as_str()).extension().is_some_and(|ending| ending == "html")
}

fn publish(place: &Place, stage: &Path, path: &OutputPath) -> anyhow::Result<()> {
    let to = place.output.join(path.as_str());
    let moved = fs::create_dir_all(place.output.join(path.parent())).and_then(|()| fs::rename(stage.join(path.as_str()), &to));
    match moved {
        // not on the stage: it is there already, and equal
        Err(e) if e.kind() == io::ErrorKind::NotFound && to.is_file() => Ok(()),
        other => other.with_context(|| format!("cannot write {}", place.shown.join(path.as_str()).display())),
    }
}

/// Removes a file of ours and the folders that it leaves empty.
fn withdraw(place: &Place, path: &OutputPath) -> anyhow::Result<()> {
    let file = place.output.join(path.as_str());
    if !file.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
        return Ok(());
    }
    fs::remove_file(&file).with_context(|| format!("cannot remove {}", place.shown.join(path.as_str()).display()))?;
    for folder in ancestors(path.as_str()) {
        if fs::remove_dir(place.output.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

fn is_below(path: &OutputPath, published: &BTreeSet<OutputPath>) -> bool {
    ancestors(path.as_str()).any(|above| OutputPath::new(above).is_ok_and(|above| published.contains(&above)))
}

fn list<'a>(place: &Place, stage: &Path, paths: impl Iterator<Item = &'a OutputPath>) -> anyhow::Result<()> {
    let new = stage.join(manifest::NAME);
    fs::write(&new, manifest::text(paths))
        .and_then(|()| fs::rename(&new, place.output.join(manifest::NAME)))
        .with_context(|| format!("cannot write {}", place.shown.join(manifest::NAME).display()))
}
