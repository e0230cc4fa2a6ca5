//! `health/reviews.ics`: the next review of every page, for a calendar (RFC 5545).
//!
//! Events and not to-dos: the calendars people subscribe to (Google's, Outlook's, Apple's) leave out the to-dos of a feed.
//! An event lasts the whole day and keeps nobody from meeting (`TRANSP:TRANSPARENT`).
//!
//! Written here and not by the `icalendar` crate, which takes the time and a random id from the machine wherever a field
//! is forgotten, and brings a second library of dates: what is needed of the format are three rules, below.

use jiff::civil::Date;

use super::absolute;
use crate::analysis::Analysis;
use crate::health::{Review, reviews};
use crate::model::Entity;
use crate::plan::Page;
use crate::theme::Strings;

/// Where it stands.
pub const PATH: &str = "health/reviews.ics";

/// A line has so many bytes before it is folded.
const LINE: usize = 75;

/// The calendar, in the words of the site's language. A site whose state is not published has none, nor has one whose
/// pages have no date of review.
pub(super) fn calendar(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    if !analysis.plan.has(Page::Health) {
        return Vec::new();
    }
    let reviews = reviews(analysis);
    if reviews.is_empty() {
        return Vec::new();
    }
    let mut out = String::new();
    line("BEGIN", "VCALENDAR", &mut out);
    line("VERSION", "2.0", &mut out);
    line("PRODID", "-//kb//reviews//EN", &mut out);
    line("CALSCALE", "GREGORIAN", &mut out);
    let name = text(&strings.get("health.calendar_name").replace("{site}", &analysis.config.title));
    line("NAME", &name, &mut out);
    // What calendars read that do not know the name of RFC 7986.
    line("X-WR-CALNAME", &name, &mut out);
    for review in &reviews {
        event(analysis, strings, review, &mut out);
    }
    line("END", "VCALENDAR", &mut out);
    vec![(PATH.to_owned(), out.into_bytes())]
}

fn event(analysis: &Analysis, strings: &Strings, review: &Review, out: &mut String) {
    let base = analysis.config.base_url.as_deref();
    let (page, _) = analysis.plan.home(&analysis.knowledge, review.page.entity);
    line("BEGIN", "VEVENT", out);
    line("UID", &text(&uid(analysis, review.page.entity)), out);
    // The event is as old as the review that set its date: a later review makes a later stamp, as calendars ask.
    line("DTSTAMP", &format!("{}T000000Z", day(review.last)), out);
    line("DTSTART;VALUE=DATE", &day(review.due), out);
    let title = analysis.knowledge.called(review.page.entity, &|titles| strings.versus(titles));
    line("SUMMARY", &text(&strings.get("health.review").replace("{title}", &title)), out);
    if let Some(owner) = &review.owner {
        line("CATEGORIES", &text(&owner.name), out);
    }
    if let Some(base) = base {
        line("URL", &absolute(base, analysis.plan.url(page)), out);
    }
    line("TRANSP", "TRANSPARENT", out);
    line("END", "VEVENT", out);
}

/// Names the review of a page for good: by its kind and id, on this site. A new date moves the event; it is no new one.
fn uid(analysis: &Analysis, entity: Entity) -> String {
    let kind = entity.kind().map_or("page", crate::model::Kind::word);
    let host = analysis.config.base_url.as_deref().and_then(|base| base.split_once("://")).map(|(_, rest)| rest);
    // Without an address the name tells two handbooks in one calendar apart.
    let site = host.map_or_else(|| crate::model::slug(&analysis.config.title), |rest| rest.trim_end_matches('/').to_owned());
    format!("review-{kind}-{}@{site}", analysis.knowledge.id(entity))
}

fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// A value of type TEXT (3.3.11): what separates values is escaped, and what no value may hold is left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line (3.1): folded before it is longer than 75 bytes, never within a character, and ended with CRLF. The
/// blank that begins a continued line counts among its bytes.
fn line(name: &str, value: &str, out: &mut String) {
    let whole = format!("{name}:{value}");
    let mut length = 0;
    for c in whole.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}
