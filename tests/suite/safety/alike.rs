//! The same sources make the same bytes on any machine: whatever the threads, the time zone, the language, the rights of new
//! files, the place of the site and the order in which its files were made.

use std::ffi::OsStr;
use std::path::Path;

use super::chance::Chance;
use super::program::{run, under};
use super::tree::{Thing, Tree, difference, tree};
use crate::{Outcome, site};

/// The tests of this file.
pub(super) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("one_tree_from_many_builds", one_tree), ("folders_of_others_are_no_danger", folders_of_others)];

fn one_tree() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut chance = Chance::new(23);
    let builds = super::share(4, 100);
    let mut first: Option<Tree> = None;
    for n in 0..builds {
        let place = *chance.one(&["a", "b c", "\u{fc}/deep/er", "x.y", "-z"]);
        let at = folder.path().join(n.to_string()).join(place);
        copy(&site::root().join("tests/golden"), &at.join("site"), &mut chance)?;
        let shell = format!("umask {}; cd site && exec \"$0\" \"$@\"", chance.one(&["022", "077", "002", "027"]));
        let words = [env!("CARGO_BIN_EXE_kb"), "build", "--quiet", "--today", "2026-11-21", "--output", "../out"].map(OsStr::new);
        let mut command = under(&["sh", "-c", &shell], words);
        command.current_dir(&at);
        command.env("RAYON_NUM_THREADS", chance.one(&["1", "2", "3", "8", "16"]));
        command.env("TZ", chance.one(&["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati"]));
        command.env("LC_ALL", chance.one(&["C", "de_DE.UTF-8", "tr_TR.UTF-8", "en_US.ISO-8859-1"]));
        command.env("SOURCE_DATE_EPOCH", chance.one(&["0", "1795262400", "4102444800"]));
        let ran = run(command)?;
        if ran.code != Some(0) {
            return Err(format!("{ran:?}").into());
        }
        let tree = tree(&at.join("out"))?;
        match &first {
            None => first = Some(tree),
            Some(first) => {
                if let Some(difference) = difference(first, &tree) {
                    return Err(format!("build {n}: {difference}").into());
                }
            }
        }
        std::fs::remove_dir_all(folder.path().join(n.to_string()))?;
    }
    println!("{builds} builds, one tree of {} files", first.map_or(0, |tree| tree.len()));
    Ok(())
}

/// Copies files in an order of chance, which is the order in which many file systems list them.
fn copy(from: &Path, to: &Path, chance: &mut Chance) -> Result<(), String> {
    let mut files: Vec<_> = walkdir::WalkDir::new(from).into_iter().flatten().filter(|e| e.file_type().is_file()).collect();
    while !files.is_empty() {
        let entry = files.swap_remove(chance.below(files.len()));
        let target = to.join(entry.path().strip_prefix(from).map_err(|e| e.to_string())?);
        let parent = target.parent().unwrap_or(to);
        std::fs::create_dir_all(parent).and_then(|()| std::fs::copy(entry.path(), &target)).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// Folders of markdown that were never written for this program: those named in `KB_FOREIGN` (split at `:`), or else the case
/// files of these tests. Each is built with what is strange to it lowered to warnings; it may be refused, and nothing worse.
fn folders_of_others() -> Outcome {
    let named = std::env::var_os("KB_FOREIGN").unwrap_or_else(|| site::root().join("tests/cases").into_os_string());
    for folder in std::env::split_paths(&named) {
        let at = tempfile::tempdir()?;
        copy(&folder, &at.path().join("site/content/guides"), &mut Chance::new(1))?;
        std::fs::write(at.path().join("site/site.toml"), SETTINGS)?;
        let words = ["build", "--format", "short", "--today", "2026-11-21", "--site", "site", "--output", "out"];
        let mut command = super::program::kb(words);
        command.current_dir(at.path());
        let ran = run(command)?;
        let count = |level: &str| ran.said.lines().filter(|line| line.contains(&format!(": {level}["))).count();
        let (errors, warnings) = (count("error"), count("warning"));
        let pages = tree(&at.path().join("out"))?.values().filter(|thing| matches!(thing, Thing::File(_))).count();
        println!("{}: exit {:?}, {errors} errors, {warnings} warnings, {pages} files", folder.display(), ran.code);
        let told = match ran.code {
            Some(0) => errors == 0 && pages > 0,
            Some(1) => errors > 0 && pages == 0,
            _ => false,
        };
        if !told || ran.said.contains("panicked") {
            return Err(
                format!("{}: exit {:?}: {}", folder.display(), ran.code, ran.said.lines().last().unwrap_or_default()).into()
            );
        }
    }
    Ok(())
}

/// Every check that may be lowered is.
const SETTINGS: &str = "title = \"Others\"\n[dates]\ngit = false\n[checks]\nKB102 = \"warning\"\nKB107 = \"warning\"\nKB203 = \"warning\"\n\
    KB502 = \"warning\"\nKB602 = \"warning\"\nKB801 = \"warning\"\nKB806 = \"warning\"\nKB812 = \"warning\"\n";
