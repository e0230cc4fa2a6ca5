//! What a text holds that others need to know: its links, headings, embeds, raw HTML and length.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::definitions::Definitions;
use super::headings::{Ids, slug, written};
use super::place::{find_within, whole_lines, widen, without_margin, written_dest};
use super::{EMBED, Mode, Placed, collapse, events, is_break, is_inline, language, raw_links, sentence};

/// The most a link's own text is kept of, in bytes; nested images would else repeat it without end.
const LINK_TEXT: usize = 400;

/// Everything a text holds, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// Links, images and citations, bare addresses included.
    pub links: Vec<Link>,
    /// Headings.
    pub headings: Vec<Heading>,
    /// Embeds (` ```kb ` blocks).
    pub embeds: Vec<Embed>,
    /// Places of raw HTML: a block, or one tag within a line.
    pub html: Vec<Range<usize>>,
    /// Links and images of raw HTML (`<a href>`, `<img src>`): of interest only where raw HTML is published.
    pub html_links: Vec<Link>,
    /// Ids that headings of raw HTML set.
    pub html_ids: Vec<(Range<usize>, String)>,
    /// Reference links without a definition, and the label they name.
    pub undefined: Vec<(Range<usize>, String)>,
    /// Words outside code blocks.
    pub words: usize,
    /// Characters of scripts written without spaces, which are not in `words`.
    pub cjk: usize,
}

/// What a [`Link`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](dest)`, `<https://…>` or a bare address.
    Link,
    /// `![alt](dest)`
    Image,
    /// `[@id, locator]`
    Citation,
}

/// A link, an image or a citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// The whole construct.
    pub range: Range<usize>,
    /// Where it points, entities and escapes decoded; a citation's source id.
    pub dest: String,
    /// The destination as written, be it in a definition further on; `range` where it is not found.
    pub dest_range: Range<usize>,
    /// Title; a citation's locator.
    pub title: String,
    /// Plain text, or the alternative text of an image.
    pub text: String,
    /// Plain text of the sentence it stands in. A link without words of its own leaves a mark, which [`filled`] reads.
    pub sentence: String,
    /// An image alone in its paragraph.
    pub line_alone: bool,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The whole construct.
    pub range: Range<usize>,
    /// 1 to 6, as written.
    pub level: u8,
    /// Unique in the text.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The id was written as `{#id}`.
    pub explicit_id: bool,
}

/// An embed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// The whole block; the renderer asks for the embed by it.
    pub range: Range<usize>,
    /// Its content. Whole lines, so that the indentation of a list item is the same on each.
    pub yaml: Range<usize>,
}

impl Embed {
    /// Its content in the text that was scanned, with blanks for the marks of the quotation or the list that it stands in.
    #[must_use]
    pub fn content<'t>(&self, text: &'t str) -> Cow<'t, str> {
        without_margin(text, self.range.start, self.yaml.clone())
    }
}

/// Scans a text. Ids in `reserved` count as taken by the page.
#[must_use]
pub fn scan(text: &str, mode: Mode, reserved: &[&str]) -> Scan {
    let mut undefined = Vec::new();
    let mut scanner = Scanner::new(text);
    for placed in events(text, mode, false, |range, label| undefined.push((range, label))) {
        scanner.event(placed);
    }
    scanner.flush();
    let mut scan = scanner.scan;
    scan.undefined = undefined;
    name_headings(&mut scan.headings, reserved);
    scan
}

/// Written ids first: a derived one never takes the id an author chose.
fn name_headings(headings: &mut [Heading], reserved: &[&str]) {
    let mut ids = Ids::new(reserved);
    for heading in headings.iter_mut().filter(|heading| heading.explicit_id) {
        heading.id = ids.claim(std::mem::take(&mut heading.id));
    }
    for heading in headings.iter_mut().filter(|heading| !heading.explicit_id) {
        heading.id = ids.claim(slug(&heading.title));
    }
}

