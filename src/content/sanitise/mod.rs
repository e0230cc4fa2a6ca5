//! Raw HTML of a text, reduced to what is published and kept in balance.
//!
//! A text's own tags are taken one by one. Elements stand in the table of `elements.rs` or are dropped, their attributes go through the
//! sanitiser library, and every tag is written anew, so nothing a browser might read in another way passes. Tags may
//! enclose markdown (`<details>` … `</details>`): an element opened within a block of markdown ends with that block at the
//! latest, and an end tag that closes nothing there is dropped. So the result is balanced whatever the text holds.

mod attributes;
mod elements;
mod removed;

use std::ops::Range;

use crate::content::markdown::{Piece, placed_pieces};

pub use removed::removed;
pub(crate) use removed::{follow, site};

use attributes::Attributes;
use elements::{ELEMENTS, Element, Model};

/// How deep raw elements nest; deeper ones are dropped.
pub const MAX_DEPTH: usize = 64;

/// Something that is not published: its place in the text, and the tag or attribute.
pub type Removed = (Range<usize>, String);

/// What a raw tag wants to point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// `<a href>`
    Link,
    /// `<img src>`
    Image,
}

/// Where it points to in the published site, with the size of an image; nothing when it leads nowhere.
pub type Found = Option<(String, Option<(u32, u32)>)>;

/// Answers where the raw tag at a place leads.
pub type Resolve<'r> = &'r mut dyn FnMut(Want, Range<usize>, &str) -> Found;

/// Text for the content of an element.
#[must_use]
pub fn escape_text(text: &str) -> String {
    escape(text, false)
}

/// The same, behind what is written already.
pub fn escape_text_into(text: &str, out: &mut String) {
    escape_into(text, false, out);
}

/// Text for an attribute in double quotes.
#[must_use]
pub fn escape_attribute(text: &str) -> String {
    escape(text, true)
}

fn escape(text: &str, quotes: bool) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape_into(text, quotes, &mut out);
    out
}

