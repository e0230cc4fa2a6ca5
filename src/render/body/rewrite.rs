//! A text as markdown that can be read away from its source: the author's own words, in which only what would mean
//! something else elsewhere is written anew.
//!
//! Links lead to published pages, citations are the numbers of the page, embeds stand expanded, headings fit below the
//! title, and what a page does not publish of raw HTML is not in here either. Everything else stays letter for letter.

use std::borrow::Borrow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{BodyOptions, HtmlPolicy, Reading, Surroundings, raw};
use crate::content::address::{self, Address};
use crate::content::markdown::{EMBED, Mode, language, parse};
use crate::content::sanitise::{Sanitiser, Want, escape_text, follow, site};
use crate::escape::markdown as escape;

/// Rewrites a text.
pub fn rewrite(text: &str, options: &BodyOptions<'_>, surroundings: &mut dyn Surroundings) -> String {
    rewrite_events(text, parse(text, options.mode), options, surroundings)
}

/// Rewrites a text that was read, in [`Mode::Prose`].
pub fn rewrite_read(reading: &Reading<'_>, options: &BodyOptions<'_>, surroundings: &mut dyn Surroundings) -> String {
    let events = reading.events.iter().map(|(event, range)| (event, range.clone()));
    rewrite_events(reading.text, events, options, surroundings)
}

fn rewrite_events<'t, E: Borrow<Event<'t>>>(
    text: &'t str,
    events: impl Iterator<Item = (E, Range<usize>)>,
    options: &BodyOptions<'_>,
    surroundings: &mut dyn Surroundings,
) -> String {
    let mut rewriting = Rewriting {
        text,
        options,
        surroundings,
        sanitiser: Sanitiser::new(options.mode == Mode::Inline),
        edits: Vec::new(),
        open: Vec::new(),
        images: 0,
        title: options.skip_first_heading,
        shift: shift(options),
        depth: 0,
        covered: 0,
        blocks: Vec::new(),
    };
    for (event, range) in events {
        rewriting.event(event.borrow(), range);
    }
    let text = rewriting.finish();
    match options.mode {
        Mode::Inline => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Mode::Prose => text.trim_matches('\n').trim_end().to_owned(),
    }
}

/// How many levels deeper headings are than written, so that the highest stands below the title of its page.
fn shift(options: &BodyOptions<'_>) -> u8 {
    let own = options.headings.get(usize::from(options.skip_first_heading)..).unwrap_or_default();
    let top = own.iter().map(|heading| heading.level).min();
    top.map_or(0, |top| options.open_headings_at.saturating_sub(top))
}

struct Rewriting<'t, 'o> {
    text: &'t str,
    options: &'o BodyOptions<'o>,
    surroundings: &'o mut dyn Surroundings,
    sanitiser: Sanitiser,
    /// What stands instead of which part of the text; none overlaps another.
    edits: Vec<(Range<usize>, String)>,
    open: Vec<Open>,
    /// Images that are open: their text is alternative text, where no tag is shown.
    images: usize,
    /// The title is still to come, and is left out.
    title: bool,
    shift: u8,
    depth: usize,
    /// The end of the last block at the top.
    covered: usize,
    /// Where something stands between blocks: definitions of links, which nothing needs any more.
    blocks: Vec<Range<usize>>,
}

