//! What is published at each path, made when it is asked for.
//!
//! It gives what a build would write there, byte for byte. It keeps nothing but what many paths are parts of: the search
//! index, the exports and the whole as one text, each made when the first of its paths is asked for.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::PIECE;
use crate::analysis::Analysis;
use crate::diagnostic::Diagnostic;
use crate::export::{self, Whole};
use crate::plan::{Page, twin_of};
use crate::render::Renderer;
use crate::search;
use crate::source::SitePath;
use crate::theme::Theme;

/// The paths of one analysis.
pub struct Publication {
    /// Positions of pages, and after them of redirects, in the plan, by the hash of the path.
    places: Arc<FxHashMap<u64, usize>>,
    exports: OnceLock<Vec<(String, Vec<u8>)>>,
    search: OnceLock<Vec<(String, Vec<u8>)>>,
    whole: OnceLock<Vec<u8>>,
}

/// What stands at a path.
#[derive(Debug)]
pub enum Made {
    /// A file made by the program.
    Bytes(Vec<u8>),
    /// A file of the site, as it is.
    Asset(SitePath),
}

impl Publication {
    /// Takes note of where things are; makes nothing.
    #[must_use]
    pub fn new(analysis: &Analysis) -> Self {
        let plan = &analysis.plan;
        let pages = plan.pages().iter().map(|(_, url)| url);
        let all = pages.chain(plan.redirects().iter().map(|(url, _)| url));
        let places: FxHashMap<u64, usize> = all.enumerate().map(|(n, url)| (xxh3_64(url.output().as_bytes()), n)).collect();
        Self { places: Arc::new(places), exports: OnceLock::new(), search: OnceLock::new(), whole: OnceLock::new() }
    }

    /// For an analysis that has the same plan.
    #[must_use]
    pub fn again(&self) -> Self {
        let places = Arc::clone(&self.places);
        Self { places, exports: OnceLock::new(), search: OnceLock::new(), whole: OnceLock::new() }
    }

    /// The page whose file, or whose markdown twin, has this path.
    #[must_use]
    pub fn page(&self, analysis: &Analysis, path: &str) -> Option<Page> {
        let plan = &analysis.plan;
        let page = |path: &str| {
            let (page, url) = plan.pages().get(self.place(path)?)?;
            (url.output() == path).then_some(*page)
        };
        page(path).or_else(|| page(&format!("{}.html", path.strip_suffix(".md")?)))
    }

    fn place(&self, path: &str) -> Option<usize> {
        self.places.get(&xxh3_64(path.as_bytes())).copied()
    }

    /// What stands at a path; `None` when nothing is published there.
    ///
    /// # Errors
    /// When a template fails, with its place.
    pub fn at(&self, renderer: &Renderer<'_>, path: &str) -> Result<Option<Made>, Box<Diagnostic>> {
        let (analysis, theme) = (renderer.analysis(), renderer.theme());
        let plan = &analysis.plan;
        if let Some(page) = self.page(analysis, path) {
            let text = if path.ends_with(".md") { renderer.twin(page)? } else { Some(renderer.render(page)?) };
            return Ok(text.map(|text| Made::Bytes(text.into_bytes())));
        }
        let redirect = self.place(path).and_then(|n| plan.redirects().get(n.checked_sub(plan.pages().len())?));
        if let Some((url, page)) = redirect.filter(|(url, _)| url.output() == path) {
            return Ok(Some(Made::Bytes(renderer.redirect(url, *page)?.into_bytes())));
        }
        Ok(file_of(analysis, theme, path).or_else(|| self.made(renderer, path).map(Made::Bytes)))
    }

    /// Machine-readable files.
    fn made(&self, renderer: &Renderer<'_>, path: &str) -> Option<Vec<u8>> {
        let (analysis, strings) = (renderer.analysis(), &renderer.theme().strings);
        let find = |files: &[(String, Vec<u8>)]| files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
        if path.starts_with("data/search/") {
            return find(self.search.get_or_init(|| search::files(analysis, strings)));
        }
        if path == export::kb::PATH {
            let mut bytes = Vec::new();
            return renderer.kb_json(&mut bytes).ok().map(|()| bytes);
        }
        if path == export::WHOLE {
            return Some(self.whole.get_or_init(|| whole(renderer)).clone());
        }
        if let Some(bytes) = renderer.data_file_at(path) {
            return Some(bytes);
        }
        // what is asked for in vain is not looked for in all of them
        let may_be = [".xml", ".txt", ".ics", ".json", ".csv"].iter().any(|ending| path.ends_with(ending));
        may_be.then(|| find(self.exports.get_or_init(|| export::exports(analysis, strings)))).flatten()
    }
}

/// A file of the theme, or one that is published as it is.
fn file_of(analysis: &Analysis, theme: &Theme, path: &str) -> Option<Made> {
    if let Some((_, bytes)) = theme.files().iter().find(|(known, _)| known == path) {
        return Some(Made::Bytes(bytes.clone()));
    }
    if let Some((from, _)) = theme.assets().iter().find(|(_, to)| to == path) {
        return Some(Made::Asset(from.clone()));
    }
    let from = SitePath::new(&format!("content/{path}")).ok()?;
    let url = analysis.plan.asset(&from)?;
    (url.output() == path).then_some(Made::Asset(from))
}

/// All twins as one text.
fn whole(renderer: &Renderer<'_>) -> Vec<u8> {
    let whole = Whole::new(renderer.analysis());
    let pages = renderer.analysis().plan.pages();
    pages.par_iter().with_max_len(PIECE).enumerate().for_each(|(nth, (page, url))| {
        // a page that fails says so where it is asked for
        if let Ok(Some(text)) = renderer.twin(*page)
            && twin_of(url).is_some()
        {
            whole.add(nth, &text);
        }
    });
    whole.finish(&renderer.theme().strings).text()
}
