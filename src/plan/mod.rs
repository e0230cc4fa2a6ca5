//! Which pages the site has and where: the bijection between pages and addresses. All internal addresses come from here.

mod anchors;
mod answered;
mod clash;
mod named;
mod outputs;
mod page;
mod pairs;
mod parts;
mod portable;
mod url;

use std::collections::{BTreeMap, HashMap};

pub use anchors::{anchors, heading};
pub use answered::{answered, answered_of_role, shared};
pub use outputs::twin_of;
pub use page::{Page, PageKind};
pub use pairs::{PAIRS, PAIRS_LISTED};
pub use parts::alike;
pub use url::Url;

use rustc_hash::FxHashMap;

use crate::config::{Config, UrlStyle};
use crate::content::{Findings, Locator};
use crate::diagnostic::Diagnostic;
use crate::model::alphabet::as_one_file;
use crate::model::{Entity, Graph, Kind, Knowledge, RoleId};
use crate::source::{Fault, Place, SitePath, Sources};

/// Above so many roles or decisions the matrix is split by role.
pub const MATRIX_ROLES: usize = 40;
/// See [`MATRIX_ROLES`].
pub const MATRIX_DECISIONS: usize = 200;
/// Above so many questions their index is split by role.
pub const FAQ_QUESTIONS: usize = 300;
/// A page shows so many backlinks; more have a page of their own.
pub const BACKLINKS: usize = 20;

/// Pages, redirects and assets with their addresses.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    style: UrlStyle,
    pages: Vec<(Page, Url)>,
    by_page: FxHashMap<Page, usize>,
    redirects: Vec<(Url, Page)>,
    assets: BTreeMap<SitePath, Url>,
    /// Whether the matrix is split by role.
    pub split_matrix: bool,
    /// Whether the index of questions is split by role.
    pub split_faq: bool,
    tags: Vec<String>,
    folders: Vec<Vec<String>>,
    pairs: Vec<(RoleId, RoleId)>,
    pairs_of: FxHashMap<RoleId, Vec<Page>>,
    is_in_order: bool,
}

/// What the settings wish of addresses.
#[derive(Debug, PartialEq, Eq)]
pub struct Wishes {
    style: UrlStyle,
    theme: String,
    pages: [bool; 2],
}

impl Wishes {
    /// Those of these settings.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self { style: config.urls, theme: config.theme.clone(), pages: [config.health, config.search] }
    }
}

/// Something that wants an address, for the message when two want the same.
struct Claim {
    url: Url,
    what: String,
    place: Option<Place>,
    page: Option<Page>,
    redirect_to: Option<Page>,
}

