//! The last step of publishing: the new tree and the old one change places.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::foreign::Foreign;
use super::manifest;
use super::place::Place;
use super::publish::remove;
use crate::output::OutputPath;

/// Puts the list of published files on the stage.
pub(super) fn list(stage: &Path, published: &BTreeSet<OutputPath>) -> anyhow::Result<()> {
    let list = stage.join(manifest::NAME);
    fs::write(&list, manifest::text(published.iter())).with_context(|| format!("cannot write {}", list.display()))
}

/// Puts what is new on the disk itself where it is to replace a site: else a machine that loses its power soon after the swap
/// might have the new names and not what they hold. Files of the old site are still to be linked, which need no such care: the
/// system writes down changes of names in their order.
pub(super) fn settle(place: &Place, stage: &Path) -> anyhow::Result<()> {
    if place.manifest.is_none() {
        return Ok(());
    }
    sync(stage).with_context(|| format!("cannot write {} to the disk", stage.display()))
}

#[cfg(target_os = "linux")]
fn sync(stage: &Path) -> io::Result<()> {
    use rustix::io::Errno;

    match rustix::fs::syncfs(fs::File::open(stage)?) {
        // a file system or a sandbox without it: as good as it gets
        Ok(()) | Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => Ok(()),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Puts the stage in the place of the output folder. Returns where the tree is that was there before, if one was.
pub(super) fn commit(place: &Place, stage: &Path, foreign: &Foreign) -> anyhow::Result<Option<PathBuf>> {
    let shown = place.shown.display();
    foreign.carry(&place.output, stage)?;
    let Ok(old) = fs::metadata(&place.output) else {
        fs::rename(stage, &place.output).with_context(|| format!("cannot put the new site into place at {shown}"))?;
        return Ok(None);
    };
    fs::set_permissions(stage, old.permissions()).with_context(|| format!("cannot set the permissions of {}", stage.display()))?;
    exchange(place, stage).map(Some).with_context(|| format!("cannot put the new site into place at {shown}"))
}

/// Puts an old site back that a build took away before it died. Only where trees cannot be exchanged at once can that be.
pub(super) fn restore(place: &Place) -> anyhow::Result<()> {
    let away = place.own("old");
    if away.symlink_metadata().is_err() {
        return Ok(());
    }
    let done = if place.output.symlink_metadata().is_ok() { remove(&away) } else { fs::rename(&away, &place.output) };
    done.with_context(|| format!("cannot clear away {}, left by a build that died", away.display()))
}

/// The stage takes the place of the output folder, at once where the system can do that. Returns where the old tree is.
fn exchange(place: &Place, stage: &Path) -> io::Result<PathBuf> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;

        match renameat_with(CWD, stage, CWD, &place.output, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(stage.to_owned()),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::PERM) => {}
            Err(e) => return Err(e.into()),
        }
    }
    let away = place.own("old");
    fs::rename(&place.output, &away)?;
    if let Err(e) = fs::rename(stage, &place.output) {
        // back as it was; if even that fails, the next build does it
        let _ = fs::rename(&away, &place.output);
        return Err(e);
    }
    Ok(away)
}
