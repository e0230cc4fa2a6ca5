//! Editors' texts with their links resolved: the same in prose and in YAML strings.

use std::ops::Range;
use std::sync::Arc;

use super::embed::Embed;
use super::entity::{Entity, SourceId};
use super::resolve::Cx;
use crate::content::markdown::{self, Mode};
use crate::content::{Collection, Node};
use crate::source::{Place, SitePath};

/// What a link points to. A broken link is a finding, and no `Target` exists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// The address of a page from the root of the site, `/graph/`. In `site.toml` alone pages are named so, and whether there is
    /// one is for the plan to say.
    Page(Box<str>),
    /// An address outside the site.
    External(Box<str>),
    /// A citation of a source.
    Citation(SourceId),
}

/// Folders of content that have an index page of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
    /// Its ` ```kb ` blocks, by position. Few texts have one, so the others pay for a pointer alone.
    embeds: Option<Box<Embeds>>,
    /// Whether it stands in every form as it is written: looked at once, for a title is shown many times.
    is_verbatim: bool,
}

/// The ` ```kb ` blocks of a text: byte offset, and what they show.
#[derive(Debug, Clone)]
struct Embeds(Vec<(u32, Embed)>);

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
        Self::of(text.into(), &(0..text.len()), place, Vec::new(), Vec::new())
    }

    /// A text that says nothing.
    #[must_use]
    pub fn empty() -> &'static Self {
        static EMPTY: std::sync::LazyLock<Text> =
            std::sync::LazyLock::new(|| Text::bare("", Place::bytes(crate::source::FileId::FIRST, 0..0)));
        &EMPTY
    }

    /// Whether it stands as one line in every form as it is written: nothing in it is read, escaped or left out.
    #[must_use]
    pub const fn is_verbatim(&self) -> bool {
        self.is_verbatim
    }

    /// The target of the link that starts at this byte.
    #[must_use]
    pub fn target(&self, at: usize) -> Option<&Target> {
        self.links.binary_search_by_key(&at, |l| l.at as usize).ok().map(|i| &self.links[i].target)
    }

    /// The ` ```kb ` block that starts at this byte.
    #[must_use]
    pub fn embed(&self, at: usize) -> Option<&Embed> {
        self.embeds().iter().find(|(offset, _)| *offset as usize == at).map(|(_, embed)| embed)
    }

    /// Its ` ```kb ` blocks in order.
    pub(crate) fn embeds(&self) -> &[(u32, Embed)] {
        self.embeds.as_ref().map_or(&[], |embeds| &embeds.0)
    }

    /// The text without markup, read as one line.
    #[must_use]
    pub fn plain(&self) -> String {
        if self.is_verbatim { self.to_string() } else { markdown::plain(self, Mode::Inline) }
    }

    /// The sources cited, in order.
    pub fn citations(&self) -> impl Iterator<Item = SourceId> {
        self.links.iter().filter_map(|l| match l.target {
            Target::Citation(id) => Some(id),
            _ => None,
        })
    }
}

pub(super) fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Text {
    /// A part of a file's text.
    pub(super) fn of(source: Arc<str>, range: &Range<usize>, place: Place, links: Vec<Linked>, embeds: Vec<(u32, Embed)>) -> Self {
        let embeds = (!embeds.is_empty()).then(|| Box::new(Embeds(embeds)));
        let is_verbatim = markdown::is_verbatim(&source[range.clone()]);
        Self { range: size(range.start)..size(range.end), source, place, links: links.into(), embeds, is_verbatim }
    }
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
        let items = self.found.list(node, name);
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let Some(raw) = self.found.item(item, name) else { continue };
            texts.push(self.linked(raw.into(), None, item.place, Mode::Inline));
        }
        texts
    }

    fn linked(&mut self, source: Arc<str>, range: Option<Range<usize>>, place: Place, mode: Mode) -> Text {
        let place = self.found.within_quotes(place);
        let mut range = range.unwrap_or(0..source.len());
        if mode == Mode::Prose && self.is_over_limit(&source[range.clone()], place) {
            range.end = range.start;
        }
        let text = &source[range.clone()];
        let mut links = Vec::new();
        if mode == Mode::Prose {
            self.callouts(text, place);
        }
        self.typed(text, mode, place);
        let mut embeds = Vec::new();
        // Most texts hold nothing that could be a link, an image, a citation, raw HTML, a bare address or a block.
        if !markdown::is_plain(text) {
            let scan = markdown::scan(text, mode, &[]);
            links = self.scanned(&scan, place);
            embeds = self.embeds(text, &scan, place);
            if !scan.html.is_empty() {
                self.removed_html(text, mode, place);
            }
        }
        Text::of(source, &range, place, links, embeds)
    }
}
