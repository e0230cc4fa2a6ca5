//! Guides, events, people, questions, words, sources, tags, and the home page.

use super::md::Md;
use super::{Twin, link};
use crate::escape::markdown as escape;
use crate::render::view::{
    CountedLinkView, EventPage, EventsPage, FaqPage, GlossaryPage, GuidePage, GuidesPage, HealthPage, HomePage, LinkView, MoreView,
    NotFoundPage, PageGroupView, PageLineView, PageView, PeoplePage, PersonPage, QuestionGroupView, ReviewView, RoleFaqPage,
    SearchPage, SourceView, SourcesPage, TagPage, TagView, TagsPage, UsedInPage,
};

/// The same first line for every page.
macro_rules! pages {
    ($($view:ty => $content:expr;)*) => {$(
        impl Twin for $view {
            fn page(&self) -> Option<&PageView> {
                Some(&self.page)
            }

            fn content(&self, md: &mut Md<'_>) {
                let content: fn(&Self, &mut Md<'_>) = $content;
                content(self, md);
            }
        }
    )*};
}

pages! {
    HomePage => home;
    GuidePage => guide;
    GuidesPage => guides;
    EventPage => event;
    EventsPage => events;
    PeoplePage => people;
    PersonPage => person;
    FaqPage => faq;
    RoleFaqPage => |view, md| question_groups(&view.groups, md);
    GlossaryPage => glossary;
    SourcesPage => sources;
    TagsPage => tags;
    TagPage => |view, md| md.groups(&view.groups, 2);
    // These have no twin.
    UsedInPage => |_, _| {};
    HealthPage => |_, _| {};
    SearchPage => |_, _| {};
    NotFoundPage => |_, _| {};
}

impl Md<'_> {
    /// Links, and how much waits behind each.
    pub(super) fn counted(&mut self, key: &str, items: &[CountedLinkView]) {
        if !items.is_empty() {
            self.section(key);
            let lines: Vec<String> = items.iter().map(|item| format!("{} ({})", link(&item.link), item.count)).collect();
            self.items(&lines);
        }
    }

    fn more(&mut self, key: &str, more: Option<&MoreView>) {
        if let Some(more) = more {
            let to = LinkView { title_html: self.count(key, more.count), href: Some(more.href.clone()) };
            self.line(&link(&to));
        }
    }

    fn linked(&mut self, key: &str, items: &[LinkView], all: &str, more: Option<&MoreView>) {
        if !items.is_empty() {
            self.section(key);
            let lines: Vec<String> = items.iter().map(link).collect();
            self.items(&lines);
            self.more(all, more);
        }
    }

    fn page_lines(&mut self, items: &[PageLineView]) {
        let line = |item: &PageLineView| {
            let status = item.status.as_ref().map(|s| format!(" ({})", escape::text(&s.label))).unwrap_or_default();
            let summary = item.summary_html.as_ref().map(|s| format!(": {s}")).unwrap_or_default();
            format!("{}{status}{summary}", link(&item.link))
        };
        let lines: Vec<String> = items.iter().map(line).collect();
        self.items(&lines);
    }

    pub(super) fn groups(&mut self, groups: &[PageGroupView], level: usize) {
        for group in groups {
            self.heading(level, self.word(&format!("kinds.{}", group.kind)));
            self.page_lines(&group.items);
        }
    }

    fn takeaways(&mut self, takeaways: &[String], about: &[LinkView]) {
        if !takeaways.is_empty() {
            self.section("guide.takeaways");
            self.items(takeaways);
        }
        if !about.is_empty() {
            self.line(&format!("{} {}", self.word("guide.about"), self.links(about)));
        }
    }

    fn source(&mut self, source: &SourceView) {
        self.anchored(3, &called(source), &source.id);
        self.source_lines(source);
        let cited: Vec<LinkView> = source.cited.iter().flat_map(|group| group.pages.clone()).collect();
        if cited.is_empty() {
            self.line(self.word("source.not_cited"));
        } else {
            self.line(&format!("{} {}", self.word("source.cited"), self.links(&cited)));
        }
    }

    /// What is known of a source, without its title and where it is cited.
    pub(super) fn source_lines(&mut self, source: &SourceView) {
        let parts = [&source.authors_html, &source.publisher_html, &source.edition_html];
        let mut parts: Vec<String> = parts.into_iter().flatten().cloned().collect();
        parts.extend(source.date.as_ref().map(|date| escape::text(&date.text)));
        if source.undated {
            parts.push(self.word("date.undated").to_owned());
        }
        self.line(&parts.join(", "));
        let url = source.url.as_ref().map(|url| format!("<{url}>"));
        let accessed = source.accessed.as_ref().map(|day| self.word("source.accessed").replace("{date}", &escape::text(&day.text)));
        self.line(&url.into_iter().chain(accessed).collect::<Vec<_>>().join(", "));
        if let Some(licence) = &source.licence {
            self.line(&format!("{} {}", self.word("source.licence"), escape::text(licence)));
        }
        if let Some(extends) = &source.extends {
            self.line(&format!("{} {}", self.word("source.extends"), link(extends)));
        }
        if let Some(href) = &source.account_href {
            self.line(&link(&LinkView { title_html: self.word("source.account").to_owned(), href: Some(href.clone()) }));
        }
        self.block(source.body_html.as_ref());
    }
}

