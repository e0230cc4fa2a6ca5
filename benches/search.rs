//! What the search costs on made-up sites of 1,000 and 10,000 articles: `cargo bench --bench search`.
//!
//! The time to make the index and its share of a whole build from memory to memory; how many bytes it has a page; and, where
//! there is Node, how much a reader fetches for a first query and how long each keystroke takes.

#![expect(clippy::disallowed_methods, reason = "it writes files for Node to read, outside the core")]

mod corpus;

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use kb::analysis::{self, Checked};
use kb::build::{self, Emit};

const ARTICLES: [usize; 2] = [1_000, 10_000];

fn main() -> anyhow::Result<()> {
    for articles in ARTICLES {
        let begun = Instant::now();
        let sources = corpus::sources(&corpus::generate(articles));
        println!("{articles} articles, made in {:.1} s", begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let Ok(checked) = analysis::analyze(sources, &corpus::options()).checked() else {
            anyhow::bail!("the made-up site has errors");
        };
        let folder = tempfile::tempdir()?;
        let (pages, search) = built(&checked, folder.path())?;
        let whole = begun.elapsed();
        let share = 100.0 * search.as_secs_f64() / whole.as_secs_f64();
        println!("  index            {:>9.0} ms, {share:.1} % of a build of {:.1} s", ms(search), whole.as_secs_f64());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/search.mjs");
        match Command::new("node").arg(script).arg(folder.path()).arg(pages.to_string()).status() {
            Ok(status) if status.success() => {}
            Ok(status) => anyhow::bail!("search.mjs ended with {status}"),
            Err(_) => println!("  bytes and keystrokes are not measured: there is no `node`"),
        }
    }
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Builds a site, keeps what the search fetches, and tells the number of pages and the time for the index.
fn built(checked: &Checked, folder: &Path) -> anyhow::Result<(usize, Duration)> {
    let kept: Mutex<Vec<(String, Vec<u8>)>> = Mutex::default();
    let emit = |emit: Emit<'_>| {
        if let Emit::File(output) = emit
            && (output.path.as_str().starts_with("data/search/") || output.path.as_str().ends_with(".js"))
        {
            kept.lock().map_err(|_| anyhow::anyhow!("a thread failed"))?.push((output.path.as_str().to_owned(), output.bytes));
        }
        Ok(())
    };
    let Ok(built) = build::build(checked, &emit, &|_, _| ()) else { anyhow::bail!("the made-up site cannot be built") };
    for (path, bytes) in kept.into_inner()? {
        let path = folder.join(path);
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, bytes)?;
    }
    let search = built.timings.iter().find(|(stage, _)| *stage == "search index").map_or(Duration::ZERO, |(_, time)| *time);
    Ok((built.pages, search))
}