fn escape_into(text: &str, quotes: bool, out: &mut String) {
    let mut done = 0;
    // signs are few, and each is one byte: what stands between them is taken as it is
    for (at, byte) in text.bytes().enumerate() {
        let sign = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            b'\'' if quotes => "&#39;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(sign);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// The raw elements open at a point of a text, and the blocks of markdown around them.
pub struct Sanitiser {
    open: Vec<Open>,
    /// Blocks and spans of markdown that are open.
    depth: usize,
    /// Those of them that hold no blocks.
    lines: usize,
    attributes: Attributes,
    removed: Vec<Removed>,
    /// Elements whose start was dropped: their end is not reported again.
    dropped: Vec<&'static str>,
}

struct Open {
    element: &'static Element,
    depth: usize,
    /// Its tags are not published, only its content.
    silent: bool,
}

impl Sanitiser {
    /// At the start of a text. In a `line` of text no raw block may stand.
    #[must_use]
    pub fn new(line: bool) -> Self {
        Self {
            open: Vec::new(),
            depth: 0,
            lines: usize::from(line),
            attributes: Attributes::default(),
            removed: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// A block or span of markdown starts; `line` says that it holds no blocks.
    pub fn enter(&mut self, line: bool) {
        self.depth += 1;
        self.lines += usize::from(line);
    }

    /// It ends: writes the end tags that are due inside it.
    pub fn leave(&mut self, line: bool, out: &mut String) {
        self.close_while(out, |_| true);
        self.depth = self.depth.saturating_sub(1);
        self.lines = self.lines.saturating_sub(usize::from(line));
    }

    /// Before a block of markdown: what holds only a line of text ends here.
    pub fn before_block(&mut self, out: &mut String) {
        self.close_while(out, |element| matches!(element.model, Model::Phrase | Model::Line | Model::Rows));
    }

    /// Before text: rows and tables hold none directly, and a browser would move it in front of the table.
    pub fn before_text(&mut self, out: &mut String) {
        self.close_while(out, |element| element.model == Model::Rows);
    }

    /// At the end of the text: writes all end tags that are due.
    pub fn finish(&mut self, out: &mut String) {
        while let Some(open) = self.open.pop() {
            open.end(out);
        }
    }

    /// Whether the text here is inside one of these raw elements.
    #[must_use]
    pub fn inside(&self, names: &[&str]) -> bool {
        self.open.iter().any(|open| !open.silent && names.contains(&open.element.name))
    }

    /// What was dropped.
    #[must_use]
    pub fn into_removed(self) -> Vec<Removed> {
        self.removed
    }

    /// Writes what may be published of the raw HTML that stands at `place` of `text`; `site` says what is around it.
    pub fn html(&mut self, html: &str, (text, place): (&str, &Range<usize>), site: Site, out: &mut String, resolve: Resolve<'_>) {
        for (piece, at) in placed_pieces(html, text, place) {
            match piece {
                Piece::Text(text) => {
                    if !text.trim().is_empty() {
                        self.before_text(out);
                    }
                    // It is HTML already, so entities stay; only what could be read as a tag does not.
                    out.push_str(&text.replace('<', "&lt;").replace('>', "&gt;"));
                }
                Piece::Comment => {}
                Piece::Other(start) => self.removed.push((at, start.to_owned())),
                Piece::Opaque(name) => self.removed.push((at, format!("<{name}>"))),
                Piece::Close(name) => self.end_tag(name, at, out),
                Piece::Open { name, attributes, closed } => {
                    let tag = Tag { name, inside: attributes, closed, at, linked: site == Site::Link };
                    self.start_tag(&tag, out, resolve);
                }
            }
        }
        if site == Site::Block {
            self.close_while(out, |element| matches!(element.model, Model::Phrase | Model::Line));
        }
    }

    fn end_tag(&mut self, name: &str, at: Range<usize>, out: &mut String) {
        // The start of an unknown element was reported already.
        let Some(element) = element(name) else { return };
        let here = self.open.iter().rev().take_while(|open| open.depth == self.depth);
        let position = here
            // A phrase does not reach out of its block, nor a block out of its cell.
            .take_while(|open| {
                open.element.name == element.name
                    || match element.model {
                        Model::Phrase => open.element.model == Model::Phrase,
                        _ => crosses(element, open.element),
                    }
            })
            .position(|open| open.element.name == element.name);
        match position {
            Some(above) => {
                for _ in 0..=above {
                    self.close_top(out);
                }
            }
            None => match self.dropped.iter().rposition(|name| *name == element.name) {
                Some(index) => {
                    self.dropped.remove(index);
                }
                None => self.removed.push((at, format!("</{}>", element.name))),
            },
        }
    }

    fn start_tag(&mut self, tag: &Tag<'_>, out: &mut String, resolve: Resolve<'_>) {
        let known = element(tag.name);
        let Some(element) = known.filter(|element| self.fits(element, tag.linked)) else {
            self.removed.push((tag.at.clone(), format!("<{}>", tag.name)));
            if let Some(element) = known.filter(|_| self.dropped.len() < MAX_DEPTH) {
                self.dropped.push(element.name);
            }
            return;
        };
        self.make_room(element, out);
        let mut resolve = |want, dest: &str| resolve(want, tag.at.clone(), dest);
        let written = self.attributes.write(element, tag.inside, &mut resolve);
        if let Some(refused) = written.refused {
            self.removed.push((tag.at.clone(), refused));
        }
        let silent = matches!(element.name, "a" | "img") && !written.leads;
        if !silent {
            out.push('<');
            out.push_str(element.name);
            out.push_str(&written.html);
            out.push('>');
        }
        if element.model.is_void() {
            return;
        }
        self.open.push(Open { element, depth: self.depth, silent });
        if tag.closed {
            self.close_top(out);
        }
    }

    /// Whether an element may stand here at all.
    fn fits(&self, element: &Element, linked: bool) -> bool {
        let phrase = matches!(element.model, Model::Phrase | Model::VoidPhrase);
        let anchor = element.name == "a" && (linked || self.inside(&["a"]));
        let parent = element.parents.is_empty() || self.parent(element).is_some();
        self.open.len() < MAX_DEPTH && (phrase || self.lines == 0) && !anchor && parent
    }

    /// How many open elements lie between here and the parent an element must have.
    fn parent(&self, element: &Element) -> Option<usize> {
        let here = self.open.iter().rev().take_while(|open| open.depth == self.depth);
        let wanted = |open: &&Open| element.parents.contains(&open.element.name);
        here.take_while(|open| wanted(open) || crosses(element, open.element)).position(|open| wanted(&open))
    }

    /// Ends what an element's start ends, as a browser would.
    fn make_room(&mut self, element: &Element, out: &mut String) {
        if let Some(above) = self.parent(element).filter(|_| !element.parents.is_empty()) {
            for _ in 0..above {
                self.close_top(out);
            }
            return;
        }
        self.before_text(out);
        if !matches!(element.model, Model::Phrase | Model::VoidPhrase) {
            self.before_block(out);
        }
    }

    fn close_while(&mut self, out: &mut String, ends: impl Fn(&Element) -> bool) {
        while self.open.last().is_some_and(|open| open.depth == self.depth && ends(open.element)) {
            self.close_top(out);
        }
    }

    fn close_top(&mut self, out: &mut String) {
        if let Some(open) = self.open.pop() {
            open.end(out);
        }
    }
}

/// Where a piece of raw HTML stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// It is a block of its own.
    Block,
    /// In a line of text.
    Text,
    /// In the text of a link.
    Link,
}

struct Tag<'a> {
    name: &'a str,
    inside: &'a str,
    closed: bool,
    at: Range<usize>,
    linked: bool,
}

impl Open {
    fn end(&self, out: &mut String) {
        if !self.silent {
            out.push_str("</");
            out.push_str(self.element.name);
            out.push('>');
        }
    }
}

/// Whether the tag of one element may end another that is open. What is in a cell stays there; a part of a table ends
/// cells, but nothing outside its own table.
fn crosses(element: &Element, open: &Element) -> bool {
    if element.is_row_part() { open.name != "table" } else { !open.is_cell() || element.name == "table" }
}

fn element(name: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|element| element.name.eq_ignore_ascii_case(name))
}
