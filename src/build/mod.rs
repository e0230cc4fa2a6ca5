//! From an analysis to everything that is published, one file at a time: all of them, or the one that is asked for.

mod compressed;
mod past;
mod publication;
mod share;

pub use compressed::{compressed, is_text};
pub use past::{Changes, MadeOf, Past};
pub use publication::{Made, Publication};
pub use share::Shard;

use std::collections::HashSet;
use std::io::{self, Write};
use std::mem::discriminant;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::PIECE;
use crate::analysis::{Analysis, Checked};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::export::{self, Whole, WholePart};
use crate::output::{Output, OutputPath};
use crate::plan::{Page, Url, twin_of};
use crate::render::{DataFile, Highlighter, Prepared, Renderer, site_view};
use crate::search::{self, Part};
use crate::source::SitePath;
use crate::theme::Theme;
use share::{Dealer, Pieces};

/// Writes a file, piece by piece.
pub type Writing<'e> = dyn Fn(&mut dyn Write) -> io::Result<()> + Sync + 'e;

/// Something to publish.
pub enum Emit<'e> {
    /// A file made by the program.
    File(Output),
    /// A file of the site, published as it is.
    Asset {
        /// Where it is.
        from: SitePath,
        /// Where it goes.
        to: OutputPath,
    },
    /// A file that the last build left, as it is.
    Kept(OutputPath),
    /// A file made by the program, which the last build may have left under another name.
    Moved(Output, OutputPath),
    /// A file that is too large to be held, and what writes it.
    Written(OutputPath, &'e Writing<'e>),
    /// What one shard has to say in a file that all of them make together, by the path of that file.
    Part(Output),
}

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// Pages, redirects not counted.
    pub pages: usize,
    /// Pages of the site, of which a shard has some.
    pub of: usize,
    /// How many of them the last build had made already.
    pub kept: usize,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Why nothing was built.
#[derive(Debug)]
pub enum Failure {
    /// Something in the theme is wrong.
    Findings(Vec<Diagnostic>),
    /// The machine failed.
    Machine(anyhow::Error),
}

/// Renders the whole site and hands over each file as it is ready, from several threads. `tick` is told how many of
/// how many pages are done.
///
/// # Errors
/// With every template that failed, or with the first failure to take a file.
pub fn build(
    checked: &Checked,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    tick: &(dyn Fn(u64, u64) + Sync),
) -> Result<Built, Failure> {
    build_again(checked, emit, tick, Arc::default(), None, &|_| ())
}

/// The same after another build: what that made as it would be made now is not made again, and the highlighter may know its code.
/// `keep_parts` is handed what the next build can use of this one that is not published.
///
/// # Errors
/// As [`build`].
pub fn build_again(
    checked: &Checked,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    tick: &(dyn Fn(u64, u64) + Sync),
    highlighter: Arc<Highlighter>,
    past: Option<&Past<'_>>,
    keep_parts: &dyn Fn(&[Part]),
) -> Result<Built, Failure> {
    make(checked, emit, tick, None, highlighter, past, keep_parts)
}

/// Renders what falls to one shard of the site.
///
/// # Errors
/// As [`build`]; with a template that fails on no page of this shard as well, where any page of its kind shows that.
pub fn build_shard(
    checked: &Checked,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    tick: &(dyn Fn(u64, u64) + Sync),
    shard: Shard,
) -> Result<Built, Failure> {
    let found = try_theme(checked);
    if found.is_empty() {
        make(checked, emit, tick, Some(shard), Arc::default(), None, &|_| ())
    } else {
        Err(Failure::Findings(found))
    }
}

