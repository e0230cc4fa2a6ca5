//! One state of a site, understood and ready to be rendered page by page. Made once, never edited.

use std::collections::HashSet;
use std::mem::discriminant;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::broken::Broken;
use crate::analysis::Analysis;
use crate::build::{Made, Publication};
use crate::content::{Collection, Shape, shape_among};
use crate::diagnostic::{self, Diagnostic};
use crate::model::Entity;
use crate::plan::Page;
use crate::render::{Highlighter, Prepared, Renderer, site_view};
use crate::source::{FileId, SitePath, SourceFile, Sources};
use crate::theme::Theme;

/// The settings of a site.
const SETTINGS: &str = "site.toml";

/// One state of a site.
pub(super) struct State {
    pub analysis: Analysis,
    publication: Arc<Publication>,
    look: Option<Arc<Look>>,
    /// How pages looked when the theme was last in order, if they fail now.
    last_look: OnceLock<Option<Look>>,
    last_theme: Arc<GoodTheme>,
    /// Whether all checks have run, and not only those that find errors.
    pub is_whole: bool,
    /// What is wrong with the theme before anything is rendered.
    unloadable: Vec<Diagnostic>,
    /// Templates that failed since.
    faults: Arc<Mutex<Vec<Diagnostic>>>,
    broken: Broken,
}

/// The files of a theme that was in order.
#[derive(Default)]
pub(super) struct GoodTheme(Vec<SourceFile>);

/// A theme that knows the site, and what was prepared for pages.
struct Look {
    theme: Arc<Theme>,
    /// What the theme knows of the site, as text.
    site: String,
    prepared: Arc<Prepared>,
}

impl Look {
    /// With what was prepared for the state before, as far as it is the same.
    fn new(analysis: &Analysis, mut theme: Theme, highlighter: &Arc<Highlighter>, before: Option<&State>) -> Self {
        let site = site_view(analysis, &theme);
        theme.share("site", &site);
        let before = before.and_then(|before| Some((&before.analysis, before.look.as_ref()?)));
        let prepared = match before {
            Some((before, look)) => look.prepared.after(before, analysis),
            None => Prepared::new(analysis, Arc::clone(highlighter)),
        };
        Self { theme: Arc::new(theme), site: text(&site), prepared: Arc::new(prepared) }
    }

    /// The same theme for another analysis, if it is to know the same of the site.
    fn again(&self, before: &Analysis, analysis: &Analysis) -> Option<Self> {
        let site = text(&site_view(analysis, &self.theme));
        let prepare = || Arc::new(self.prepared.after(before, analysis));
        (site == self.site).then(|| Self { theme: Arc::clone(&self.theme), site, prepared: prepare() })
    }

    fn renderer<'a>(&'a self, analysis: &'a Analysis) -> Renderer<'a> {
        Renderer::with(analysis, &self.theme, Arc::clone(&self.prepared))
    }
}

/// A view as text, to be compared.
fn text(view: &impl serde::Serialize) -> String {
    serde_json::to_string(view).unwrap_or_default()
}

impl State {
    /// Makes the theme ready, and says what is wrong with it. `good` is the theme that was last in order; that of the state
    /// `before` serves again if none of its files changed.
    pub(super) fn new(analysis: Analysis, highlighter: &Arc<Highlighter>, good: &Arc<GoodTheme>, before: Option<&Self>) -> Self {
        let same_plan = before.filter(|before| Arc::ptr_eq(&before.analysis.plan, &analysis.plan));
        let publication = match same_plan {
            Some(before) => before.publication.again(),
            None => Publication::new(&analysis),
        };
        let mut unloadable = Vec::new();
        let same = before.filter(|before| before.has_theme_of(&analysis.sources));
        let again = same.and_then(|before| before.look.as_ref()?.again(&before.analysis, &analysis));
        let look = again.or_else(|| {
            let last = before.and_then(|before| Some(&*before.look.as_ref()?.theme));
            let theme = Theme::load_again(&analysis.sources, &analysis.config, last).or_else(|found| {
                unloadable = found;
                Theme::load(&good.over(&analysis.sources), &analysis.config)
            });
            Some(Look::new(&analysis, theme.ok()?, highlighter, before))
        });
        let (look, publication, broken) = (look.map(Arc::new), Arc::new(publication), Broken::of(&analysis));
        let (last_look, last_theme, faults) = (OnceLock::new(), Arc::clone(good), Arc::default());
        Self { analysis, publication, look, last_look, last_theme, is_whole: false, unloadable, faults, broken }
    }

