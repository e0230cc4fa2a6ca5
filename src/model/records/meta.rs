//! What all pages have in common.

use jiff::civil::Date;

use super::change::{Change, written_day};
use crate::config::{Interval, interval};
use crate::content::{Document, Fields, Node, Value};
use crate::diagnostic::Code;
use crate::model::body::Body;
use crate::model::entity::{Account, Actor, Entity, Kind, PersonId, SourceId};
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::slug::{LONGEST_TAG, TAG_HELP, is_abbreviation, is_one_tag, slug};
use crate::model::text::{Target, Text};
use crate::source::{FileDates, FileId, Place};

/// A field that an account may leave out, or be silent about on purpose.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Stated<T> {
    /// Not written.
    #[default]
    Absent,
    /// An explicit `null`: this account is silent.
    Silent,
    /// Written.
    Given(T),
}

impl<T> Stated<T> {
    /// The value, if given.
    pub const fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Silent => None,
        }
    }

    /// Reads a key with `read`.
    pub(super) fn read(fields: &mut Fields<'_>, key: &'static str, read: impl FnOnce(&Node) -> Option<T>) -> Self {
        match fields.take_or_null(key) {
            None => Self::Absent,
            Some(Node { value: Value::Null, .. }) => Self::Silent,
            Some(node) => read(node).map_or(Self::Absent, Self::Given),
        }
    }
}

/// How settled a page is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Status {
    /// Not published without `--drafts`.
    Draft,
    /// The usual case.
    #[default]
    Agreed,
    /// Published, and said to be under discussion.
    Disputed,
    /// Kept for the record.
    Retired,
}

impl Status {
    /// All of them.
    const ALL: [Self; 4] = [Self::Draft, Self::Agreed, Self::Disputed, Self::Retired];

    /// As it is written.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
            Self::Retired => "retired",
        }
    }
}

/// Who answers for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A person or organisation.
    Person(PersonId),
    /// A role or party.
    Actor(Actor),
}

/// The fields all pages have.
#[derive(Debug, Clone)]
pub struct Meta {
    /// The id; for a guide its path.
    pub id: Box<str>,
    /// Where the id is written.
    pub place: Place,
    /// The file it stands in.
    pub file: FileId,
    /// Whether it has the file to itself.
    pub whole_file: bool,
    /// Whether it stands in for a record whose file does not parse, so that nothing is known of it.
    pub is_stand_in: bool,
    /// As shown.
    pub title: Text,
    /// One sentence.
    pub summary: Option<Text>,
    /// Who wrote it.
    pub authors: Vec<PersonId>,
    /// Who answers for it, if not the site's default.
    pub owner: Option<Owner>,
    /// As written.
    pub published: Option<Date>,
    /// As written.
    pub updated: Option<Date>,
    /// As written.
    pub reviewed: Option<Date>,
    /// Dates of the file in version control.
    pub dates: FileDates,
    /// As written.
    pub review_every: Option<Interval>,
    /// How settled it is.
    pub status: Status,
    /// The account this page is given in, if not the site's default.
    pub frame: Option<Account>,
    /// Abbreviations bound on this page.
    pub means: Vec<(Box<str>, Entity)>,
    /// Abbreviations that the page binds to something unknown.
    pub unbound: Vec<Box<str>>,
    /// Tags: slug and name as written.
    pub tags: Vec<(String, Box<str>)>,
    /// Related pages, as written.
    pub related: Vec<Target>,
    /// Sources of the page as a whole.
    pub sources: Vec<SourceId>,
    /// What changed and why, the newest first.
    pub changes: Vec<Change>,
    /// Former ids.
    pub moved_from: Vec<(Box<str>, Place)>,
    /// Place in the navigation.
    pub order: Option<i64>,
    /// Whether first mentions become links on this page.
    pub autolink: bool,
    /// The article.
    pub body: Option<Body>,
}

