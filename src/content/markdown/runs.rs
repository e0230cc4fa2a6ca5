//! The parser's events made whole: text runs merged, bare addresses linked, citations taken out of their brackets.

use std::collections::VecDeque;
use std::iter::Fuse;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{Placed, bare, citation};
use crate::content::unshown::is_unshown;

/// Wraps the parser of one text.
pub(super) struct Runs<'a, I: Iterator> {
    source: &'a str,
    inner: Fuse<I>,
    /// An event read too far.
    held: Option<Placed<'a>>,
    ready: VecDeque<Placed<'a>>,
    /// Whether what is not written letter for letter, as `&amp;` is not, stays an event of its own.
    apart: bool,
    /// Depth of links, images and code blocks, in which an address stays text.
    verbatim: usize,
}

impl<'a, I: Iterator<Item = Placed<'a>>> Runs<'a, I> {
    pub(super) fn new(source: &'a str, inner: I, apart: bool) -> Self {
        Self { source, inner: inner.fuse(), held: None, ready: VecDeque::new(), apart, verbatim: 0 }
    }

    fn pull(&mut self) -> Option<Placed<'a>> {
        self.held.take().or_else(|| self.inner.next())
    }

    /// Adds the text events that follow directly, and links the addresses in the whole.
    fn text(&mut self, first: CowStr<'a>, range: Range<usize>) {
        let mut run = Run::new(self.source, first, range);
        loop {
            match self.pull() {
                Some((Event::Text(text), range)) => run.push(self.source, &text, range),
                other => {
                    self.held = other;
                    break;
                }
            }
        }
        if run.text.is_empty() {
            return;
        }
        if self.verbatim > 0 {
            self.text_part(&run, 0..run.text.len());
            return;
        }
        let before = self.source[..run.range.start].chars().next_back();
        let found = bare::addresses(&run.text, before);
        if found.is_empty() {
            self.text_part(&run, 0..run.text.len());
            return;
        }
        let mut from = 0;
        for address in found {
            self.text_part(&run, from..address.range.start);
            let place = run.place(&address.range);
            let tag = Tag::Link { link_type: LinkType::Autolink, dest_url: address.dest.into(), title: "".into(), id: "".into() };
            self.ready.push_back((Event::Start(tag), place.clone()));
            self.text_part(&run, address.range.clone());
            self.ready.push_back((Event::End(TagEnd::Link), place));
            from = address.range.end;
        }
        self.text_part(&run, from..run.text.len());
    }

    fn text_part(&mut self, run: &Run<'a>, part: Range<usize>) {
        if !self.apart {
            self.text_event(run, part);
            return;
        }
        let ends = run.more.iter().map(|(start, ..)| *start).filter(|end| part.contains(end)).collect::<Vec<_>>();
        let mut from = part.start;
        for end in ends.into_iter().chain([part.end]) {
            self.text_event(run, from..end);
            from = end;
        }
    }

    fn text_event(&mut self, run: &Run<'a>, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        // A whole run reaches over what was left out of it at its ends.
        let whole = part == (0..run.text.len());
        let place = if whole { run.range.clone() } else { run.place(&part) };
        let text = match run.text {
            CowStr::Borrowed(whole) => CowStr::Borrowed(&whole[part]),
            ref whole => CowStr::from(whole[part].to_owned()),
        };
        self.ready.push_back((Event::Text(text), place));
    }

    /// Adds the lines of an HTML block that follow directly.
    fn html(&mut self, first: CowStr<'a>, range: Range<usize>) -> Placed<'a> {
        let mut run = Run::new(self.source, first, range);
        loop {
            match self.pull() {
                Some((Event::Html(text), range)) => run.push(self.source, &text, range),
                other => {
                    self.held = other;
                    return (Event::Html(run.text), run.range);
                }
            }
        }
    }

    /// Replaces a citation's link by an empty one for each source it names.
    fn citation(&mut self, link: Citation<'a>, end: TagEnd) {
        let Citation { dest, title, range } = link;
        let mut depth = 0;
        while let Some((event, _)) = self.pull() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth > 0 => depth -= 1,
                Event::End(_) => break,
                _ => {}
            }
        }
        let mut start = range.start;
        if end == TagEnd::Image {
            self.ready.push_back((Event::Text("!".into()), start..start + 1));
            start += 1;
        }
        // `[@a][@b]`: the first label is in the text, the second came as the reference.
        let first = &self.source[start..range.end];
        if let Some(close) = first.find("][").filter(|close| close + 3 < first.len())
            && let Some((id, locator)) = first.get(1..close).and_then(citation)
        {
            let middle = start + close + 1;
            self.cite(id.to_owned().into(), locator.to_owned().into(), start..middle);
            start = middle;
        }
        self.cite(dest, title, start..range.end);
    }

    fn cite(&mut self, dest_url: CowStr<'a>, title: CowStr<'a>, range: Range<usize>) {
        let tag = Tag::Link { link_type: LinkType::ShortcutUnknown, dest_url, title, id: "".into() };
        self.ready.push_back((Event::Start(tag), range.clone()));
        self.ready.push_back((Event::End(TagEnd::Link), range));
    }
}

