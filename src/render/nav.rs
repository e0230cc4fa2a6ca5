//! The navigation: rendered once for each section and way to the root, with the current page marked afterwards.

use std::collections::{HashMap, HashSet};

use super::cx::PageCx;
use super::furniture::plain_title;
use super::site::Renderer;
use super::view::{MoreItemsView, NavItemView, NavSectionView, NavView};
use crate::model::{Entity, GuideId, Knowledge, Target};
use crate::plan::{Page, PageKind};
use rustc_hash::FxHashMap;

/// A section lists so many pages; of more, the neighbours of the page and a link to all.
const MOST: usize = 80;

/// So many are neighbours: what stands on every page of a large site is most of its bytes.
const NEAR: usize = 32;

/// So many pages in a row have the same neighbours, those in the middle.
const STEP: usize = 24;

/// A section that is closed lists so many; a longer one is a link to its page, which lists all. Every page carries the
/// navigation, and a dozen of forty entries help nobody to find the thirteenth.
const FEW: usize = 8;

/// The folder whose guides stand in the section without a name.
const GUIDES: &str = "guides";

/// The pages above a guide or folder, nearest last: the index pages of its folders.
pub(super) fn folders_above(site: &Renderer<'_>, segments: &[String]) -> Vec<Page> {
    (1..segments.len()).filter_map(|n| folder_index(site, &segments[..n])).collect()
}

/// The index pages of the folders of guides at the top, in the order of the navigation.
pub(super) fn top_folders<'s>(site: &'s Renderer<'_>) -> impl Iterator<Item = Page> + use<'s> {
    let sections = &site.sections;
    let named = |name: &str| if name.is_empty() { GUIDES.to_owned() } else { name.to_owned() };
    sections.shelves.iter().filter_map(move |(_, name)| sections.folders.get(&vec![named(name)]).copied())
}

/// The index page of a folder of guides, written or derived.
fn folder_index(site: &Renderer<'_>, folder: &[String]) -> Option<Page> {
    site.sections.folders.get(folder).copied()
}

/// A section of the navigation: a kind of pages, of guides those of one folder at the top. Guides in `guides/` and those in
/// no folder stand in one section, which has no name.
pub(super) type Section = (PageKind, Box<str>);

/// The pages of each section in the order of the navigation.
pub(super) struct Sections {
    pages: HashMap<Section, Vec<Page>>,
    /// The sections of guides, in order.
    shelves: Vec<Section>,
    positions: FxHashMap<Page, usize>,
    folders: HashMap<Vec<String>, Page>,
    below: HashMap<Vec<String>, Vec<GuideId>>,
}

impl Sections {
    pub(crate) fn new(analysis: &crate::analysis::Analysis, orders: &super::site::Orders) -> Self {
        let kb = &analysis.knowledge;
        let mut folders: HashMap<Vec<String>, Page> = HashMap::new();
        for id in orders.guides.iter().filter(|id| kb[**id].is_index) {
            folders.insert(kb[*id].segments.clone(), Page::Guide(*id));
        }
        for (n, folder) in analysis.plan.folders().iter().enumerate() {
            if let Ok(index) = u32::try_from(n) {
                folders.insert(folder.clone(), Page::Folder(index));
            }
        }
        let mut below: HashMap<Vec<String>, Vec<GuideId>> = HashMap::new();
        for id in &orders.guides {
            if let Some((_, folder)) = kb[*id].segments.split_last() {
                below.entry(folder.to_vec()).or_default().push(*id);
            }
        }
        let whole = |kind: PageKind| (kind, Box::from(""));
        let mut pages: HashMap<Section, Vec<Page>> = [
            (PageKind::Roles, orders.roles.iter().map(|id| Page::Role(*id)).collect()),
            (PageKind::Compare, orders.comparisons.iter().map(|id| Page::Comparison(*id)).collect()),
            (PageKind::Decisions, orders.decisions.iter().map(|id| Page::Decision(*id)).collect()),
            (PageKind::Events, orders.events.iter().map(|id| Page::Event(*id)).collect()),
            (PageKind::People, orders.people.iter().map(|id| Page::Person(*id)).collect()),
        ]
        .map(|(kind, pages)| (whole(kind), pages))
        .into();
        let mut shelves = vec![whole(PageKind::Guides)];
        shelves.extend(orders.guides.iter().filter(|id| kb[**id].is_index).map(|id| section(analysis, Page::Guide(*id))));
        for page in guides(analysis, orders) {
            let section = section(analysis, page);
            pages.entry(section.clone()).or_default().push(page);
            shelves.push(section);
        }
        let mut seen = HashSet::new();
        shelves.retain(|section| pages.contains_key(section) && seen.insert(section.clone()));
        let positions = pages.values().flat_map(|list| list.iter().enumerate().map(|(i, page)| (*page, i))).collect();
        Self { pages, shelves, positions, folders, below }
    }

