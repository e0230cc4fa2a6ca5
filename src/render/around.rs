//! What a text gets from the page it stands on.

use std::ops::Range;

use super::body::{self, Surroundings};
use super::cx::PageCx;
use crate::model::{Target, Text};

/// What a text gets from the page it stands on.
pub(super) struct Around<'p, 'r, 'a, 't> {
    pub cx: &'p mut PageCx<'r, 'a>,
    pub text: &'t Text,
    /// Whether first mentions become links.
    pub mentions: bool,
}

impl Surroundings for Around<'_, '_, '_, '_> {
    fn link(&mut self, at: Range<usize>, _: &str) -> Option<String> {
        let target = self.text.target(at.start)?;
        if self.cx.leads_nowhere(target) { None } else { self.cx.target_href(target) }
    }

    fn name(&mut self, at: Range<usize>, dest: &str) -> Option<String> {
        match self.text.target(at.start)? {
            Target::Record(entity, _) => Some(self.cx.title(*entity)),
            Target::External(_) => Some(self.cx.words(dest)),
            _ => None,
        }
    }

    fn image(&mut self, at: Range<usize>, _: &str) -> Option<body::ImageOut> {
        let target = self.text.target(at.start)?;
        let size = if let Target::Asset(path) = target { self.cx.site.analysis.sources.pixels(path) } else { None };
        Some(body::ImageOut { src: self.cx.target_href(target)?, size })
    }

    fn citation(&mut self, at: Range<usize>, _: &str, _: &str) -> Option<body::CitationOut> {
        match self.text.target(at.start)? {
            Target::Citation(source) => {
                let number = self.cx.citations.number(*source);
                let label = self.cx.word("page.source").replace("{n}", &number.to_string());
                // Away from a page there is no list of sources to lead to but the site's.
                let href = if self.cx.detached { self.cx.entity_href((*source).into()) } else { format!("#s{number}") };
                Some(body::CitationOut { number, href, label })
            }
            _ => None,
        }
    }

    fn embed(&mut self, at: Range<usize>) -> String {
        self.text.embed(at.start).map_or_else(String::new, |embed| super::embeds::render(self.cx, embed))
    }

    fn mentions(&mut self, text: &str, source: &dyn Fn(usize) -> usize) -> Vec<(Range<usize>, String)> {
        if !self.mentions {
            return Vec::new();
        }
        let place = |at| self.text.place.within(source(at)..source(at));
        super::mentions::find(self.cx, text, place)
    }

    fn section(&mut self) {
        self.cx.section();
    }

    fn word(&self, key: body::Word) -> &str {
        let strings = &self.cx.site.theme.strings;
        strings.get(match key {
            // The title follows the words.
            body::Word::LinkToSection => return strings.get("anchor").trim_end_matches("{title}").trim_end().trim_end_matches(':'),
            body::Word::Note => "alert.note",
            body::Word::Tip => "alert.tip",
            body::Word::Important => "alert.important",
            body::Word::Warning => "alert.warning",
            body::Word::Caution => "alert.caution",
            body::Word::Footnotes => "page.footnotes",
            body::Word::BackToText => "page.footnote_back",
            body::Word::Table => "page.table",
            body::Word::Done => "page.done",
            body::Word::Open => "page.open",
        })
    }
}

/// A text that stands in a link or heading: its own links are plain words.
pub(super) struct Unlinked;

impl Surroundings for Unlinked {
    fn link(&mut self, _: Range<usize>, _: &str) -> Option<String> {
        None
    }

    fn name(&mut self, _: Range<usize>, _: &str) -> Option<String> {
        None
    }

    fn image(&mut self, _: Range<usize>, _: &str) -> Option<body::ImageOut> {
        None
    }

    fn citation(&mut self, _: Range<usize>, _: &str, _: &str) -> Option<body::CitationOut> {
        None
    }

    fn embed(&mut self, _: Range<usize>) -> String {
        String::new()
    }

    fn mentions(&mut self, _: &str, _: &dyn Fn(usize) -> usize) -> Vec<(Range<usize>, String)> {
        Vec::new()
    }

    fn section(&mut self) {}

    fn word(&self, _: body::Word) -> &'static str {
        ""
    }
}
