//! The test suite, one binary: a test for each case file below `tests/cases/` and for each page of a check,
//! and what no case file can say.
//!
//! It has its own `main` instead of `#[test]` functions so that every case file is a test with a name of its own.

#![expect(clippy::disallowed_methods, reason = "tests read their cases and write their folders themselves")]

mod anchors;
mod answers;
mod browser;
mod budgets;
mod case_file;
mod cases;
mod check_pages;
mod console;
mod data;
#[cfg(feature = "external")]
mod external;
mod faults;
mod kb_json;
mod large;
mod links;
mod markup;
mod notes;
mod own_sites;
mod privacy;
mod reports;
mod safety;
mod same;
#[cfg(feature = "serve")]
mod serve;
mod shards;
mod site;
mod style;
mod tidy;
mod warm;
mod words;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

/// What a test says when it fails.
type Outcome = Result<(), Failed>;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials = cases::trials();
    trials.extend(check_pages::trials());
    trials.extend(browser::trials());
    trials.extend(listed("anchors", anchors::TESTS));
    trials.extend(listed("tidy", tidy::TESTS));
    trials.extend(listed("notes", notes::TESTS));
    trials.extend(listed("own_sites", own_sites::TESTS));
    trials.extend(listed("faults", faults::TESTS));
    trials.extend(listed("data", data::TESTS));
    trials.extend(listed("kb_json", kb_json::TESTS));
    trials.extend(listed("large", large::TESTS));
    trials.extend(listed("links", links::TESTS));
    trials.extend(listed("privacy", privacy::TESTS));
    trials.extend(listed("reports", reports::TESTS));
    trials.extend(safety::trials());
    trials.extend(listed("same", same::TESTS));
    trials.extend(listed("shards", shards::TESTS));
    trials.extend(listed("budgets", budgets::TESTS));
    trials.extend(listed("style", style::TESTS));
    trials.extend(listed("warm", warm::TESTS));
    trials.extend(listed("words", words::TESTS));
    #[cfg(feature = "external")]
    trials.extend(listed("external", external::TESTS));
    #[cfg(feature = "serve")]
    trials.extend(serve::trials());
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Tests written as functions; one that stands in no list is dead code, which the compiler reports.
fn listed(area: &str, tests: &[(&str, fn() -> Outcome)]) -> Vec<Trial> {
    tests.iter().map(|&(name, test)| Trial::test(format!("{area}::{name}"), test)).collect()
}
