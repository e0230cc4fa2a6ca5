//! What the fuzzer tries, on its seeds and on every input that once broke something: `fuzz/seeds/`.

use std::fmt::Write as _;
use std::panic::catch_unwind;

use libtest_mimic::Trial;

use crate::site;

#[path = "../../../fuzz/targets/mod.rs"]
mod targets;

/// Its name, which is that of the folder of its seeds, and what must hold of them.
type Target = (&'static str, fn(&[u8]) -> targets::Verdict);

const TARGETS: &[Target] = &[
    ("front_matter", targets::front_matter),
    ("data", targets::data),
    ("markdown", targets::markdown),
    ("site", targets::site),
    #[cfg(feature = "serve")]
    ("request", targets::request),
];

/// A test for each target.
pub(super) fn trials() -> impl Iterator<Item = Trial> {
    TARGETS.iter().map(|target| Trial::test(format!("safety::fuzz_{}", target.0), || replayed(target).map_err(Into::into)))
}

fn replayed((name, target): &Target) -> Result<(), String> {
    let folder = site::root().join("fuzz/seeds").join(name);
    let mut files: Vec<_> = std::fs::read_dir(&folder).map_err(|e| e.to_string())?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let mut faults = String::new();
    for file in &files {
        let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
        let verdict = catch_unwind(|| target(&bytes)).unwrap_or_else(|_| Err("it panicked".into()));
        if let Err(why) = verdict {
            let _ = writeln!(faults, "{}: {why}", file.display());
        }
    }
    println!("{name}: {} inputs", files.len());
    if faults.is_empty() && !files.is_empty() { Ok(()) } else { Err(faults) }
}
