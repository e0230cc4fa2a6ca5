//! Markdown as events with places: one reader for the checks and for the renderer, so that both see the same ranges.
//!
//! No HTML is made here, nothing is looked up, and nothing fails: every text is some document.

mod bare;
mod callouts;
mod colons;
mod definitions;
mod figures;
mod footnotes;
mod headings;
mod limits;
mod passages;
mod place;
mod prose;
mod raw_links;
mod rebase;
mod runs;
mod scan;
mod sentence;
mod simple;
mod tags;
mod typed;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

pub use callouts::{Callout, Form, callouts};
pub use figures::missing_figure;
pub use footnotes::with_labels_after;
pub use headings::slug;
pub use limits::{MAX_CELLS, MAX_HEADINGS, MAX_NESTING, over_limit};
pub use passages::{Passage, passages};
pub use prose::{BlockKind, Prose};
pub(crate) use rebase::from_root;
pub use scan::{Embed, Heading, Link, LinkKind, Scan, filled, scan};
pub use simple::{is_plain, is_verbatim};
pub use tags::{Attribute, Piece, attributes, pieces, placed_pieces};
pub use typed::{Meant, Typed, typed};

use runs::Runs;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Blocks: the body of a page, an answer, a definition.
    Prose,
    /// One line: a title, a list item, a cell. Line ends are spaces and nothing at the start makes a block.
    Inline,
}

/// An event and its place in the text.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// The info string that makes a fenced block an embed.
pub const EMBED: &str = "kb";

/// Reads a text. Beyond what the parser gives:
/// - neighbouring text events are one, and so are the lines of an HTML block;
/// - bare web and mail addresses are links of type `Autolink`, as are `<a@b.example>` (with `mailto:`);
/// - a citation is an empty link of type `ShortcutUnknown`, its destination the source's id, its title the locator;
/// - in [`Mode::Inline`] there is no paragraph around the events.
pub fn parse(text: &str, mode: Mode) -> impl Iterator<Item = Placed<'_>> {
    events(text, mode, false, |_, _| {})
}

/// As [`parse`], but each piece of text that is not written letter for letter is an event of its own, so that every
/// other one stands exactly at its place.
fn parse_apart(text: &str, mode: Mode) -> impl Iterator<Item = Placed<'_>> {
    events(text, mode, true, |_, _| {})
}

/// As [`parse`], and tells of every reference link without a definition: its place and label.
fn events<'a>(
    text: &'a str,
    mode: Mode,
    apart: bool,
    mut undefined: impl FnMut(Range<usize>, String),
) -> impl Iterator<Item = Placed<'a>> {
    match mode {
        Mode::Prose => {
            if simple::is_sentence(text) {
                return Events::Read(simple::events(text).into_iter());
            }
            if let Some(hidden) = colons::hidden(text) {
                return Events::Read(without_colons(&hidden, apart, undefined).into_iter());
            }
            let callback = move |link: BrokenLink<'a>| resolve(text, link, &mut undefined);
            let parser = Parser::new_with_broken_link_callback(text, options(), Some(callback));
            Events::Prose(Runs::new(text, parser.into_offset_iter(), apart))
        }
        Mode::Inline => Events::Read(inline(text, apart, undefined).into_iter()),
    }
}

/// The byte ranges of raw HTML in a text, comments included.
#[must_use]
pub fn html_ranges(text: &str) -> Vec<Range<usize>> {
    let html = parse(text, Mode::Prose).filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    html.map(|(_, range)| range).collect()
}

enum Events<'a, P> {
    Prose(P),
    /// Read to the end already.
    Read(std::vec::IntoIter<Placed<'a>>),
}

impl<'a, P: Iterator<Item = Placed<'a>>> Iterator for Events<'a, P> {
    type Item = Placed<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Prose(prose) => prose.next(),
            Self::Read(events) => events.next(),
        }
    }
}

