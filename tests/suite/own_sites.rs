//! The sites of the repository: the golden one of the tests, and our own handbook.

use std::collections::BTreeSet;
use std::path::Path;

use kb::analysis::analyze;
use kb::diagnostic::{Diagnostic, Severity, short};

use crate::Outcome;
use crate::site::{self, options};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("golden_has_no_finding", golden_has_no_finding),
    ("our_handbook_has_no_finding", our_handbook_has_no_finding),
    ("every_setting_is_told", every_setting_is_told),
];

fn golden_has_no_finding() -> Outcome {
    no_finding(&site::root().join("tests/golden"))
}

fn our_handbook_has_no_finding() -> Outcome {
    no_finding(&site::root())
}

fn no_finding(folder: &Path) -> Outcome {
    let analysis = analyze(site::read_folder(folder)?, &options());
    // An info is polish: a remark to think about, not a fault of a finished site.
    let faults: Vec<Diagnostic> = analysis.diagnostics.into_iter().filter(|d| d.severity > Severity::Info).collect();
    if faults.is_empty() { Ok(()) } else { Err(short::render(&faults, &analysis.sources).into()) }
}

/// The page about `site.toml` has every key that the program reads, and no key of an older one.
fn every_setting_is_told() -> Outcome {
    let page = std::fs::read_to_string(site::root().join("content/guides/settings.md")).map_err(|e| e.to_string())?;
    let top = keys("zzz = 1\n")?;
    let mut read: BTreeSet<String> = top.iter().cloned().collect();
    for section in &top {
        // a key that is no section has none below it
        read.extend(keys(&format!("[{section}]\nzzz = 1\n")).unwrap_or_default());
    }
    let rows = page.lines().filter(|line| line.starts_with('|'));
    // where a row begins with a section, or with the one above, its key stands in the second cell
    let keys = |line: &str| if line.starts_with("| `[") || line.starts_with("| |") { 3 } else { 2 };
    let cells = rows.flat_map(|line| line.split('|').take(keys(line))).map(str::trim);
    let told =
        cells.filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')).map(|key| key.trim_matches(['[', ']']).to_owned());
    let told: BTreeSet<String> = told.collect();
    let wrong: Vec<&String> = read.symmetric_difference(&told).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("read and not told, or told and not read: {wrong:?}").into()) }
}

/// The keys that the finding about an unknown one lists.
fn keys(settings: &str) -> Result<Vec<String>, String> {
    let settings =
        if settings.starts_with('[') { format!("title = \"T\"\n{settings}") } else { format!("{settings}title = \"T\"\n") };
    let sources = site::with_settings(&site::read_folder(&site::root().join("tests/golden"))?, |_| settings.clone());
    let analysis = analyze(sources, &options());
    let help = analysis.diagnostics.iter().flat_map(|d| &d.help).find_map(|help| help.split_once(" can have: "));
    help.map(|(_, keys)| keys.split(", ").map(str::to_owned).collect()).ok_or_else(|| format!("no list of keys for {settings}"))
}
