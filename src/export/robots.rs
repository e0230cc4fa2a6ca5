//! `robots.txt`: whether search engines are invited, and where the sitemap is.

use super::{SITEMAP, absolute, sitemap};
use crate::analysis::Analysis;
use crate::plan::Url;

pub(super) fn robots(analysis: &Analysis) -> Vec<(String, Vec<u8>)> {
    let mut text = "User-agent: *\n".to_owned();
    text += if analysis.config.index { "Allow: /\n" } else { "Disallow: /\n" };
    if let Some(base) = sitemap::base(analysis) {
        text += &format!("\nSitemap: {}\n", absolute(base, &Url::file(SITEMAP)));
    }
    vec![("robots.txt".to_owned(), text.into_bytes())]
}