struct Scanner<'a> {
    text: &'a str,
    scan: Scan,
    /// Plain text of the block being read.
    block: String,
    /// Links of the block whose sentence is not known yet, with their place in `block`.
    waiting: Vec<(usize, Range<usize>)>,
    open: Vec<OpenLink>,
    heading: Option<Heading>,
    code: Code,
    /// The paragraph being read: how many things it holds, and the link index of its image.
    paragraph: (usize, Option<usize>),
    inline_depth: usize,
    in_word: bool,
    /// Once a link needs them.
    definitions: Option<Definitions>,
}

/// Whether text is prose or code.
enum Code {
    Outside,
    Block,
    Embed(Embed),
}

struct OpenLink {
    index: usize,
    block_start: usize,
    /// Where in the source its text ends, as far as read.
    text_end: usize,
    inline: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            scan: Scan::default(),
            block: String::new(),
            waiting: Vec::new(),
            open: Vec::new(),
            heading: None,
            code: Code::Outside,
            paragraph: (0, None),
            inline_depth: 0,
            in_word: false,
            definitions: None,
        }
    }

    fn event(&mut self, (event, range): Placed<'_>) {
        if self.inline_depth == 0 && !matches!(event, Event::End(_)) {
            self.paragraph.0 += 1;
        }
        // What starts says nothing yet of where the text of a link ends.
        let end = if matches!(event, Event::Start(_)) { 0 } else { range.end };
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(run) => match &mut self.code {
                Code::Embed(embed) => widen(&mut embed.yaml, &range),
                Code::Block => {}
                Code::Outside => self.run(&run),
            },
            Event::Code(run) => self.run(&run),
            Event::SoftBreak | Event::HardBreak => self.run(" "),
            Event::Html(html) => self.html(&html, range),
            Event::InlineHtml(html) => {
                if is_break(&html) {
                    self.run(" ");
                }
                self.html(&html, range);
            }
            _ => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.text_end = open.text_end.max(end);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if is_inline(tag.to_end()) {
            self.inline_depth += 1;
        } else {
            self.flush();
        }
        match tag {
            Tag::Paragraph => self.paragraph = (0, None),
            Tag::Heading { level, id, .. } => {
                let id = id.and_then(|id| written(&id));
                self.heading = Some(Heading {
                    range,
                    level: level as u8,
                    explicit_id: id.is_some(),
                    id: id.unwrap_or_default(),
                    title: String::new(),
                });
            }
            Tag::CodeBlock(kind) => {
                let line = || self.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at + 1);
                self.code = match language(&kind) {
                    EMBED => Code::Embed(Embed { yaml: line()..line(), range }),
                    _ => Code::Block,
                };
            }
            Tag::Link { link_type, dest_url, title, id } => self.link(LinkKind::Link, link_type, [&dest_url, &title, &id], range),
            Tag::Image { link_type, dest_url, title, id } => {
                if self.inline_depth == 1 {
                    self.paragraph.1 = Some(self.scan.links.len());
                }
                self.link(LinkKind::Image, link_type, [&dest_url, &title, &id], range);
            }
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkKind, link_type: LinkType, parts: [&CowStr<'_>; 3], range: Range<usize>) {
        let [dest, title, label] = parts;
        let cited = link_type == LinkType::ShortcutUnknown;
        if cited {
            self.close_gap();
        }
        let kind = if cited { LinkKind::Citation } else { kind };
        let dest_range = match link_type {
            LinkType::ShortcutUnknown => find_within(self.text, &range, dest),
            LinkType::Autolink if self.text[range.clone()].starts_with('<') => range.start + 1..range.end - 1,
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let definitions = self.definitions.get_or_insert_with(|| Definitions::new(self.text));
                definitions.find(label, dest).unwrap_or_else(|| range.clone())
            }
            _ => range.clone(),
        };
        self.open.push(OpenLink {
            index: self.scan.links.len(),
            block_start: self.block.len(),
            text_end: range.start + if kind == LinkKind::Image { 2 } else { 1 },
            inline: link_type == LinkType::Inline,
        });
        self.scan.links.push(Link {
            kind,
            range,
            dest: dest.to_string(),
            dest_range,
            title: title.to_string(),
            text: String::new(),
            sentence: String::new(),
            line_alone: false,
        });
    }

    /// A citation leaves no text behind, so the space before it goes too, unless a link's text ends with it.
    fn close_gap(&mut self) {
        let used = self.waiting.last().map_or(0, |(_, place)| place.end);
        let used = self.open.last().map_or(used, |open| used.max(open.block_start));
        if self.block.ends_with(' ') && self.block.len() > used {
            self.block.pop();
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        if is_inline(tag) {
            self.inline_depth = self.inline_depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::Heading(_) => {
                if let Some(heading) = self.heading.take() {
                    let words: String = self.block.chars().filter(|c| filled(*c).is_none()).collect();
                    let title = collapse(&words).into_owned();
                    self.scan.headings.push(Heading { title, ..heading });
                }
            }
            TagEnd::CodeBlock => {
                if let Code::Embed(embed) = std::mem::replace(&mut self.code, Code::Outside) {
                    self.scan.embeds.push(Embed { yaml: whole_lines(self.text, embed.yaml), ..embed });
                }
            }
            TagEnd::Paragraph => {
                if let (1, Some(image)) = self.paragraph {
                    self.scan.links[image].line_alone = range.start == self.scan.links[image].range.start;
                }
            }
            _ => {}
        }
        if !is_inline(tag) {
            self.flush();
        }
    }

    fn end_link(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let link = &mut self.scan.links[open.index];
        let text = &self.block[open.block_start..];
        link.text = collapse(&text[..text.floor_char_boundary(LINK_TEXT.min(text.len()))]).into_owned();
        if open.inline {
            link.dest_range = written_dest(self.text, &link.range, open.text_end).unwrap_or_else(|| link.range.clone());
        }
        if link.kind == LinkKind::Link && self.block.len() == open.block_start {
            self.block.extend(blank(open.index));
        }
        self.waiting.push((open.index, open.block_start..self.block.len()));
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        raw_links::collect(self.text, html, &range, &mut self.scan);
        self.scan.html.push(range);
    }

    fn run(&mut self, run: &str) {
        self.block.push_str(run);
        if run.is_ascii() {
            for byte in run.bytes() {
                let is_letter = byte.is_ascii_alphanumeric();
                self.scan.words += usize::from(is_letter && !self.in_word);
                self.in_word = is_letter || (self.in_word && !matches!(byte, b'\t'..=b'\r' | b' '));
            }
            return;
        }
        for c in run.chars() {
            if c.is_alphanumeric() && !is_cjk(c) {
                self.scan.words += usize::from(!self.in_word);
                self.in_word = true;
            } else if is_cjk(c) {
                self.scan.cjk += 1;
                self.in_word = false;
            } else if c.is_whitespace() {
                self.in_word = false;
            }
        }
    }

    /// Ends a block: its sentences are known now.
    fn flush(&mut self) {
        for (index, place) in self.waiting.drain(..) {
            self.scan.links[index].sentence = sentence::around(&self.block, &place);
        }
        // A link cannot span blocks, so no open link points into what is dropped here.
        self.block.clear();
        self.in_word = false;
    }
}

/// Stands in a sentence for a link that is shown with its target's title: a character nobody writes.
fn blank(index: usize) -> Option<char> {
    let index = u32::try_from(index).ok().filter(|index| *index < 0xfff0)?;
    char::from_u32(0xf_0000 + index)
}

/// The position in [`Scan::links`] of the link that a mark in a sentence stands for.
#[must_use]
pub fn filled(mark: char) -> Option<usize> {
    u32::from(mark).checked_sub(0xf_0000).filter(|index| *index < 0xfff0).map(|index| index as usize)
}

/// Han, kana and hangul: read by the character.
fn is_cjk(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
