//! Writes a made-up site to disk: `cargo run --release --example corpus -- 10000 /path/to/site`, with a fifth as many roles or as many as
//! stand behind that.

#![expect(clippy::disallowed_methods, reason = "it writes files, outside the core")]

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::path::PathBuf;
use std::{env, fs};

use anyhow::{Context, bail, ensure};

const USAGE: &str = "usage: cargo run --release --example corpus -- ARTICLES FOLDER [ROLES]";

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let number = |text: &String, least| text.parse().ok().filter(|n| (least..=1_000_000).contains(n)).context(USAGE);
    let (articles, folder, roles) = match args.as_slice() {
        [articles, folder] => (number(articles, 1)?, folder, None),
        [articles, folder, roles] => (number(articles, 1)?, folder, Some(number(roles, 8)?)),
        _ => bail!(USAGE),
    };
    let folder = PathBuf::from(folder);
    let empty = !folder.exists() || fs::read_dir(&folder)?.next().is_none();
    ensure!(empty, "{} is not empty", folder.display());

    let files = roles.map_or_else(|| corpus::generate(articles), |roles| corpus::generate_with(articles, roles));
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

#[cfg(test)]
mod tests {
    use super::corpus;

    #[test]
    fn a_made_up_site_is_the_same_each_time_and_has_no_findings() {
        for (articles, roles) in [(8, 8), (100, 20), (100, 12), (100, 60)] {
            let files = corpus::generate_with(articles, roles);
            assert_eq!(files, corpus::generate_with(articles, roles));
            let analysis = kb::analysis::analyze(corpus::sources(&files), &corpus::options());
            let weighty = analysis.diagnostics.iter().filter(|d| d.severity > kb::diagnostic::Severity::Info);
            let found: Vec<&str> = weighty.map(|d| d.message.as_str()).collect();
            assert!(found.is_empty(), "{found:?}");
            let guides = analysis.knowledge.guides.iter().filter(|g| !g.is_index).count();
            assert_eq!(guides, articles);
        }
    }
}
