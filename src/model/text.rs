//! Editors' texts with their links resolved: the same in prose and in YAML strings.

use std::ops::Range;
use std::sync::Arc;

use super::entity::{Account, DecisionId, Entity, Kind, RoleId, SourceId, TermId};
use super::records::Row;
use super::resolve::{Anchored, Cx};
use crate::content::address::{self, Address};
use crate::content::markdown::{self, LinkKind, Mode};
use crate::config::HtmlPolicy;
use crate::content::sanitise;
use crate::content::{Collection, Fields, Node, Shape, shape, yaml};
use crate::diagnostic::Code;
use crate::source::{At, Place, SitePath};

/// What a link points to. A broken link is a finding, and no `Target` exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A record, and a heading on its page.
    Record(Entity, Option<Box<str>>),
    /// The page of a collection file, and an anchor on it.
    Collection(Collection, Option<Box<str>>),
    /// The index page of a section folder.
    Folder(Folder),
    /// A heading of the same page.
    Here(Box<str>),
    /// A file published beside the pages.
    Asset(SitePath),
    /// An address outside the site.
    External(Box<str>),
    /// A citation of a source.
    Citation(SourceId),
}

/// Folders of content that have an index page of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The top: the home page.
    Home,
    /// `roles/`
    Roles,
    /// `comparisons/`
    Comparisons,
    /// `guides/`
    Guides,
}

/// A link of a text: where it starts, and what it points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Byte offset of the link in the text.
    pub at: u32,
    /// Its target.
    pub target: Target,
}

/// A text with resolved links.
#[derive(Debug, Clone)]
pub struct Text {
    source: Arc<str>,
    range: Range<u32>,
    /// Where it was written.
    pub place: Place,
    /// Its links, by position; a link that is not here is broken or needs no target.
    pub links: Box<[Linked]>,
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.source[self.range.start as usize..self.range.end as usize]
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Text {
    /// A text without links, made by the program.
    #[must_use]
    pub fn bare(text: &str, place: Place) -> Self {
        Self { source: text.into(), range: 0..size(text.len()), place, links: Box::default() }
    }

    /// A text that says nothing.
    #[must_use]
    pub fn empty() -> &'static Self {
        static EMPTY: std::sync::LazyLock<Text> =
            std::sync::LazyLock::new(|| Text::bare("", Place::bytes(crate::source::FileId::FIRST, 0..0)));
        &EMPTY
    }

    /// The target of the link that starts at this byte.
    #[must_use]
    pub fn target(&self, at: usize) -> Option<&Target> {
        self.links.binary_search_by_key(&at, |l| l.at as usize).ok().map(|i| &self.links[i].target)
    }

    /// The text without markup, read as one line.
    #[must_use]
    pub fn plain(&self) -> String {
        markdown::plain(self, Mode::Inline)
    }

    /// The sources cited, in order.
    pub fn citations(&self) -> impl Iterator<Item = SourceId> {
        self.links.iter().filter_map(|l| match l.target {
            Target::Citation(id) => Some(id),
            _ => None,
        })
    }
}

/// The markdown body of a record.
#[derive(Debug, Clone)]
pub struct Body {
    /// The text.
    pub text: Text,
    /// Its headings in order.
    pub headings: Vec<markdown::Heading>,
    /// Ids of headings written as raw HTML.
    pub html_ids: Vec<String>,
    /// ` ```kb ` blocks: byte offset in the text, and what they show.
    pub embeds: Vec<(u32, Embed)>,
    /// Words, and characters of scripts without spaces.
    pub words: (usize, usize),
    /// Whether the first heading is the page's title and not part of the text.
    pub titled: bool,
}

/// What a ` ```kb ` block shows.
#[derive(Debug, Clone)]
pub enum Embed {
    /// A derived comparison table.
    Compare {
        /// Columns.
        roles: Vec<RoleId>,
        /// Rows; `None`: the site's usual ones.
        rows: Option<Vec<Row>>,
    },
    /// Questions about any of these.
    Faq(Vec<Entity>),
    /// Decisions with this part played by this actor, about this term, or taken at this event.
    Decisions(DecisionFilter),
    /// A list of terms.
    Terms(Vec<TermId>),
    /// A role card.
    Role(RoleId),
}

