//! One page while it is rendered: what it links to, what it cites, what it has mentioned so far.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::around::{Around, Unlinked};
use super::body::{self, BodyOptions, HtmlPolicy, Reading, Surroundings};
use super::citations::Citations;
use super::site::Renderer;
use super::twin::Twin;
use super::view::{KindLinkView, LinkView};
use crate::config::HtmlPolicy as Policy;
use crate::content::markdown::{Heading, Mode, is_plain};
pub(super) use crate::content::sanitise::escape_attribute as escape;
use crate::diagnostic::Diagnostic;
use crate::escape::markdown;
use crate::model::{Account, Actor, Body, Entity, Knowledge, Text, Valued};
use crate::plan::{Page, Plan, Url};

/// What a page is written as. Its views are filled alike; fields that end in `_html` hold the texts of that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML, by the templates of the theme.
    Html,
    /// Markdown, by [`super::twin`].
    Markdown,
}

/// One page while it is rendered.
pub(super) struct PageCx<'r, 'a> {
    pub site: &'r Renderer<'a>,
    pub form: Form,
    pub page: Page,
    pub url: Url,
    /// The way to the root of the site.
    pub root: String,
    pub citations: Citations,
    /// What has been linked automatically in this section.
    pub mentioned: BTreeSet<Entity>,
    /// The record that a text is about, beside the page's own: its own name is not linked in it.
    pub subject: Option<Entity>,
    /// Embeds so far, for ids that are unique on the page.
    pub embeds: usize,
    /// The questions whose anchors stand on the page so far.
    pub placed: BTreeSet<Box<str>>,
    /// Footnoted texts so far, for the same reason.
    footnoted: usize,
    /// The text is printed for data: nobody knows on which page it will stand, so every link is from the root of the site and
    /// in full.
    pub detached: bool,
    /// A template that failed inside a text.
    pub failed: Option<Box<Diagnostic>>,
    /// The body of the page as it was read for its other form.
    read: Option<&'r BodyRead<'a>>,
}

/// The body of a page, read once for both of its forms.
pub(super) type BodyRead<'a> = OnceCell<Reading<'a>>;

impl<'r, 'a> PageCx<'r, 'a> {
    pub(crate) fn new(site: &'r Renderer<'a>, page: Page) -> Self {
        let url = site.analysis.plan.url(page).clone();
        let root = if page == Page::NotFound { base_path(site.analysis.config.base_url.as_deref()) } else { url.root() };
        Self {
            site,
            form: Form::Html,
            page,
            url,
            root,
            citations: Citations::default(),
            mentioned: BTreeSet::new(),
            subject: None,
            embeds: 0,
            placed: BTreeSet::new(),
            footnoted: 0,
            detached: false,
            failed: None,
            read: None,
        }
    }

    /// The page as markdown. Its links lead to the twins of other pages, in full where the site knows its address.
    pub(crate) fn twin(site: &'r Renderer<'a>, page: Page) -> Self {
        let cx = Self::new(site, page);
        let root = site.analysis.config.base_url.clone().unwrap_or_else(|| cx.root.clone());
        Self { form: Form::Markdown, root, ..cx }
    }

    /// With the place where its body is read for its other form too.
    pub(crate) fn reading(self, read: &'r BodyRead<'a>) -> Self {
        Self { read: Some(read), ..self }
    }

    /// The page's HTML, or the failure of an embed in it.
    pub(crate) fn finish(self, html: String) -> Result<String, Box<Diagnostic>> {
        let settled = if self.form == Form::Html && self.ids_may_clash() { super::ids::settle(&html) } else { None };
        self.failed.map_or(Ok(settled.unwrap_or(html)), Err)
    }

    /// Whether a record's anchor may have the name of a part of this page. Pages are many and clashes few: looking is cheap here.
    fn ids_may_clash(&self) -> bool {
        let lists = [Page::Roles, Page::Decisions, Page::Faq, Page::Glossary, Page::Sources];
        if lists.contains(&self.page) {
            return true;
        }
        if let Page::RoleDecisions(role) = self.page {
            let decisions = super::pages::role_decision_ids(self, role);
            return decisions.into_iter().any(|decision| super::ids::is_part(self.kb().id(decision.into())));
        }
        let record = self.page.entity().and_then(|e| self.kb().meta(e));
        let headings = record.and_then(|meta| meta.body.as_ref()).map_or(&[][..], |body| body.headings.as_slice());
        self.placed.iter().any(|id| super::ids::is_part(id) || headings.iter().any(|h| *h.id == **id))
    }