fn make(
    checked: &Checked,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    tick: &(dyn Fn(u64, u64) + Sync),
    shard: Option<Shard>,
    highlighter: Arc<Highlighter>,
    past: Option<&Past<'_>>,
    keep_parts: &dyn Fn(&[Part]),
) -> Result<Built, Failure> {
    let start = Instant::now();
    let mut theme = Theme::load(&checked.sources, &checked.config).map_err(Failure::Findings)?;
    let site = site_view(checked, &theme);
    theme.share("site", &site);
    let mut dealer = Dealer::new(shard.unwrap_or(Shard::WHOLE));
    let pieces = dealer.pieces(checked);
    let theme_time = start.elapsed();

    let start = Instant::now();
    let renderer = Renderer::with(checked, &theme, Arc::new(Prepared::new(checked, highlighter)));
    let pages = checked.plan.pages();
    let redirects: Vec<&(Url, Page)> = dealer.each(checked.plan.redirects());
    let ours = pieces.pages.iter().filter(|ours| **ours).count();
    let total = (ours + redirects.len()) as u64;
    let done = AtomicU64::new(0);
    let failures: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
    let take = |path: &str, rendered: Result<String, Box<Diagnostic>>| {
        tick(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        match rendered {
            Ok(html) => file(emit, path, html.into_bytes()),
            Err(failure) => {
                failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(*failure);
                Ok(())
            }
        }
    };
    let whole = Whole::new(checked);
    let kept = AtomicUsize::new(0);
    let one = |(nth, (page, url)): (usize, &(Page, Url))| {
        if let Some(past) = past.filter(|past| past.has_page(*page))
            && keep(past, emit, url, renderer.has_twin(*page), |read| whole.add_if_wanted(nth, read))?
        {
            kept.fetch_add(1, Ordering::Relaxed);
            tick(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            return Ok(());
        }
        let (html, text) = match named(url.output(), || renderer.render_with_twin(*page))? {
            Ok((html, text)) => (Ok(html), text),
            Err(failure) => (Err(failure), None),
        };
        take(url.output(), html)?;
        if let Some((text, twin)) = text.zip(twin_of(url)) {
            whole.add(nth, &text);
            file(emit, twin.output(), text.into_bytes())?;
        }
        Ok(())
    };
    pages
        .par_iter()
        .with_max_len(PIECE)
        .enumerate()
        .filter(|(nth, _)| pieces.pages[*nth])
        .try_for_each(one)
        .map_err(Failure::Machine)?;
    redirects
        .par_iter()
        .with_max_len(PIECE)
        .try_for_each(|(url, page)| match past {
            Some(past) if keep(past, emit, url, false, |_| Ok(()))? => Ok(()),
            _ => take(url.output(), named(url.output(), || renderer.redirect(url, *page))?),
        })
        .map_err(Failure::Machine)?;
    let mut failures = failures.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !failures.is_empty() {
        settle(&mut failures);
        return Err(Failure::Findings(failures));
    }
    let render_time = start.elapsed();

    let start = Instant::now();
    emit_whole(whole.finish(&theme.strings), shard.is_some(), emit).map_err(Failure::Machine)?;
    rest(&renderer, emit, past, &pieces, &mut dealer).map_err(Failure::Machine)?;
    let rest_time = start.elapsed();

    // nothing needs as much room as the search, and it needs nothing of what pages share
    drop(renderer);
    let start = Instant::now();
    if pieces.search {
        index(checked, &theme, emit, past, keep_parts).map_err(Failure::Machine)?;
    }
    let search_time = start.elapsed();
    let timings =
        vec![("theme", theme_time), ("render", render_time), ("assets and exports", rest_time), ("search index", search_time)];
    Ok(Built { pages: ours, of: pages.len(), kept: kept.into_inner(), timings })
}

/// The handbook as one text, or what one shard has to say in it.
fn emit_whole(whole: WholePart, is_part: bool, emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync)) -> anyhow::Result<()> {
    let path = OutputPath::new(WholePart::PATH)?;
    if is_part {
        let bytes = whole.packed();
        drop(whole);
        emit(Emit::Part(Output { path, bytes }))
    } else {
        emit(Emit::Written(path, &|out| whole.write(out)))
    }
}

/// The search index. Most of its files are what they were and have another name: their folder is named after all of them.
fn index(
    checked: &Checked,
    theme: &Theme,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    past: Option<&Past<'_>>,
    keep_parts: &dyn Fn(&[Part]),
) -> anyhow::Result<()> {
    let is_same = |entity| past.is_some_and(|past| past.has_words(entity));
    let before = past.and_then(|past| (past.parts)()).map(|parts| search::Before { parts, is_same: &is_same });
    let begins = past.and_then(|past| (past.read)(&OutputPath::new(search::PATH).ok()?).ok());
    let folder = begins.and_then(|begins| search::folder(&begins));
    search::write(checked, &theme.strings, before, keep_parts, &|path, bytes| {
        let output = Output { path: OutputPath::new(&path)?, bytes };
        let was = folder.as_deref().and_then(|folder| search::path_in(folder, &path));
        emit(match was.and_then(|was| OutputPath::new(&was).ok()) {
            Some(was) => Emit::Moved(output, was),
            None => Emit::File(output),
        })
    })
}

/// Keeps the file of a page, and its twin if it has one, which `tell` may want to read. `false` when one of them is not there.
fn keep(
    past: &Past<'_>,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    url: &Url,
    has_twin: bool,
    tell: impl FnOnce(&dyn Fn() -> anyhow::Result<String>) -> anyhow::Result<()>,
) -> anyhow::Result<bool> {
    let page = OutputPath::new(url.output())?;
    let twin = twin_of(url).filter(|_| has_twin).map(|twin| OutputPath::new(twin.output())).transpose()?;
    if !(past.has)(&page) || !twin.as_ref().is_none_or(past.has) {
        return Ok(false);
    }
    if let Some(twin) = twin {
        tell(&|| (past.read)(&twin))?;
        emit(Emit::Kept(twin))?;
    }
    emit(Emit::Kept(page))?;
    Ok(true)
}

/// What is wrong with the theme, as far as one page of each kind shows it. A site that overrides nothing has the built-in
/// theme, and a site with errors has no pages to try.
#[must_use]
pub fn try_theme(analysis: &Analysis) -> Vec<Diagnostic> {
    let mut theme = match Theme::load(&analysis.sources, &analysis.config) {
        Ok(theme) => theme,
        Err(found) => return found,
    };
    let has_error = analysis.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if has_error || !analysis.sources.files().any(|(_, file)| file.path.as_str().starts_with("themes/")) {
        return Vec::new();
    }
    let site = site_view(analysis, &theme);
    theme.share("site", &site);
    let renderer = Renderer::new(analysis, &theme);
    let mut seen = HashSet::new();
    let kinds: Vec<Page> =
        analysis.plan.pages().iter().map(|(page, _)| *page).filter(|page| seen.insert(discriminant(page))).collect();
    let rendered = kinds.into_par_iter().map(|page| renderer.render(page));
    let mut failures: Vec<Diagnostic> = rendered.filter_map(|page| page.err().map(|d| *d)).collect::<Vec<_>>();
    settle(&mut failures);
    failures
}

/// Theme files, assets and machine-readable outputs.
fn rest(
    renderer: &Renderer<'_>,
    emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync),
    past: Option<&Past<'_>>,
    pieces: &Pieces,
    dealer: &mut Dealer,
) -> anyhow::Result<()> {
    let (analysis, theme) = (renderer.analysis(), renderer.theme());
    for (path, bytes) in dealer.each(theme.files()) {
        file(emit, path, bytes.clone())?;
    }
    for (from, to) in dealer.each(theme.assets()) {
        emit(Emit::Asset { from: from.clone(), to: OutputPath::new(to)? })?;
    }
    for (from, url) in dealer.each(analysis.plan.assets()) {
        emit(Emit::Asset { from: from.clone(), to: OutputPath::new(url.output())? })?;
    }
    let exports = if pieces.exports { export::exports(analysis, &theme.strings) } else { Vec::new() };
    for (path, bytes) in exports {
        file(emit, &path, bytes)?;
    }
    // none of these tells the prose of a guide, and all else is what it was
    let is_there = |path: &str| -> anyhow::Result<bool> {
        let Some(past) = past else { return Ok(false) };
        let path = OutputPath::new(path)?;
        let has = (past.has)(&path);
        if has {
            emit(Emit::Kept(path))?;
        }
        Ok(has)
    };
    dealer.each(renderer.data_files()).into_par_iter().with_max_len(PIECE).try_for_each(|data| {
        let path = renderer.data_path(data);
        match data {
            _ if is_there(&path)? => Ok(()),
            // as large as all other ones
            DataFile::Questions => emit(Emit::Written(OutputPath::new(&path)?, &|out| renderer.write_questions(out))),
            _ => file(emit, &path, renderer.data_bytes(data)),
        }
    })?;
    if !pieces.knowledge || is_there(export::kb::PATH)? {
        Ok(())
    } else {
        emit(Emit::Written(OutputPath::new(export::kb::PATH)?, &|out| renderer.kb_json(out)))
    }
}

fn file(emit: &(dyn Fn(Emit<'_>) -> anyhow::Result<()> + Sync), path: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
    emit(Emit::File(Output { path: OutputPath::new(path)?, bytes }))
}

/// Does a part of the work. Where a fault of the program ends it, the error names the page: who wrote it can then leave out
/// what brought the fault to light, and tell of it.
fn named<T>(page: &str, work: impl FnOnce() -> T) -> anyhow::Result<T> {
    // what it was in the middle of is thrown away with it
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        anyhow::anyhow!(
            "internal error while making {page}: this is a fault of kb. Until it is put right, change or leave out that page"
        )
    })
}

/// One template fails on many pages: report each place once, with the first page by address.
fn settle(failures: &mut Vec<Diagnostic>) {
    failures.sort_by(|a, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
    failures.dedup_by_key(|d| d.primary.span);
    diagnostic::sort(failures);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_page() {
        assert_eq!(named("a/index.html", || 1).expect("it works"), 1);
        let error = named("a/index.html", || u8::try_from(300).expect("too large")).expect_err("it does not").to_string();
        assert!(error.contains("internal error") && error.contains("a/index.html"), "{error}");
    }
}
