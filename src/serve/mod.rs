//! `kb serve`: the editor's loop. It holds one state of the site, makes a new one when a file changes, and renders a page
//! when it is asked for. It neither reads nor writes the published folder.

mod address;
mod body;
mod broken;
mod door;
mod editor;
mod held;
mod listening;
mod own;
mod pages;
mod panel;
mod places;
mod shop;
mod state;
mod watching;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::analysis::{self, Begun, Memory, Options};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::disk::{Changed, Dates, Tree};
use crate::render::Highlighter;
use crate::source::{SitePath, Sources};

pub use editor::Editor;
use held::Held;
use listening::{listen, url};
pub use pages::TAG;
use shop::{News, Shop};
use state::{GoodTheme, State};
use watching::{Batch, Watching};

/// Templates are tried when so long nothing was saved.
const IDLE: Duration = Duration::from_millis(250);
/// All files are looked at once more when so long after that nothing came: what the system kept to itself is found then.
const SECOND_LOOK: Duration = Duration::from_millis(750);
/// Pages come first: the checks that they do not wait for begin when so long after a change nobody asks for one …
const BREATH: Duration = Duration::from_millis(15);
/// … and after so long at the latest.
const LAST_BREATH: Duration = Duration::from_millis(400);
/// While checks run or wait, changes are looked for so often.
const GLANCE: Duration = Duration::from_millis(5);
/// A file that is gone, or empty, is believed to be so after this time: editors write a new one in between.
const DOUBT: Duration = Duration::from_millis(60);

/// What to serve, and where.
pub struct Serving {
    /// The folder with the `site.toml`.
    pub site: PathBuf,
    /// The name or number to listen on.
    pub host: String,
    /// The port to begin with; 0 for any.
    pub port: u16,
    /// What the run says that `site.toml` does not: asked before each analysis, for days pass.
    pub options: Box<dyn Fn() -> anyhow::Result<Options>>,
    /// What opens files.
    pub editor: Option<Editor>,
}

