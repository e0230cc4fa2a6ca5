//! A text's markdown as HTML, within what its page knows.
//!
//! The HTML is written by the markdown library; this module turns the text's events into those it is to write. It looks
//! nothing up: links, images, citations and embeds are answered by the page's [`Surroundings`].

mod events;
mod headings;
mod inline;
mod notes;
mod raw;
mod rewrite;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::html::push_html;

pub use rewrite::{rewrite, rewrite_read};

use crate::content::markdown::{Heading, Mode, Placed, parse};
use crate::content::sanitise::Removed;
use crate::render::highlight::Highlighter;

/// What a page knows and a text does not.
pub trait Surroundings {
    /// Where a link goes, as it is to stand in the page; nothing when it leads nowhere, and then its text remains. `at` is the
    /// range that `scan` gives the link, here and below; for a link of raw HTML that of its tag.
    fn link(&mut self, at: Range<usize>, dest: &str) -> Option<String>;
    /// Finished HTML for such a link that has no text: the title of what it leads to.
    fn name(&mut self, at: Range<usize>, dest: &str) -> Option<String>;
    /// Where an image is; nothing when it is nowhere, and then its alternative text remains.
    fn image(&mut self, at: Range<usize>, dest: &str) -> Option<ImageOut>;
    /// The number of a cited source on this page; nothing when there is no such source, and then the text remains.
    fn citation(&mut self, at: Range<usize>, id: &str, locator: &str) -> Option<CitationOut>;
    /// The finished HTML of the embed at this place.
    fn embed(&mut self, at: Range<usize>) -> String;
    /// First mentions in a run of text that are to become links: places in order, none overlapping, and their `href`. A
    /// line end within the run is given as a space. `source` tells where in the text a byte of the run is written.
    fn mentions(&mut self, text: &str, source: &dyn Fn(usize) -> usize) -> Vec<(Range<usize>, String)>;
    /// A section (h2) starts: first mentions are counted anew.
    fn section(&mut self);
    /// A word of the theme.
    fn word(&self, key: Word) -> &str;
}

/// An image that is somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageOut {
    /// As it is to stand in the page; escaped by the renderer.
    pub src: String,
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
}

/// A citation that names a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationOut {
    /// Its number on the page.
    pub number: usize,
    /// Where the source is listed.
    pub href: String,
    /// What the link is called: "Source 1".
    pub label: String,
}

/// The words a text's HTML needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// Before the title of a heading, as the name of its anchor.
    LinkToSection,
    /// Title of an alert.
    Note,
    /// Title of an alert.
    Tip,
    /// Title of an alert.
    Important,
    /// Title of an alert.
    Warning,
    /// Title of an alert.
    Caution,
    /// Name of the list of footnotes.
    Footnotes,
    /// Name of the link from a footnote to its reference.
    BackToText,
    /// Name of the region around a table.
    Table,
    /// Name of a checked box.
    Done,
    /// Name of an open box.
    Open,
}

/// What is done with raw HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HtmlPolicy {
    /// What is on the allow-list is published.
    #[default]
    Sanitise,
    /// It is shown as text.
    Escape,
    /// It is published as it is; the text can break the page.
    Trust,
}

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct BodyOptions<'a> {
    /// How it is read.
    pub mode: Mode,
    /// What is done with raw HTML.
    pub html: HtmlPolicy,
    /// The headings that `scan` found in this text, all of them: their ids, titles and levels are used.
    pub headings: &'a [Heading],
    /// Leaves out the heading that `first_heading` finds.
    pub skip_first_heading: bool,
    /// Keeps the ids of footnotes apart where a page shows several texts.
    pub footnote_prefix: &'a str,
    /// The level the text's highest heading gets: 2 for the body of a page.
    pub open_headings_at: u8,
    /// Highlights code.
    pub highlighter: &'a Highlighter,
}

/// A rendered text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML: balanced, without script, style or handlers unless raw HTML is trusted.
    pub html: String,
    /// Raw HTML that was dropped: place and tag or attribute.
    pub removed_html: Vec<Removed>,
}

/// A text of paragraphs that was read, for those who write it more than once.
pub struct Reading<'t> {
    pub(super) text: &'t str,
    events: Vec<Placed<'t>>,
}

impl<'t> Reading<'t> {
    /// Reads a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, events: parse(text, Mode::Prose).collect() }
    }
}

/// Renders a text.
pub fn render(text: &str, options: &BodyOptions<'_>, surroundings: &mut dyn Surroundings) -> Rendered {
    render_events(text, parse(text, options.mode), options, surroundings)
}

/// Renders a text that was read, in [`Mode::Prose`].
pub fn render_read(reading: &Reading<'_>, options: &BodyOptions<'_>, surroundings: &mut dyn Surroundings) -> Rendered {
    render_events(reading.text, reading.events.iter().cloned(), options, surroundings)
}

fn render_events<'t>(
    text: &'t str,
    events: impl Iterator<Item = Placed<'t>>,
    options: &BodyOptions<'_>,
    surroundings: &mut dyn Surroundings,
) -> Rendered {
    let mut html = String::with_capacity(text.len() + text.len() / 2);
    let mut events = events::Events::new(text, events, options, surroundings);
    push_html(&mut html, events.by_ref());
    Rendered { html, removed_html: events.into_removed() }
}
