//! Disks that are full, and folders that are mount points: on small file systems in memory, which need root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::Demanding;
use super::deaths::Versions;
use super::program::{build, run, under};
use super::tree::{Thing, leftovers, tree};
use crate::Outcome;

/// The tests of this file.
pub(super) const TESTS: &[Demanding] = &[
    ("a_disk_that_is_full", cannot_mount, a_disk_that_is_full),
    ("an_output_that_is_a_mount_point", cannot_mount, a_mount_point),
    ("a_mount_of_others_in_the_output", cannot_mount, a_mount_within),
];

/// How many sizes of disk are tried.
const SIZES: u64 = 41;
const BLOCK: u64 = 4096;

fn cannot_mount() -> Option<&'static str> {
    let folder = tempfile::tempdir().ok()?;
    Mount::new(folder.path(), 100).is_err().then_some("mounting needs root")
}

/// A file system in memory, gone with this value.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, blocks: u64) -> Result<Self, String> {
        mount(&format!("size={}", blocks * BLOCK), at).map(|()| Self(at.to_owned()))
    }

    fn resize(&self, blocks: u64) -> Result<(), String> {
        mount(&format!("remount,size={}", blocks * BLOCK), &self.0)
    }

    fn used(&self) -> Result<u64, String> {
        let stat = rustix::fs::statvfs(&self.0).map_err(|e| e.to_string())?;
        Ok(stat.f_blocks - stat.f_bfree)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = run(under(&["umount", "-l"], [&self.0]));
    }
}

fn mount(options: &str, at: &Path) -> Result<(), String> {
    let words = ["-t", "tmpfs", "-o", options, "kb"].map(OsStr::new);
    let ran = run(under(&["mount"], words.into_iter().chain([at.as_os_str()])))?;
    if ran.code == Some(0) { Ok(()) } else { Err(ran.said) }
}

fn a_disk_that_is_full() -> Outcome {
    let versions = Versions::new()?;
    let site = versions.folder.path().join("site");
    let disk = versions.folder.path().join("disk");
    std::fs::create_dir(&disk)?;
    // how much a change of all pages takes
    let whole = {
        let mount = Mount::new(&disk, 100_000)?;
        super::small_site(&site, 0)?;
        run(build(&site, &disk.join("out")))?;
        mount.used()?
    };
    let (mut failed, mut went) = (0, 0);
    for size in (0..SIZES).step_by(super::share(5, 1)) {
        let mount = Mount::new(&disk, 100_000)?;
        let output = disk.join("out");
        super::small_site(&site, 0)?;
        run(build(&site, &output))?;
        super::small_site(&site, 1)?;
        // every page differs, as with a new theme: nothing of the old tree can be used again
        let settings = std::fs::read_to_string(site.join("site.toml"))?.replace("Small", "Small2");
        std::fs::write(site.join("site.toml"), settings)?;
        let before = tree(&output)?;
        mount.resize(mount.used()? + size * whole.div_ceil(SIZES - 4))?;
        let ran = run(build(&site, &output))?;
        let after = tree(&output)?;
        let left = leftovers(&output);
        match ran.code {
            Some(0) => went += 1,
            Some(2) if before != after => return Err(format!("size {size}: the old site was touched: {}", ran.said).into()),
            Some(2) if !(ran.said.contains("No space left") && ran.said.contains("disk/out")) => {
                return Err(format!("size {size}: it does not say where and why: {}", ran.said).into());
            }
            Some(2) => failed += 1,
            _ => return Err(format!("size {size}: {ran:?}").into()),
        }
        if !left.is_empty() {
            return Err(format!("size {size}: left behind: {left:?}").into());
        }
    }
    println!("{} sizes of disk: {failed} too small, {went} large enough", failed + went);
    if failed > 0 && went > 0 { Ok(()) } else { Err("the sizes are too large or too small".into()) }
}

fn a_mount_point() -> Outcome {
    let versions = Versions::new()?;
    let site = versions.folder.path().join("site");
    let output = versions.folder.path().join("out");
    std::fs::create_dir(&output)?;
    let _mount = Mount::new(&output, 10_000)?;
    for turn in [0, 1, 0] {
        super::small_site(&site, turn)?;
        if turn == 1 {
            std::fs::write(output.join("CNAME"), "precious")?;
        }
        let ran = run(super::program::kb(["build", "--site", &site.to_string_lossy(), "--output", &output.to_string_lossy()]))?;
        if ran.code != Some(0) || !ran.said.contains("file by file") {
            return Err(format!("{ran:?}").into());
        }
        let mut found = tree(&output)?;
        if turn == 1 && found.remove(Path::new("CNAME")) != Some(Thing::File(b"precious".to_vec())) {
            return Err("a file of others is gone".into());
        }
        found.remove(Path::new("CNAME"));
        if let Some(difference) = super::tree::difference(&versions.trees[turn as usize], &found) {
            return Err(format!("turn {turn}: {difference}").into());
        }
    }
    Ok(())
}

fn a_mount_within() -> Outcome {
    let versions = Versions::new()?;
    let site = versions.folder.path().join("site");
    let output = versions.folder.path().join("out");
    std::fs::create_dir_all(output.join("theirs"))?;
    std::fs::write(output.join(".kb-manifest"), "")?;
    let _mount = Mount::new(&output.join("theirs"), 100)?;
    for file in ["a", "b"] {
        std::fs::write(output.join("theirs").join(file), "precious")?;
    }
    let before = tree(&output)?;
    let ran = run(build(&site, &output))?;
    if ran.code != Some(2) || !ran.said.contains("theirs") {
        return Err(format!("it is not refused: {ran:?}").into());
    }
    let left = leftovers(&output);
    if tree(&output)? != before || !left.is_empty() {
        return Err(format!("it is not as it was; left behind: {left:?}").into());
    }
    Ok(())
}
