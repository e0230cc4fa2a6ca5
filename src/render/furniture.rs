//! What surrounds the content of every page.

use std::collections::BTreeSet;

use super::cx::{Form, PageCx, escape};
use super::site::Renderer;
use super::view::{BindingView, KindLinkView, LinkView, PageLineView, PageView, TocView};
use crate::content::markdown::{Heading, Mode, plain_called};
use crate::export;
use crate::model::{Body, Entity, Meta, Owner, Section, Status, Target};
use crate::plan::{Page, twin_of};

/// Words a minute of an adult reading non-fiction silently (Brysbaert 2019: 238), rounded down for tables and lists.
const WORDS_A_MINUTE: usize = 220;
/// Characters a minute in scripts without spaces.
const CHARACTERS_A_MINUTE: usize = 500;

/// The plain title of a page, for the browser's title bar and for feeds.
pub(super) fn plain_title(site: &Renderer<'_>, page: Page) -> String {
    let kb = site.kb();
    let strings = &site.theme.strings;
    let record = |entity: Entity| site.called(entity);
    let section = |key: &str| strings.get(&format!("section.{key}.title")).to_owned();
    match page {
        Page::Home => site.analysis.config.title.clone(),
        Page::RoleDecisions(id) => section("role_decisions").replace("{role}", &record(id.into())),
        Page::RoleFaq(id) => section("role_faq").replace("{role}", &record(id.into())),
        Page::UsedIn(entity) => section("used_in").replace("{title}", &record(entity)),
        Page::Pair(index) => {
            let (a, b) = site.analysis.plan.pair(index);
            strings.versus(&[record(a.into()), record(b.into())])
        }
        Page::NotFound => section("not_found"),
        Page::Tag(index) => {
            let name = site.analysis.graph.tags.get(site.analysis.plan.tag(index)).map_or("", |(name, _)| name);
            section("tag").replace("{tag}", name)
        }
        Page::Folder(index) => folder_title(site, index),
        Page::OtherFaq => section("faq"),
        Page::Account(id) => super::accounts::name(kb, id),
        page => match (page.entity(), section_key(page)) {
            (Some(entity), _) => record(entity),
            (None, Some(key)) => written_title(site, page).unwrap_or_else(|| section(key)),
            (None, None) => String::new(),
        },
    }
}

/// A folder of guides without an index is called like its folder; the top one like the section.
fn folder_title(site: &Renderer<'_>, index: u32) -> String {
    let folder = site.analysis.plan.folder(index);
    if folder == ["guides"] {
        return site.theme.strings.get("section.guides.title").to_owned();
    }
    site.analysis.plan.folder_name(index)
}

/// The key of a derived index page in the theme's words.
pub(super) const fn section_key(page: Page) -> Option<&'static str> {
    Some(match page {
        Page::Roles => "roles",
        Page::Graph => "graph",
        Page::Compare => "compare",
        Page::Decisions => "decisions",
        Page::Faq | Page::OtherFaq => "faq",
        Page::Glossary => "glossary",
        Page::Sources => "sources",
        Page::Accounts => "accounts",
        Page::Events => "events",
        Page::People => "people",
        Page::Tags => "tags",
        Page::Health => "health",
        Page::Search => "search",
        _ => return None,
    })
}

fn written_title(site: &Renderer<'_>, page: Page) -> Option<String> {
    let section = section_of(site, page)?;
    section.has_title.then(|| site.plain(&section.meta.title))
}

/// The prose of a derived index page.
pub(super) fn section_of<'a>(site: &Renderer<'a>, page: Page) -> Option<&'a Section> {
    let dir = page.section_dir()?;
    site.kb().sections.iter().find(|s| &*s.dir == dir).map(|section| &**section)
}