/// What a source is called, and its standing.
pub(super) fn called(source: &SourceView) -> String {
    let short = source.short.as_ref().map(|short| format!(" ({})", escape::text(short))).unwrap_or_default();
    let status = source.status.as_ref().map(|status| format!(" ({})", escape::text(&status.label))).unwrap_or_default();
    format!("{}{short}{status}", source.title_html)
}

/// Sentences and parts of such, one after the other: what has its full stop gets no second one.
fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().fold(String::new(), |said, part| {
        let ends = said.trim_end_matches(['*', '_', '`', ')', '"', '”', '“', '’']).ends_with(['.', '!', '?', '…', ':']);
        let between = if said.is_empty() {
            ""
        } else if ends {
            " "
        } else {
            ". "
        };
        format!("{said}{between}{part}")
    })
}

fn home(view: &HomePage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    if !view.roles.is_empty() {
        md.section("home.roles");
        for card in &view.roles {
            md.role_card(card);
        }
        md.more("home.all_roles", view.roles_more.as_ref());
    }
    if !view.decisions.is_empty() {
        md.section("home.who");
        md.decision_lines(&view.decisions);
        md.more("home.all_decisions", view.decisions_more.as_ref());
    }
    md.linked("home.questions", &view.questions, "home.all_questions", view.questions_more.as_ref());
    md.linked("home.compare", &view.comparisons, "home.all_compare", view.comparisons_more.as_ref());
    md.linked("home.guides", &view.guides, "home.all_guides", view.guides_more.as_ref());
    if !view.recent.is_empty() {
        md.section("home.recent");
        for item in &view.recent {
            let what = md.word(&format!("home.what.{}", item.what));
            md.item(&format!("{}, {what} {}", link(&item.link), escape::text(&item.date.text)));
        }
    }
    if !view.ambiguous.is_empty() {
        md.section("home.ambiguous");
    }
    for item in &view.ambiguous {
        let means = item.means.iter().map(link).collect::<Vec<_>>().join(&format!(" {} ", md.word("or")));
        let prefer = item.prefer_html.as_ref().map(|p| format!(". {p}")).unwrap_or_default();
        md.labelled(&escape::text(&item.abbr), &format!("{means}{prefer}"));
    }
}

fn guide(view: &GuidePage, md: &mut Md<'_>) {
    md.takeaways(&view.takeaways_html, &view.about);
    md.block(Some(&view.body_html));
    md.question_section(&view.questions);
}

fn guides(view: &GuidesPage, md: &mut Md<'_>) {
    md.takeaways(&view.takeaways_html, &view.about);
    md.block(view.body_html.as_ref());
    if !view.guides.is_empty() {
        md.section("guide.guides");
        md.page_lines(&view.guides);
    }
    if !view.sections.is_empty() {
        md.section("guide.folders");
        md.page_lines(&view.sections);
    }
    md.question_section(&view.questions);
}

fn event(view: &EventPage, md: &mut Md<'_>) {
    let event = &view.event;
    md.pair("event.cadence", event.cadence_html.as_deref());
    md.pair("event.facilitated_by", Some(&md.links(&event.facilitated_by)));
    md.block(event.body_html.as_ref());
    if !event.duties.is_empty() {
        md.section("event.duties");
    }
    for duty in &event.duties {
        let account = duty.account.as_ref().map(|a| md.word("account.other").replace("{account}", &escape::text(a)));
        let account = account.map(|a| format!(" ({a})")).unwrap_or_default();
        md.item(&format!("{}: {}{account}", link(&duty.role), duty.items_html.join("; ")));
    }
    if !event.decisions.is_empty() {
        md.section("event.decisions");
        md.decision_lines(&event.decisions);
        md.pair("event.others", Some(&md.links(&event.others)));
    }
    md.question_section(&event.questions);
}

