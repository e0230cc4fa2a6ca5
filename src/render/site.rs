//! What all pages of a site share while they are rendered.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;
use tera::Context;

use super::cx::{BodyRead, PageCx};
use super::highlight::Highlighter;
use super::mentions::Lexicon;
use super::pages;
use super::view::{LetterView, LettersView, LinkView, LogoView, SiteView};
use crate::analysis::Analysis;
use crate::config::Labels;
use crate::content::markdown::Mode;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::alphabet::alphabetical;
use crate::model::{Actor, Entity, Knowledge, Text};
use crate::plan::Page;
use crate::theme::Theme;

/// Pages with the same section, the same window of it and the same way to the root share their navigation.
pub(super) type NavKey = (super::nav::Section, Option<u32>, String);

/// Renders the pages of one analysis.
pub struct Renderer<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) theme: &'a Theme,
    prepared: Arc<Prepared>,
}

/// What all pages of one analysis need, made once. It belongs to the analysis and the theme it was made for.
pub struct Prepared {
    pub(super) lexicon: Arc<Lexicon>,
    pub(super) highlighter: Arc<Highlighter>,
    pub(super) orders: Arc<Orders>,
    /// Whether there is a feed to link to.
    pub(super) has_feed: bool,
    /// Whether a link may have an anchor that is not there: the site lets them pass.
    pub(super) may_have_dead_anchors: bool,
    pub(super) sections: Arc<super::nav::Sections>,
    /// The navigation, by section and way to the root: rendered once, not for each page.
    pub(super) nav: Mutex<HashMap<NavKey, Arc<str>>>,
    footers: Mutex<HashMap<String, String>>,
    /// Why `nav.html` failed, if it did.
    pub(super) nav_failure: std::sync::OnceLock<Box<Diagnostic>>,
    pub(super) neighbours: Arc<FxHashMap<Page, (Option<Page>, Option<Page>)>>,
}

impl Prepared {
    /// Prepares everything pages share. The highlighter may have served another analysis before.
    #[must_use]
    pub fn new(analysis: &Analysis, highlighter: Arc<Highlighter>) -> Self {
        Self::with(analysis, highlighter, Arc::new(Lexicon::new(&analysis.knowledge)))
    }

    /// What another analysis needs, with what both have in common.
    #[must_use]
    pub fn after(&self, before: &Analysis, analysis: &Analysis) -> Self {
        if Arc::ptr_eq(&before.graph, &analysis.graph) && Arc::ptr_eq(&before.plan, &analysis.plan) {
            // names and relations are what they were, and so is every order
            return Self {
                lexicon: Arc::clone(&self.lexicon),
                highlighter: Arc::clone(&self.highlighter),
                orders: Arc::clone(&self.orders),
                has_feed: crate::export::has_feed(analysis),
                may_have_dead_anchors: analysis.config.checks.changes(Code::KB801),
                sections: Arc::clone(&self.sections),
                nav: Mutex::default(),
                footers: Mutex::default(),
                nav_failure: std::sync::OnceLock::new(),
                neighbours: Arc::clone(&self.neighbours),
            };
        }
        let (old, new) = (&before.knowledge, &analysis.knowledge);
        let lexicon = if Lexicon::is_alike(old, new) { Arc::clone(&self.lexicon) } else { Arc::new(Lexicon::new(new)) };
        Self::with(analysis, Arc::clone(&self.highlighter), lexicon)
    }

    fn with(analysis: &Analysis, highlighter: Arc<Highlighter>, lexicon: Arc<Lexicon>) -> Self {
        let orders = Orders::new(&analysis.knowledge);
        Self {
            highlighter,
            has_feed: crate::export::has_feed(analysis),
            may_have_dead_anchors: analysis.config.checks.changes(Code::KB801),
            lexicon,
            neighbours: Arc::new(super::nav::neighbours(&analysis.knowledge, &orders)),
            footers: Mutex::new(HashMap::new()),
            nav_failure: std::sync::OnceLock::new(),
            sections: Arc::new(super::nav::Sections::new(analysis, &orders)),
            orders: Arc::new(orders),
            nav: Mutex::new(HashMap::new()),
        }
    }
}

impl std::ops::Deref for Renderer<'_> {
    type Target = Prepared;

    fn deref(&self) -> &Prepared {
        &self.prepared
    }
}

/// The order in which records are listed.
pub(super) struct Orders {
    pub roles: Vec<crate::model::RoleId>,
    /// The position of each role in that list.
    role_positions: Vec<usize>,
    pub comparisons: Vec<crate::model::ComparisonId>,
    pub decisions: Vec<crate::model::DecisionId>,
    pub events: Vec<crate::model::EventId>,
    pub people: Vec<crate::model::PersonId>,
    pub guides: Vec<crate::model::GuideId>,
}