impl Meta {
    /// Reads the common fields. `title` is what the record is called when it has no title of its own.
    pub(super) fn read(entry: &Entry, fields: &mut Fields<'_>, cx: &mut Cx<'_>, title: Option<Text>) -> Self {
        let written = fields.take("title").and_then(|n| cx.inline(n, "title"));
        let title = written.or(title).unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
        let body = cx.body(&entry.document, fields, entry.whole_file, false);
        let (means, unbound) = cx.means(fields);
        Self {
            id: entry.id.clone(),
            place: entry.id_place,
            file: entry.document.file,
            whole_file: entry.whole_file,
            is_stand_in: entry.node().is_none(),
            title,
            summary: fields.take("summary").and_then(|n| cx.inline(n, "summary")),
            authors: fields.take("authors").map(|n| cx.people(n, "authors")).unwrap_or_default(),
            owner: fields.take("owner").and_then(|n| {
                let id = cx.found.text(n, "owner")?;
                cx.owner(&id, n.place)
            }),
            published: cx.date(fields, "published"),
            updated: cx.date(fields, "updated"),
            reviewed: cx.date(fields, "reviewed"),
            dates: cx.dates_of(&entry.document),
            review_every: interval(fields, "review_every", &mut cx.found),
            status: cx.status(fields),
            frame: cx.frame(fields),
            means,
            unbound,
            tags: cx.tags(fields),
            related: fields.take("related").map(|n| cx.related(n)).unwrap_or_default(),
            sources: cx.source_list(fields),
            changes: cx.changes(fields),
            moved_from: cx.moved_from(fields),
            order: fields.number("order", &mut cx.found),
            autolink: fields.flag("autolink", &mut cx.found).unwrap_or(true),
            body,
        }
        .with_notes(fields)
    }

    /// `notes` are the editors' own: they may stand anywhere and are never published.
    fn with_notes(self, fields: &mut Fields<'_>) -> Self {
        _ = fields.take("notes");
        self
    }

    /// Common fields of a record that has no page of its own: who it is and whether it is published.
    pub(super) fn slim(entry: &Entry, fields: &mut Fields<'_>, cx: &mut Cx<'_>, title: Text) -> Self {
        Self {
            id: entry.id.clone(),
            place: entry.id_place,
            file: entry.document.file,
            whole_file: entry.whole_file,
            is_stand_in: entry.node().is_none(),
            title,
            summary: None,
            authors: Vec::new(),
            owner: None,
            published: None,
            updated: None,
            reviewed: None,
            dates: cx.dates_of(&entry.document),
            review_every: None,
            status: cx.status(fields),
            frame: None,
            means: Vec::new(),
            unbound: Vec::new(),
            tags: Vec::new(),
            related: Vec::new(),
            sources: Vec::new(),
            changes: Vec::new(),
            moved_from: Vec::new(),
            order: fields.number("order", &mut cx.found),
            autolink: true,
            body: cx.body(&entry.document, fields, entry.whole_file, false),
        }
        .with_notes(fields)
    }
}

