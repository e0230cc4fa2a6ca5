//! Gives the program a number: that of what it is compiled from. A build remembers which program made what it left, and to look
//! through the program itself each time would take longer than a small site does.

#![expect(clippy::disallowed_methods, reason = "it reads what the compiler reads")]

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What is compiled in.
const PARTS: [&str; 5] = ["src", "themes/handbook", "content/checks", "Cargo.toml", "Cargo.lock"];

fn main() -> io::Result<()> {
    let mut number = DefaultHasher::new();
    for part in PARTS {
        println!("cargo::rerun-if-changed={part}");
        for file in files(Path::new(part))? {
            (&file, fs::read(&file)?).hash(&mut number);
        }
    }
    // the same sources are another program with another compiler, for another machine, or with other features
    let compiler = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output()?;
    compiler.stdout.hash(&mut number);
    let told = |name: &String| name.starts_with("CARGO_FEATURE_") || ["TARGET", "PROFILE", "OPT_LEVEL"].contains(&name.as_str());
    env::vars().filter(|(name, _)| told(name)).collect::<BTreeSet<_>>().hash(&mut number);
    println!("cargo::rustc-env=KB_PROGRAM={:016x}", number.finish());
    Ok(())
}

/// The files below a path, in order; a file is below itself. Without a lock file, as in a package, there is none.
fn files(path: &Path) -> io::Result<BTreeSet<PathBuf>> {
    if !path.is_dir() {
        return Ok(path.exists().then(|| path.to_owned()).into_iter().collect());
    }
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(path)? {
        all.append(&mut files(&entry?.path())?);
    }
    Ok(all)
}
