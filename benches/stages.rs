//! How long each stage takes on made-up sites of 100 and 1,000 articles: `cargo bench`.

mod corpus;

use std::sync::Arc;
use std::time::Duration;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use kb::analysis::{self, Checked};
use kb::build::{self, Emit};
use kb::check::{self, Checking};
use kb::config::{self, Config};
use kb::content::{self, Document, Locator};
use kb::export::exports;
use kb::health::Health;
use kb::model::{self, Graph, Resolved};
use kb::plan::Plan;
use kb::source::{FileId, SourceFile, Sources};
use kb::theme::Theme;
use rayon::prelude::*;

const ARTICLES: [usize; 2] = [100, 1000];
/// Longest time for one line of the table, so that all of them take a minute or two.
const TIME: Duration = Duration::from_secs(4);

fn main() {
    divan::main();
}

/// The input of a site and its settings.
struct Input {
    sources: Sources,
    config: Config,
}

impl Input {
    fn new(articles: usize) -> Self {
        let sources = corpus::sources(&corpus::generate(articles));
        let (config, _) = config::read(&sources, &Locator::new(&sources), &corpus::options());
        Self { sources, config }
    }

    /// What `resolve` makes of it.
    fn resolved(&self) -> Resolved {
        model::resolve(parse_all(&self.sources), &self.sources, &self.config, &Locator::new(&self.sources))
    }
}

fn parse_all(sources: &Sources) -> Vec<Arc<Document>> {
    let files: Vec<(FileId, &SourceFile)> = sources.files().filter(|(_, f)| content::is_document(&f.path)).collect();
    files.par_iter().map(|(id, file)| Arc::new(content::parse(*id, file).0)).collect()
}

fn checked(articles: usize) -> Checked {
    let analysis = analysis::analyze(corpus::sources(&corpus::generate(articles)), &corpus::options());
    let Ok(checked) = analysis.checked() else { panic!("the made-up site has an error") };
    checked
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn parse(bencher: Bencher<'_, '_>, articles: usize) {
    let input = Input::new(articles);
    bencher.counter(ItemsCount::new(articles)).bench_local(|| parse_all(black_box(&input.sources)));
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn resolve(bencher: Bencher<'_, '_>, articles: usize) {
    let Input { sources, config } = Input::new(articles);
    let documents = parse_all(&sources);
    bencher
        .counter(ItemsCount::new(articles))
        .bench_local(|| model::resolve(black_box(documents.clone()), &sources, &config, &Locator::new(&sources)));
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn graph(bencher: Bencher<'_, '_>, articles: usize) {
    let resolved = Input::new(articles).resolved();
    bencher
        .counter(ItemsCount::new(articles))
        .bench_local(|| Graph::new(black_box(&resolved.knowledge), resolved.besides.mentions()));
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn plan(bencher: Bencher<'_, '_>, articles: usize) {
    let input = Input::new(articles);
    let resolved = input.resolved();
    let graph = Graph::new(&resolved.knowledge, resolved.besides.mentions());
    let locator = Locator::new(&input.sources);
    bencher
        .counter(ItemsCount::new(articles))
        .bench_local(|| Plan::new(black_box(&resolved.knowledge), &graph, &input.config, &input.sources, &locator));
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn check(bencher: Bencher<'_, '_>, articles: usize) {
    let input = Input::new(articles);
    let Resolved { knowledge, besides, .. } = input.resolved();
    let Input { sources, config } = &input;
    let graph = Graph::new(&knowledge, besides.mentions());
    let locator = Locator::new(sources);
    let (plan, _) = Plan::new(&knowledge, &graph, config, sources, &locator);
    let checking = Checking::new((&knowledge, &graph, &plan), config, sources, &besides);
    bencher.counter(ItemsCount::new(articles)).bench_local(|| check::check(black_box(&checking), &locator));
}

/// Parse to check, as one.
#[divan::bench(args = ARTICLES, max_time = TIME)]
fn analyze(bencher: Bencher<'_, '_>, articles: usize) {
    let sources = corpus::sources(&corpus::generate(articles));
    let options = corpus::options();
    bencher
        .counter(ItemsCount::new(articles))
        .with_inputs(|| sources.clone())
        .bench_local_values(|sources| analysis::analyze(black_box(sources), &options));
}

/// Every page and every other output, thrown away.
#[divan::bench(args = ARTICLES, max_time = TIME)]
fn render(bencher: Bencher<'_, '_>, articles: usize) {
    let checked = checked(articles);
    let emit = |emitted: Emit<'_>| -> anyhow::Result<()> {
        match emitted {
            Emit::Written(_, writing) => writing(&mut std::io::sink())?,
            other => drop(black_box(other)),
        }
        Ok(())
    };
    bencher.counter(ItemsCount::new(articles)).bench_local(|| match build::build(black_box(&checked), &emit, &|_, _| {}) {
        Ok(built) => built.pages,
        Err(failure) => panic!("the made-up site does not build: {failure:?}"),
    });
}

#[divan::bench(args = ARTICLES, max_time = TIME)]
fn export(bencher: Bencher<'_, '_>, articles: usize) {
    let checked = checked(articles);
    let theme = Theme::load(&checked.sources, &checked.config).expect("the built-in theme");
    bencher.counter(ItemsCount::new(articles)).bench_local(|| exports(black_box(&checked), &theme.strings));
}

/// The report on the state of the handbook.
#[divan::bench(args = ARTICLES, max_time = TIME)]
fn health(bencher: Bencher<'_, '_>, articles: usize) {
    let checked = checked(articles);
    bencher.counter(ItemsCount::new(articles)).bench_local(|| Health::of(black_box(&checked)));
}
