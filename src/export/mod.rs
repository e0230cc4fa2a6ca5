//! Machine-readable outputs, one file each. Pure: an analysis in, paths and bytes out.
//!
//! They say nothing that depends on the day of the build: where no date is known, none is printed.

mod calendar;
mod decisions;
mod feed;
/// The form of `data/kb.json`.
pub mod kb;
mod llms;
mod robots;
mod sitemap;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::escape::uri;
use crate::plan::Url;
use crate::theme::Strings;

pub use calendar::PATH as CALENDAR;
pub use feed::PATH as FEED;
pub(crate) use llms::FULL as WHOLE;
pub use llms::{Whole, WholePart, whole_of};
pub use sitemap::PATH as SITEMAP;

/// One machine-readable output: files, each by its path from the root of the site. Empty when the site does not have it.
pub type Export = fn(&Analysis) -> Vec<(String, Vec<u8>)>;

/// Every export without words of a language.
pub const EXPORTS: [Export; 2] = [sitemap::sitemap, robots::robots];

/// The files of all exports. A file of the site at the same address stands instead: whoever puts a `robots.txt` into
/// `content/` means it.
#[must_use]
pub fn exports(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    let own = |path: &str| analysis.plan.assets().values().any(|url| url.output().eq_ignore_ascii_case(path));
    let worded =
        [feed::feed, decisions::list, calendar::calendar, llms::index].into_iter().flat_map(|export| export(analysis, strings));
    EXPORTS.iter().flat_map(|export| export(analysis)).chain(worded).filter(|(path, _)| !own(path)).collect()
}

/// Whether the site has a feed, so that pages may name it.
#[must_use]
pub fn has_feed(analysis: &Analysis) -> bool {
    feed::has_feed(analysis)
}

/// The absolute address of a page, percent-encoded.
#[must_use]
pub fn absolute(base_url: &str, url: &Url) -> String {
    let mut address = base_url.to_owned();
    uri::address(url.as_str(), &mut address);
    address
}

/// The address of a page as programs get it: absolute where the site knows its own, else from the root of the site.
#[must_use]
pub fn address(analysis: &Analysis, url: &Url) -> String {
    absolute(analysis.config.base_url.as_deref().unwrap_or_default(), url)
}

/// A value as JSON on one line. Everything beyond ASCII stands as it is.
fn json(value: &impl Serialize) -> Vec<u8> {
    // A value of ours has text for keys, so writing it cannot fail.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests;
