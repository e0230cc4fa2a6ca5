//! `sitemap.xml`: every page a search engine may list, with the day it last changed where that is known.

use super::absolute;
use crate::analysis::Analysis;
use crate::escape::xml;
use crate::plan::{Page, Url};

/// Where it stands.
pub const PATH: &str = "sitemap.xml";

/// Limits of the protocol (sitemaps.org) for one file.
#[derive(Debug, Clone, Copy)]
struct Limits {
    addresses: usize,
    bytes: usize,
}

const LIMITS: Limits = Limits { addresses: 50_000, bytes: 50 * 1024 * 1024 };

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// The address the site is published at, when it has a sitemap: it must be known, and search engines invited.
pub(super) fn base(analysis: &Analysis) -> Option<&str> {
    analysis.config.base_url.as_deref().filter(|_| analysis.config.index)
}

pub(super) fn sitemap(analysis: &Analysis) -> Vec<(String, Vec<u8>)> {
    base(analysis).map_or_else(Vec::new, |base| files(base, analysis, LIMITS))
}

/// One file, or as many as the limits ask for and an index of them.
fn files(base: &str, analysis: &Analysis, limits: Limits) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts(base, analysis, limits);
    if parts.len() == 1 {
        return vec![(PATH.to_owned(), document("urlset", &parts.remove(0)))];
    }
    let names: Vec<String> = (1..=parts.len()).map(|n| format!("sitemap-{n}.xml")).collect();
    let mut index = String::new();
    for name in &names {
        index += "  <sitemap>\n";
        xml::element("    ", "loc", &absolute(base, &Url::file(name)), &mut index);
        index += "  </sitemap>\n";
    }
    let mut files = vec![(PATH.to_owned(), document("sitemapindex", &index))];
    files.extend(names.into_iter().zip(parts.iter().map(|part| document("urlset", part))));
    files
}

/// The entries, cut where a file is full. There is always one part: every site has a home page.
fn parts(base: &str, analysis: &Analysis, limits: Limits) -> Vec<String> {
    let room = limits.bytes.saturating_sub(document("urlset", "").len());
    let mut parts = vec![String::new()];
    let (mut count, mut entry) = (0, String::new());
    for (page, url) in analysis.plan.pages() {
        if !is_listed(*page) {
            continue;
        }
        write(base, analysis, *page, url, &mut entry);
        if let Some(part) = parts.last_mut()
            && count < limits.addresses
            && part.len() + entry.len() <= room
        {
            part.push_str(&entry);
            count += 1;
        } else {
            parts.push(std::mem::take(&mut entry));
            count = 1;
        }
        entry.clear();
    }
    parts
}

/// Pages that say something of their own. A list of backlinks is `noindex`, as are a pair that nobody has compared, the page for what is not there,
/// the search and the state of the handbook, which is for those who keep it.
const fn is_listed(page: Page) -> bool {
    !matches!(page, Page::NotFound | Page::Health | Page::Search | Page::UsedIn(_) | Page::Pair(_))
}

fn write(base: &str, analysis: &Analysis, page: Page, url: &Url, out: &mut String) {
    *out += "  <url>\n";
    xml::element("    ", "loc", &absolute(base, url), out);
    // Lists change with what they list, so a date of theirs would be a guess, and search engines stop reading guesses.
    let record = page.entity().filter(|_| page.is_home_of_record());
    if let Some(day) = record.and_then(|entity| analysis.knowledge.meta(entity)?.updated_on()) {
        xml::element("    ", "lastmod", &day.to_string(), out);
    }
    *out += "  </url>\n";
}

fn document(root: &str, inner: &str) -> Vec<u8> {
    format!("{}<{root} xmlns=\"{NAMESPACE}\">\n{inner}</{root}>\n", xml::DECLARATION).into_bytes()
}

#[cfg(test)]
pub(super) fn files_of_at_most(addresses: usize, analysis: &Analysis) -> Vec<(String, Vec<u8>)> {
    base(analysis).map_or_else(Vec::new, |base| files(base, analysis, Limits { addresses, ..LIMITS }))
}
