//! The whole input understood: what it says, where every page stands, and what is wrong.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::PIECE;
use crate::check::{self, Checking, WrittenOut};
pub use crate::config::Options;
use crate::config::{self, Config, HtmlPolicy};
use crate::content::recall::Recall;
use crate::content::{self, Document, Locator};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::gate::{self, Baseline};
use crate::model::{self, Account, Besides, Graph, Knowledge, Owner};
use crate::plan::{self, Plan};
use crate::source::{Fault, FileId, SourceFile, Sources, Span};

/// Everything known about one state of the input.
#[derive(Clone)]
pub struct Analysis {
    /// The input.
    pub sources: Sources,
    /// The settings.
    pub config: Config,
    /// The base.
    pub knowledge: Knowledge,
    /// Its relations seen from the other side.
    pub graph: Arc<Graph>,
    /// Its addresses.
    pub plan: Arc<Plan>,
    /// Every finding that counts, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that the baseline holds.
    pub known: Vec<Diagnostic>,
    /// What is left of the baseline: what was put right since, and what cannot be built past.
    pub baseline: Baseline,
    /// What came of reading the base: links to other sites among it.
    pub besides: Arc<Besides>,
    /// Where pages write abbreviations out: from there on they mean that.
    pub written_out: Arc<WrittenOut>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// An analysis without errors: only this can be published.
pub struct Checked(Analysis);

impl std::ops::Deref for Checked {
    type Target = Analysis;

    fn deref(&self) -> &Analysis {
        &self.0
    }
}

/// What one analysis leaves to the next: all that follows from one file and from names that are still the same.
///
/// Whatever is taken from it is what would be made anew: a file counts as unchanged when its text is the very same one.
#[derive(Default)]
pub struct Memory {
    /// Nobody will ask again: what is remembered is given back as soon as the analysis can do without.
    is_fleeting: bool,
    sources: Sources,
    settings: Option<(HtmlPolicy, bool)>,
    parsed: FxHashMap<FileId, Parsed>,
    resolved: model::Remembered,
    graph: Option<(Arc<Graph>, Option<Account>, Option<Owner>)>,
    plan: Option<(Arc<Plan>, plan::Wishes)>,
    checks: check::Remembered,
}

/// A file's document and what is wrong in it.
type Parsed = (Arc<Document>, Arc<[Diagnostic]>);

impl Memory {
    /// The document of a file, if the file is what it was.
    fn parsed(&self, id: FileId, file: &SourceFile) -> Option<Parsed> {
        let parsed = self.parsed.get(&id)?;
        let old = self.sources.file(id);
        let same = old.path == file.path && old.fault == file.fault && Arc::ptr_eq(&old.text, &file.text);
        same.then(|| parsed.clone())
    }