fn events(view: &EventsPage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    md.section("kinds.event");
    for event in &view.events {
        let account = event.account.as_ref().map(|a| md.word("account.other").replace("{account}", &escape::text(a)));
        let runs = |by: &str| format!("{} {by}", md.word("event.facilitated_by"));
        let by = Some(md.links(&event.facilitated_by)).filter(|by| !by.is_empty()).map(|by| runs(&by));
        let decided = (event.decisions > 0).then(|| md.count("event.decided", event.decisions));
        let status = event.status.as_ref().map(|s| format!(" ({})", escape::text(&s.label))).unwrap_or_default();
        let texts =
            [Some(link(&event.link) + &status), account, event.summary_html.clone(), event.cadence_html.clone(), by, decided];
        md.item(&sentences(texts.into_iter().flatten()));
    }
}

fn tags(view: &TagsPage, md: &mut Md<'_>) {
    let of = |tag: &TagView| CountedLinkView { link: tag.link.clone(), count: tag.count };
    md.counted("kinds.tag", &view.tags.iter().map(of).collect::<Vec<_>>());
}

fn people(view: &PeoplePage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    md.section("kinds.person");
    for person in &view.people {
        let title = person.job_title_html.as_ref().map(|t| format!(", {t}")).unwrap_or_default();
        md.item(&format!("{}{title}", link(&person.link)));
    }
    md.counted("person.owners", &view.owners);
}

fn person(view: &PersonPage, md: &mut Md<'_>) {
    let person = &view.person;
    let said = [&person.job_title_html, &person.credentials_html].into_iter().flatten();
    md.line(&said.map(String::as_str).collect::<Vec<_>>().join(", "));
    md.pair("person.what", Some(md.word(&format!("person.{}", person.kind))));
    md.block(person.bio_html.as_ref());
    if let Some(url) = &person.url {
        md.line(&format!("<{url}>"));
    }
    let groups = |md: &mut Md<'_>, key: &str, groups: &[PageGroupView]| {
        if !groups.is_empty() {
            md.section(key);
            md.groups(groups, 3);
        }
    };
    groups(md, "person.owns", &person.owns);
    if !person.reviews.items.is_empty() {
        md.section("person.reviews");
        let head = ["person.page", "page.reviewed", "page.next_review"].map(|key| md.word(key).to_owned());
        let row = |review: &ReviewView| {
            let last = review.last.as_ref().map(|date| escape::text(&date.text)).unwrap_or_default();
            let late = if review.overdue { format!(" ({})", md.word("status.overdue")) } else { String::new() };
            vec![link(&review.link), last, escape::text(&review.due.text) + &late]
        };
        let rows: Vec<Vec<String>> = person.reviews.items.iter().map(row).collect();
        md.table(&head, &rows);
    }
    groups(md, "person.wrote", &person.wrote);
}

fn question_groups(groups: &[QuestionGroupView], md: &mut Md<'_>) {
    for group in groups {
        md.heading(2, &link(&group.link));
        md.questions(&group.questions, 3);
    }
}

fn faq(view: &FaqPage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    question_groups(&view.groups, md);
    md.counted("faq.by_role", &view.split);
}

fn glossary(view: &GlossaryPage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    for section in view.letters.iter().filter(|section| !section.terms.is_empty()) {
        md.heading(2, &escape::text(&section.letter));
        for term in &section.terms {
            md.term(term, 3);
        }
    }
}

fn sources(view: &SourcesPage, md: &mut Md<'_>) {
    md.block(view.body_html.as_ref());
    if !view.accounts.is_empty() {
        md.section("source.accounts");
        md.line(md.word("source.accounts_means"));
        for source in &view.accounts {
            md.source(source);
        }
    }
    if !view.sources.is_empty() {
        md.section(if view.accounts.is_empty() { "page.sources" } else { "source.others" });
        for source in &view.sources {
            md.source(source);
        }
    }
}