impl Orders {
    fn new(kb: &Knowledge) -> Self {
        let by_title = |entity: Entity| {
            let order = kb.meta(entity).and_then(|m| m.order).unwrap_or(i64::MAX);
            (order, alphabetical(&kb.title(entity).plain()))
        };
        let by_order = |entity: Entity| kb.meta(entity).and_then(|m| m.order).unwrap_or(i64::MAX);
        let mut orders = Self {
            roles: kb.role_ids().collect(),
            role_positions: vec![0; kb.roles.len()],
            comparisons: kb.comparison_ids().collect(),
            decisions: kb.decision_ids().collect(),
            events: kb.event_ids().collect(),
            people: kb.person_ids().collect(),
            guides: kb.guide_ids().collect(),
        };
        orders.roles.sort_by_cached_key(|id| by_title((*id).into()));
        for (n, id) in orders.roles.iter().enumerate() {
            orders.role_positions[id.index()] = n;
        }
        orders
            .comparisons
            .sort_by_cached_key(|id| (by_order((*id).into()), alphabetical(&super::parts::comparison_title(kb, *id))));
        orders.people.sort_by_cached_key(|id| by_title((*id).into()));
        orders.guides.sort_by_cached_key(|id| by_title((*id).into()));
        // Decisions and events stand in the order their editor gave them.
        orders.decisions.sort_by_key(|id| by_order((*id).into()));
        orders.events.sort_by_key(|id| by_order((*id).into()));
        orders
    }

    /// Puts roles into the order of the site, and parties after them.
    pub(super) fn of_actor(&self, actor: Actor) -> (bool, usize) {
        match actor {
            Actor::Role(id) => (false, self.role_positions[id.index()]),
            Actor::Party(id) => (true, id.index()),
        }
    }
}

impl<'a> Renderer<'a> {
    /// Prepares everything pages share.
    #[must_use]
    pub fn new(analysis: &'a Analysis, theme: &'a Theme) -> Self {
        Self::with(analysis, theme, Arc::new(Prepared::new(analysis, Arc::default())))
    }

    /// With what was prepared for this analysis and this theme before.
    #[must_use]
    pub const fn with(analysis: &'a Analysis, theme: &'a Theme, prepared: Arc<Prepared>) -> Self {
        Self { analysis, theme, prepared }
    }

    /// What a page is called.
    #[must_use]
    pub fn title(&self, page: Page) -> String {
        super::furniture::plain_title(self, page)
    }

    /// What a record is called, as plain text in the words of the site.
    pub(super) fn called(&self, entity: Entity) -> String {
        self.kb().called(entity, &|titles| self.theme.strings.versus(titles))
    }

    /// A text of one line, without markup.
    pub(super) fn plain(&self, text: &Text) -> String {
        self.kb().plain(text, Mode::Inline, &|titles| self.theme.strings.versus(titles))
    }

    /// A text of paragraphs as one line, without markup.
    pub(super) fn plain_prose(&self, text: &Text) -> String {
        self.kb().plain(text, Mode::Prose, &|titles| self.theme.strings.versus(titles))
    }

    /// What a link of a text is called that has no words of its own.
    pub(super) fn link_name(&self, text: &Text, at: usize, dest: &str) -> Option<String> {
        self.kb().link_name(text, at, dest, &|titles| self.theme.strings.versus(titles))
    }