/// Named one by one: `Options::all()` would also read `$` as mathematics.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// A text whose colons are hidden where they define nothing.
fn without_colons(hidden: &str, apart: bool, mut undefined: impl FnMut(Range<usize>, String)) -> Vec<Placed<'static>> {
    let callback = |link: BrokenLink<'_>| resolve(hidden, link, &mut undefined).map(owned);
    let parser = Parser::new_with_broken_link_callback(hidden, options(), Some(callback));
    Runs::new(hidden, parser.into_offset_iter(), apart).map(|(event, range)| (colons::shown(event), range)).collect()
}

fn owned<'a>((dest, title): (CowStr<'_>, CowStr<'_>)) -> (CowStr<'a>, CowStr<'a>) {
    (dest.into_string().into(), title.into_string().into())
}

/// A no-break space in front keeps the parser from seeing a block: no block starts with one.
const GUARD: &str = "\u{a0}";

fn inline(text: &str, apart: bool, mut undefined: impl FnMut(Range<usize>, String)) -> Vec<Placed<'_>> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Vec::new();
    }
    let start = text.len() - text.trim_start().len();
    if is_plain(trimmed) {
        return vec![(Event::Text(CowStr::Borrowed(trimmed)), start..start + trimmed.len())];
    }
    // Line ends become spaces one for one, so that places stay.
    let guarded = format!("{GUARD}{}", trimmed.replace(['\n', '\r'], " "));
    let place = |range: Range<usize>| {
        let shift = |at: usize| at.saturating_sub(GUARD.len()) + start;
        shift(range.start)..shift(range.end)
    };
    let callback = |link: BrokenLink<'_>| {
        resolve(&guarded, link, &mut |range, label| {
            undefined(place(range), label);
        })
        .map(owned)
    };
    let parser = Parser::new_with_broken_link_callback(&guarded, options(), Some(callback));
    let mut found = Vec::new();
    for (event, range) in Runs::new(&guarded, parser.into_offset_iter(), apart) {
        let event = match event {
            Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => continue,
            Event::Text(run) if range.start == 0 => match run.strip_prefix(GUARD) {
                Some("") => continue,
                Some(rest) => Event::Text(CowStr::from(rest.to_owned())),
                None => Event::Text(run).into_static(),
            },
            other => other.into_static(),
        };
        found.push((event, place(range)));
    }
    found
}

/// Decides what a reference without a definition is: a citation, a mistake, or text.
fn resolve<'a>(
    text: &str,
    link: BrokenLink<'a>,
    undefined: &mut impl FnMut(Range<usize>, String),
) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let shortcut = matches!(link.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown);
    let collapsed = matches!(link.link_type, LinkType::Collapsed | LinkType::CollapsedUnknown);
    if let Some((id, locator)) = citation(&link.reference) {
        // `[@a][@b]` reads as one reference; `Runs` takes it apart again.
        let pair = || text[link.span.clone()].trim_start_matches('!').starts_with("[@");
        if shortcut || collapsed || pair() {
            return Some((id.to_owned().into(), locator.to_owned().into()));
        }
    }
    // `list[i][j]` is no link that somebody forgot to define
    let is_index = text[..link.span.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']'))
        && !text[link.span.clone()].contains(char::is_whitespace);
    if !shortcut && !is_index {
        undefined(link.span, link.reference.into_string());
    }
    None
}

/// Reads `@id` or `@id, locator`. `[@someone look here]` is text; `[@a; @b]` is taken as a mistaken citation.
fn citation(label: &str) -> Option<(&str, &str)> {
    let rest = label.strip_prefix('@')?;
    let (id, locator) = rest.split_once(',').unwrap_or((rest, ""));
    let id = id.trim();
    let prose = id.contains(char::is_whitespace) && !id.contains(';');
    (!id.is_empty() && !prose).then_some((id, locator.trim()))
}