impl PageCx<'_, '_> {
    /// The furniture of this page, without what its content decides: sources and accounts come last.
    pub(crate) fn furniture(&mut self, kind: &str) -> PageView {
        let title = plain_title(self.site, self.page);
        let section = section_of(self.site, self.page);
        let record = self.page.entity().filter(|_| self.page.is_home_of_record());
        let meta = record.and_then(|e| self.kb().meta(e)).or(section.map(|s| &s.meta));
        let config = &self.site.analysis.config;
        let title_html = match (record, section.filter(|s| s.has_title)) {
            (Some(entity), _) => self.title(entity),
            (None, Some(section)) => self.unlinked(&section.meta.title),
            (None, None) => self.words(&title),
        };
        let mut view = PageView {
            kind: kind.to_owned(),
            title_html,
            title,
            root: self.root.clone(),
            home_href: self.href(Page::Home),
            canonical: config
                .base_url
                .as_ref()
                .filter(|_| self.page != Page::NotFound)
                .map(|base| export::absolute(base, &self.url)),
            noindex: matches!(self.page, Page::NotFound | Page::Health | Page::Search | Page::UsedIn(_) | Page::Pair(_)),
            css_href: format!("{}{}", self.root, self.site.theme.css()),
            js_href: format!("{}{}", self.root, self.site.theme.js()),
            feed_href: self.site.has_feed.then(|| format!("{}{}", self.root, export::FEED)),
            ..Default::default()
        };
        if let Some(meta) = meta {
            self.describe(&mut view, meta, record);
        }
        if view.summary_html.is_none()
            && let Some(words) = self.summary(self.page)
        {
            view.summary_html = Some(self.words(&words));
            view.description = Some(words);
        }
        if self.form == Form::Markdown {
            return view;
        }
        view.breadcrumb = self.breadcrumb();
        let twin = twin_of(&self.url).filter(|_| super::twin::has(self.page));
        // It stands in the folder of the page.
        let data = match self.page {
            Page::Role(id) => Some(self.site.role_path(id)),
            Page::Comparison(id) => Some(self.site.comparison_path(id)),
            Page::Decisions => Some("data/decisions.json".to_owned()),
            Page::Faq => Some("data/faq.json".to_owned()),
            Page::Glossary => Some("data/glossary.json".to_owned()),
            _ => None,
        };
        view.json_href = data.map(|path| format!("{}{path}", self.root));
        view.markdown_href = twin.and_then(|url| url.as_str().rsplit('/').next().map(str::to_owned));
        let (previous, next) = self.site.neighbours.get(&self.page).copied().unwrap_or_default();
        view.previous = previous.map(|p| self.page_link(p));
        view.next = next.map(|p| self.page_link(p));
        view
    }

    /// What a record says of itself.
    fn describe(&mut self, view: &mut PageView, meta: &Meta, record: Option<Entity>) {
        let kb = self.kb();
        let config = &self.site.analysis.config;
        view.summary_html = meta.summary.as_ref().map(|s| self.inline(s));
        view.description = meta.summary.as_ref().map(|text| self.site.plain(text));
        view.authors = meta.authors.iter().map(|a| self.link((*a).into())).collect();
        view.owner = kb.owner(meta).map(|o| self.owner_link(o));
        view.tags = meta.tags.iter().map(|(slug, name)| self.tag_link(slug, name)).collect();
        self.file_of(view, meta);
        view.toc = meta.body.as_ref().map(|body| self.toc(body)).unwrap_or_default();
        view.means =
            meta.means.iter().map(|(abbr, e)| BindingView { abbr: abbr.to_string(), target: self.entity_name(*e) }).collect();
        let Some(record) = record else { return };
        if !matches!(record, Entity::Person(_)) {
            let standing = match record {
                Entity::Decision(id) => kb.standing(id, self.account()),
                _ => meta.status,
            };
            view.status = Some(self.status(standing));
            view.published = meta.published_on().map(|d| self.date(d));
            view.updated = meta.updated_on().map(|d| self.date(d));
            view.reviewed = meta.reviewed_on().map(|d| self.date(d));
            let next = meta.next_review(config).filter(|_| meta.status != Status::Retired);
            view.next_review = next.map(|d| self.date(d));
            view.overdue = next.is_some_and(|d| d < config.today);
            view.review_every = meta.review_every.or(config.review_every).map(|i| self.interval(i));
        }
        view.related = self.related(meta, record);
        if self.form == Form::Markdown {
            return;
        }
        view.minutes = meta.body.as_ref().and_then(minutes);
        view.used_in = self.used_in(record);
    }

    /// The content is done: list what it cited.
    pub(crate) fn close(&mut self, page: &mut PageView) {
        page.changes = self.changes();
        page.sources = self.cited();
        if self.form == Form::Markdown {
            return;
        }
        page.jsonld = self.jsonld(page);
        page.nav_html = self.navigation();
        page.footer_html = self.site.footer(self.page, &self.root);
    }