    /// Whether the files, all but what stands in them, and the settings that records are read by are what they were.
    fn is_alike(&self, sources: &Sources, config: &Config) -> bool {
        self.settings == Some((config.html, config.git_dates)) && self.sources.has_files_of(sources)
    }
}

/// Understands an input. Never fails: what is wrong is in [`Analysis::diagnostics`].
#[must_use]
pub fn analyze(sources: Sources, options: &Options) -> Analysis {
    analyze_recalling(sources, options, None)
}

/// The same with what an earlier run read of texts that may still be there.
#[must_use]
pub fn analyze_recalling(sources: Sources, options: &Options, recall: Option<&dyn Recall>) -> Analysis {
    whole(sources, options, &mut Memory { is_fleeting: true, ..Memory::default() }, recall)
}

/// An input that is understood and searched for errors; what else there is to say of it is still to be found.
pub struct Begun {
    /// All of it but findings that are no errors.
    pub analysis: Analysis,
    /// Findings so far, before they are weighed.
    found: Vec<Diagnostic>,
    checks: check::Begun,
    healed: Vec<(FileId, Arc<str>)>,
}

/// Understands an input, as [`analyze`] does, with what is left of the input before.
#[must_use]
pub fn analyze_again(sources: Sources, options: &Options, memory: &mut Memory) -> Analysis {
    whole(sources, options, memory, None)
}

fn whole(sources: Sources, options: &Options, memory: &mut Memory, recall: Option<&dyn Recall>) -> Analysis {
    let begun = begin_recalling(sources, options, memory, recall);
    let stop = AtomicBool::new(false);
    match begun.finish(memory, &stop) {
        Some(analysis) => analysis,
        // nobody stops it
        None => begun.analysis,
    }
}

/// Understands an input as far as pages need it, with what is left of the input before: whatever may be an error is found.
#[must_use]
pub fn begin(sources: Sources, options: &Options, memory: &mut Memory) -> Begun {
    begin_recalling(sources, options, memory, None)
}

fn begin_recalling(sources: Sources, options: &Options, memory: &mut Memory, recall: Option<&dyn Recall>) -> Begun {
    let mut clock = Clock::default();
    let locator = Locator::new(&sources);
    let (config, mut diagnostics) = config::read(&sources, &locator, options);
    diagnostics.extend(sources.files().filter_map(|(id, file)| unreadable(id, file)));
    clock.lap("config");

    let files: Vec<(FileId, &SourceFile)> = sources.files().filter(|(_, f)| content::is_document(&f.path)).collect();
    let parse = |(id, file): &(FileId, &SourceFile)| {
        memory.parsed(*id, file).unwrap_or_else(|| {
            let (document, found) = content::parse_recalling(*id, file, recall);
            (Arc::new(document), found.into())
        })
    };
    let parsed: Vec<Parsed> = files.par_iter().with_max_len(PIECE).map(parse).collect();
    let mut documents = Vec::with_capacity(parsed.len());
    let mut healings = Vec::new();
    for (document, found) in &parsed {
        if let Some(healed) = &document.healed {
            locator.heal(document.file, healed.clone());
            healings.push((document.file, healed.clone()));
        }
        documents.push(Arc::clone(document));
        diagnostics.extend(found.iter().cloned());
    }
    if !memory.is_alike(&sources, &config) {
        memory.resolved = model::Remembered::default();
        memory.checks = check::Remembered::default();
    }
    clock.lap("parse");

    // if nobody asks again, those who read the records are the last to hold the documents
    let parsed = (!memory.is_fleeting).then_some(parsed);
    let resolved = model::resolve_again(documents, &sources, &config, (&locator, recall), &mut memory.resolved);
    match parsed {
        Some(parsed) => memory.parsed = parsed.into_iter().map(|parsed| (parsed.0.file, parsed)).collect(),
        None => memory.resolved = model::Remembered::default(),
    }
    diagnostics.extend(resolved.diagnostics);
    diagnostics.extend(resolved.besides.diagnostics().cloned());
    let (knowledge, besides, reworded) = (resolved.knowledge, resolved.besides, resolved.reworded);
    clock.lap("resolve");

    let site = &knowledge.site;
    let same_graph = memory.graph.take().filter(|(_, frame, owner)| {
        // all that relations are made of but the records
        reworded.is_some() && *frame == site.frame && *owner == site.owner
    });
    let reworded = reworded.filter(|_| same_graph.is_some());
    let wishes = plan::Wishes::of(&config);
    let same_plan = memory.plan.take().filter(|(_, known)| same_graph.is_some() && *known == wishes);
    // what is read for the checks takes the records alone
    let read = || check::read((&knowledge, &config), recall, (&mut memory.checks, reworded.as_deref()));
    let relations = || {
        let graph = match same_graph {
            Some((graph, ..)) => graph,
            None => Arc::new(Graph::new(&knowledge, besides.mentions())),
        };
        let (plan, found) = match same_plan {
            Some((plan, _)) => (plan, Vec::new()),
            None => {
                let (plan, found) = Plan::new(&knowledge, &graph, &config, &sources, &locator);
                (Arc::new(plan), found)
            }
        };
        (graph, plan, found)
    };
    let (read, (graph, plan, found)) = rayon::join(read, relations);
    diagnostics.extend(found);
    memory.graph = Some((Arc::clone(&graph), site.frame, site.owner));
    // places in findings are those of these very files
    memory.plan = plan.is_in_order().then(|| (Arc::clone(&plan), wishes));
    let written_out = Arc::new(read.written_out());
    clock.lap("relations and words");

    let checking = Checking::new((&knowledge, &graph, &plan), &config, &sources, &besides);
    let (found, checks) = check::first(&checking, &locator, read, (&mut memory.checks, reworded.as_deref()));
    diagnostics.extend(found);
    let found = diagnostics.clone();
    let may_be_error = |d: &Diagnostic| d.severity == Severity::Error || config.checks.may_be_error(d.code);
    if !diagnostics.iter().any(may_be_error) {
        diagnostics.clear();
    }
    let judged = if diagnostics.is_empty() {
        gate::Judged::default()
    } else {
        gate::judge(diagnostics, &config, &sources, &locator, &knowledge.left_out)
    };
    let gate::Judged { findings: mut diagnostics, known, baseline } = judged;
    // that a comment has no effect is known when all checks have run
    diagnostics.retain(|d| d.severity == Severity::Error && d.code != Code::KB902);
    drop(locator);
    diagnostic::sort(&mut diagnostics);
    clock.lap("errors");
    memory.sources = sources.clone();
    memory.settings = Some((config.html, config.git_dates));
    let besides = Arc::new(besides);
    let timings = clock.laps;
    let analysis =
        Analysis { sources, config, knowledge, graph, plan, diagnostics, known, baseline, besides, written_out, timings };
    Begun { analysis, found, checks, healed: healings }
}

impl Begun {
    /// The same with all findings; `None` when somebody wishes it to stop.
    #[must_use]
    pub fn finish(&self, memory: &mut Memory, stop: &AtomicBool) -> Option<Analysis> {
        let mut clock = Clock::default();
        let Analysis { sources, config, knowledge, graph, plan, besides, .. } = &self.analysis;
        let locator = Locator::new(sources);
        for (file, healed) in &self.healed {
            locator.heal(*file, Arc::clone(healed));
        }
        let checking = Checking::new((knowledge, graph, plan), config, sources, besides).until(stop);
        let mut found = self.found.clone();
        found.extend(check::rest(&checking, &locator, &mut memory.checks, &self.checks)?);
        let gate::Judged { mut findings, known, baseline } = gate::judge(found, config, sources, &locator, &knowledge.left_out);
        diagnostic::sort(&mut findings);
        clock.lap("check");
        let mut timings = self.analysis.timings.clone();
        timings.extend(clock.laps);
        Some(Analysis { diagnostics: findings, known, baseline, timings, ..self.analysis.clone() })
    }
}

impl Analysis {
    /// The links to other sites and the bytes their addresses are written in, in reading order, each place once.
    #[must_use]
    pub fn outward_links(&self) -> Vec<(Span, &str)> {
        let locator = self.locator(self.besides.outward().map(|link| link.place.file));
        let mut links: Vec<(Span, &str)> = self.besides.outward().map(|link| (locator.span(link.place), &*link.url)).collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    /// Adds findings of what could not be known before: those that are neither off nor silenced nor known.
    pub fn add(&mut self, found: Vec<Diagnostic>) {
        let locator = self.locator(found.iter().map(|d| d.primary.span.file));
        let mut baseline = self.baseline.clone();
        let (found, known) = gate::judge_late(found, &self.config, &self.sources, &locator, &mut baseline);
        drop(locator);
        self.baseline = baseline;
        self.diagnostics.extend(found);
        self.known.extend(known);
        diagnostic::sort(&mut self.diagnostics);
    }

    /// A locator that knows the places of these files.
    pub(crate) fn locator(&self, files: impl Iterator<Item = FileId>) -> Locator<'_> {
        let locator = Locator::new(&self.sources);
        for file in files.collect::<BTreeSet<_>>() {
            let source = self.sources.file(file);
            if content::is_document(&source.path)
                && let Some(healed) = content::parse(file, source).0.healed
            {
                locator.heal(file, healed);
            }
        }
        locator
    }

