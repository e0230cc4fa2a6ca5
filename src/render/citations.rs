//! Citations: numbered in the order they first occur on a page.

use super::cx::{Form, PageCx, escape};
use super::view::{CitationView, LinkView};
use crate::model::{Knowledge, SourceId};

/// The sources cited on a page so far.
#[derive(Default)]
pub(super) struct Citations(Vec<SourceId>);

impl Citations {
    /// The number of a source on this page, from 1.
    pub(crate) fn number(&mut self, source: SourceId) -> usize {
        let position = self.0.iter().position(|s| *s == source).unwrap_or_else(|| {
            self.0.push(source);
            self.0.len() - 1
        });
        position + 1
    }

    /// The sources in order.
    pub(crate) fn ids(&self) -> &[SourceId] {
        &self.0
    }
}

impl PageCx<'_, '_> {
    /// Marks for sources that a record names beside its text.
    pub(crate) fn cite(&mut self, sources: &[SourceId]) -> Option<String> {
        if sources.is_empty() {
            return None;
        }
        let marks = sources.iter().map(|source| {
            let number = self.citations.number(*source);
            if self.form == Form::Markdown {
                return format!(" \\[{number}\\]");
            }
            let label = escape(&self.word("page.source").replace("{n}", &number.to_string()));
            format!("<span class=\"cite\"><a href=\"#s{number}\" aria-label=\"{label}\">{number}</a></span>")
        });
        Some(marks.collect())
    }

    /// The list of sources at the foot of the page.
    pub(crate) fn cited(&self) -> Vec<CitationView> {
        let entries = self.citations.0.iter().enumerate();
        entries
            .map(|(i, source)| CitationView { number: i + 1, id: format!("s{}", i + 1), entry_html: self.reference(*source) })
            .collect()
    }

    /// A source as it stands in a list of references.
    pub(crate) fn reference(&self, id: SourceId) -> String {
        let source = &self.kb()[id];
        let mut parts: Vec<String> = Vec::new();
        parts.extend(source.authors.as_deref().map(|authors| self.words(authors)));
        let title = self.anchor(&self.link(id.into()));
        parts.push(match self.form {
            Form::Html => format!("<cite>{title}</cite>"),
            Form::Markdown => title,
        });
        if source.authors.is_none() {
            parts.extend(source.publisher.as_deref().map(|publisher| self.words(publisher)));
        }
        parts.extend(self.edition(id).as_deref().map(|edition| self.words(edition)));
        let mut text = parts.join(", ") + ".";
        if let Some(url) = &source.url {
            let to = LinkView { title_html: self.words(&shown_address(url)), href: Some(url.to_string()) };
            text += " ";
            text += &self.anchor(&to);
        }
        text
    }

    /// The edition or date of a source, in words.
    pub(crate) fn edition(&self, id: SourceId) -> Option<String> {
        let source = &self.kb()[id];
        source.edition.as_deref().map(str::to_owned).or_else(|| source.date.as_deref().map(|d| self.loose_date(d).text))
    }
}

/// A web address as it is printed: without scheme and final slash.
pub(super) fn shown_address(url: &str) -> String {
    let short = url.split_once("://").map_or(url, |(_, rest)| rest);
    short.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Whether a source is undated on purpose.
pub(super) fn is_undated(kb: &Knowledge, id: SourceId) -> bool {
    kb[id].date.as_deref() == Some("undated")
}
