//! What only a browser can tell: a test for each file `tests/browser/*.test.mjs`, which Node runs.
//!
//! Rust alone is enough for all others: where Node, its packages or Chromium are missing these are skipped, and say so.
//! With `KB_FORBID_SKIP=1` they fail instead.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use tempfile::TempDir;

use crate::site;

/// The names of Chromium; `KB_CHROMIUM` names another.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A test for each file.
pub(crate) fn trials() -> Vec<Trial> {
    let folder = site::root().join("tests/browser");
    let missing = missing(&folder);
    // Built sites are shared by all files, and gone with the last of them.
    let shelf = tempfile::tempdir().map(Arc::new);
    let trial = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.strip_suffix(".test.mjs")?.to_owned();
        let (missing, shelf) = (missing.clone(), shelf.as_ref().map(Arc::clone).map_err(ToString::to_string));
        Some(Trial::ignorable_test(format!("browser::{name}"), move || match missing {
            Some(why) if forbidden() => Err(why.into()),
            Some(why) => Ok(Completion::ignored_with(why)),
            None => run(&file, &*shelf.map_err(Failed::from)?),
        }))
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files.into_iter().filter_map(trial).collect()
}

/// Whether a test that cannot run fails.
fn forbidden() -> bool {
    std::env::var_os("KB_FORBID_SKIP").is_some_and(|value| value == "1")
}

/// What these tests need and this machine does not have.
fn missing(folder: &Path) -> Option<String> {
    if !on_path("node") {
        return Some("there is no `node`: apt-get install nodejs".to_owned());
    }
    if !folder.join("node_modules").is_dir() {
        return Some("its packages are not installed: npm ci --prefix tests/browser".to_owned());
    }
    if std::env::var_os("KB_CHROMIUM").is_none() && !BROWSERS.into_iter().any(on_path) {
        return Some("there is no `chromium`: apt-get install chromium".to_owned());
    }
    None
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn run(file: &Path, shelf: &TempDir) -> Result<Completion, Failed> {
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec"])
        .arg(file)
        .current_dir(site::root().join("tests/browser"))
        .env("KB_BIN", env!("CARGO_BIN_EXE_kb"))
        .env("KB_SITES", shelf.path())
        .output()
        .map_err(|e| format!("node: {e}"))?;
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(Completion::Completed) } else { Err(said.into_owned().into()) }
}