/// What a person at the terminal is told.
#[derive(Clone, Copy)]
pub enum Told<'a> {
    /// The server answers.
    Ready {
        /// Where.
        url: &'a str,
        /// The port that was asked for and is taken.
        taken: Option<u16>,
        /// How many pages there are.
        pages: usize,
        /// How long it took.
        took: Duration,
    },
    /// Something is worth knowing.
    Note(&'a str),
    /// What is wrong now, after the first analysis or another one.
    Findings {
        /// All of them.
        findings: &'a [Diagnostic],
        /// Where they stand.
        sources: &'a Sources,
    },
    /// A new state is shown.
    Changed {
        /// What differs.
        changed: &'a Changed,
        /// How long it took from the last change.
        took: Duration,
    },
    /// The site cannot be read.
    Trouble(&'a str),
}

/// Serves a site until the process ends.
///
/// # Errors
/// When the site cannot be read at first, or nothing can be listened on.
pub fn serve(serving: Serving, tell: &dyn Fn(Told<'_>)) -> anyhow::Result<()> {
    let begun = Instant::now();
    let (listener, taken) = listen(&serving.host, serving.port)?;
    let url = url(&serving.host, listener.local_addr()?);
    // events name files as the system does
    let site = serving.site.canonicalize().with_context(|| format!("cannot read {}", serving.site.display()))?;
    // before anything is read, so that no change is missed
    let watching = Watching::new(&site);
    let (tree, notes) = Tree::new(&site, dates(&site))?;
    let (highlighter, good, memory) = (Arc::default(), Arc::default(), Memory::default());
    let mut engine = Engine { serving, tree, watching, highlighter, good, memory, told: Vec::new(), pending: None };
    let (state, first) = engine.state(None)?;
    let news = news_of(&state, 1);
    let pages = state.analysis.plan.pages().len();
    let shop = Arc::new(Shop::new(site, &engine.serving.host, engine.serving.editor.clone(), Held::new(state), news));
    std::thread::Builder::new().name("answers".into()).spawn({
        let shop = Arc::clone(&shop);
        move || door::answer(listener, shop)
    })?;
    for note in &notes {
        tell(Told::Note(note));
    }
    if let Some(analysis) = first.finish(&mut engine.memory, &AtomicBool::new(false)) {
        drop(shop.show(shop.held().completed(analysis)));
    }
    drop(first);
    let state = Arc::clone(&shop.held().state);
    state.try_theme();
    if !state.has_theme_faults() {
        engine.good = Arc::new(state.theme_files());
    }
    shop.count_again();
    engine.told = state.findings();
    tell(Told::Findings { findings: &engine.told, sources: &state.analysis.sources });
    if engine.watching.is_slow() {
        tell(Told::Note("the system cannot watch all folders: files are looked at twice a second"));
    }
    tell(Told::Ready { url: &url, taken, pages, took: begun.elapsed() });
    engine.run(&shop, tell)
}

/// Turns changes of files into states.
struct Engine {
    serving: Serving,
    tree: Tree,
    watching: Watching,
    highlighter: Arc<Highlighter>,
    /// The theme that was last in order.
    good: Arc<GoodTheme>,
    /// What need not be understood again.
    memory: Memory,
    /// What the person at the terminal was told last.
    told: Vec<Diagnostic>,
    /// The state that is shown, while checks of it are still to run.
    pending: Option<Begun>,
}

impl Engine {
    /// The state that the files say.
    fn state(&mut self, before: Option<&State>) -> anyhow::Result<(State, Begun)> {
        let options = (self.serving.options)()?;
        let begun = analysis::begin(self.tree.sources().clone(), &options, &mut self.memory);
        Ok((State::new(begun.analysis.clone(), &self.highlighter, &self.good, before), begun))
    }

    /// Runs the checks that find no errors while pages are shown already; the next change ends it, and is given back.
    fn finish(&mut self, begun: &Begun, shop: &Shop) -> Option<Batch> {
        let shown = Instant::now();
        while !shop.is_waited_for() && shown.elapsed() < if shop.is_asked() { LAST_BREATH } else { BREATH } {
            if let Some(next) = self.watching.wait(Some(GLANCE)) {
                return Some(next);
            }
        }
        let (stop, memory, watching) = (AtomicBool::new(false), &mut self.memory, &self.watching);
        let (analysis, next) = std::thread::scope(|scope| {
            let checks = scope.spawn(|| begun.finish(memory, &stop));
            let mut next = None;
            while !checks.is_finished() && next.is_none() {
                next = watching.wait(Some(GLANCE));
            }
            stop.store(next.is_some(), Ordering::Relaxed);
            (checks.join().ok().flatten(), next)
        });
        if let Some(analysis) = analysis {
            let old = shop.show(shop.held().completed(analysis));
            let held = shop.held();
            let last = shop.last();
            let news = last.clone().counting(&held.state.findings());
            // who was told of errors alone is told of the rest
            if (news.errors, news.warnings) != (last.errors, last.warnings) || old.state.findings() != held.state.findings() {
                shop.tell(news);
            }
        }
        next
    }

    /// Looks for templates that fail, when nobody waits for a page any more.
    fn try_theme(&mut self, shop: &Shop, tell: &dyn Fn(Told<'_>)) {
        let state = Arc::clone(&shop.held().state);
        let known = state.findings().len();
        state.try_theme();
        if !state.has_theme_faults() {
            self.good = Arc::new(state.theme_files());
        }
        let findings = state.findings();
        if findings.len() > known {
            shop.count_again();
            tell(Told::Findings { findings: &findings, sources: &state.analysis.sources });
            self.told = findings;
        }
    }

    fn run(&mut self, shop: &Shop, tell: &dyn Fn(Told<'_>)) -> ! {
        let mut next: Option<Batch> = None;
        let (mut tried, mut looked) = (true, true);
        loop {
            let patience = match (tried, looked) {
                (false, _) => Some(IDLE),
                (true, false) => Some(SECOND_LOOK),
                (true, true) => None,
            };
            let Some(mut batch) = next.take().or_else(|| self.watching.wait(patience)) else {
                if tried {
                    (next, looked) = self.look_again(shop, tell);
                } else {
                    self.try_theme(shop, tell);
                    tried = true;
                }
                continue;
            };
            // a theme that is about to change may be the last one in order: now is the time to know
            if !tried && batch.paths.iter().any(|path| path.starts_with(self.tree.site().join("themes"))) {
                self.try_theme(shop, tell);
            }
            (tried, looked) = (false, false);
            let begun = Instant::now();
            self.keep_watching(&mut batch);
            // what is told while waiting may be that the root of the watch is another folder now
            let until = Instant::now() + DOUBT;
            while let Some(mut more) = self.doubt(&batch, until) {
                self.keep_watching(&mut more);
                batch.join(more);
            }
            match self.read(&batch) {
                Ok(changed) => {
                    let is_settings = |path: &SitePath| path.as_str() == "site.toml";
                    let history = batch.history || changed.texts.iter().any(is_settings);
                    next = self.show(&changed, history, begun, shop, tell);
                }
                Err(why) => {
                    let why = format!("{why:#}");
                    let held = shop.held();
                    if held.trouble.as_ref() != Some(&why) {
                        tell(Told::Trouble(&why));
                        self.told.clear();
                        let held = held.in_trouble(why);
                        let news = News { errors: 1, ..news_of(&held.state, held.number) };
                        drop(shop.show(held));
                        shop.tell(news);
                    }
                    // it may come back without anybody telling
                    next = self.watching.wait(Some(Duration::from_millis(500))).or(Some(Batch { all: true, ..Batch::default() }));
                }
            }
        }
    }

    /// Looks at all files, whatever was told of them. Where one has changed, the watch is not to be trusted and begins anew.
    fn look_again(&mut self, shop: &Shop, tell: &dyn Fn(Told<'_>)) -> (Option<Batch>, bool) {
        let begun = Instant::now();
        match self.tree.refresh_all() {
            Ok(changed) if !changed.is_empty() => {
                self.watching.begin_again();
                (self.show(&changed, false, begun, shop, tell), false)
            }
            // what cannot be read now is told when somebody changes something
            _ => (None, true),
        }
    }

    /// Watches what is new. Where a root of the watch is gone or another one, the watch begins anew.
    fn keep_watching(&mut self, batch: &mut Batch) {
        if batch.roots {
            self.watching.begin_again();
            // what the old watch had yet to tell nobody will
            batch.all = true;
        } else if batch.all || batch.paths.iter().any(|path| path.is_dir()) {
            self.watching.watch();
        }
    }

    /// Waits where a file is gone or empty that was neither: an editor may be writing it just now. Says what is told meanwhile.
    fn doubt(&self, batch: &Batch, until: Instant) -> Option<Batch> {
        let is_doubtful = |path: &PathBuf| match path.symlink_metadata() {
            Ok(meta) => meta.is_file() && meta.len() == 0,
            // what was never read was never anything: editors try whether they may write
            Err(_) => self.tree.knows(path),
        };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || !batch.paths.iter().any(is_doubtful) {
            return None;
        }
        self.watching.wait(Some(left))
    }

    fn read(&mut self, batch: &Batch) -> anyhow::Result<Changed> {
        if batch.all { self.tree.refresh_all() } else { self.tree.refresh(&batch.paths) }
    }

    fn show(&mut self, changed: &Changed, history: bool, since: Instant, shop: &Shop, tell: &dyn Fn(Told<'_>)) -> Option<Batch> {
        let dates_differ = history && self.tree.refresh_dates(dates(&shop.site));
        let held = shop.held();
        if changed.is_empty() && !dates_differ && held.trouble.is_none() {
            // what changed nothing may yet have ended the checks of what did
            return self.complete(shop, tell);
        }
        let (state, begun) = match self.state(Some(&held.state)) {
            Ok(made) => made,
            Err(why) => {
                tell(Told::Trouble(&format!("{why:#}")));
                return None;
            }
        };
        let new = held.followed_by(state);
        let (state, number) = (Arc::clone(&new.state), new.number);
        drop(shop.show(new));
        let mut news = news_of(&state, number);
        // warnings come and go more slowly
        news.warnings = shop.last().warnings;
        news.changed = pages_of(&state, changed);
        shop.tell(news);
        tell(Told::Changed { changed, took: since.elapsed() });
        drop((held, state));
        self.pending = Some(begun);
        self.complete(shop, tell)
    }

    /// Runs the checks that are still to run, and tells what is wrong when all have.
    fn complete(&mut self, shop: &Shop, tell: &dyn Fn(Told<'_>)) -> Option<Batch> {
        let begun = self.pending.take()?;
        let next = self.finish(&begun, shop);
        let held = shop.held();
        if !held.state.is_whole {
            self.pending = Some(begun);
        }
        let findings = held.state.findings();
        if held.state.is_whole && self.told != findings {
            tell(Told::Findings { findings: &findings, sources: &held.state.analysis.sources });
            self.told = findings;
        }
        next
    }
}

/// What browsers are told of a state.
fn news_of(state: &State, number: u64) -> News {
    News { number, ..News::default() }.counting(&state.findings())
}

/// The pages that show what changed as their own; none when so much did that no page is meant.
fn pages_of(state: &State, changed: &Changed) -> Vec<(String, String)> {
    let [path] = changed.texts.as_slice() else { return Vec::new() };
    let Some(page) = state.page_of(path.as_str()) else { return Vec::new() };
    vec![(format!("/{}", state.analysis.plan.url(page).as_str()), state.title(page))]
}

/// Whether dates are read from git is a setting.
fn dates(site: &std::path::Path) -> Dates {
    let git = crate::disk::settings(site).is_none_or(|text| config::wants_git_dates(&text));
    if git { Dates::Git } else { Dates::Unknown }
}
