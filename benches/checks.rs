//! How the checks grow with the site: `cargo bench --bench checks`. Twice the articles may take twice the time; four times
//! would be a check that compares everything with everything.

mod corpus;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kb::check::{self, Checking};
use kb::config;
use kb::content::{self, Document, Locator};
use kb::model::{self, Graph};
use kb::plan::Plan;
use kb::source::{FileId, SourceFile};
use rayon::prelude::*;

const ARTICLES: [usize; 4] = [1_250, 2_500, 5_000, 10_000];
const RUNS: usize = 3;

fn main() {
    let mut rows: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for articles in ARTICLES {
        for (name, took) in measured(articles) {
            rows.entry(name).or_default().push(took);
        }
    }
    println!("{:<12}{}  growth by doubling", "ms", ARTICLES.map(|n| format!("{n:>10}")).join(""));
    for (name, times) in rows {
        let ms: String = times.iter().map(|t| format!("{:>10.1}", t.as_secs_f64() * 1000.0)).collect();
        let growth = times.windows(2).map(|w| format!("{:.1}", w[1].as_secs_f64() / w[0].as_secs_f64().max(1e-6)));
        println!("{name:<12}{ms}  {}", growth.collect::<Vec<_>>().join("  "));
    }
}

/// The shortest of some runs: all checks on all cores, and each of them alone.
fn measured(articles: usize) -> BTreeMap<&'static str, Duration> {
    let sources = corpus::sources(&corpus::generate(articles));
    let locator = Locator::new(&sources);
    let (config, _) = config::read(&sources, &locator, &corpus::options());
    let files: Vec<(FileId, &SourceFile)> = sources.files().filter(|(_, f)| content::is_document(&f.path)).collect();
    let documents: Vec<Arc<Document>> = files.par_iter().map(|(id, file)| Arc::new(content::parse(*id, file).0)).collect();
    let resolved = model::resolve(documents, &sources, &config, &locator);
    let graph = Graph::new(&resolved.knowledge, resolved.besides.mentions());
    let (plan, _) = Plan::new(&resolved.knowledge, &graph, &config, &sources, &locator);
    let checking = || Checking::new((&resolved.knowledge, &graph, &plan), &config, &sources, &resolved.besides);
    let mut shortest: BTreeMap<&str, Duration> = BTreeMap::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        _ = check::check(&checking(), &locator);
        let mut note = |name, took: Duration| {
            shortest.entry(name).and_modify(|least: &mut Duration| *least = took.min(*least)).or_insert(took);
        };
        note("all", begun.elapsed());
        // what one check prepares for others is counted for the first
        let checking = checking();
        for name in check::names() {
            let begun = Instant::now();
            _ = check::check_one(name, &checking, &locator);
            note(name, begun.elapsed());
        }
    }
    shortest
}
