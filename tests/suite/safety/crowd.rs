//! Many builds of one folder at once, and somebody who reads it all the while.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::deaths::Versions;
use super::program::{build, run};
use crate::Outcome;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[("eight_builds_at_once", eight_builds_at_once)];

/// Builds at once.
const BUILDERS: usize = 8;

fn eight_builds_at_once() -> Outcome {
    let versions = Versions::new()?;
    let at = versions.folder.path();
    let output = at.join("place/out");
    for turn in 0..2 {
        super::small_site(&at.join(format!("site-{turn}")), turn)?;
    }
    run(build(&at.join("site-0"), &output))?;
    let (done, looks) = (AtomicBool::new(false), AtomicUsize::new(0));
    let rounds = super::share(2, 50);
    let result = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                look(&versions, &output)?;
                looks.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), String>(())
        });
        let builders: Vec<_> = (0..BUILDERS)
            .map(|n| {
                let site = at.join(format!("site-{}", n % 2));
                let output = &output;
                scope.spawn(move || {
                    (0..rounds).try_for_each(|_| match run(build(&site, output))? {
                        ran if ran.code == Some(0) => Ok(()),
                        ran => Err(format!("{ran:?}")),
                    })
                })
            })
            .collect();
        let built = builders.into_iter().try_for_each(|b| b.join().unwrap_or_else(|_| Err("a thread died".into())));
        done.store(true, Ordering::Relaxed);
        let read = reader.join().unwrap_or_else(|_| Err("the reader died".into()));
        built.and(read)
    });
    result?;
    versions.which(&output)?;
    let left = super::tree::leftovers(&output);
    if !left.is_empty() {
        return Err(format!("left behind: {left:?}").into());
    }
    println!(
        "{} builds, {BUILDERS} at once, looked at {} times: one of two sites each time",
        BUILDERS * rounds,
        looks.into_inner()
    );
    Ok(())
}

/// A reader opens the folder once and reads in it, as a server that holds its root does: all files are of one version.
fn look(versions: &Versions, output: &Path) -> Result<(), String> {
    use rustix::fs::{CWD, Mode, OFlags, openat};

    let flags = OFlags::RDONLY | OFlags::CLOEXEC;
    let folder =
        openat(CWD, output, flags | OFlags::DIRECTORY, Mode::empty()).map_err(|e| format!("the folder is not there: {e}"))?;
    // the files in which the versions differ
    let differing = versions.trees[0].iter().filter(|(path, thing)| versions.trees[1].get(*path) != Some(thing));
    let mut of = [true, true];
    for (path, _) in differing {
        let Ok(file) = openat(&folder, path, flags, Mode::empty()) else {
            // the tree was replaced and is being removed, or this version lacks the file
            continue;
        };
        let mut bytes = Vec::new();
        let read = std::io::Read::read_to_end(&mut std::fs::File::from(file), &mut bytes);
        if read.is_ok() {
            for (turn, same) in of.iter_mut().enumerate() {
                *same &= !matches!(versions.trees[turn].get(path), Some(super::tree::Thing::File(expected)) if *expected != bytes);
                *same &= versions.trees[turn].contains_key(path) || path.is_dir();
            }
        }
    }
    if of == [false, false] { Err("a reader saw files of two versions, or a torn one".into()) } else { Ok(()) }
}
