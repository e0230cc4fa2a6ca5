//! The furniture all pages share: the `page` value of every page view.

use serde::Serialize;

/// A record or page by its name, linked where it has a page.
#[derive(Serialize, Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkView {
    /// The title.
    pub title_html: String,
    /// The final address; `None` prints the title alone.
    pub href: Option<String>,
}

/// A link and how much waits behind it: "all 34".
#[derive(Serialize, Debug, Clone, Default)]
pub struct CountedLinkView {
    /// The link.
    pub link: LinkView,
    /// How many items the other page has.
    pub count: usize,
}

/// The way to the rest of a list that is cut short.
#[derive(Serialize, Debug, Clone, Default)]
pub struct MoreView {
    /// The address of the whole list.
    pub href: String,
    /// How many items the whole list has.
    pub count: usize,
}

/// A date, for programs and in words.
#[derive(Serialize, Debug, Clone, Default)]
pub struct DateView {
    /// `2026-09-01`, `2026-09` or `2026`.
    pub iso: String,
    /// The same in the language of the site: "1 September 2026".
    pub text: String,
}

/// The standing of a page or record.
#[derive(Serialize, Debug, Clone, Default)]
pub struct StatusView {
    /// `draft`, `agreed`, `disputed` or `retired`: a CSS class and the key of a notice in `strings.toml`.
    pub key: String,
    /// The same in the language of the site.
    pub label: String,
}

/// A heading in the body of a page.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TocView {
    /// The heading, without links.
    pub title_html: String,
    /// Its id.
    pub id: String,
    /// Its level, 2 or deeper.
    pub level: u8,
    /// The headings below it.
    pub children: Vec<TocView>,
}

/// Whose account a page gives, and who else has one.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountsView {
    /// The name of the account this page gives: the house title, or "Scrum Guide 2020".
    pub current: String,
    /// The list of all accounts, from here.
    pub all_href: Option<String>,
    /// The other accounts on this page.
    pub others: Vec<OtherAccountView>,
}

/// An account that has a word of its own to say on what the page is about.
#[derive(Serialize, Debug, Clone, Default)]
pub struct OtherAccountView {
    /// Its name with edition or date: `SAFe, updated February 2021`.
    pub label: String,
    /// Where it says it, on its own page: `../../according-to/safe-2021/#role-product-owner`.
    pub href: String,
}

/// What an abbreviation stands for on this page (`means:`).
#[derive(Serialize, Debug, Clone, Default)]
pub struct BindingView {
    /// The abbreviation.
    pub abbr: String,
    /// What it stands for here.
    pub target: LinkView,
}

/// A link with the kind of what it leads to.
#[derive(Serialize, Debug, Clone, Default)]
pub struct KindLinkView {
    /// `role`, `comparison`, `decision`, `question`, `term`, `event`, `guide`, `source`, `person`, `party`, `tag` or `page`: a key of `t.kind`.
    pub kind: String,
    /// The link.
    pub link: LinkView,
}

/// The pages that mention this one.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UsedInView {
    /// Of a role: in how many comparisons, decisions, guides and questions it occurs.
    pub counts: Vec<KindCountView>,
    /// The mentions by kind of page, at most 20 in all.
    pub groups: Vec<UsedInGroupView>,
    /// How many there are.
    pub total: usize,
    /// The page that lists all of them, when they are more.
    pub more_href: Option<String>,
}

/// How many there are of a kind.
#[derive(Serialize, Debug, Clone, Default)]
pub struct KindCountView {
    /// A key of `t.counts`.
    pub kind: String,
    /// How many.
    pub count: usize,
}

/// The mentions on pages of one kind.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UsedInGroupView {
    /// The kind of page: a key of `t.kinds`, the plural words. The same keys as [`KindLinkView::kind`].
    pub kind: String,
    /// The mentions.
    pub items: Vec<UseView>,
}

/// The mentions of one page.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UseView {
    /// The page, or the place in it.
    pub link: LinkView,
    /// The sentences in which the mentions stand, without links.
    pub sentences_html: Vec<String>,
}