    pub(crate) fn kb(&self) -> &'a Knowledge {
        self.site.kb()
    }

    pub(crate) fn plan(&self) -> &'a Plan {
        &self.site.analysis.plan
    }

    pub(crate) fn graph(&self) -> &'a crate::model::Graph {
        &self.site.analysis.graph
    }

    /// Prints a view.
    pub(crate) fn template<V: serde::Serialize + Twin>(&self, name: &str, view: &V) -> Result<String, Box<Diagnostic>> {
        match self.form {
            Form::Html => self.site.template(name, view, self.url.as_str()),
            Form::Markdown => Ok(super::twin::write(view, self)),
        }
    }

    /// A text of the program or the settings, which has no markup of its own.
    pub(crate) fn words(&self, text: &str) -> String {
        match self.form {
            Form::Html => escape(text),
            Form::Markdown => markdown::text(text),
        }
    }

    /// A word of the theme.
    pub(crate) fn word(&self, key: &str) -> String {
        self.site.theme.strings.get(key).to_owned()
    }

    /// The address of a page, from here.
    pub(crate) fn href(&self, page: Page) -> String {
        let url = self.plan().url(page);
        match self.form {
            Form::Html => url.from(&self.root),
            Form::Markdown => super::twin::href(page, url, &self.root),
        }
    }

    /// Whether `#x` leads to a part of this page: not from data, nor from a twin, which is read as a part of a longer text too.
    pub(super) fn names_itself(&self) -> bool {
        !self.detached && self.form == Form::Html
    }

    /// The address of a record, from here.
    pub(crate) fn entity_href(&self, entity: Entity) -> String {
        let (page, anchor) = self.plan().home(self.kb(), entity);
        let Some(anchor) = anchor else { return self.href(page) };
        let mut href = if page == self.page && self.names_itself() { String::new() } else { self.href(page) };
        href.push('#');
        href.push_str(&anchor);
        href
    }

    /// A record by its name, linked unless it is this page.
    pub(crate) fn link(&self, entity: Entity) -> LinkView {
        let own = !self.detached && self.page.is_home_of_record() && self.page.entity() == Some(entity);
        LinkView { title_html: self.title(entity), href: (!own).then(|| self.entity_href(entity)) }
    }

    /// A role by its name, linked; a party by its name alone.
    pub(crate) fn actor(&self, actor: Actor) -> LinkView {
        match actor {
            Actor::Role(id) => self.link(id.into()),
            Actor::Party(id) => LinkView { title_html: self.title(id.into()), href: None },
        }
    }

    pub(crate) fn actors(&self, actors: &[Actor]) -> Vec<LinkView> {
        actors.iter().map(|a| self.actor(*a)).collect()
    }

    /// A record with the kind of what it is.
    pub(crate) fn kind_link(&self, entity: Entity) -> KindLinkView {
        KindLinkView { kind: kind_key(entity).to_owned(), link: self.link(entity) }
    }

    /// What a record is called, without links: a title stands in links and headings.
    pub(crate) fn title(&self, entity: Entity) -> String {
        if let Entity::Comparison(id) = entity
            && !self.kb()[id].has_title
        {
            return self.words(&self.site.called(entity));
        }
        self.unlinked(self.kb().title(entity))
    }

    /// A text of one line with its links as plain words.
    pub(crate) fn unlinked(&self, text: &Text) -> String {
        if text.is_verbatim() {
            return text.to_string();
        }
        if is_plain(text) {
            return self.words(text);
        }
        // A link without words of its own is called like its target, and nothing but its words is wanted here.
        if text.contains("[]") {
            return self.words(&self.site.plain(text));
        }
        self.form.write(text, &self.options(Mode::Inline, &[], false), &mut Unlinked)
    }

    /// A text of one line.
    pub(crate) fn inline(&mut self, text: &Text) -> String {
        if text.is_verbatim() {
            return text.to_string();
        }
        if is_plain(text) {
            return self.words(text);
        }
        let options = self.options(Mode::Inline, &[], false);
        self.form.write(text, &options, &mut Around { cx: self, text, mentions: false })
    }

    pub(crate) fn inlines(&mut self, texts: &[Text]) -> Vec<String> {
        texts.iter().map(|t| self.inline(t)).collect()
    }

    /// A text of paragraphs, with first mentions linked. `subject` is the record it explains.
    pub(crate) fn prose(&mut self, text: &Text, subject: Option<Entity>) -> String {
        let prefix = self.next_footnotes();
        let options = BodyOptions { footnote_prefix: &prefix, ..self.options(Mode::Prose, &[], false) };
        let before = std::mem::replace(&mut self.subject, subject);
        let written = self.form.write(text, &options, &mut Around { cx: self, text, mentions: true });
        self.subject = before;
        written
    }

    /// A text of paragraphs without automatic links.
    pub(crate) fn unmentioned(&mut self, text: &Text) -> String {
        let options = self.options(Mode::Prose, &[], false);
        self.form.write(text, &options, &mut Around { cx: self, text, mentions: false })
    }

    /// A note or definition: a single paragraph without its `<p>`, several as they are.
    pub(crate) fn short_prose(&mut self, text: &Text, subject: Option<Entity>) -> String {
        unwrap_paragraph(self.prose(text, subject))
    }

    /// A markdown body.
    pub(crate) fn body(&mut self, body: &'a Body, autolink: bool) -> String {
        let prefix = self.next_footnotes();
        let options = BodyOptions { footnote_prefix: &prefix, ..self.options(Mode::Prose, &body.headings, body.titled) };
        let mentions = autolink && self.site.analysis.config.autolink;
        let text: &'a str = &body.text;
        let read = self.read.map(|read| read.get_or_init(|| Reading::new(text))).filter(|read| std::ptr::eq(read.text, text));
        let form = self.form;
        let around = &mut Around { cx: self, text: &body.text, mentions };
        match (read, form) {
            (Some(read), Form::Html) => body::render_read(read, &options, around).html,
            (Some(read), Form::Markdown) => body::rewrite_read(read, &options, around),
            (None, form) => form.write(text, &options, around),
        }
    }

    fn next_footnotes(&mut self) -> String {
        self.footnoted += 1;
        if self.footnoted == 1 { String::new() } else { format!("{}-", self.footnoted) }
    }

    fn options<'o>(&self, mode: Mode, headings: &'o [Heading], skip_first_heading: bool) -> BodyOptions<'o>
    where
        'r: 'o,
    {
        let html = match self.site.analysis.config.html {
            Policy::Sanitise => HtmlPolicy::Sanitise,
            Policy::Escape => HtmlPolicy::Escape,
            Policy::Trust => HtmlPolicy::Trust,
        };
        BodyOptions {
            mode,
            html,
            headings,
            skip_first_heading,
            footnote_prefix: "",
            open_headings_at: 2,
            highlighter: &self.site.highlighter,
        }
    }

    /// A link within a text, where a view has room for a text only.
    pub(crate) fn anchor(&self, link: &LinkView) -> String {
        match (&link.href, self.form) {
            (Some(href), Form::Html) => ["<a href=\"", &escape(href), "\">", &link.title_html, "</a>"].concat(),
            (_, Form::Markdown) => super::twin::link(link),
            (None, Form::Html) => link.title_html.clone(),
        }
    }

    /// A value of a role.
    pub(crate) fn valued(&mut self, value: Valued<'_>) -> String {
        match value {
            Valued::Text(text) => self.inline(text),
            Valued::Term(id) => self.anchor(&self.link(id.into())),
            Valued::Actor(actor) => self.anchor(&self.actor(actor)),
            Valued::Completeness(c) => self.words(&self.word(super::parts::completeness_key(c))),
        }
    }

    /// The account this page is given in.
    pub(crate) fn account(&self) -> Account {
        self.page
            .entity()
            .filter(|_| self.page.is_home_of_record())
            .and_then(|e| self.kb().meta(e))
            .map_or_else(|| self.kb().site.frame.unwrap_or(Account::House), |m| self.kb().frame(m))
    }

    /// A section of the page starts: first mentions count anew.
    pub(crate) fn section(&mut self) {
        self.mentioned.clear();
    }
}

