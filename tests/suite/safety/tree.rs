//! A folder as a value: what stands in it, to be compared with what stood there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Every name below a folder and what it holds: bytes, the target of a link, or nothing for a folder.
pub(crate) type Tree = BTreeMap<PathBuf, Thing>;

/// What stands behind a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Folder,
    File(Vec<u8>),
    Link(PathBuf),
    Other,
}

/// What stands in a folder; nothing when it is not there.
pub(crate) fn tree(folder: &Path) -> Result<Tree, String> {
    let mut tree = Tree::new();
    if folder.symlink_metadata().is_err() {
        return Ok(tree);
    }
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|e| e.to_string())?;
        let path = entry.path();
        let kind = entry.file_type();
        let thing = if kind.is_dir() {
            Thing::Folder
        } else if kind.is_symlink() {
            Thing::Link(std::fs::read_link(path).map_err(|e| e.to_string())?)
        } else if kind.is_file() {
            Thing::File(std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?)
        } else {
            Thing::Other
        };
        tree.insert(path.strip_prefix(folder).unwrap_or(path).to_owned(), thing);
    }
    Ok(tree)
}

/// What is different, in a few lines; nothing when nothing is.
pub(crate) fn difference(expected: &Tree, found: &Tree) -> Option<String> {
    let mut out = String::new();
    let gone = expected.keys().filter(|path| !found.contains_key(*path)).map(|path| ("missing", path));
    let more = found.keys().filter(|path| !expected.contains_key(*path)).map(|path| ("not expected", path));
    let other =
        expected.iter().filter(|(path, thing)| found.get(*path).is_some_and(|f| f != *thing)).map(|(path, _)| ("other", path));
    for (what, path) in gone.chain(more).chain(other).take(5) {
        let _ = write!(out, "{what}: {}; ", path.display());
    }
    (!out.is_empty()).then_some(out)
}

/// What a build left beside an output folder.
pub(crate) fn leftovers(output: &Path) -> Vec<String> {
    let parent = output.parent().unwrap_or(output);
    let names = [parent, output].into_iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.contains(".kb-") && name != ".kb-manifest" && name != ".kb-cache").collect()
}