    /// The same with all that there is to say of it.
    pub(super) fn completed(&self, analysis: Analysis) -> Self {
        let broken = Broken::of(&analysis);
        Self {
            analysis,
            publication: Arc::new(self.publication.again()),
            look: self.look.clone(),
            last_look: OnceLock::new(),
            last_theme: Arc::clone(&self.last_theme),
            is_whole: true,
            unloadable: self.unloadable.clone(),
            faults: Arc::clone(&self.faults),
            broken,
        }
    }

    /// What is wrong, as far as it is known by now.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let mut all = self.analysis.diagnostics.clone();
        all.extend(self.unloadable.iter().cloned());
        all.extend(self.faults.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned());
        diagnostic::sort(&mut all);
        all
    }

    /// Renders one page of each kind with templates of the site's own: what fails is among the findings from now on.
    pub(super) fn try_theme(&self) {
        let is_own = |path: &str| path.starts_with("themes/") && (path.ends_with(".html") || path.ends_with(".toml"));
        let has_own = self.analysis.sources.files().any(|(_, file)| is_own(file.path.as_str()));
        let Some(look) = self.look.as_ref().filter(|_| has_own && self.broken.is_empty() && !self.has_theme_faults()) else {
            return;
        };
        let mut seen = HashSet::new();
        let pages = self.analysis.plan.pages().iter().map(|(page, _)| *page);
        let kinds: Vec<Page> = pages.filter(|page| seen.insert(discriminant(page))).collect();
        let renderer = look.renderer(&self.analysis);
        kinds
            .into_par_iter()
            .filter_map(|page| renderer.render(page).err())
            .collect::<Vec<_>>()
            .into_iter()
            .for_each(|fault| self.note(*fault));
    }

    /// One template fails on many pages: each place is noted once.
    fn note(&self, fault: Diagnostic) {
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.iter().all(|known| known.primary.span != fault.primary.span) {
            faults.push(fault);
        }
    }

    /// Whether something is wrong with the theme.
    pub(super) fn has_theme_faults(&self) -> bool {
        let faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        !self.unloadable.is_empty() || !faults.is_empty()
    }

    /// What a page is called.
    pub(super) fn title(&self, page: Page) -> String {
        match &self.look {
            Some(look) => look.renderer(&self.analysis).title(page),
            None => String::new(),
        }
    }

    /// Whether its theme, which loads, would be loaded from these files too.
    fn has_theme_of(&self, sources: &Sources) -> bool {
        let is_look = |file: &&SourceFile| file.path.as_str().starts_with("themes/") || file.path.as_str() == SETTINGS;
        let files = |sources: &'_ Sources| -> Vec<_> {
            let look = sources.files().map(|(_, file)| file).filter(is_look);
            look.map(|file| (file.path.clone(), Arc::clone(&file.text), file.fault.clone())).collect()
        };
        let own = &self.analysis.sources;
        let assets = |sources: &'_ Sources| -> Vec<_> {
            sources.assets().keys().filter(|path| path.as_str().starts_with("themes/")).cloned().collect()
        };
        self.unloadable.is_empty() && files(own) == files(sources) && assets(own) == assets(sources)
    }

    /// The files of its theme.
    pub(super) fn theme_files(&self) -> GoodTheme {
        let is_theme = |file: &&SourceFile| file.path.as_str().starts_with("themes/");
        GoodTheme(self.analysis.sources.files().map(|(_, file)| file).filter(is_theme).cloned().collect())
    }

    /// Whether the settings hold an error, on which every page depends.
    pub(super) fn is_unsettled(&self) -> bool {
        self.analysis.sources.find(SETTINGS).is_some_and(|id| self.broken.has(id))
    }

    /// The page whose file, or whose markdown twin, has this path.
    pub(super) fn page(&self, path: &str) -> Option<Page> {
        self.publication.page(&self.analysis, path)
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// When a template fails, the one that was last in order too.
    pub(super) fn at(&self, path: &str) -> Result<Option<Made>, Box<Diagnostic>> {
        let Some(look) = &self.look else { return Ok(None) };
        self.publication.at(&look.renderer(&self.analysis), path).or_else(|failure| {
            self.note((*failure).clone());
            let last = self.last_look.get_or_init(|| {
                let theme = Theme::load(&self.last_theme.over(&self.analysis.sources), &self.analysis.config).ok()?;
                Some(Look::new(&self.analysis, theme, &Arc::default(), None))
            });
            match last {
                Some(last) => self.publication.at(&last.renderer(&self.analysis), path),
                None => Err(failure),
            }
        })
    }

    /// Whether an error stands in what a page is made of, or the settings hold one.
    pub(super) fn is_broken(&self, page: Page) -> bool {
        self.broken.files().any(|file| self.is_made_of(page, file))
    }

    /// Whether an error stands in this file.
    pub(super) fn is_broken_file(&self, path: &str) -> bool {
        self.analysis.sources.find(path).is_some_and(|file| self.broken.has(file))
    }

    /// Whether an error stands in any file.
    pub(super) fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether this page shows, as its own, what is wrong in a file: a record what stands at its place, a list all of the
    /// files of its kind.
    fn is_made_of(&self, page: Page, file: FileId) -> bool {
        let path = &self.analysis.sources.file(file).path;
        let is_wrong = |entity: Entity| self.broken.holds(file, entity);
        path.as_str() == SETTINGS
            || (self.is_own(page, file) && page.entity().is_none_or(is_wrong))
            || shows(&shape_among(path, &self.analysis.sources), page)
    }

    fn is_own(&self, page: Page, file: FileId) -> bool {
        page.entity().and_then(|entity| self.analysis.knowledge.meta(entity)).is_some_and(|meta| meta.file == file)
    }
}