/// Which decisions an embed lists: all of them that fit every part given.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    /// Who is accountable, responsible, consulted, informed.
    pub parts: Vec<(super::records::Part, super::entity::Actor)>,
    /// About this term.
    pub about: Option<TermId>,
    /// Taken at this event.
    pub at: Option<super::entity::EventId>,
    /// Exactly these.
    pub ids: Vec<DecisionId>,
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Cx<'_> {
    /// A text of one line: a title, a list item, a cell.
    pub(super) fn inline(&mut self, node: &Node, name: &str) -> Option<Text> {
        let raw = self.found.text(node, name)?;
        Some(self.linked(raw.into(), None, node.place, Mode::Inline))
    }

    /// A text of one or more paragraphs: an answer, a definition, a note.
    pub(super) fn prose(&mut self, node: &Node, name: &str) -> Option<Text> {
        let raw = self.found.text(node, name)?;
        Some(self.linked(raw.into(), None, node.place, Mode::Prose))
    }

    /// The items of a list of one-line texts.
    pub(super) fn inlines(&mut self, node: &Node, name: &str) -> Vec<Text> {
        let mut texts = Vec::new();
        for item in self.found.list(node, name) {
            let Some(raw) = self.found.item(item, name) else { continue };
            texts.push(self.linked(raw.into(), None, item.place, Mode::Inline));
        }
        texts
    }

    fn linked(&mut self, source: Arc<str>, range: Option<Range<usize>>, place: Place, mode: Mode) -> Text {
        let range = range.unwrap_or(0..source.len());
        let text = &source[range.clone()];
        let mut links = Vec::new();
        // Nothing of interest starts with any other character.
        if text.bytes().any(|b| matches!(b, b'[' | b'<' | b'!')) {
            let scan = markdown::scan(text, mode, &[]);
            links = self.scanned(&scan, place);
            self.removed_html(text, mode, place);
        }
        Text { range: size(range.start)..size(range.end), source, place, links: links.into() }
    }

    /// Resolves the links of a scanned text and reports what is wrong with them.
    fn scanned(&mut self, scan: &markdown::Scan, place: Place) -> Vec<Linked> {
        let mut links = Vec::new();
        // Raw HTML that is shown as text links to nothing.
        let raw = if self.base.config.html == HtmlPolicy::Escape { &[][..] } else { &scan.html_links };
        for link in scan.links.iter().chain(raw) {
            if link.kind == LinkKind::Image && link.text.trim().is_empty() {
                let d = self
                    .found
                    .at(Code::KB807, place.within(link.range.clone()), "this image has no alt text")
                    .label("`![…]` is empty")
                    .help("say in the brackets what the image shows: people who cannot see it, and search, read that");
                self.found.push(d);
            }
            if let Some(target) = self.target(link, place) {
                if let Target::Record(to, _) = &target {
                    self.mention(*to, &link.sentence);
                }
                if let Target::Citation(source) = &target {
                    self.mention(Entity::Source(*source), &link.sentence);
                }
                links.push(Linked { at: size(link.range.start), target });
            }
        }
        for (range, label) in &scan.undefined {
            let d = self
                .found
                .at(Code::KB801, place.within(range.clone()), format!("no link definition `[{label}]:` in this text"))
                .help(format!("write the address here, `[words](address)`, or add a line  [{label}]: address"));
            self.found.push(d);
        }
        links.sort_by_key(|l: &Linked| l.at);
        links
    }

    fn removed_html(&mut self, text: &str, mode: Mode, place: Place) {
        if self.base.config.html != HtmlPolicy::Sanitise || !text.contains('<') {
            return;
        }
        for (range, what) in sanitise::removed(text, mode) {
            let help = match what.trim_matches(['<', '>', '/']) {
                "iframe" | "embed" | "object" | "video" | "audio" => "link to the page instead",
                "script" | "style" => "scripts and styles belong to the theme",
                _ => "write it in markdown; if it must be shown as it stands, put it in `backticks`",
            };
            let d = self
                .found
                .at(Code::KB809, place.within(range), format!("`{what}` is not published"))
                .label("left out of the page")
                .help(help);
            self.found.push(d);
        }
    }

    fn target(&mut self, link: &markdown::Link, place: Place) -> Option<Target> {
        let at = place.within(link.dest_range.clone());
        if link.kind == LinkKind::Citation {
            let id = self.reference(&[Kind::Source], &link.dest, at)?;
            return match id {
                Entity::Source(id) => Some(Target::Citation(id)),
                _ => None,
            };
        }
        match address::classify(&link.dest) {
            Address::External(url) | Address::Mail(url) | Address::Tel(url) => Some(Target::External(url.into())),
            Address::Refused { scheme } => {
                let d = self
                    .found
                    .at(Code::KB812, at, format!("`{scheme}:` links are not published"))
                    .label("only http, https, mailto, tel and relative addresses are")
                    .help("link to a web page or to a file of this handbook");
                self.found.push(d);
                None
            }
            Address::Absolute(path) => {
                let d = self
                    .found
                    .at(Code::KB801, at, format!("`{path}` is a path of a server, not of a source file"))
                    .help("write a typed link, `[](role:product-owner)`, or the relative path of the source file, `../guides/sharing.md`");
                self.found.push(d);
                None
            }
            Address::Fragment(id) => {
                self.anchors.push(Anchored { place: at, from: self.from, target: Target::Here(id.as_str().into()) });
                Some(Target::Here(id.into()))
            }
            Address::Typed { kind, id, fragment } => {
                let kind = Kind::of_link(kind);
                let entity = self.reference(&[kind], &id, at)?;
                self.anchored(Target::Record(entity, fragment.map(Into::into)), at)
            }
            Address::Relative { path, fragment, .. } => self.relative(&path, fragment, link.kind, at),
        }
    }

    /// Remembers that the target's anchor is to be looked up once every page is known.
    fn anchored(&mut self, target: Target, at: Place) -> Option<Target> {
        if matches!(&target, Target::Record(_, Some(_)) | Target::Collection(_, Some(_))) {
            self.anchors.push(Anchored { place: at, from: self.from, target: target.clone() });
        }
        Some(target)
    }

    /// A path relative to the folder of the file it stands in.
    pub(super) fn relative(&mut self, path: &str, fragment: Option<String>, kind: LinkKind, at: Place) -> Option<Target> {
        let base = self.base.sources.file(at.file).path.parent().to_owned();
        let Some(full) = join(&base, path) else {
            let d = self.found.at(Code::KB801, at, format!("`{path}` leads out of the site")).help("link to a file below content/");
            self.found.push(d);
            return None;
        };
        let inner = full.strip_prefix("content").map(|p| p.trim_start_matches('/'));
        let fragment: Option<Box<str>> = fragment.filter(|f| !f.is_empty()).map(Into::into);
        match inner.map(|p| p.trim_end_matches('/')) {
            Some("") => return Some(Target::Folder(Folder::Home)),
            Some("roles") => return Some(Target::Folder(Folder::Roles)),
            Some("comparisons") => return Some(Target::Folder(Folder::Comparisons)),
            _ => {}
        }
        let file = ["", "/index.md", "/README.md"].iter().find_map(|end| {
            self.base.sources.find(&format!("{}{end}", full.trim_end_matches('/')))
        });
        if let Some(file) = file {
            // A file that cannot be read is a finding already.
            if self.base.sources.file(file).fault.is_some() && self.base.names.of_file(file).is_none() {
                return None;
            }
            if let Some(entity) = self.base.names.of_file(file) {
                return self.anchored(Target::Record(entity, fragment), at);
            }
            if let Shape::Collection(c) = shape(&self.base.sources.file(file).path) {
                return self.anchored(Target::Collection(c, fragment), at);
            }
            if kind != LinkKind::Image && full.ends_with(".md") {
                let d = self
                    .found
                    .at(Code::KB801, at, format!("`{path}` is a draft"))
                    .label("not published without --drafts")
                    .help("publish it (`status: agreed`), or take the link out");
                self.found.push(d);
                return None;
            }
        }
        if inner.map(|p| p.trim_end_matches('/')) == Some("guides") {
            return Some(Target::Folder(Folder::Guides));
        }
        if let Ok(asset) = SitePath::new(&full)
            && inner.is_some()
            && self.base.sources.assets().contains_key(&asset)
        {
            return Some(Target::Asset(asset));
        }
        let what = if kind == LinkKind::Image { "image" } else { "file" };
        let mut d = self.found.at(Code::KB801, at, format!("no {what} `{path}`")).label(format!("looked for {full}"));
        d = match self.near_file(&full, kind) {
            Some(near) => d.help(format!("did you mean `{}`?", relative_to(&base, &near))),
            None => d.help("the path starts from the folder of the file it stands in, and names the source file: `../guides/sharing.md`"),
        };
        self.found.push(d);
        None
    }

    fn near_file(&self, wanted: &str, kind: LinkKind) -> Option<String> {
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let stem = name.trim_end_matches(".html").trim_end_matches(".md");
        let paths: Vec<&SitePath> = if kind == LinkKind::Image {
            self.base.sources.assets().keys().collect()
        } else {
            self.base.sources.files().map(|(_, f)| &f.path).filter(|p| p.as_str().starts_with("content/")).collect()
        };
        // The same name in another folder, then the most similar name.
        let same = paths.iter().find(|p| p.name() == name || p.stem() == stem);
        let near = || {
            let best = crate::content::nearest(stem, paths.iter().map(|p| p.stem()))?;
            paths.iter().find(|p| p.stem() == best)
        };
        same.or_else(near).map(|p| p.to_string())
    }

    /// The markdown body of a record that owns its file, or the `body` key of one that does not.
    pub(super) fn body(&mut self, document: &crate::content::Document, fields: &mut Fields<'_>, whole_file: bool, skip_title: bool) -> Option<Body> {
        let written = fields.take("body");
        let file = document.file;
        let text = self.base.sources.file(file).text.clone();
        if whole_file && !text[document.body.clone()].trim().is_empty() {
            if let Some(node) = written {
                let d = self
                    .found
                    .at(Code::KB101, node.place, "this record has a `body` and text below its front matter")
                    .help("keep one of them");
                self.found.push(d);
            }
            let place = Place::bytes(file, document.body.clone());
            return Some(self.scanned_body(text, document.body.clone(), place, skip_title));
        }
        let node = written?;
        let raw: Arc<str> = self.found.text(node, "body")?.into();
        let len = raw.len();
        Some(self.scanned_body(raw, 0..len, node.place, false))
    }

    fn scanned_body(&mut self, source: Arc<str>, range: Range<usize>, place: Place, skip_title: bool) -> Body {
        let text = &source[range.clone()];
        let scan = markdown::scan(text, Mode::Prose, crate::model::reserved(self.from));
        let links = self.scanned(&scan, place);
        self.removed_html(text, Mode::Prose, place);
        let embeds = scan.embeds.iter().filter_map(|e| Some((size(e.range.start), self.embed(text, e, place)?))).collect();
        self.empty_faq(text, &scan, place);
        self.missing_figures(text, &scan, place);
        let words = (scan.words, scan.cjk);
        let text = Text { range: size(range.start)..size(range.end), source: source.clone(), place, links: links.into() };
        let html_ids = scan.html_ids.into_iter().map(|(_, id)| id).collect();
        Body { text, headings: scan.headings, html_ids, embeds, words, titled: skip_title }
    }

    /// A heading that promises questions and has none below it.
    fn empty_faq(&mut self, text: &str, scan: &markdown::Scan, place: Place) {
        const PROMISES: [&str; 6] =
            ["faq", "faqs", "frequently asked questions", "questions", "questions and answers", "häufige fragen"];
        for (i, heading) in scan.headings.iter().enumerate() {
            let title = heading.title.trim().trim_end_matches(':').to_lowercase();
            let next = scan.headings.get(i + 1);
            let end = next.map_or(text.len(), |n| n.range.start);
            let deeper = next.is_some_and(|n| n.level > heading.level);
            if PROMISES.contains(&title.as_str()) && !deeper && text[heading.range.end.min(end)..end].trim().is_empty() {
                let d = self
                    .found
                    .at(Code::KB601, place.within(heading.range.clone()), format!("\"{}\" has nothing under it", heading.title))
                    .label("a reader finds an empty list")
                    .help("write the questions in content/faq.yaml with `about:` this page, or delete the heading");
                self.found.push(d);
            }
        }
    }

    /// "See Figure 1" on a page without figures.
    fn missing_figures(&mut self, text: &str, scan: &markdown::Scan, place: Place) {
        if scan.links.iter().any(|l| l.kind == LinkKind::Image) {
            return;
        }
        for word in ["Figure ", "Fig. ", "Abbildung "] {
            let hit = text.match_indices(word).find(|(i, _)| text[i + word.len()..].starts_with(|c: char| c.is_ascii_digit()));
            if let Some((i, _)) = hit {
                let digits = text[i + word.len()..].bytes().take_while(u8::is_ascii_digit).count();
                let named = &text[i..i + word.len() + digits];
                let d = self
                    .found
                    .at(Code::KB807, place.within(i..i + named.len()), format!("the text refers to \"{named}\"; the page has no figures"))
                    .help("add the image, `![what it shows](figure.png \"Caption\")`, or take the reference out");
                self.found.push(d);
                return;
            }
        }
    }

    fn embed(&mut self, text: &str, embed: &markdown::Embed, place: Place) -> Option<Embed> {
        let yaml_place = place.within(embed.yaml.clone());
        let span = self.found.span(yaml_place);
        let node = match yaml::parse_inside(place.file, &text[embed.yaml.clone()], span.start) {
            Ok(mut node) => {
                if !matches!(place.at, At::Bytes(..)) {
                    whole(&mut node, yaml_place);
                }
                node
            }
            Err(_) => {
                let d = self
                    .found
                    .at(Code::KB101, yaml_place, "this block does not parse")
                    .help("a block holds one of  compare: [a, b]   faq: {about: role}   decisions: {accountable: role}   terms: [a, b]   role: id");
                self.found.push(d);
                return None;
            }
        };
        let mut fields = Fields::new(&node, "a ```kb block", yaml_place, &mut self.found);
        let result = self.embed_fields(&mut fields);
        if result.is_none() && fields.entries().is_empty() {
            let d = self
                .found
                .at(Code::KB103, yaml_place, "this block shows nothing")
                .help("write one of  compare: [a, b]   faq: {about: role}   decisions: {accountable: role}   terms: [a, b]   role: id");
            self.found.push(d);
        }
        fields.finish(&mut self.found);
        result
    }

    fn embed_fields(&mut self, fields: &mut Fields<'_>) -> Option<Embed> {
        let compare = fields.take("compare");
        let rows = fields.take("rows");
        let faq = fields.take("faq");
        let decisions = fields.take("decisions");
        let terms = fields.take("terms");
        let role = fields.take("role");
        if let Some(node) = compare {
            let roles = self.compared_roles(node, "compare")?;
            let rows = rows.map(|rows| self.rows(rows, &roles));
            return Some(Embed::Compare { roles, rows });
        }
        if let Some(node) = faq {
            let mut inner = Fields::new(node, "`faq` of a ```kb block", node.place, &mut self.found);
            let about = inner.take("about").map(|n| self.about(n)).unwrap_or_default();
            inner.finish(&mut self.found);
            return Some(Embed::Faq(about));
        }
        if let Some(node) = decisions {
            return Some(Embed::Decisions(self.decision_filter(node)));
        }
        if let Some(node) = terms {
            return Some(Embed::Terms(self.term_ids(node, "terms")));
        }
        let node = role?;
        let id = self.found.text(node, "role")?;
        match self.reference(&[Kind::Role], &id, node.place)? {
            Entity::Role(id) => Some(Embed::Role(id)),
            _ => None,
        }
    }

    /// The account a text names: `house` or a source.
    pub(super) fn account(&mut self, id: &str, place: Place) -> Option<Account> {
        if id == "house" {
            return Some(Account::House);
        }
        match self.reference(&[Kind::Source], id, place)? {
            Entity::Source(id) => Some(Account::Source(id)),
            _ => None,
        }
    }
}

/// Puts every value of a node at one place.
fn whole(node: &mut Node, place: Place) {
    node.place = place;
    match &mut node.value {
        crate::content::Value::List(items) => items.iter_mut().for_each(|n| whole(n, place)),
        crate::content::Value::Map(map) => map.iter_mut().for_each(|(k, v)| {
            whole(k, place);
            whole(v, place);
        }),
        _ => {}
    }
}

/// `path` seen from the folder `base`, `.` and `..` resolved; `None` when it leaves the site.
pub(super) fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `target` seen from the folder `base`.
fn relative_to(base: &str, target: &str) -> String {
    let base: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    let parts: Vec<&str> = target.split('/').collect();
    let common = base.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    "../".repeat(base.len() - common) + &parts[common..].join("/")
}