/// An entry of the list of sources of a page.
#[derive(Serialize, Debug, Clone, Default)]
pub struct CitationView {
    /// Its number on the page.
    pub number: usize,
    /// Its id: `s1`.
    pub id: String,
    /// The entry: authors, title in `<cite>`, edition or date, link.
    pub entry_html: String,
}

/// A change of the page, as its editors tell it.
#[derive(Serialize, Debug, Clone, Default)]
pub struct ChangeView {
    /// The day.
    pub date: DateView,
    /// What changed.
    pub what_html: String,
    /// The thinking behind it.
    pub why_html: Option<String>,
}

/// Everything around the content of a page.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PageView {
    /// The kind of page, named as its template: `role`, `role-decisions`, `not-found` …
    pub kind: String,
    /// The title as plain text, for the browser's title bar.
    pub title: String,
    /// The title as it stands in the heading.
    pub title_html: String,
    /// The summary, printed under the title.
    pub summary_html: Option<String>,
    /// The summary as plain text, for search engines.
    pub description: Option<String>,
    /// The way from this page to the root of the site: "", "../", "../../"; in `404.html` the path of the base URL.
    pub root: String,
    /// The address of the home page from here.
    pub home_href: String,
    /// The absolute address of this page, where the site has a base URL.
    pub canonical: Option<String>,
    /// Keep this page out of search engines, whatever the site says.
    pub noindex: bool,
    /// The address of the style sheet.
    pub css_href: String,
    /// The address of the script.
    pub js_href: String,
    /// The address of the feed.
    pub feed_href: Option<String>,
    /// The publisher's text at the foot of the page.
    pub footer_html: Option<String>,
    /// The navigation, rendered from `nav.html`.
    pub nav_html: String,
    /// The pages above this one and this one, which has no address. Empty on the home page.
    pub breadcrumb: Vec<LinkView>,
    /// The headings of the body only; the templates add the sections they print themselves.
    pub toc: Vec<TocView>,
    /// Whose account the page gives; `None` on pages it does not concern.
    pub account: Option<AccountsView>,
    /// What the abbreviations stand for on this page.
    pub means: Vec<BindingView>,
    /// The standing of the page; `None` on derived lists.
    pub status: Option<StatusView>,
    /// Whether the date of the next review has passed.
    pub overdue: bool,
    /// Who answers for the page.
    pub owner: Option<LinkView>,
    /// Who wrote it.
    pub authors: Vec<LinkView>,
    /// First published.
    pub published: Option<DateView>,
    /// Last changed.
    pub updated: Option<DateView>,
    /// Last reviewed.
    pub reviewed: Option<DateView>,
    /// Next due for review.
    pub next_review: Option<DateView>,
    /// How often it is reviewed, in words: "6 months".
    pub review_every: Option<String>,
    /// Reading time in minutes.
    pub minutes: Option<u32>,
    /// The page's tags.
    pub tags: Vec<LinkView>,
    /// Where to edit the page.
    pub edit_href: Option<String>,
    /// Where to suggest a change.
    pub issue_href: Option<String>,
    /// Where the page's file has its history.
    pub history_href: Option<String>,
    /// The last change of the page's file in version control, by the first digits of its name.
    pub commit: Option<LinkView>,
    /// What changed and why, the newest first.
    pub changes: Vec<ChangeView>,
    /// The page as markdown.
    pub markdown_href: Option<String>,
    /// The page's record as JSON.
    pub json_href: Option<String>,
    /// What the page is, for search engines: JSON-LD, safe within a `<script>`.
    pub jsonld: Option<String>,
    /// The page before this one in its section.
    pub previous: Option<LinkView>,
    /// The page after this one in its section.
    pub next: Option<LinkView>,
    /// Related pages, at most five.
    pub related: Vec<KindLinkView>,
    /// The pages that mention this one.
    pub used_in: Option<UsedInView>,
    /// The sources cited on the page.
    pub sources: Vec<CitationView>,
}