/// The text without its markup: for titles, meta descriptions and feeds. Blocks are joined by a space; citations,
/// footnotes, embeds and raw HTML are left out.
#[must_use]
pub fn plain(text: &str, mode: Mode) -> String {
    plain_called(text, mode, |_, _| None)
}

/// The same. `call` gives the words of a link that has none of its own, by where it starts and where it leads.
#[must_use]
pub fn plain_called(text: &str, mode: Mode, mut call: impl FnMut(usize, &str) -> Option<String>) -> String {
    if mode == Mode::Inline && is_plain(text) {
        return collapse(text).into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut embed = false;
    let mut opened = None;
    for (event, range) in parse(text, mode) {
        let nameless = opened.take();
        match event {
            Event::Start(Tag::CodeBlock(kind)) => embed = language(&kind) == EMBED,
            Event::End(TagEnd::CodeBlock) => embed = false,
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, .. }) => out.truncate(out.trim_end().len()),
            Event::Start(Tag::Link { dest_url, .. }) => opened = Some((range.start, dest_url)),
            Event::End(TagEnd::Link) => {
                if let Some(words) = nameless.and_then(|(at, dest)| call(at, &dest)) {
                    out.push_str(&words);
                }
            }
            Event::Text(run) | Event::Code(run) if !embed => out.push_str(&run),
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push(' '),
            Event::InlineHtml(tag) if is_break(&tag) => out.push(' '),
            Event::End(tag) if !is_inline(tag) => out.push(' '),
            _ => {}
        }
    }
    collapse(&out).into_owned()
}

/// Whether nothing of a text is shown: it is empty, or holds comments alone.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let is_nothing = |event: Event<'_>| match event {
        Event::Start(Tag::HtmlBlock | Tag::Paragraph) | Event::End(_) | Event::SoftBreak => true,
        Event::Html(html) | Event::InlineHtml(html) => tags::only_comments(&html),
        Event::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    text.trim().is_empty() || (text.contains("<!--") && parse(text, Mode::Prose).all(|(event, _)| is_nothing(event)))
}

/// A `# Title` that stands before everything but comments: its place and plain text. The renderer leaves it out on
/// request (`skip_first_heading`), by the same rule.
#[must_use]
pub fn first_heading(text: &str) -> Option<(Range<usize>, String)> {
    let mut events = parse(text, Mode::Prose);
    loop {
        match events.next()? {
            (Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock), _) => {}
            (Event::Html(html), _) if tags::only_comments(&html) => {}
            (Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range) => {
                let mut title = String::new();
                for (event, _) in events {
                    match event {
                        Event::End(TagEnd::Heading(_)) => break,
                        Event::Text(run) | Event::Code(run) => title.push_str(&run),
                        Event::SoftBreak | Event::HardBreak => title.push(' '),
                        _ => {}
                    }
                }
                return Some((range, collapse(&title).into_owned()));
            }
            _ => return None,
        }
    }
}

/// The first word of a fenced block's info string; empty when there is none.
#[must_use]
pub fn language<'k>(kind: &'k pulldown_cmark::CodeBlockKind<'_>) -> &'k str {
    match kind {
        pulldown_cmark::CodeBlockKind::Fenced(info) => {
            info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next().unwrap_or("")
        }
        pulldown_cmark::CodeBlockKind::Indented => "",
    }
}

/// `title=path` or `title="a path"` in a fenced block's info string: the file that the block shows.
#[must_use]
pub fn title(info: &str) -> Option<&str> {
    let (_, value) = info.split_once(" title=")?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split_whitespace().next(),
    };
    value.filter(|value| !value.is_empty())
}

/// Whether an end tag stands inside a line of text.
fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// One space for each stretch of white space, none at the ends.
fn collapse(text: &str) -> Cow<'_, str> {
    let tidy = !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.contains(['\n', '\t', '\r'])
        && !text.contains("  ");
    if tidy {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}