/// The path of the site on its server, for pages that are served at any depth.
fn base_path(base_url: Option<&str>) -> String {
    let path = base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.find('/').map(|i| rest[i..].to_owned()));
    path.unwrap_or_else(|| "/".to_owned())
}

impl Form {
    /// A text of an editor.
    fn write(self, text: &str, options: &BodyOptions<'_>, around: &mut dyn Surroundings) -> String {
        match self {
            Self::Html => body::render(text, options, around).html,
            Self::Markdown => body::rewrite(text, options, around),
        }
    }
}

/// The inside of a text's only paragraph, or the text.
pub(super) fn unwrap_paragraph(html: String) -> String {
    let inner = html.trim().strip_prefix("<p>").and_then(|h| h.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html,
    }
}

/// The key of a record's kind in the theme's words.
pub(super) const fn kind_key(entity: Entity) -> &'static str {
    match entity {
        Entity::Role(_) => "role",
        Entity::Party(_) => "party",
        Entity::Comparison(_) => "comparison",
        Entity::Decision(_) => "decision",
        Entity::Question(_) => "question",
        Entity::Term(_) => "term",
        Entity::Source(_) => "source",
        Entity::Person(_) => "person",
        Entity::Event(_) => "event",
        Entity::Guide(_) => "guide",
        Entity::Section(_) => "page",
    }
}
