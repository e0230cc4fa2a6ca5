//! `console` fences: what a person types in the folder of the site, and what the terminal then shows.
//!
//! Lines that start with `$ ` are given to the shell one after the other, with `kb` being this program; below each stands
//! what it prints, standard output first, and `[exit 1]` when it does not end well. Times are printed as `…`.

use std::path::Path;
use std::process::Command;

use crate::case_file::Fence;
use crate::site;

/// What a fence would have to say, run in this folder.
pub(crate) fn actual(fence: &Fence, folder: &Path) -> Result<String, String> {
    let mut out = String::new();
    for typed in fence.body.lines().filter_map(|line| line.strip_prefix("$ ")) {
        out.push_str(&format!("$ {typed}\n"));
        out.push_str(&run(typed, folder)?);
    }
    Ok(out)
}

fn run(typed: &str, folder: &Path) -> Result<String, String> {
    let program = Path::new(env!("CARGO_BIN_EXE_kb"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = program.parent().map(Path::to_owned).into_iter().chain(std::env::split_paths(&path));
    let output = Command::new("sh")
        .args(["-c", typed])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(folders).map_err(|e| e.to_string())?)
        .env("SOURCE_DATE_EPOCH", seconds())
        .env_remove("CI")
        .output()
        .map_err(|e| format!("`{typed}`: {e}"))?;
    let mut shown = String::from_utf8_lossy(&output.stdout).into_owned();
    shown.push_str(&String::from_utf8_lossy(&output.stderr));
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    if !output.status.success() {
        shown.push_str(&format!("[exit {}]\n", output.status.code().unwrap_or(-1)));
    }
    Ok(shown.lines().map(|line| without_time(line) + "\n").collect())
}

/// The day on which all tests run, as the environment tells it.
fn seconds() -> String {
    let noon = site::TODAY.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map_or_else(|_| String::new(), |noon| noon.timestamp().as_second().to_string())
}

/// `0.24 s` as `… s`: no two runs take the same.
fn without_time(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let is_time = |i: usize| {
        let number = words[i].trim_start_matches('(');
        let unit = words.get(i + 1).is_some_and(|unit| matches!(unit.trim_end_matches([')', ':']), "s" | "ms"));
        unit && number.contains('.') && number.parse::<f64>().is_ok()
    };
    let shown: Vec<&str> = (0..words.len())
        .map(|i| {
            if !is_time(i) {
                words[i]
            } else if words[i].starts_with('(') {
                "(…"
            } else {
                "…"
            }
        })
        .collect();
    shown.join(" ")
}