    /// The prose of a derived index page.
    pub(crate) fn section_body(&mut self) -> Option<String> {
        let section = section_of(self.site, self.page)?;
        section.meta.body.as_ref().map(|b| self.body(b, section.meta.autolink))
    }

    /// A page by its name.
    pub(crate) fn page_link(&self, page: Page) -> LinkView {
        match page.entity().filter(|_| page.is_home_of_record()) {
            Some(entity) => LinkView { title_html: self.title(entity), href: Some(self.href(page)) },
            None => LinkView { title_html: self.words(&plain_title(self.site, page)), href: Some(self.href(page)) },
        }
    }

    pub(crate) fn owner_link(&self, owner: Owner) -> LinkView {
        match owner {
            Owner::Person(id) => self.link(id.into()),
            Owner::Actor(actor) => self.actor(actor),
        }
    }

    pub(crate) fn tag_link(&self, slug: &str, name: &str) -> LinkView {
        LinkView { title_html: self.words(name), href: self.plan().tag_page(slug).map(|p| self.href(p)) }
    }

    fn breadcrumb(&self) -> Vec<LinkView> {
        let mut crumbs = Vec::new();
        if self.page == Page::Home {
            return crumbs;
        }
        crumbs.push(LinkView { title_html: escape(&self.word("section.home")), href: Some(self.href(Page::Home)) });
        crumbs.extend(self.above().into_iter().map(|p| self.page_link(p)));
        let title_html = match self.page.entity().filter(|_| self.page.is_home_of_record()) {
            Some(entity) => self.title(entity),
            None => escape(&plain_title(self.site, self.page)),
        };
        crumbs.push(LinkView { title_html, href: None });
        crumbs
    }

    /// The pages above this one, without the home page.
    pub(super) fn above(&self) -> Vec<Page> {
        let plan = self.plan();
        let list = match self.page {
            Page::Role(_) | Page::Graph => vec![Page::Roles],
            Page::Comparison(_) | Page::Pair(_) => vec![Page::Compare],
            Page::Decision(_) | Page::RoleDecisions(_) => vec![Page::Decisions],
            Page::RoleFaq(_) | Page::OtherFaq => vec![Page::Faq],
            Page::Event(_) => vec![Page::Events],
            Page::Account(_) => vec![Page::Accounts],
            Page::Person(_) => vec![Page::People],
            Page::Tag(_) => vec![Page::Tags],
            Page::UsedIn(entity) => {
                let (home, _) = plan.home(self.kb(), entity);
                vec![home]
            }
            Page::Guide(id) => super::nav::folders_above(self.site, &self.kb()[id].segments),
            Page::Folder(index) => super::nav::folders_above(self.site, plan.folder(index)),
            _ => Vec::new(),
        };
        list.into_iter().filter(|p| plan.has(*p)).collect()
    }

    /// What a derived index page says of itself.
    pub(crate) fn summary(&self, page: Page) -> Option<String> {
        self.counted(page).map(|(key, count)| self.site.theme.strings.count(&format!("section.{key}.summary"), count))
    }

    /// What a derived index page counts in its summary.
    fn counted(&self, page: Page) -> Option<(&'static str, usize)> {
        let kb = self.kb();
        let graph = self.graph();
        Some(match page {
            Page::Roles => ("roles", kb.roles.len()),
            Page::Graph => ("graph", kb.roles.len()),
            Page::Compare => ("compare", kb.comparisons.len()),
            Page::Pair(_) => ("pair", 1),
            Page::Decisions => ("decisions", kb.decisions.len()),
            Page::Faq => ("faq", kb.questions.len()),
            Page::Glossary => ("glossary", kb.terms.len()),
            Page::Sources => ("sources", kb.sources.len()),
            Page::Accounts => ("accounts", kb.sources.iter().filter(|s| s.frame).count()),
            Page::Account(id) => ("account", super::pages::account_differences(kb, id)),
            Page::Events => ("events", kb.events.len()),
            Page::People => ("people", kb.people.len()),
            Page::Tags => ("tags", graph.tags.len()),
            Page::Tag(index) => ("tag", graph.tags.get(self.plan().tag(index)).map_or(0, |(_, pages)| pages.len())),
            Page::RoleDecisions(id) => ("role_decisions", super::pages::role_decision_ids(self, id).len()),
            Page::RoleFaq(id) => ("role_faq", graph.faq.get(&id).map_or(0, Vec::len)),
            Page::UsedIn(entity) => ("used_in", graph.backlinks.get(&entity).map_or(0, Vec::len)),
            Page::Folder(index) if self.plan().folder(index) == ["guides"] => ("guides", kb.guides.len()),
            Page::Health => ("health", 1),
            Page::Search => ("search", 1),
            Page::NotFound => ("not_found", 1),
            _ => return None,
        })
    }