    /// What is rendered.
    #[must_use]
    pub const fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// What it is rendered with.
    #[must_use]
    pub const fn theme(&self) -> &'a Theme {
        self.theme
    }

    /// Renders one page.
    ///
    /// # Errors
    /// When a template fails, with its place.
    pub fn render(&self, page: Page) -> Result<String, Box<Diagnostic>> {
        self.html(PageCx::new(self, page))
    }

    /// Renders one page, and its markdown twin where it has one.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_with_twin(&self, page: Page) -> Result<(String, Option<String>), Box<Diagnostic>> {
        let read = BodyRead::new();
        let html = self.html(PageCx::new(self, page).reading(&read))?;
        let twin = if self.has_twin(page) { Some(Self::markdown(PageCx::twin(self, page).reading(&read))?) } else { None };
        Ok((html, twin))
    }

    fn html(&self, mut cx: PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
        let html = pages::render(&mut cx)?;
        match self.nav_failure.get() {
            Some(failure) => Err(failure.clone()),
            None => cx.finish(html),
        }
    }

    /// Whether a page has a markdown twin.
    #[must_use]
    pub const fn has_twin(&self, page: Page) -> bool {
        super::twin::has(page)
    }

    /// Writes the markdown twin of a page, where it has one.
    ///
    /// # Errors
    /// None of its own: what fails in a page fails when it is rendered.
    pub fn twin(&self, page: Page) -> Result<Option<String>, Box<Diagnostic>> {
        if !self.has_twin(page) {
            return Ok(None);
        }
        Self::markdown(PageCx::twin(self, page)).map(Some)
    }

    fn markdown(mut cx: PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
        let text = pages::render(&mut cx)?;
        cx.finish(text)
    }

    /// The publisher's text at the foot of every page, with links that fit a page with this way to the root.
    pub(super) fn footer(&self, page: Page, root: &str) -> Option<String> {
        let text = self.kb().site.footer.as_ref()?;
        let mut footers = self.footers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(footer) = footers.get(root) {
            return Some(footer.clone());
        }
        // Rendered as if on a page of its own, so that it says the same on every page.
        let mut cx = PageCx::new(self, page);
        let footer = cx.unmentioned(text);
        footers.insert(root.to_owned(), footer.clone());
        Some(footer)
    }

    /// The page at an old address.
    ///
    /// # Errors
    /// When the template fails.
    pub fn redirect(&self, from: &crate::plan::Url, to: Page) -> Result<String, Box<Diagnostic>> {
        let root = from.root();
        let config = &self.analysis.config;
        let title = super::furniture::plain_title(self, to);
        let to = self.analysis.plan.url(to);
        let page = super::view::PageView {
            kind: "redirect".to_owned(),
            title_html: super::cx::escape(&title),
            title,
            home_href: self.analysis.plan.url(Page::Home).from(&root),
            canonical: config.base_url.as_ref().map(|base| crate::export::absolute(base, to)),
            noindex: true,
            css_href: format!("{root}{}", self.theme.css()),
            js_href: format!("{root}{}", self.theme.js()),
            root: root.clone(),
            ..Default::default()
        };
        let view = super::view::RedirectPage { page, to: to.from(&root) };
        self.template("redirect.html", &view, from.as_str())
    }

    /// Renders a template with a view.
    pub(super) fn template<V: serde::Serialize>(&self, name: &str, view: &V, page: &str) -> Result<String, Box<Diagnostic>> {
        let context = Context::from_serialize(view).unwrap_or_default();
        self.theme.render(name, &context, page, &self.analysis.sources)
    }

    pub(super) const fn kb(&self) -> &'a Knowledge {
        &self.analysis.knowledge
    }
}

/// The key of the words of the four parts in a decision.
pub(super) const fn labels(config: &crate::config::Config) -> &'static str {
    match config.labels {
        Labels::Raci => "raci",
        Labels::Daci => "daci",
        Labels::Rapid => "rapid",
    }
}

/// What every template knows of the site.
#[must_use]
pub fn site_view(analysis: &Analysis, theme: &Theme) -> SiteView {
    let kb = &analysis.knowledge;
    let config = &analysis.config;
    let strings = &theme.strings;
    let set = labels(config);
    let letter = |key: &str| {
        let word = |name: &str| strings.get(&format!("letters.{set}.{key}.{name}")).to_owned();
        LetterView { letter: word("letter"), word: word("word"), of: word("of"), means: word("means") }
    };
    let follows = kb.site.follows.map(|id| {
        let (source, anchor) = analysis.plan.home(kb, id.into());
        // What we follow is an account, unless a finding says that it is none.
        let page = Some(Page::Account(id)).filter(|page| analysis.plan.has(*page));
        let anchor = anchor.filter(|_| page.is_none()).map(|a| format!("#{a}")).unwrap_or_default();
        LinkView {
            title_html: super::cx::escape(&super::accounts::name(kb, id)),
            href: Some(format!("{}{anchor}", analysis.plan.url(page.unwrap_or(source)).as_str())),
        }
    });
    let logo = kb.site.logo.as_ref().and_then(|path| {
        let size = analysis.sources.pixels(path);
        let (width, height) = (size.map(|(width, _)| width), size.map(|(_, height)| height));
        Some(LogoView { path: analysis.plan.asset(path)?.as_str().to_owned(), width, height })
    });
    let path_of = |page: Page| analysis.plan.has(page).then(|| analysis.plan.url(page).as_str().to_owned());
    SiteView {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        index: config.index,
        logo,
        house_title: config.house_title.clone().unwrap_or_else(|| config.title.clone()),
        follows,
        health: path_of(Page::Health),
        search: path_of(Page::Search),
        letters: LettersView { a: letter("a"), r: letter("r"), c: letter("c"), i: letter("i") },
        scripts: theme.scripts().clone(),
    }
}
