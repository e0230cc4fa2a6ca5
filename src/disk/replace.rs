//! A file of the site replaced as a whole: readers see the old text or the new one, never a part.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, ensure};

/// Writes a file, or puts another one in its place that keeps its permissions.
///
/// # Errors
/// When the file is read-only or the system refuses; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    put(path, bytes, File::sync_all)
}

/// The same where the file still holds `before` when all is written and settled: what somebody saved meanwhile stays.
///
/// # Errors
/// As [`replace`], and where it holds something else.
pub(super) fn replace_unchanged(path: &Path, before: &[u8], bytes: &[u8]) -> anyhow::Result<()> {
    put(path, bytes, |file| {
        file.sync_all()?;
        if fs::read(path)? == before { Ok(()) } else { Err(io::Error::other("it changed meanwhile")) }
    })
}

/// The same for what may be lost when the power fails: to wait for the disk would be to wait for all that a build has written.
pub(super) fn replace_in_time(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    put(path, bytes, |_| Ok(()))
}

fn put(path: &Path, bytes: &[u8], settle: impl Fn(&File) -> io::Result<()>) -> anyhow::Result<()> {
    // the folder alone would let another file take the place of one that was protected on purpose
    let is_protected = fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly());
    ensure!(!is_protected, "{} is read-only: make it writable if it is to change", path.display());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // a name that no reader of a site takes for content
    let beside = path.with_file_name(format!(".{name}.kb-new"));
    let written = (|| {
        let mut file = create(&beside)?;
        file.write_all(bytes)?;
        if let Ok(meta) = fs::metadata(path) {
            file.set_permissions(meta.permissions())?;
        }
        settle(&file)?;
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        // what could not be finished is of no use to anybody
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// A new file. What stands there is what a run left that died, or a trap: a link would be written through, to wherever
/// it leads.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let new = || File::options().write(true).create_new(true).open(path);
    match new() {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            new()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("precious"), "precious").expect("a file");
        fs::write(at("page.md"), "old").expect("a file");
        for link in ["page.md", "other.md"] {
            std::os::unix::fs::symlink("precious", at(&format!(".{link}.kb-new"))).expect("a link");
            replace(&at(link), b"new").expect("it is written");
            assert_eq!(fs::read_to_string(at(link)).expect("a file"), "new");
            assert_eq!(fs::read_to_string(at("precious")).expect("a file"), "precious");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3, "nothing is left beside it");
    }
}
