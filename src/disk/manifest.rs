//! The list of published files kept in the output folder: what is not on it is not ours and is never touched.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::output::OutputPath;

/// The name of the list.
pub(super) const NAME: &str = ".kb-manifest";
/// In the names of everything temporary.
pub(super) const OWN: &str = ".kb-";
const HEAD: &str = "# Files in this folder that kb published, and will replace or remove. It leaves all others alone.";

/// The paths published before.
pub(super) type Manifest = BTreeSet<OutputPath>;

/// The text of the list.
pub(super) fn text<'a>(paths: impl Iterator<Item = &'a OutputPath>) -> String {
    let mut text = String::from(HEAD);
    text.push('\n');
    for path in paths {
        text.push_str(path.as_str());
        text.push('\n');
    }
    text
}

/// Whether a folder has a list, as a plain file, whatever it says.
pub(super) fn is_in(folder: &Path) -> bool {
    folder.join(NAME).symlink_metadata().is_ok_and(|meta| meta.is_file())
}

/// The list in a folder; `None` when the folder is empty.
pub(super) fn of(folder: &Path, shown: &Path) -> anyhow::Result<Option<Manifest>> {
    let shown = shown.display();
    let file = folder.join(NAME);
    match file.symlink_metadata() {
        Ok(meta) if meta.is_file() => {
            let text = fs::read(&file).with_context(|| format!("cannot read {shown}/{NAME}"))?;
            match parse(&text) {
                Some(manifest) => Ok(Some(manifest)),
                None => {
                    bail!("{shown}/{NAME} is damaged or was not written by kb. Empty the folder, or choose another")
                }
            }
        }
        Ok(_) => bail!("{shown}/{NAME} is not a file. Empty the folder, or choose another"),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let mut entries = fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))?;
            // a build that died in a folder it could only fill in place leaves nothing else behind
            if entries.all(|entry| entry.is_ok_and(|e| is_temporary(&e.file_name()))) {
                return Ok(None);
            }
            bail!(
                "{shown} is not empty and was not made by kb (it has no {NAME}). Choose another folder, or empty this one. \
                 To publish into it and keep what is there, create an empty {NAME} in it"
            )
        }
        Err(e) => Err(e).with_context(|| format!("cannot read {shown}/{NAME}")),
    }
}

/// Whether a name at the top of the output folder is one of our temporary ones.
pub(super) fn is_temporary(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.') && ["lock", "new", "old"].iter().any(|what| name.ends_with(&format!("{OWN}{what}")))
}

/// An empty list is a person's way to say: the folder is for kb, and what is in it now is not.
fn parse(bytes: &[u8]) -> Option<Manifest> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.trim().is_empty() {
        return Some(Manifest::new());
    }
    let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?;
    rest.lines().map(|line| OutputPath::new(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        let manifest: Manifest = ["a/b.html", "ü x", ".well-known/y"].iter().filter_map(|p| OutputPath::new(p).ok()).collect();
        assert_eq!(parse(text(manifest.iter()).as_bytes()), Some(manifest));
        assert_eq!(parse(b""), Some(Manifest::new()));
        assert_eq!(parse(b"index.html\n"), None);
        assert_eq!(parse(format!("{HEAD}\n../etc/passwd\n").as_bytes()), None);
        assert_eq!(parse(format!("{HEAD}\n/etc/passwd\n").as_bytes()), None);
        assert_eq!(parse(b"\xff"), None);
    }
}
