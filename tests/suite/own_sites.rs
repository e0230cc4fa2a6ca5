//! The sites of the repository: the golden one of the tests, and our own handbook.

use std::path::Path;

use kb::analysis::analyze;
use kb::diagnostic::short;

use crate::Outcome;
use crate::site::{self, options};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("golden_has_no_finding", golden_has_no_finding), ("our_handbook_has_no_finding", our_handbook_has_no_finding)];

fn golden_has_no_finding() -> Outcome {
    no_finding(&site::root().join("tests/golden"))
}

fn our_handbook_has_no_finding() -> Outcome {
    no_finding(&site::root())
}

fn no_finding(folder: &Path) -> Outcome {
    let analysis = analyze(site::read_folder(folder)?, &options());
    if analysis.diagnostics.is_empty() {
        return Ok(());
    }
    Err(short::render(&analysis.diagnostics, &analysis.sources).into())
}