/// Whether a page lists what a file of this shape holds.
fn shows(shape: &Shape, page: Page) -> bool {
    match (shape, page) {
        (Shape::Role, Page::Roles | Page::Graph)
        | (Shape::Comparison, Page::Compare)
        | (Shape::Collection(Collection::Parties), Page::Roles) => true,
        (Shape::Collection(kind) | Shape::Record(kind), page) => lists(*kind, page),
        (Shape::Section(dir), page) => page.section_dir() == Some(dir),
        _ => false,
    }
}

impl State {
    /// The page that shows what stands in a file as its own.
    pub(super) fn page_of(&self, path: &str) -> Option<Page> {
        let analysis = &self.analysis;
        let file = analysis.sources.find(path)?;
        let shape = shape_among(&analysis.sources.file(file).path, &analysis.sources);
        let pages = || analysis.plan.pages().iter().map(|(page, _)| *page);
        let is_list = |page: &Page| !matches!(page, Page::Graph | Page::OtherFaq | Page::Accounts) && page.entity().is_none();
        let list = || pages().find(|page| is_list(page) && shows(&shape, *page));
        if matches!(shape, Shape::Collection(_)) {
            return list();
        }
        pages().find(|page| page.is_home_of_record() && self.is_own(*page, file)).or_else(list)
    }

    /// The file in which the record of a page, or the prose of a list, stands.
    pub(super) fn file(&self, page: Page) -> Option<&SitePath> {
        let meta = self.record(page).and_then(|entity| self.analysis.knowledge.meta(entity))?;
        Some(&self.analysis.sources.file(meta.file).path)
    }

    /// The record that a page is the home of, or the prose of a list.
    pub(super) fn record(&self, page: Page) -> Option<Entity> {
        let kb = &self.analysis.knowledge;
        let section = || kb.section_ids().find(|id| page.section_dir() == Some(&*kb[*id].dir)).map(Entity::Section);
        page.entity().filter(|_| page.is_home_of_record()).or_else(section)
    }
}

impl GoodTheme {
    /// Sources with this theme in the place of theirs.
    fn over(&self, sources: &Sources) -> Sources {
        let rest = sources.files().map(|(_, file)| file).filter(|file| !file.path.as_str().starts_with("themes/"));
        Sources::new(rest.chain(&self.0).cloned().collect(), sources.assets().clone()).with_images(sources.images().clone())
    }
}

/// Whether a page lists records of a collection.
const fn lists(kind: Collection, page: Page) -> bool {
    match kind {
        Collection::Decisions => matches!(page, Page::Decisions | Page::RoleDecisions(_)),
        Collection::Faq => matches!(page, Page::Faq | Page::RoleFaq(_) | Page::OtherFaq),
        Collection::Glossary => matches!(page, Page::Glossary),
        Collection::Sources => matches!(page, Page::Sources | Page::Accounts),
        Collection::People => matches!(page, Page::People),
        Collection::Events => matches!(page, Page::Events),
        Collection::Parties => matches!(page, Page::Roles),
    }
}