    /// The guides that stand right below a folder, indexes of folders among them, in order.
    pub(super) fn below(&self, folder: &[String]) -> &[GuideId] {
        self.below.get(folder).map_or(&[], Vec::as_slice)
    }

    fn of(&self, section: &Section) -> &[Page] {
        self.pages.get(section).map_or(&[], Vec::as_slice)
    }
}

/// The section a page belongs to.
fn section(analysis: &crate::analysis::Analysis, page: Page) -> Section {
    let segments: &[String] = match page {
        Page::Guide(id) | Page::UsedIn(Entity::Guide(id)) => {
            let guide = &analysis.knowledge[id];
            let own = usize::from(!guide.is_index);
            &guide.segments[..guide.segments.len().saturating_sub(own)]
        }
        Page::Folder(index) => analysis.plan.folder(index),
        _ => &[],
    };
    let top = segments.first().map(String::as_str).filter(|top| *top != GUIDES).unwrap_or_default();
    (page.section(), top.into())
}

/// Guides folder by folder, each folder's index page first.
fn guides(analysis: &crate::analysis::Analysis, orders: &super::site::Orders) -> Vec<Page> {
    let kb = &analysis.knowledge;
    let mut pages: Vec<(&[String], bool, usize, Page)> = Vec::new();
    for (n, id) in orders.guides.iter().enumerate() {
        let guide = &kb[*id];
        let folder_len = if guide.is_index { guide.segments.len() } else { guide.segments.len().saturating_sub(1) };
        pages.push((&guide.segments[..folder_len], !guide.is_index, n, Page::Guide(*id)));
    }
    for (n, folder) in analysis.plan.folders().iter().enumerate() {
        if let Ok(index) = u32::try_from(n) {
            pages.push((folder, false, n, Page::Folder(index)));
        }
    }
    pages.sort();
    pages.into_iter().map(|(.., page)| page).collect()
}

/// Previous and next page within a section.
pub(super) fn neighbours(kb: &Knowledge, orders: &super::site::Orders) -> FxHashMap<Page, (Option<Page>, Option<Page>)> {
    let mut lists: Vec<Vec<Page>> = vec![
        orders.roles.iter().map(|id| Page::Role(*id)).collect(),
        orders.comparisons.iter().map(|id| Page::Comparison(*id)).collect(),
        orders.decisions.iter().map(|id| Page::Decision(*id)).collect(),
        orders.events.iter().map(|id| Page::Event(*id)).collect(),
        orders.people.iter().map(|id| Page::Person(*id)).collect(),
    ];
    let mut folders: HashMap<&[String], Vec<Page>> = HashMap::new();
    for id in &orders.guides {
        let guide = &kb[*id];
        if !guide.is_index {
            let folder = &guide.segments[..guide.segments.len().saturating_sub(1)];
            folders.entry(folder).or_default().push(Page::Guide(*id));
        }
    }
    lists.extend(folders.into_values());
    let mut map = FxHashMap::default();
    for list in lists {
        for (i, page) in list.iter().enumerate() {
            map.insert(*page, (i.checked_sub(1).map(|p| list[p]), list.get(i + 1).copied()));
        }
    }
    map
}