struct Citation<'a> {
    dest: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
}

impl<'a, I: Iterator<Item = Placed<'a>>> Iterator for Runs<'a, I> {
    type Item = Placed<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            let (event, range) = self.pull()?;
            match event {
                Event::Text(text) => self.text(text, range),
                Event::Html(html) => return Some(self.html(html, range)),
                Event::Start(
                    ref tag @ (Tag::Link { link_type, ref dest_url, ref title, .. }
                    | Tag::Image { link_type, ref dest_url, ref title, .. }),
                ) if is_unknown(link_type) => {
                    let link = Citation { dest: dest_url.clone(), title: title.clone(), range };
                    self.citation(link, tag.to_end());
                }
                Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
                    self.verbatim += 1;
                    let dest_url = format!("mailto:{dest_url}").into();
                    let tag = Tag::Link { link_type: LinkType::Autolink, dest_url, title, id };
                    return Some((Event::Start(tag), range));
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                    self.verbatim += 1;
                    return Some((event, range));
                }
                Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                    self.verbatim = self.verbatim.saturating_sub(1);
                    return Some((event, range));
                }
                _ => return Some((event, range)),
            }
        }
    }
}

fn is_unknown(link: LinkType) -> bool {
    matches!(link, LinkType::ShortcutUnknown | LinkType::CollapsedUnknown | LinkType::ReferenceUnknown)
}

/// Neighbouring events of one kind as one, with the way back to the source.
struct Run<'a> {
    text: CowStr<'a>,
    range: Range<usize>,
    /// Where its first part stands in the source, and whether letter for letter.
    first: (Range<usize>, bool),
    /// Where each further part begins, in the run and in the source, and whether it stands there letter for letter. Nearly always
    /// there is none.
    more: Vec<(usize, Range<usize>, bool)>,
}

impl<'a> Run<'a> {
    fn new(source: &str, text: CowStr<'a>, range: Range<usize>) -> Self {
        let verbatim = source.get(range.clone()) == Some(&*text);
        let text = if verbatim { text } else { shown(text) };
        Self { first: (range.clone(), verbatim), more: Vec::new(), text, range }
    }

    fn push(&mut self, source: &'a str, text: &str, range: Range<usize>) {
        let verbatim = source.get(range.clone()) == Some(text);
        let length = self.text.len();
        let whole = verbatim && self.more.is_empty() && self.first.1 && self.range.end == range.start;
        self.range.end = range.end.max(self.range.end);
        if whole {
            // Most parts are neighbours in the source, so the run is simply a longer piece of it.
            self.first.0.end = range.end;
            self.text = CowStr::Borrowed(&source[self.range.clone()]);
            return;
        }
        let mut joined = std::mem::replace(&mut self.text, CowStr::Borrowed("")).into_string();
        joined.push_str(&if verbatim { CowStr::Borrowed(text) } else { shown(CowStr::Borrowed(text)) });
        self.text = joined.into();
        self.more.push((length, range, verbatim));
    }

    /// The place in the source of a part of the run.
    fn place(&self, part: &Range<usize>) -> Range<usize> {
        self.find(part.start, false)..self.find(part.end, true)
    }

    fn find(&self, at: usize, end: bool) -> usize {
        let after = self.more.partition_point(|(start, ..)| if end { *start < at } else { *start <= at });
        let (start, range, verbatim) = match after.checked_sub(1).map(|nth| &self.more[nth]) {
            Some((start, range, verbatim)) => (*start, range, *verbatim),
            None => (0, &self.first.0, self.first.1),
        };
        match (verbatim, end) {
            (true, _) => range.start + (at - start).min(range.len()),
            (false, true) => range.end,
            (false, false) => range.start,
        }
    }
}

/// A piece that is written as a reference (`&#27;`). What U+0000 is shown as (`CommonMark` 0.31.2, 2.3) stands for all that no page can
/// show.
fn shown(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(is_unshown) { text.replace(is_unshown, "\u{fffd}").into() } else { text }
}