/// A link or image whose end is to come.
struct Open {
    whole: Range<usize>,
    /// Where its text begins and, as far as read, ends.
    text: Range<usize>,
    /// What stands around its text: before and after. Nothing: it stays as it is.
    around: Option<(&'static str, String)>,
    /// Where it leads, as written, and whether it leads anywhere: that stands for a text that is missing.
    instead: Option<(Box<str>, bool)>,
}

impl Rewriting<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        self.between(event, &range);
        let mut closers = String::new();
        follow(&mut self.sanitiser, event, &mut closers);
        if !closers.is_empty() {
            let at = if matches!(event, Event::End(_)) { self.text[..range.end].trim_end().len() } else { range.start };
            self.edits.push((at..at, closers));
        }
        if let Some(open) = self.open.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            open.text.end = open.text.end.max(range.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => self.link(*link_type, dest_url, title, range),
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                self.images += 1;
                self.image(*link_type, dest_url, title, range);
            }
            Event::End(TagEnd::Link) => self.close(),
            Event::End(TagEnd::Image) => {
                self.images = self.images.saturating_sub(1);
                self.close();
            }
            Event::Start(Tag::CodeBlock(kind)) if language(kind) == EMBED => {
                let shown = self.surroundings.embed(range.clone());
                self.replace(range, &shown);
            }
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level as u8, range),
            Event::Html(html) => self.html(event, html, &range),
            Event::InlineHtml(html) => self.html(event, html, &range),
            Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => self.footnote(label, &range),
            _ => {}
        }
    }

    /// Remembers what lies between the blocks at the top, which is text that makes no block: definitions of links.
    fn between(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if self.options.mode == Mode::Inline {
            return;
        }
        if self.depth == 0 && !matches!(event, Event::End(_)) {
            if self.covered < range.start {
                self.blocks.push(self.covered..range.start);
            }
            self.covered = self.covered.max(range.end);
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth -= 1,
            _ => {}
        }
    }

    fn link(&mut self, link_type: LinkType, dest: &str, title: &str, range: Range<usize>) {
        let text = range.start + 1..range.start + 1;
        if link_type == LinkType::ShortcutUnknown {
            if let Some(cited) = self.surroundings.citation(range.clone(), dest, title) {
                let place = if title.is_empty() { String::new() } else { format!(", {}", escape::text(title)) };
                // A citation's mark stands right behind the word it proves.
                let before = &self.text[..range.start];
                let gap = before.len() - before.trim_end_matches(' ').len();
                let start = if gap == before.len() { range.start } else { range.start - gap.min(1) };
                self.edits.push((start..range.end, format!(" \\[{}{place}\\]", cited.number)));
            }
            self.open.push(Open { whole: range, text, around: None, instead: None });
            return;
        }
        if matches!(link_type, LinkType::Autolink | LinkType::Email) {
            self.open.push(Open { whole: range, text, around: None, instead: None });
            return;
        }
        let refused = matches!(address::classify(dest), Address::Refused { .. });
        let found = if refused { None } else { self.surroundings.link(range.clone(), dest) };
        let found = found.filter(|href| address::publishable(href));
        let instead = (dest.into(), found.is_some());
        let range = self.with_brackets(link_type, range);
        let around = match found {
            Some(href) => ("[", ["](", &escape::address(&href), &escape::title(title), ")"].concat()),
            None => ("", String::new()),
        };
        self.open.push(Open { whole: range, text, around: Some(around), instead: Some(instead) });
    }

    /// `[words][]` without its second brackets is what the parser calls the place of such a link.
    fn with_brackets(&self, link_type: LinkType, range: Range<usize>) -> Range<usize> {
        let is_collapsed = link_type == LinkType::Collapsed && self.text[range.end..].starts_with("[]");
        range.start..range.end + if is_collapsed { 2 } else { 0 }
    }

    fn image(&mut self, link_type: LinkType, dest: &str, title: &str, range: Range<usize>) {
        let text = range.start + 2..range.start + 2;
        let refused = matches!(address::classify(dest), Address::Refused { .. });
        let found = if refused { None } else { self.surroundings.image(range.clone(), dest) };
        let around = match found.filter(|image| address::publishable(&image.src)) {
            Some(image) => ("![", format!("]({}{})", escape::address(&image.src), escape::title(title))),
            None => ("", String::new()),
        };
        let range = self.with_brackets(link_type, range);
        self.open.push(Open { whole: range, text, around: Some(around), instead: None });
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(outer) = self.open.last_mut() {
            outer.text.end = outer.text.end.max(open.whole.end);
        }
        let Some((before, after)) = open.around else { return };
        let text = open.text.start..open.text.end.min(open.whole.end);
        self.edits.push((open.whole.start..text.start, before.to_owned()));
        let missing = match open.instead.filter(|_| text.is_empty()) {
            Some((dest, is_link)) => {
                let name = if is_link { self.surroundings.name(open.whole.clone(), &dest) } else { None };
                name.unwrap_or_else(|| escape::text(&dest))
            }
            None => String::new(),
        };
        self.edits.push((text.end..open.whole.end, missing + &after));
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        if std::mem::take(&mut self.title) && level == 1 {
            self.replace(range, "");
            return;
        }
        if self.shift == 0 {
            return;
        }
        let written = &self.text[range.clone()];
        let marks = "#".repeat(usize::from((level + self.shift).min(6)));
        let old = written.len() - written.trim_start_matches('#').len();
        if old > 0 {
            self.edits.push((range.start..range.start + old, marks));
            return;
        }
        // A heading underlined: its last line is the line.
        self.edits.push((range.start..range.start, format!("{marks} ")));
        let trimmed = written.trim_end();
        let underline = trimmed.rfind('\n').unwrap_or(trimmed.len());
        for (at, _) in trimmed[..underline].match_indices('\n') {
            self.edits.push((range.start + at..range.start + at + 1, " ".to_owned()));
        }
        self.edits.push((range.start + underline..range.start + trimmed.len(), String::new()));
    }

    fn html(&mut self, event: &Event<'_>, html: &str, range: &Range<usize>) {
        if self.images > 0 {
            return;
        }
        let out = match self.options.html {
            HtmlPolicy::Sanitise => {
                let mut out = String::new();
                let surroundings = &mut *self.surroundings;
                let mut resolve = |want, at, dest: &str| match want {
                    Want::Link => surroundings.link(at, dest).map(|href| (href, None)),
                    Want::Image => surroundings.image(at, dest).map(|image| (image.src, image.size)),
                };
                self.sanitiser.html(html, (self.text, range), site(event, !self.open.is_empty()), &mut out, &mut resolve);
                out
            }
            HtmlPolicy::Escape => escape_text(&raw::without_comments(html)),
            HtmlPolicy::Trust => raw::without_comments(html),
        };
        if !raw::only_comments(html) {
            self.title = false;
        }
        if out != html {
            self.replace(range.clone(), &out);
        }
    }

    /// Notes of several texts on one page are kept apart.
    fn footnote(&mut self, label: &str, range: &Range<usize>) {
        if self.options.footnote_prefix.is_empty() {
            return;
        }
        if let Some(at) = self.text[range.clone()].find("[^") {
            let start = range.start + at + 2;
            if self.text[start..].starts_with(label) {
                self.edits.push((start..start, self.options.footnote_prefix.to_owned()));
            }
        }
    }

    /// Puts lines in the place of others: each begins as the first one does, so that they stay in their quote or list.
    fn replace(&mut self, range: Range<usize>, lines: &str) {
        let ends = self.text[range.clone()].ends_with('\n');
        let lines = lines.trim_end();
        // not for the thousands of tags that may stand in one line
        let margin: String = if ends || lines.contains('\n') {
            let line = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
            self.text[line..range.start].chars().map(|c| if c == '>' { '>' } else { ' ' }).collect()
        } else {
            String::new()
        };
        let mut text = lines.replace('\n', &format!("\n{margin}"));
        if ends && (!text.is_empty() || !margin.is_empty()) {
            text.push('\n');
        }
        self.edits.push((range, text));
    }

    fn finish(mut self) -> String {
        let mut closers = String::new();
        self.sanitiser.finish(&mut closers);
        let end = self.text.len();
        if self.options.mode == Mode::Prose && self.covered < end {
            self.blocks.push(self.covered..end);
        }
        for between in std::mem::take(&mut self.blocks) {
            if !self.text[between.clone()].trim().is_empty() {
                self.edits.push((between, "\n".to_owned()));
            }
        }
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len() + self.text.len() / 4);
        let mut from = 0;
        for (range, text) in self.edits {
            if range.start < from {
                continue;
            }
            out.push_str(&self.text[from..range.start]);
            out.push_str(&text);
            from = range.end;
        }
        out.push_str(&self.text[from..]);
        out + &closers
    }
}
