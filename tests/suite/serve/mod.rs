//! `kb serve`, asked over HTTP: who is answered, with what, and what comes of an edit.

mod again;
mod asking;
mod begun;
mod checks;
mod client;
mod crowds;
mod edits;
mod followed;
mod good_versions;
mod history;
mod line;
mod saving;
mod storms;
mod strangers;

use std::path::Path;

use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::site;

/// The tests of all files here.
pub(crate) fn trials() -> Vec<Trial> {
    let lists = [
        again::TESTS,
        asking::TESTS,
        begun::TESTS,
        checks::TESTS,
        crowds::TESTS,
        edits::TESTS,
        good_versions::TESTS,
        history::TESTS,
        saving::TESTS,
        storms::TESTS,
        strangers::TESTS,
    ];
    lists.iter().flat_map(|tests| crate::listed("serve", tests)).collect()
}

/// A copy of a site of this repository that a test may edit.
fn copy(folder: &str) -> Result<TempDir, String> {
    let from = site::root().join(folder);
    let to = tempfile::tempdir().map_err(|e| e.to_string())?;
    for entry in walkdir::WalkDir::new(&from).min_depth(1) {
        let entry = entry.map_err(|e| e.to_string())?;
        let path = to.path().join(entry.path().strip_prefix(&from).map_err(|e| e.to_string())?);
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&path).map_err(|e| e.to_string())?;
        } else {
            std::fs::copy(entry.path(), &path).map_err(|e| e.to_string())?;
        }
    }
    Ok(to)
}

/// Writes a file as most editors do: beside its place, and then into it.
fn save(site: &Path, path: &str, text: &str) -> Result<(), String> {
    let full = site.join(path);
    let folder = full.parent().ok_or("a file stands in a folder")?;
    std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    let beside = folder.join(".saving");
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, &full)).map_err(|e| format!("{path}: {e}"))
}

/// A page as it is built: without the line that loads the dev script.
fn without_script(page: &str) -> String {
    page.replacen(kb::serve::TAG, "", 1)
}

/// Version control, as somebody without any settings has it.
fn git(site: &Path, arguments: &[&str]) -> Result<(), String> {
    git_on(site, None, arguments)
}

/// The same on another day.
fn git_on(site: &Path, day: Option<&str>, arguments: &[&str]) -> Result<(), String> {
    let mut git = std::process::Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        git.env_remove(name);
    }
    git.envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")]);
    git.envs(day.map(|day| ("GIT_COMMITTER_DATE", format!("{day}T12:00:00Z"))));
    git.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-C"]).arg(site);
    let output = git.args(arguments).output().map_err(|e| format!("git: {e}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr))) }
}
