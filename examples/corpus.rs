//! Writes a made-up site to disk: `cargo run --release --example corpus -- 10000 /path/to/site`.

#![expect(clippy::disallowed_methods, reason = "it writes files, outside the core")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, ensure};

const USAGE: &str = "usage: cargo run --release --example corpus -- ARTICLES FOLDER";

fn main() -> anyhow::Result<()> {
    let [articles, folder] = env::args().skip(1).collect::<Vec<_>>().try_into().ok().context(USAGE)?;
    let articles: usize = articles.parse().ok().filter(|n| (1..=1_000_000).contains(n)).context(USAGE)?;
    let folder = PathBuf::from(folder);
    let empty = !folder.exists() || fs::read_dir(&folder)?.next().is_none();
    ensure!(empty, "{} is not empty", folder.display());

    let files = corpus::generate(articles);
    let mut bytes = 0;
    for (path, text) in &files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        bytes += text.len();
    }
    println!("{} files, {} kB, in {}", files.len(), bytes / 1000, folder.display());
    Ok(())
}
