//! The home page, and pages that mostly list: events, tags, guides, backlinks.

use serde::Serialize;

use super::{DateView, DecisionLineView, LinkView, MoreView, PageView, QuestionView, RoleCardView, StatusView, UsedInGroupView};

/// `home.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct HomePage {
    /// The furniture; its title and summary are those of `index.md`, else the site's.
    pub page: PageView,
    /// The prose of `index.md`.
    pub body_html: Option<String>,
    /// The roles; of many those with a part in most decisions.
    pub roles: Vec<RoleCardView>,
    /// The way to all roles.
    pub roles_more: Option<MoreView>,
    /// The decisions asked about most, as many as fit.
    pub decisions: Vec<DecisionLineView>,
    /// The way to the matrix.
    pub decisions_more: Option<MoreView>,
    /// The comparisons used most, as many as fit.
    pub comparisons: Vec<LinkView>,
    /// The way to all comparisons.
    pub comparisons_more: Option<MoreView>,
    /// Some questions.
    pub questions: Vec<LinkView>,
    /// The way to all questions.
    pub questions_more: Option<MoreView>,
    /// The guides, as many as fit.
    pub guides: Vec<LinkView>,
    /// The way to all guides.
    pub guides_more: Option<MoreView>,
    /// Abbreviations with more than one meaning.
    pub ambiguous: Vec<AmbiguousView>,
    /// The pages changed or reviewed last, newest first.
    pub recent: Vec<RecentView>,
}

/// An abbreviation that stands for more than one thing.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AmbiguousView {
    /// The abbreviation.
    pub abbr: String,
    /// Its entry in the glossary.
    pub href: String,
    /// What it stands for.
    pub means: Vec<LinkView>,
    /// The advice.
    pub prefer_html: Option<String>,
}

/// A page and its date.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RecentView {
    /// The kind of page: a key of `t.kind`.
    pub kind: String,
    /// The page.
    pub link: LinkView,
    /// What happened to it, a key of `t.page`: `published`, `updated` or `reviewed`.
    pub what: String,
    /// When that was.
    pub date: DateView,
}

/// `search.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct SearchPage {
    /// The furniture.
    pub page: PageView,
    /// Everything the site lists, for readers who look instead of searching.
    pub lists: Vec<PageLineView>,
    /// Abbreviations with more than one meaning.
    pub ambiguous: Vec<AmbiguousView>,
}

/// A page in a list.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PageLineView {
    /// The page.
    pub link: LinkView,
    /// Its summary.
    pub summary_html: Option<String>,
    /// Last reviewed.
    pub reviewed: Option<DateView>,
    /// Next due for review.
    pub next_review: Option<DateView>,
    /// Whether that date has passed.
    pub overdue: bool,
    /// Reading time in minutes, for guides.
    pub minutes: Option<u32>,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
}

/// Pages of one kind.
#[derive(Serialize, Debug, Clone, Default)]
pub struct PageGroupView {
    /// The kind: a key of `t.kinds`.
    pub kind: String,
    /// The pages.
    pub items: Vec<PageLineView>,
}

/// `events.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventsPage {
    /// The furniture.
    pub page: PageView,
    /// The prose of the section.
    pub body_html: Option<String>,
    /// The events.
    pub events: Vec<EventCardView>,
}

/// An event in brief.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventCardView {
    /// The event.
    pub link: LinkView,
    /// One sentence.
    pub summary_html: Option<String>,
    /// How often.
    pub cadence_html: Option<String>,
    /// Who runs it.
    pub facilitated_by: Vec<LinkView>,
    /// Whose event it is, when it is not the site's.
    pub account: Option<String>,
    /// Its standing, when it is not agreed.
    pub status: Option<StatusView>,
    /// How many decisions are taken there.
    pub decisions: usize,
}

/// `event.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventPage {
    /// The furniture.
    pub page: PageView,
    /// The event.
    pub event: EventView,
}

/// An event.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventView {
    /// How often.
    pub cadence_html: Option<String>,
    /// Who runs it.
    pub facilitated_by: Vec<LinkView>,
    /// The prose of the record.
    pub body_html: Option<String>,
    /// Who does what here.
    pub duties: Vec<EventDutyView>,
    /// The decisions taken here.
    pub decisions: Vec<DecisionLineView>,
    /// Who else has a part in these decisions.
    pub others: Vec<LinkView>,
    /// The questions about it.
    pub questions: Vec<QuestionView>,
}

/// What a role does at an event.
#[derive(Serialize, Debug, Clone, Default)]
pub struct EventDutyView {
    /// The role.
    pub role: LinkView,
    /// What it does.
    pub items_html: Vec<String>,
    /// Whose account that is, when it is not the page's.
    pub account: Option<String>,
}

/// `tags.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TagsPage {
    /// The furniture.
    pub page: PageView,
    /// The tags.
    pub tags: Vec<TagView>,
}

/// A tag in the list of them.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TagView {
    /// The tag.
    pub link: LinkView,
    /// How many pages have it.
    pub count: usize,
    /// The first of them.
    pub pages: Vec<LinkView>,
}

/// `tag.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct TagPage {
    /// The furniture; its title is the tag.
    pub page: PageView,
    /// How many pages have it.
    pub total: usize,
    /// The pages by kind.
    pub groups: Vec<PageGroupView>,
}

/// `guides.html`: the page of a folder of guides.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GuidesPage {
    /// The furniture.
    pub page: PageView,
    /// What to remember.
    pub takeaways_html: Vec<String>,
    /// What it is about.
    pub about: Vec<LinkView>,
    /// The prose of the folder's `index.md`.
    pub body_html: Option<String>,
    /// The guides of the folder.
    pub guides: Vec<PageLineView>,
    /// The folders below it.
    pub sections: Vec<PageLineView>,
    /// The questions about it.
    pub questions: Vec<QuestionView>,
}

/// `guide.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct GuidePage {
    /// The furniture.
    pub page: PageView,
    /// What to remember.
    pub takeaways_html: Vec<String>,
    /// What it is about.
    pub about: Vec<LinkView>,
    /// The article.
    pub body_html: String,
    /// The questions about it.
    pub questions: Vec<QuestionView>,
}

/// `used-in.html`: all mentions of one page, when they are many.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UsedInPage {
    /// The furniture.
    pub page: PageView,
    /// The page mentioned.
    pub target: LinkView,
    /// How many mentions there are.
    pub total: usize,
    /// The mentions by kind of page.
    pub groups: Vec<UsedInGroupView>,
}

/// `not-found.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NotFoundPage {
    /// The furniture; its root is the path of the base URL, because this page is served at any depth.
    pub page: PageView,
    /// The sections of the site.
    pub links: Vec<PageLineView>,
}

/// `redirect.html`: an old address.
#[derive(Serialize, Debug, Clone, Default)]
pub struct RedirectPage {
    /// The furniture; its title is that of the new page, its canonical address the new one.
    pub page: PageView,
    /// The new address, relative.
    pub to: String,
}