    /// A derived list in a list of lists: what it says of itself, else what it counts.
    pub(crate) fn list_line(&mut self, page: Page) -> PageLineView {
        let written = match page.entity() {
            Some(entity) => self.kb().meta(entity),
            None => section_of(self.site, page).map(|section| &section.meta),
        };
        let summary_html = match written.and_then(|meta| meta.summary.as_ref()) {
            Some(summary) => Some(self.unlinked(summary)),
            None => self.summary(page).map(|words| escape(&words)),
        };
        PageLineView { link: self.page_link(page), summary_html, ..Default::default() }
    }

    /// Written relations first, then the nearest by what they share, at most five.
    fn related(&self, meta: &Meta, record: Entity) -> Vec<KindLinkView> {
        let written = meta.related.iter().filter_map(|t| self.target_link(t));
        let mut list: Vec<KindLinkView> = written.collect();
        let known: Vec<Entity> =
            meta.related.iter().filter_map(|t| if let Target::Record(e, _) = t { Some(*e) } else { None }).collect();
        let derived: Vec<Entity> = match record {
            Entity::Comparison(id) => {
                let roles = &self.kb()[id].roles;
                // Then what else these roles are compared with.
                let others = roles.iter().flat_map(|role| self.graph().comparisons.get(role).into_iter().flatten());
                let others: BTreeSet<_> = others.copied().collect();
                roles.iter().map(|r| (*r).into()).chain(others.into_iter().map(Entity::from)).collect()
            }
            Entity::Decision(id) => {
                let about = self.graph().parts[id.index()].about;
                let alike = about.and_then(|t| self.graph().about_term.get(&t));
                alike.into_iter().flatten().filter(|d| **d != id).map(|d| (*d).into()).collect()
            }
            Entity::Guide(id) => self.kb()[id].about.clone(),
            Entity::Role(id) => self.graph().nearest_roles(self.kb(), id, 5).into_iter().map(Entity::from).collect(),
            _ => Vec::new(),
        };
        for entity in derived {
            if list.len() >= 5 {
                break;
            }
            if entity != record && !known.contains(&entity) && !matches!(entity, Entity::Party(_)) {
                list.push(self.kind_link(entity));
            }
        }
        list
    }

    /// The headings of a body, as they are shown: its top level is h2. Two levels.
    fn toc(&self, body: &Body) -> Vec<TocView> {
        let skip = usize::from(body.titled);
        let headings = &body.headings[skip.min(body.headings.len())..];
        let Some(top) = headings.iter().map(|h| h.level).min() else { return Vec::new() };
        let mut list: Vec<TocView> = Vec::new();
        for heading in headings {
            let level = heading.level - top + 2;
            let entry =
                TocView { title_html: escape(&self.heading(body, heading)), id: heading.id.clone(), level, children: Vec::new() };
            match list.last_mut() {
                Some(last) if level == 3 => last.children.push(entry),
                Some(_) if level > 3 => {}
                _ => list.push(entry),
            }
        }
        list
    }

    /// A heading without markup.
    fn heading(&self, body: &Body, heading: &Heading) -> String {
        let written = &body.text[heading.range.clone()];
        if !written.contains("[]") {
            return heading.title.clone();
        }
        let name = |at: usize, dest: &str| self.site.link_name(&body.text, heading.range.start + at, dest);
        plain_called(written, Mode::Prose, name)
    }
}

/// Minutes of reading.
pub(crate) fn minutes(body: &Body) -> Option<u32> {
    let (words, characters) = body.words;
    let halves = (words * 2).div_ceil(WORDS_A_MINUTE) + (characters * 2).div_ceil(CHARACTERS_A_MINUTE);
    (words + characters > 0).then(|| u32::try_from(halves.div_ceil(2).max(1)).unwrap_or(u32::MAX))
}
