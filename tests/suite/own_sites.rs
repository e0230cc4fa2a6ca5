//! The sites of the repository: the golden one of the tests, and our own handbook.

use std::path::Path;

use kb::analysis::analyze;
use kb::diagnostic::{Diagnostic, Severity, short};

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
    // An info is polish: a remark to think about, not a fault of a finished site.
    let faults: Vec<Diagnostic> = analysis.diagnostics.into_iter().filter(|d| d.severity > Severity::Info).collect();
    if faults.is_empty() { Ok(()) } else { Err(short::render(&faults, &analysis.sources).into()) }
}