impl Plan {
    /// Gives every page its address.
    #[must_use]
    pub fn new(
        kb: &Knowledge,
        graph: &Graph,
        config: &Config,
        sources: &Sources,
        locator: &Locator<'_>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut plan = Self {
            style: config.urls,
            pages: Vec::new(),
            by_page: FxHashMap::default(),
            redirects: Vec::new(),
            assets: BTreeMap::new(),
            split_matrix: kb.roles.len() > MATRIX_ROLES || kb.decisions.len() > MATRIX_DECISIONS,
            split_faq: kb.questions.len() > FAQ_QUESTIONS,
            tags: graph.tags.keys().cloned().collect(),
            folders: folders(kb),
            pairs: Vec::new(),
            pairs_of: FxHashMap::default(),
            is_in_order: true,
        };
        let mut found = Findings::new(locator);
        let mut claims = plan.claims(kb, graph, config);
        portable::take_nameless(&mut claims, &mut found);
        // a file that is left out wanted its address all the same
        let left_out = sources.files().filter(|(_, file)| matches!(file.fault, Some(Fault::Active(_))));
        let left_out = left_out.map(|(id, file)| (&file.path, Some(Place::bytes(id, 0..0))));
        let published = sources.assets().keys().map(|path| (path, None));
        let mut files = Vec::new();
        for (path, place) in published.chain(left_out) {
            let Some(url) = path.as_str().strip_prefix("content/").map(Url::file) else { continue };
            claims.push(Claim { url: url.clone(), what: format!("the file {path}"), place, page: None, redirect_to: None });
            if place.is_none() {
                plan.assets.insert(path.clone(), url.clone());
            }
            files.push(url);
        }
        claims.extend(outputs::taken(kb, &claims, &files));
        claims.extend(of_theme(config, sources));
        plan.plan_pairs(kb, &mut claims);
        // A file that is published as it is has no place of its own to point at.
        let fallback = Place::bytes(sources.find("site.toml").unwrap_or(crate::source::FileId::FIRST), 0..0);
        plan.settle(&claims, fallback, &mut found);
        portable::check(&claims, fallback, &mut found);
        let found = found.into_list();
        plan.is_in_order = found.is_empty();
        (plan, found)
    }

    fn claims(&self, kb: &Knowledge, graph: &Graph, config: &Config) -> Vec<Claim> {
        let mut claims = Vec::new();
        let asked_for = config.health.then_some(Page::Health).into_iter().chain(config.search.then_some(Page::Search));
        for page in page::all(kb, graph, self).into_iter().chain(asked_for) {
            let path = page.path(kb, self);
            let url = Url::page(&path, self.style);
            let (what, place) = self.describe(kb, page);
            claims.push(Claim { url, what, place, page: Some(page), redirect_to: None });
            let Some(meta) = page.entity().and_then(|e| kb.meta(e)) else { continue };
            if !page.is_home_of_record() {
                continue;
            }
            for (old, place) in &meta.moved_from {
                // one word is an id; with a slash before or within it, it is an address
                let trimmed = old.trim_matches('/');
                let old_path = match path.rsplit_once('/') {
                    Some((dir, _)) if !trimmed.contains('/') && !old.starts_with('/') => format!("{dir}/{trimmed}"),
                    _ => trimmed.to_owned(),
                };
                let url = Url::page(&old_path, self.style);
                let what = format!("the former address `{old}`");
                claims.push(Claim { url, what, place: Some(*place), page: None, redirect_to: Some(page) });
            }
        }
        self.reversed_comparisons(kb, &mut claims);
        claims
    }

    /// `a-vs-b` and `b-vs-a` lead to a comparison of two roles, whatever its file is called, unless taken.
    fn reversed_comparisons(&self, kb: &Knowledge, claims: &mut Vec<Claim>) {
        let mut taken: std::collections::HashSet<String> = claims.iter().map(|c| c.url.as_str().to_lowercase()).collect();
        for id in kb.comparison_ids() {
            let [a, b] = kb[id].roles[..] else { continue };
            let (a, b) = (kb.id(a.into()), kb.id(b.into()));
            for stem in [format!("{a}-vs-{b}"), format!("{b}-vs-{a}")] {
                let url = Url::page(&format!("compare/{stem}"), self.style);
                if taken.insert(url.as_str().to_lowercase()) {
                    claims.push(Claim {
                        url,
                        what: String::new(),
                        place: None,
                        page: None,
                        redirect_to: Some(Page::Comparison(id)),
                    });
                }
            }
        }
    }

    fn describe(&self, kb: &Knowledge, page: Page) -> (String, Option<Place>) {
        match page.entity().filter(|_| page.is_home_of_record()) {
            Some(entity) => {
                let place = kb.meta(entity).map(|m| m.place);
                (format!("the {} `{}`", entity.kind().map_or("page", Kind::word), kb.id(entity)), place)
            }
            None => match page {
                Page::Folder(index) => {
                    let folder = self.folder(index);
                    let inside = kb.guides.iter().find(|g| g.segments.starts_with(folder)).map(|g| g.meta.place);
                    (format!("the folder of guides `{}`", folder.join("/")), inside)
                }
                _ => {
                    let prose = page.section_dir().and_then(|dir| kb.sections.iter().find(|s| &*s.dir == dir));
                    let url = Url::page(&page.path(kb, self), self.style);
                    (format!("the page /{}", url.as_str()), prose.map(|s| s.meta.place))
                }
            },
        }
    }

    /// Claims to one address are a finding, and so are those that some disks take for one; the first keeps it.
    fn settle(&mut self, claims: &[Claim], fallback: Place, found: &mut Findings<'_>) {
        let mut taken: HashMap<String, usize> = HashMap::with_capacity(claims.len());
        let mut contested: BTreeMap<usize, Vec<&Claim>> = BTreeMap::new();
        for (i, claim) in claims.iter().enumerate() {
            let first = *taken.entry(as_one_file(claim.url.output())).or_insert(i);
            if first != i {
                contested.entry(first).or_insert_with(|| vec![&claims[first]]).push(claim);
                continue;
            }
            if let Some(page) = claim.page {
                self.by_page.insert(page, self.pages.len());
                self.pages.push((page, claim.url.clone()));
            } else if let Some(page) = claim.redirect_to {
                self.redirects.push((claim.url.clone(), page));
            }
        }
        for claims in contested.into_values() {
            clash::clash(claims, fallback, found);
        }
    }

    /// Whether all that wanted an address got it.
    #[must_use]
    pub const fn is_in_order(&self) -> bool {
        self.is_in_order
    }

    /// The address of a page.
    #[must_use]
    pub fn url(&self, page: Page) -> &Url {
        // A page that lost its address to another one is a finding, so nothing is published from such a plan.
        self.by_page.get(&page).map_or(&self.pages[0].1, |&i| &self.pages[i].1)
    }

    /// Whether the site has this page.
    #[must_use]
    pub fn has(&self, page: Page) -> bool {
        self.by_page.contains_key(&page)
    }

    /// Every page with its address, in order.
    #[must_use]
    pub fn pages(&self) -> &[(Page, Url)] {
        &self.pages
    }

    /// Old addresses and where they lead.
    #[must_use]
    pub fn redirects(&self) -> &[(Url, Page)] {
        &self.redirects
    }

    /// The address of an asset below `content/`.
    #[must_use]
    pub fn asset(&self, path: &SitePath) -> Option<&Url> {
        self.assets.get(path)
    }

    /// Every asset with its address.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<SitePath, Url> {
        &self.assets
    }

    /// The slug of a tag page.
    #[must_use]
    pub fn tag(&self, index: u32) -> &str {
        &self.tags[index as usize]
    }

    /// The page of a tag.
    #[must_use]
    pub fn tag_page(&self, slug: &str) -> Option<Page> {
        self.tags.binary_search_by(|t| t.as_str().cmp(slug)).ok().and_then(|i| u32::try_from(i).ok()).map(Page::Tag)
    }

    /// The address, part by part, of a folder of guides without an index of its own.
    #[must_use]
    pub fn folder(&self, index: u32) -> &[String] {
        &self.folders[index as usize]
    }

    /// What such a folder is called: as it is written, `team-guides` as "Team guides".
    #[must_use]
    pub fn folder_name(&self, index: u32) -> String {
        let words = self.folder(index).last().map(|name| name.replace('-', " ")).unwrap_or_default();
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    }

    /// Folders of guides without an index of their own.
    #[must_use]
    pub fn folders(&self) -> &[Vec<String>] {
        &self.folders
    }

    /// The page a record is shown on, and its anchor there when it has no page of its own.
    #[must_use]
    pub fn home(&self, kb: &Knowledge, entity: Entity) -> (Page, Option<String>) {
        match entity {
            Entity::Role(id) => (Page::Role(id), None),
            Entity::Party(id) => (Page::Roles, Some(kb[id].meta.id.to_string())),
            Entity::Comparison(id) => (Page::Comparison(id), None),
            Entity::Decision(id) => (Page::Decision(id), None),
            Entity::Question(id) => {
                let question = &kb[id];
                let page = match kb.question_role(id).filter(|_| self.split_faq) {
                    Some(role) => Page::RoleFaq(role),
                    None if self.split_faq => Page::OtherFaq,
                    None => Page::Faq,
                };
                (page, Some(question.id.to_string()))
            }
            Entity::Term(id) => (Page::Glossary, Some(term_anchor(&kb[id].meta.id))),
            Entity::Source(id) => (Page::Sources, Some(kb[id].meta.id.to_string())),
            Entity::Person(id) => (Page::Person(id), None),
            Entity::Event(id) => (Page::Event(id), None),
            Entity::Guide(id) => (Page::Guide(id), None),
            Entity::Section(id) => (Page::of_section(&kb[id].dir), None),
        }
    }
}

