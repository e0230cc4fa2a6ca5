//! The markdown twin of a page: the same view, written for people and programs that read markdown.
//!
//! A twin says what the page says and nothing else, because both are printed from one view. What helps to move about in a
//! browser (navigation, contents, neighbours, mentions) is left out; where to read on is not.

mod account;
mod comparison;
mod decision;
mod graph;
mod lists;
mod md;
mod parts;
mod role;

use super::cx::PageCx;
use super::view::{LinkView, PageView};
use crate::config::Labels;
use crate::escape::markdown as escape;
use crate::plan::{Page, Url};

pub(super) use md::Md;

/// A view that can be written as markdown.
pub(super) trait Twin {
    /// The furniture of the page; a part of a page has none.
    fn page(&self) -> Option<&PageView> {
        None
    }

    /// What stands behind the title, as plain text.
    fn suffix(&self) -> Option<&str> {
        None
    }

    /// Writes the content.
    fn content(&self, _: &mut Md<'_>) {}
}

/// Whether a page has a twin: not where it is no reading matter, a list of mentions, or a pair that nobody has compared.
pub(crate) const fn has(page: Page) -> bool {
    !matches!(page, Page::NotFound | Page::Health | Page::Search | Page::UsedIn(_) | Page::Pair(_))
}

/// The address of the twin of the page at this address, else of the page, with this way to the root. Twins are full of links, and
/// this makes no more than the text of one.
pub(super) fn href(page: Page, url: &Url, root: &str) -> String {
    match url.output().strip_suffix(".html").filter(|_| has(page)) {
        Some(stem) => [root, stem, ".md"].concat(),
        None => url.from(root),
    }
}

/// Writes a view.
pub(super) fn write(view: &impl Twin, cx: &PageCx<'_, '_>) -> String {
    let letters = match cx.site.analysis.config.labels {
        Labels::Raci => "raci",
        Labels::Daci => "daci",
        Labels::Rapid => "rapid",
    };
    let mut md = Md::new(&cx.site.theme.strings, letters);
    let page = view.page();
    if let Some(page) = page {
        md.head(page, view.suffix());
    }
    view.content(&mut md);
    if let Some(page) = page {
        md.changes(&page.changes);
        md.related(&page.related);
        md.sources(&page.sources);
    }
    md.finish()
}

/// A link.
pub(super) fn link(to: &LinkView) -> String {
    match &to.href {
        Some(href) => ["[", &to.title_html, "](", &escape::address(href), ")"].concat(),
        None => to.title_html.clone(),
    }
}