    /// This analysis as one that may be published.
    ///
    /// # Errors
    /// Gives it back when it holds an error.
    #[expect(clippy::result_large_err, reason = "the error is the analysis itself, to be reported")]
    pub fn checked(self) -> Result<Checked, Self> {
        if self.diagnostics.iter().any(|d| d.severity == Severity::Error) { Err(self) } else { Ok(Checked(self)) }
    }
}

/// KB105: a file that cannot be used.
fn unreadable(id: FileId, file: &SourceFile) -> Option<Diagnostic> {
    let at = |offset: usize| {
        let sign = file.text.get(offset..).and_then(|rest| rest.chars().next());
        Span::new(id, offset..offset + sign.map_or(0, char::len_utf8))
    };
    let name = file.path.name();
    let finding = |offset: usize, message: String| Diagnostic::new(Code::KB105, at(offset), message);
    Some(match file.fault.as_ref()? {
        Fault::NotUtf8 { offset } => finding(*offset, format!("`{name}` is not UTF-8"))
            .label("the first byte that is not")
            .help("save the file as UTF-8; most editors offer it under \"Save with encoding\""),
        Fault::Nul { offset } => finding(*offset, format!("`{name}` holds a NUL byte"))
            .label("here")
            .help("this is no text file, or it was saved as UTF-16: save it as UTF-8"),
        Fault::TooLarge { size, limit } => {
            finding(0, format!("`{name}` is {} large; at most {} are read", bytes(*size), bytes(*limit)))
                .help("split it, or keep it outside content/")
        }
        Fault::Special => {
            finding(0, format!("`{name}` is no regular file")).help("only regular files are read; take it out of the site folder")
        }
        Fault::Link => finding(0, format!("`{name}` is a symbolic link"))
            .help("links are not followed, so that nothing outside the site is published: put the file itself here"),
        Fault::Unreadable(reason) => finding(0, format!("`{name}` cannot be read: {reason}")),
        Fault::Active(by) => Diagnostic::new(Code::KB809, at(0), format!("`{name}` is not published: it can run scripts, by {by}"))
            .why("it would run beside the pages of the handbook, in the name of whoever opens it")
            .help("save a drawing again without scripts; make a page an article (.md), or publish it elsewhere and link to it")
            .help("where all who can change content/ may run scripts in the handbook, write into site.toml\n[markdown]\nhtml = \"trust\""),
        Fault::Misnamed(meant) => {
            let d = Diagnostic::new(Code::KB107, at(0), format!("`{name}` is not read under this name"));
            let (to, there) = (meant.name(), meant.parent() == file.path.parent());
            if there { d.help(format!("rename it `{to}`")) } else { d.help(format!("settings stand beside content/: move it to `{meant}`")) }
        }
        Fault::TooDeep { limit } => finding(0, format!("`{name}` stands in more than {limit} folders"))
            .help("move it up: every folder is a page, and stands in the address of all pages below it"),
        Fault::Missing { site, published } => finding(0, format!("there is no folder `{name}` in {site}"))
            .why(format!("the site in {published} stays as it is: one without articles would take its place"))
            .help("put the folder back, or name the folder of the site with --site")
            .help(format!("an empty folder `{name}` says that the site is to have no articles")),
        Fault::BadName => finding(0, format!("`{name}` has a name that cannot be published"))
            .help("rename it with letters, digits, hyphens and dots, 200 at the most"),
    })
}

fn bytes(n: u64) -> String {
    match n {
        0..10_000 => format!("{n} bytes"),
        10_000..10_000_000 => format!("{} kB", n / 1000),
        _ => format!("{} MB", n / 1_000_000),
    }
}

/// Times the stages.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }
}

impl Clock {
    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
