//! Machine-readable outputs, one file each. Pure: an analysis in, paths and bytes out.
//!
//! They say nothing that depends on the day of the build: where no date is known, none is printed.

mod feed;
mod robots;
mod sitemap;
mod xml;

use crate::analysis::Analysis;
use crate::plan::Url;

pub use feed::PATH as FEED;
pub use sitemap::PATH as SITEMAP;

/// One machine-readable output: files, each by its path from the root of the site. Empty when the site does not have it.
pub type Export = fn(&Analysis) -> Vec<(String, Vec<u8>)>;

/// Every export.
pub const EXPORTS: [Export; 3] = [sitemap::sitemap, feed::feed, robots::robots];

/// The files of all exports. A file of the site at the same address stands instead: whoever puts a `robots.txt` into
/// `content/` means it.
#[must_use]
pub fn exports(analysis: &Analysis) -> Vec<(String, Vec<u8>)> {
    let own = |path: &str| analysis.plan.assets().values().any(|url| url.output().eq_ignore_ascii_case(path));
    EXPORTS.iter().flat_map(|export| export(analysis)).filter(|(path, _)| !own(path)).collect()
}

/// Whether the site has a feed, so that pages may name it.
#[must_use]
pub fn has_feed(analysis: &Analysis) -> bool {
    feed::has_feed(analysis)
}

/// The absolute address of a page, percent-encoded.
#[must_use]
pub fn absolute(base_url: &str, url: &Url) -> String {
    let mut address = String::with_capacity(base_url.len() + url.as_str().len());
    // The base is an address as somebody wrote it, so a `%` there is an escape; in a path of ours it is a character.
    encode(base_url, |b| may_stand(b) || b"%?#[]".contains(&b), &mut address);
    encode(url.as_str(), may_stand, &mut address);
    address
}

/// Characters of the path of an address that stand for themselves (RFC 3986, `pchar` and `/`).
fn may_stand(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte)
}

fn encode(text: &str, stands: impl Fn(u8) -> bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if stands(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests;