impl PageCx<'_, '_> {
    /// The navigation of this page.
    pub(crate) fn navigation(&self) -> String {
        let section = section(self.site.analysis, self.page);
        let pages = self.site.sections.of(&section);
        let position = self.site.sections.positions.get(&self.page).copied();
        // Long sections show a window around the page, so they are shared by neighbours only.
        let window = position.filter(|_| pages.len() > MOST).map(|p| u32::try_from(p / STEP).unwrap_or(u32::MAX));
        let key = (section.clone(), window, self.root.clone());
        let cached = self.site.nav.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&key).cloned();
        let html = cached.unwrap_or_else(|| {
            let view = self.nav_view(&section, window);
            // A failing nav.html fails every page alike; the page's own template reports it.
            let html: std::sync::Arc<str> = match self.site.template("nav.html", &view, self.url.as_str()) {
                Ok(html) => html.into(),
                Err(failure) => {
                    self.site.nav_failure.get_or_init(|| failure);
                    "".into()
                }
            };
            self.site.nav.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key, html.clone());
            html
        });
        mark_current(&html, &format!("{}{}", self.root, self.url.as_str()))
    }

    fn nav_view(&self, open: &Section, window: Option<u32>) -> NavView {
        let kb = self.kb();
        if !kb.site.nav.is_empty() {
            return NavView { root: self.root.clone(), sections: self.written_nav() };
        }
        let word = |key: &str| self.word(&format!("section.{key}.nav"));
        let mut sections = vec![NavSectionView {
            key: "home".to_owned(),
            title: self.word("section.home"),
            path: Some(self.path(Page::Home)),
            ..Default::default()
        }];
        let listed: [(&str, Page, PageKind); 10] = [
            ("roles", Page::Roles, PageKind::Roles),
            ("compare", Page::Compare, PageKind::Compare),
            ("decisions", Page::Decisions, PageKind::Decisions),
            ("faq", Page::Faq, PageKind::Faq),
            ("glossary", Page::Glossary, PageKind::Glossary),
            ("events", Page::Events, PageKind::Events),
            ("people", Page::People, PageKind::People),
            ("accounts", Page::Accounts, PageKind::Accounts),
            ("sources", Page::Sources, PageKind::Sources),
            ("tags", Page::Tags, PageKind::Tags),
        ];
        for (key, page, kind) in listed {
            if key == "events" {
                sections.extend(self.guide_sections(open, window));
            }
            if !self.plan().has(page) {
                continue;
            }
            // People, sources and tags are looked up, not browsed.
            let pages = if kind == PageKind::People { &[] } else { self.site.sections.of(&(kind, "".into())) };
            // A long section that is closed is one link: what it holds is listed on its own pages.
            let is_open = open.0 == kind;
            let pages = if !is_open && pages.len() > FEW { &[] } else { pages };
            let (items, more) = self.nav_items(pages, window.filter(|_| is_open));
            sections.push(NavSectionView {
                key: key.to_owned(),
                title: word(key),
                path: Some(self.path(page)),
                external: false,
                open: is_open,
                items,
                more: more.then(|| MoreItemsView { path: self.path(page), count: pages.len() }),
            });
        }
        NavView { root: self.root.clone(), sections }
    }

    /// The items of a section: all, or a window and whether there are more. A page that is not listed has no neighbours.
    fn nav_items(&self, pages: &[Page], window: Option<u32>) -> (Vec<NavItemView>, bool) {
        let shown = match window {
            _ if pages.len() <= MOST => pages,
            Some(window) => {
                let start = (window as usize * STEP).saturating_sub((NEAR - STEP) / 2).min(pages.len() - NEAR);
                &pages[start..start + NEAR]
            }
            None => &[],
        };
        (shown.iter().map(|p| self.nav_item(*p)).collect(), shown.len() < pages.len())
    }

    fn nav_item(&self, page: Page) -> NavItemView {
        NavItemView { title_html: self.page_link(page).title_html, path: self.path(page), external: false, items: Vec::new() }
    }

    /// One section for each folder at the top; guides in `guides/` and in no folder stand in a section of their own.
    fn guide_sections(&self, open: &Section, window: Option<u32>) -> Vec<NavSectionView> {
        let section = |section: &Section| {
            let pages = self.site.sections.of(section);
            let name = if section.1.is_empty() { GUIDES } else { &section.1 };
            let index = folder_index(self.site, &[name.to_owned()]);
            let is_open = open == section;
            let most = if index.is_some() { FEW } else { MOST };
            let closed = !is_open && pages.len() > most;
            let listed: Vec<Page> = pages.iter().copied().filter(|p| Some(*p) != index && !closed).collect();
            let (items, more) = self.nav_items(&listed, window.filter(|_| is_open));
            let own = index.or(pages.first().copied()).unwrap_or(Page::Home);
            let title = match index.filter(|_| !section.1.is_empty()) {
                Some(index) => plain_title(self.site, index),
                None => self.word("section.guides.nav"),
            };
            NavSectionView {
                key: name.to_owned(),
                title,
                path: index.map(|p| self.path(p)),
                external: false,
                open: is_open,
                items: if more { items } else { self.nested(items, &listed) },
                more: more.then(|| MoreItemsView { path: self.path(own), count: listed.len() }),
            }
        };
        self.site.sections.shelves.iter().map(section).collect()
    }

    /// Guides in folders stand below their folder's index page.
    fn nested(&self, items: Vec<NavItemView>, pages: &[Page]) -> Vec<NavItemView> {
        let mut top: Vec<(Vec<String>, NavItemView)> = Vec::new();
        for (item, page) in items.into_iter().zip(pages) {
            let segments = self.segments(*page);
            let parent = top.iter_mut().find(|(folder, _)| segments.len() > folder.len() && segments.starts_with(folder));
            match parent {
                Some((_, parent)) => parent.items.push(item),
                None => {
                    let is_folder = matches!(page, Page::Folder(_)) || matches!(page, Page::Guide(id) if self.kb()[*id].is_index);
                    // A guide that is no folder has nothing below it: give it a path that nothing starts with.
                    let folder = if is_folder { segments } else { vec![String::new()] };
                    top.push((folder, item));
                }
            }
        }
        top.into_iter().map(|(_, item)| item).collect()
    }

    fn segments(&self, page: Page) -> Vec<String> {
        match page {
            Page::Guide(id) => self.kb()[id].segments.clone(),
            Page::Folder(index) => self.plan().folder(index).to_vec(),
            _ => Vec::new(),
        }
    }

    /// `[[nav]]` of `site.toml`.
    fn written_nav(&self) -> Vec<NavSectionView> {
        let entry = |(title, target): &(String, Target)| {
            let path = match target {
                Target::External(url) => return Some(external(title, url)),
                // where that may be wrong, it is no link at all
                Target::Page(address) => {
                    let (page, rest) = self.plan().page_at(address)?;
                    format!("{}{rest}", self.path(page))
                }
                Target::Record(entity, anchor) => {
                    let (page, own) = self.plan().home(self.kb(), *entity);
                    let anchor = anchor.clone().or_else(|| own.map(Into::into));
                    format!("{}{}", self.path(page), anchor.map(|a| format!("#{a}")).unwrap_or_default())
                }
                Target::Collection(collection, _) => self.path(Page::of_collection(*collection)),
                Target::Folder(folder) => super::parts::folder_page(self.plan(), *folder).map(|p| self.path(p)).unwrap_or_default(),
                Target::Asset(path) => self.plan().asset(path).map(|u| u.as_str().to_owned()).unwrap_or_default(),
                Target::Here(_) | Target::Citation(_) => String::new(),
            };
            Some(NavSectionView { key: path.clone(), title: title.clone(), path: Some(path), ..Default::default() })
        };
        self.kb().site.nav.iter().filter_map(entry).collect()
    }

    fn path(&self, page: Page) -> String {
        let url = self.plan().url(page).as_str();
        // From the root itself the home page has an empty path, which a browser takes for the page it is on.
        if url.is_empty() && self.root.is_empty() { "./".to_owned() } else { url.to_owned() }
    }
}

fn external(title: &str, url: &str) -> NavSectionView {
    NavSectionView {
        key: url.to_owned(),
        title: title.to_owned(),
        path: Some(url.to_owned()),
        external: true,
        ..Default::default()
    }
}

/// Marks the link to the page being rendered.
fn mark_current(html: &str, href: &str) -> String {
    let href = if href.is_empty() { "./" } else { href };
    let needle = format!("href=\"{}\"", super::cx::escape(href));
    match html.find(&needle) {
        Some(at) => {
            let end = at + needle.len();
            format!("{} aria-current=\"page\"{}", &html[..end], &html[end..])
        }
        None => html.to_owned(),
    }
}
