//! Links, images, citations and plain runs of text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::content::address::{self, Address};
use crate::content::markdown::Placed;
use crate::content::sanitise::{escape_attribute, escape_text, follow};

use super::events::Events;
use super::{CitationOut, ImageOut};

impl<'t, I: Iterator<Item = Placed<'t>>> Events<'t, '_, I> {
    /// Text up to the next markup, in which first mentions become links. It is written from `at` on.
    pub(super) fn run(&mut self, first: CowStr<'t>, at: usize) {
        if !self.may_mention() {
            let cited = self.is_citation_next();
            self.emit(Event::Text(if cited { first.trim_end().to_owned().into() } else { first }));
            return;
        }
        // A name may be broken over two lines. The library writes a soft break as a line end, and so it does in text.
        let mut run = first;
        // Where its further parts start, here and in the source.
        let mut parts: Vec<(usize, usize)> = Vec::new();
        loop {
            let more = match self.peek(0) {
                Some(Event::SoftBreak) => "\n".into(),
                Some(Event::Text(text)) => text.clone(),
                _ => break,
            };
            let mut longer = run.into_string();
            parts.extend(self.take().map(|(_, range)| (longer.len(), range.start)));
            longer.push_str(&more);
            run = longer.into();
        }
        // A citation's mark stands right behind the word it proves.
        if self.is_citation_next() {
            run = run.trim_end().to_owned().into();
        }
        let line = if run.contains('\n') { run.replace('\n', " ").into() } else { Cow::Borrowed(&*run) };
        let source = |byte: usize| {
            let part = parts[..parts.partition_point(|(start, _)| *start <= byte)].last();
            part.map_or(at + byte, |(start, source)| source + (byte - start))
        };
        let found = self.surroundings.mentions(&line, &source);
        let mut from = 0;
        for (place, href) in found {
            let (Some(before), Some(name)) = (run.get(from..place.start), run.get(place.clone())) else {
                continue;
            };
            if !address::publishable(&href) {
                continue;
            }
            self.emit(Event::Text(before.to_owned().into()));
            let html = format!("<a class=\"auto\" href=\"{}\">{}</a>", escape_attribute(&href), escape_text(name));
            self.emit(Event::InlineHtml(html.into()));
            from = place.end;
        }
        if from == 0 {
            self.emit(Event::Text(run));
        } else if from < run.len() {
            self.emit(Event::Text(run[from..].to_owned().into()));
        }
    }

    fn is_citation_next(&mut self) -> bool {
        matches!(self.peek(0), Some(Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, .. })))
    }

    /// Whether a link here would stand inside another.
    pub(super) fn in_link(&self) -> bool {
        self.links.contains(&true) || self.sanitiser.inside(&["a"])
    }

    pub(super) fn link(&mut self, link_type: LinkType, dest: &str, title: CowStr<'t>, at: Range<usize>) {
        if link_type == LinkType::ShortcutUnknown {
            self.links.push(false);
            self.citation(dest, &title, at);
            return;
        }
        let refused = matches!(address::classify(dest), Address::Refused { .. });
        let found = if refused || self.in_link() { None } else { self.surroundings.link(at.clone(), dest) };
        let found = found.filter(|href| address::publishable(href));
        let empty = matches!(self.peek(0), Some(Event::End(TagEnd::Link)));
        let is_link = found.is_some();
        self.links.push(is_link);
        if let Some(href) = found {
            self.emit(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url: href.into(), title, id: "".into() }));
        }
        if !empty {
            return;
        }
        match self.surroundings.name(at, dest).filter(|_| is_link) {
            Some(title) => self.emit(Event::InlineHtml(title.into())),
            // A link without a name could not be seen.
            None => self.emit(Event::Text(dest.to_owned().into())),
        }
    }

    fn citation(&mut self, id: &str, locator: &str, at: Range<usize>) {
        let Some(CitationOut { number, href, label }) = self.surroundings.citation(at.clone(), id, locator) else {
            let written = self.text.get(at).unwrap_or_default().to_owned();
            self.emit(Event::Text(written.into()));
            return;
        };
        let number = if self.in_link() || !address::publishable(&href) {
            number.to_string()
        } else {
            format!("<a href=\"{}\" aria-label=\"{}\">{number}</a>", escape_attribute(&href), escape_attribute(&label))
        };
        let locator = match locator {
            "" => String::new(),
            locator => format!("<span class=\"loc\">, {}</span>", escape_text(locator)),
        };
        self.emit(Event::InlineHtml(format!("<span class=\"cite\">{number}{locator}</span>").into()));
    }

    /// An image alone in its paragraph and with a title is a figure.
    pub(super) fn paragraph(&mut self) {
        if self.is_figure()
            && let Some((event, range)) = self.take()
        {
            follow(&mut self.sanitiser, &event, &mut String::new());
            if let Event::Start(Tag::Image { dest_url, title, .. }) = event {
                self.image(&dest_url, &title, range, true);
            }
            if let Some((event, _)) = self.take() {
                follow(&mut self.sanitiser, &event, &mut String::new());
            }
            return;
        }
        self.emit(Event::Start(Tag::Paragraph));
    }

    fn is_figure(&mut self) -> bool {
        match self.peek(0) {
            Some(Event::Start(Tag::Image { title, .. })) if !title.is_empty() => {}
            _ => return false,
        }
        let mut depth = 0_usize;
        for index in 0.. {
            match self.peek(index) {
                Some(Event::Start(_)) => depth += 1,
                Some(Event::End(_)) => depth -= 1,
                Some(_) => {}
                None => return false,
            }
            if depth == 0 {
                return matches!(self.peek(index + 1), Some(Event::End(TagEnd::Paragraph)));
            }
        }
        false
    }

    /// Writes an image, whose events up to its end are taken.
    pub(super) fn image(&mut self, dest: &str, title: &str, at: Range<usize>, figure: bool) {
        let alt = self.alt();
        let refused = matches!(address::classify(dest), Address::Refused { .. });
        let found = if refused { None } else { self.surroundings.image(at, dest) };
        let Some(ImageOut { src, size }) = found.filter(|image| address::publishable(&image.src)) else {
            if figure {
                self.write(format!("<p>{}</p>\n", escape_text(&alt)));
            } else {
                self.emit(Event::Text(alt.into()));
            }
            return;
        };
        let size = size.map_or_else(String::new, |(width, height)| format!(" width=\"{width}\" height=\"{height}\""));
        let (src, alt) = (escape_attribute(&src), escape_attribute(&alt));
        let name = if title.is_empty() || figure { String::new() } else { format!(" title=\"{}\"", escape_attribute(title)) };
        let image = format!("<img src=\"{src}\" alt=\"{alt}\"{name}{size} loading=\"lazy\">");
        if figure {
            let caption = escape_text(title);
            self.write(format!("<figure>{image}<figcaption>{caption}</figcaption></figure>\n"));
        } else {
            self.emit(Event::InlineHtml(image.into()));
        }
    }

    /// Takes the events of an image's text and gives it without markup.
    fn alt(&mut self) -> String {
        let mut alt = String::new();
        let mut depth = 0_usize;
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => {
                    follow(&mut self.sanitiser, &event, &mut String::new());
                    break;
                }
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        alt
    }
}
