//! The markdown bodies of records.

use std::hash::Hash as _;
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::alphabet::composed;
use super::reading::exact;
use super::resolve::Cx;
use super::text::Text;
use crate::content::Fields;
use crate::content::markdown::{self, Mode};
use crate::content::recall::recalled;
use crate::diagnostic::{Code, repeated};
use crate::source::Place;

/// The markdown body of a record.
#[derive(Debug, Clone)]
pub struct Body {
    /// The text.
    pub text: Text,
    /// Its headings in order.
    pub headings: Vec<markdown::Heading>,
    /// Ids of headings written as raw HTML.
    pub html_ids: Vec<String>,
    /// Words, and characters of scripts without spaces.
    pub words: (usize, usize),
    /// Whether the first heading is the page's title and not part of the text.
    pub titled: bool,
}

impl Cx<'_> {
    /// The markdown body of a record that owns its file, or the `body` key of one that does not.
    pub(super) fn body(
        &mut self,
        document: &crate::content::Document,
        fields: &mut Fields<'_>,
        whole_file: bool,
        skip_title: bool,
    ) -> Option<Body> {
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
            return Some(self.scanned_body(&text, document.body.clone(), place, skip_title));
        }
        let node = written?;
        let raw: Arc<str> = self.found.text(node, "body")?.into();
        let len = raw.len();
        Some(self.scanned_body(&raw, 0..len, node.place, false))
    }

    fn scanned_body(&mut self, source: &Arc<str>, range: Range<usize>, place: Place, skip_title: bool) -> Body {
        let range = if self.is_over_limit(&source[range.clone()], place) { range.start..range.start } else { range };
        let text = &source[range.clone()];
        let reserved = crate::model::reserved(self.from);
        let number = || {
            let mut number = Xxh3::new();
            (text, reserved).hash(&mut number);
            number.digest128()
        };
        let read = || (markdown::scan(text, Mode::Prose, reserved), markdown::typed(text, Mode::Prose));
        let (mut scan, typed) = recalled(self.base.recall, number, read);
        if let Some(heading) = scan.headings.get(markdown::MAX_HEADINGS) {
            self.over_limit(place.within(heading.range.clone()), "more than 10,000 headings in one page");
            scan.headings.truncate(markdown::MAX_HEADINGS);
        }
        let links = self.scanned(&scan, place);
        if !scan.html.is_empty() {
            self.removed_html(text, Mode::Prose, place);
        }
        let embeds = self.embeds(text, &scan, place);
        self.empty_faq(text, &scan, place);
        self.missing_figure(text, place);
        self.callouts(text, place);
        self.as_typed(typed, text, place);
        let words = (scan.words, scan.cjk);
        let text = Text::of(source.clone(), &range, place, links, embeds);
        let html_ids = scan.html_ids.into_iter().map(|(_, id)| id).collect();
        Body { text, headings: exact(scan.headings), html_ids, words, titled: skip_title }
    }

    /// Whether a text is too much for one page, which is then said: it is read as if it were empty.
    pub(super) fn is_over_limit(&mut self, text: &str, place: Place) -> bool {
        let over = markdown::over_limit(text);
        if let Some((range, what)) = &over {
            self.over_limit(place.within(range.clone()), what);
        }
        over.is_some()
    }

    fn over_limit(&mut self, place: Place, what: &str) {
        let d = self.found.at(Code::KB105, place, what).label("over the limit here").help("no reader could use it: split the page");
        self.found.push(d);
    }

    /// A heading that promises questions and has none below it, and questions as headings below one that have no answer.
    fn empty_faq(&mut self, text: &str, scan: &markdown::Scan, place: Place) {
        let mut unanswered: Vec<Place> = Vec::new();
        // the level of the heading below which questions and answers stand
        let mut below: Option<u8> = None;
        for (i, heading) in scan.headings.iter().enumerate() {
            let here = place.within(heading.range.clone());
            let next = scan.headings.get(i + 1);
            let end = next.map_or(text.len(), |n| n.range.start);
            let deeper = next.is_some_and(|n| n.level > heading.level);
            let is_empty = !deeper && markdown::is_blank(&text[heading.range.end.min(end)..end]);
            below = below.filter(|level| heading.level > *level);
            let promise = Promise::of(&heading.title);
            if is_empty && promise.is_some() {
                let d = self
                    .found
                    .at(Code::KB601, here, format!("\"{}\" has nothing under it", heading.title))
                    .label("a reader finds an empty list")
                    .help("delete the heading: questions about this page are shown on it by themselves; write them in content/faq.yaml with `about:`");
                self.found.push(d);
            } else if is_empty && below.is_some() && heading.title.ends_with(['?', '？', '؟']) {
                unanswered.push(here);
            }
            if promise == Some(Promise::Answers) {
                below = below.or(Some(heading.level));
            }
        }
        let message = match unanswered.len() {
            0 => return,
            1 => "this question has no answer".to_owned(),
            n => format!("{n} questions have no answer"),
        };
        let places = unanswered.into_iter().map(|place| self.found.span(place)).collect();
        let d = repeated(Code::KB601, message, places, "nothing stands under it", "nor under this");
        self.found.push(d.help("write the answer under its question, or delete the heading"));
    }

    /// "See Figure 1" on a page without figures.
    fn missing_figure(&mut self, text: &str, place: Place) {
        let Some(range) = markdown::missing_figure(text) else { return };
        let named = &text[range.clone()];
        let message = format!("the text refers to \"{named}\"; the page has no figures");
        let d = self
            .found
            .at(Code::KB807, place.within(range), message)
            .help("add the image, `![what it shows](figure.png \"Caption\")`, or take the reference out");
        self.found.push(d);
    }
}

/// What the words of a heading promise to stand below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    /// Questions, which may be those that somebody should ask.
    Questions,
    /// Questions with their answers.
    Answers,
}

impl Promise {
    /// "FAQ", "Q&A", "Frequently asked questions (FAQ):".
    fn of(title: &str) -> Option<Self> {
        let title = composed(title).to_lowercase();
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !matches!(*word, "" | "and" | "und"));
        let (short, words): (Vec<&str>, Vec<&str>) = words.partition(|word| matches!(*word, "faq" | "faqs"));
        match words.as_slice() {
            [] => (!short.is_empty()).then_some(Self::Answers),
            ["questions" | "fragen"] if short.is_empty() => Some(Self::Questions),
            ["questions" | "fragen"]
            | ["q", "a"]
            | ["frequently", "asked", "questions"]
            | ["questions", "answers"]
            | ["häufige", "fragen"]
            | ["häufig", "gestellte", "fragen"]
            | ["fragen", "antworten"] => Some(Self::Answers),
            _ => None,
        }
    }
}