impl Cx<'_> {
    pub(super) fn dates_of(&self, document: &Document) -> FileDates {
        if self.base.config.git_dates { self.base.sources.file(document.file).dates } else { FileDates::default() }
    }

    /// A calendar day.
    pub(super) fn date(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Date> {
        let node = fields.take(key)?;
        let text = self.found.text(node, key)?;
        let date = written_day(&text);
        if date.is_none() {
            let d = self
                .found
                .at(Code::KB106, node.place, format!("`{key}: {text}` is not a day"))
                .help(format!("year-month-day, as in  {key}: 2026-09-01"));
            self.found.push(d);
        }
        date
    }

    pub(super) fn status(&mut self, fields: &mut Fields<'_>) -> Status {
        self.stated_status(fields).unwrap_or_default()
    }

    pub(super) fn stated_status(&mut self, fields: &mut Fields<'_>) -> Option<Status> {
        fields.choice("status", &Status::ALL.map(|status| (status.word(), status)), &mut self.found)
    }

    pub(super) fn frame(&mut self, fields: &mut Fields<'_>) -> Option<Account> {
        let node = fields.take("frame")?;
        let id = self.found.text(node, "frame")?;
        self.account(&id, node.place)
    }

    pub(super) fn source_list(&mut self, fields: &mut Fields<'_>) -> Vec<SourceId> {
        fields.take("sources").map(|n| self.ids(Kind::Source, n, "sources")).unwrap_or_default()
    }

    /// The abbreviations a page binds, and those it binds to something unknown.
    fn means(&mut self, fields: &mut Fields<'_>) -> (Vec<(Box<str>, Entity)>, Vec<Box<str>>) {
        let Some(node) = fields.take("means") else { return Default::default() };
        let inner = Fields::new(node, "`means`", node.place, &mut self.found);
        let (mut bound, mut unbound) = (Vec::new(), Vec::new());
        for &(abbreviation, place, value) in inner.entries() {
            if !is_abbreviation(abbreviation) {
                let d = self
                    .found
                    .at(Code::KB106, place, format!("`{abbreviation}` is no abbreviation"))
                    .help("a few letters from A to Z, without accents, one of them at least a capital, as in  means: {PM: project-manager}");
                self.found.push(d);
            }
            let kinds = [Kind::Role, Kind::Party, Kind::Term, Kind::Event];
            let id = self.found.text(value, "means");
            match id.and_then(|id| self.reference(&kinds, &id, value.place)) {
                Some(entity) => bound.push((abbreviation.into(), entity)),
                None => unbound.push(abbreviation.into()),
            }
        }
        (bound, unbound)
    }

    fn tags(&mut self, fields: &mut Fields<'_>) -> Vec<(String, Box<str>)> {
        let Some(node) = fields.take("tags") else { return Vec::new() };
        let mut tags = Vec::new();
        for item in self.found.list(node, "tags") {
            let Some(name) = self.found.item(item, "tags") else { continue };
            let slug = slug(&name);
            if slug.is_empty() {
                let d = self.found.at(Code::KB106, item.place, "a tag needs a letter or digit");
                self.found.push(d);
                continue;
            }
            if slug.len() > LONGEST_TAG {
                let message = "this tag is too long to be part of an address";
                let d =
                    self.found.at(Code::KB106, item.place, message).help("a tag is a word or a few; what is longer is a summary");
                self.found.push(d);
                continue;
            }
            match tags.iter().find(|(s, _)| *s == slug) {
                None => tags.push((slug, name)),
                Some((_, other)) if is_one_tag(other, &name) => {}
                Some((_, other)) => {
                    let message = format!("the tag `{name}` and the tag `{other}` have the same address /tags/{slug}/");
                    let d = self.found.at(Code::KB804, item.place, message).label("would be lost").help(TAG_HELP);
                    self.found.push(d);
                }
            }
        }
        tags
    }

    /// `related` takes ids, `kind:id` and relative paths.
    fn related(&mut self, node: &Node) -> Vec<Target> {
        let mut targets = Vec::new();
        for item in self.found.list(node, "related") {
            let Some(text) = self.found.item(item, "related") else { continue };
            let typed = text.split_once(':').is_some_and(|(prefix, _)| Kind::of_prefix(prefix).is_some());
            let target = if !typed && (text.contains('/') || text.ends_with(".md") || text.ends_with(".yaml")) {
                let (path, fragment) = text.split_once('#').map_or((&*text, None), |(p, f)| (p, Some(f.to_owned())));
                self.relative(path, fragment, crate::content::markdown::LinkKind::Link, item.place)
            } else {
                self.any_record(&text, item.place).map(|e| Target::Record(e, None))
            };
            targets.extend(target);
        }
        targets
    }

    /// An id where several kinds fit, looked up in the order of the model.
    pub(super) fn any_record(&mut self, id: &str, place: Place) -> Option<Entity> {
        const ORDER: [Kind; 6] = [Kind::Role, Kind::Party, Kind::Decision, Kind::Term, Kind::Event, Kind::Guide];
        match id.split_once(':').and_then(|(prefix, bare)| Some((Kind::of_prefix(prefix)?, bare))) {
            Some((kind, bare)) => self.reference(&[kind], bare, place),
            None => self.reference(&ORDER, id, place),
        }
    }

    /// A list of [`any_record`](Self::any_record); a single id needs no list.
    pub(in crate::model) fn about(&mut self, node: &Node) -> Vec<Entity> {
        if let Some(id) = node.as_text() {
            return self.any_record(id, node.place).into_iter().collect();
        }
        let mut entities = Vec::new();
        for item in self.found.list(node, "about") {
            let Some(id) = self.found.item(item, "about") else { continue };
            entities.extend(self.any_record(&id, item.place));
        }
        entities
    }

    pub(super) fn moved_from(&mut self, fields: &mut Fields<'_>) -> Vec<(Box<str>, Place)> {
        let Some(node) = fields.take("moved_from") else { return Vec::new() };
        let mut moved = Vec::new();
        for item in self.found.list(node, "moved_from") {
            let Some(id) = self.found.item(item, "moved_from") else { continue };
            let path = id.trim_matches('/');
            if !path.is_empty() && path.split('/').all(crate::model::slug::is_id) {
                moved.push((id, item.place));
            } else {
                let d = crate::model::split::bad_id(&self.found, item.place, &id, None);
                self.found.push(d);
            }
        }
        moved
    }
}
