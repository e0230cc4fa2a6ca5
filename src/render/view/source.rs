//! Sources.

use serde::Serialize;

use super::{DateView, LinkView, PageView, StatusView};

/// `sources.html`: the bibliography.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SourcesPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// The accounts: sources one may follow.
    pub accounts: Vec<SourceView>,
    /// The other sources.
    pub sources: Vec<SourceView>,
}

/// A source.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SourceView {
    /// The id of the entry; empty where it stands outside the bibliography.
    pub id: String,
    /// The title.
    pub title_html: String,
    /// The short title.
    pub short: Option<String>,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// The page of the account it is.
    pub account_href: Option<String>,
    /// What we write about it.
    pub body_html: Option<String>,
    /// The authors.
    pub authors_html: Option<String>,
    /// The publisher.
    pub publisher_html: Option<String>,
    /// The edition.
    pub edition_html: Option<String>,
    /// The date.
    pub date: Option<DateView>,
    /// It says that it has no date.
    pub undated: bool,
    /// Where to find it, its scheme checked.
    pub url: Option<String>,
    /// The address as it is printed: `scrumguides.org`.
    pub url_text: Option<String>,
    /// When that was last looked at.
    pub accessed: Option<DateView>,
    /// Under which terms it may be used.
    pub licence: Option<String>,
    /// The account on which it builds.
    pub extends: Option<LinkView>,
    /// Where it is cited, by kind of page.
    pub cited: Vec<CitedView>,
    /// How often that is.
    pub cited_count: usize,
}

/// The pages of one kind that cite a source.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CitedView {
    /// The kind: a key of `t.kinds`.
    pub kind: String,
    /// The pages.
    pub pages: Vec<LinkView>,
}
