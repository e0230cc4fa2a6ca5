//! The same sources make the same bytes, whatever the threads, the run and the place of the checkout.

use std::path::Path;

use kb::analysis::analyze;
use kb::source::Sources;

use crate::Outcome;
use crate::site::{self, Published};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("two_runs", two_runs),
    ("one_and_eight_threads", one_and_eight_threads),
    ("another_checkout", another_checkout),
    ("another_day_before_a_review_is_due", another_day_before_a_review_is_due),
];

const SITES: [&str; 2] = ["tests/golden", ""];

fn build(sources: Sources) -> Result<Published, String> {
    let checked = analyze(sources, &site::options()).checked().map_err(|_| "it has errors")?;
    site::publish(&checked).map_err(|e| format!("{e:?}"))
}

fn read(folder: &str) -> Result<Sources, String> {
    site::read_folder(&site::root().join(folder))
}

/// The first file that differs.
fn same(one: &Published, other: &Published) -> Outcome {
    if let Some((path, _)) = one.iter().find(|(path, bytes)| other.get(*path) != Some(bytes)) {
        return Err(format!("{path} differs").into());
    }
    if one.len() == other.len() { Ok(()) } else { Err("the files differ".into()) }
}

fn two_runs() -> Outcome {
    SITES.iter().try_for_each(|folder| same(&build(read(folder)?)?, &build(read(folder)?)?))
}

fn one_and_eight_threads() -> Outcome {
    let with = |threads: usize, folder: &str| -> Result<Published, String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|e| e.to_string())?;
        pool.install(|| build(read(folder)?))
    };
    SITES.iter().try_for_each(|folder| same(&with(1, folder)?, &with(8, folder)?))
}

fn another_checkout() -> Outcome {
    let elsewhere = tempfile::tempdir().map_err(|e| e.to_string())?;
    let deep = elsewhere.path().join("some where/ü");
    let from = site::root().join("tests/golden");
    copy(&from, &deep)?;
    same(&build(site::read_folder(&from)?)?, &build(site::read_folder(&deep)?)?)
}

/// The files are made in another order than they are in, too.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let mut files: Vec<_> =
        walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()).collect();
    files.sort_by_key(|entry| std::cmp::Reverse(entry.path().to_owned()));
    for entry in files {
        let target = to.join(entry.path().strip_prefix(from).map_err(|e| e.to_string())?);
        let parent = target.parent().unwrap_or(to);
        std::fs::create_dir_all(parent).and_then(|()| std::fs::copy(entry.path(), &target)).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// Today decides only what is overdue.
fn another_day_before_a_review_is_due() -> Outcome {
    let on = |today| -> Result<Published, String> {
        let options = kb::analysis::Options { today, ..site::options() };
        let checked = analyze(read("tests/golden")?, &options).checked().map_err(|_| "it has errors")?;
        site::publish(&checked).map_err(|e| format!("{e:?}"))
    };
    same(&on(site::TODAY)?, &on(site::TODAY.tomorrow().map_err(|e| e.to_string())?)?)
}
