//! `feed.xml`: the pages changed last, as an Atom feed (RFC 4287).
//!
//! It knows only what the pages say of their dates; a site whose pages have none has no feed.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::absolute;
use crate::analysis::Analysis;
use crate::content::markdown::Mode;
use crate::escape::xml;
use crate::model::{Entity, Meta, Text};
use crate::plan::{Page, Url};
use crate::theme::Strings;

/// Where it stands.
pub const PATH: &str = "feed.xml";

/// So many pages are listed.
const ENTRIES: usize = 20;

/// A page that has a date.
struct Entry<'a> {
    entity: Entity,
    meta: &'a Meta,
    url: &'a Url,
    day: Date,
}

pub(super) fn has_feed(analysis: &Analysis) -> bool {
    analysis.config.base_url.is_some() && dated(analysis).next().is_some()
}

pub(super) fn feed(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    let Some(base) = analysis.config.base_url.as_deref() else { return Vec::new() };
    let mut entries: Vec<Entry<'_>> = dated(analysis).collect();
    entries.sort_by_key(|entry| (Reverse(entry.day), entry.url));
    entries.truncate(ENTRIES);
    let Some(newest) = entries.first() else { return Vec::new() };

    let mut out = xml::DECLARATION.to_owned();
    out += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"";
    xml::text(&analysis.config.language, &mut out);
    out += "\">\n";
    let home = absolute(base, analysis.plan.url(Page::Home));
    xml::element("  ", "id", &home, &mut out);
    xml::element("  ", "title", &analysis.config.title, &mut out);
    if let Some(description) = &analysis.config.description {
        xml::element("  ", "subtitle", description, &mut out);
    }
    link("  ", Some("self"), &absolute(base, &Url::file(PATH)), &mut out);
    link("  ", None, &home, &mut out);
    xml::element("  ", "updated", &moment(newest.day), &mut out);
    // The author of every entry that names none.
    author("  ", &analysis.config.title, &mut out);
    for entry in &entries {
        write(base, analysis, strings, entry, &mut out);
    }
    out += "</feed>\n";
    vec![(PATH.to_owned(), out.into_bytes())]
}

fn dated(analysis: &Analysis) -> impl Iterator<Item = Entry<'_>> {
    analysis.plan.pages().iter().filter(|(page, _)| page.is_home_of_record()).filter_map(|(page, url)| {
        let entity = page.entity()?;
        let meta = analysis.knowledge.meta(entity)?;
        Some(Entry { entity, meta, url, day: meta.updated_on()? })
    })
}

fn write(base: &str, analysis: &Analysis, strings: &Strings, entry: &Entry<'_>, out: &mut String) {
    let kb = &analysis.knowledge;
    let address = absolute(base, entry.url);
    let join = |titles: &[String]| strings.versus(titles);
    let plain = |text: &Text| kb.plain(text, Mode::Inline, &join);
    *out += "  <entry>\n";
    xml::element("    ", "id", &address, out);
    xml::element("    ", "title", &kb.called(entry.entity, &join), out);
    link("    ", None, &address, out);
    xml::element("    ", "updated", &moment(entry.day), out);
    for person in &entry.meta.authors {
        author("    ", &kb.title((*person).into()).plain(), out);
    }
    if let Some(summary) = &entry.meta.summary {
        xml::element("    ", "summary", &plain(summary), out);
    }
    // Whoever follows the feed wants to know what changed, and the thinking behind it.
    if let Some(change) = entry.meta.changes.first().filter(|change| change.date == entry.day) {
        let why = change.why.as_ref().map(|why| format!("\n\n{}", plain(why))).unwrap_or_default();
        xml::element("    ", "content", &format!("{}{why}", plain(&change.what)), out);
    }
    *out += "  </entry>\n";
}

fn link(indent: &str, relation: Option<&str>, address: &str, out: &mut String) {
    *out += indent;
    *out += "<link";
    if let Some(relation) = relation {
        *out += " rel=\"";
        xml::text(relation, out);
        *out += "\"";
    }
    *out += " href=\"";
    xml::text(address, out);
    *out += "\"/>\n";
}

fn author(indent: &str, name: &str, out: &mut String) {
    *out += indent;
    *out += "<author>\n";
    xml::element(&format!("{indent}  "), "name", name, out);
    *out += indent;
    *out += "</author>\n";
}

/// A day has no hour; a feed wants one, the same wherever the site is built.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