/// The anchor of a term: its id; an abbreviation keeps its capitals, and `I&A` becomes `I-A`.
#[must_use]
pub fn term_anchor(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
}

/// Files of the theme that keep their names below `assets/`; style sheet and scripts are named after their content.
fn of_theme(config: &Config, sources: &Sources) -> Vec<Claim> {
    let folder = format!("themes/{}/", config.theme);
    let claim = |path: &SitePath, place: Option<Place>| {
        let name = path.as_str().strip_prefix(&folder)?;
        let named_by_content = name == "style.css" || name.ends_with(".js") && !name.contains('/');
        let kept = !named_by_content && !matches!(path.extension(), Some("html" | "toml" | "md"));
        let url = Url::file(&format!("assets/{name}"));
        kept.then(|| Claim { url, what: format!("the file {path}"), place, page: None, redirect_to: None })
    };
    let texts = sources.files().filter_map(|(id, file)| claim(&file.path, Some(Place::bytes(id, 0..0))));
    texts.chain(sources.assets().keys().filter_map(|path| claim(path, None))).collect()
}

/// Folders below `guides/` (and `guides` itself) that hold guides but no index.
fn folders(kb: &Knowledge) -> Vec<Vec<String>> {
    let mut all: std::collections::BTreeSet<Vec<String>> = std::collections::BTreeSet::new();
    let mut indexed: std::collections::BTreeSet<&[String]> = std::collections::BTreeSet::new();
    for guide in kb.guides.iter() {
        if guide.is_index {
            indexed.insert(&guide.segments);
        }
        let depth = if guide.is_index { guide.segments.len() } else { guide.segments.len().saturating_sub(1) };
        for n in 1..=depth {
            all.insert(guide.segments[..n].to_vec());
        }
    }
    all.retain(|f| !indexed.contains(f.as_slice()));
    all.into_iter().collect()
}
