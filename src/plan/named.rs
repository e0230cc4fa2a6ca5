//! Pages by their addresses as people write them: `/graph/`, and just as well `/graph` or `/graph/index.html`.

use super::{Page, Plan, Url};
use crate::content::address::percent_decode;

impl Plan {
    /// The page at an address from the root of the site, and what stands behind the address: a query or an anchor.
    #[must_use]
    pub fn page_at<'a>(&self, address: &'a str) -> Option<(Page, &'a str)> {
        let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        let path = percent_decode(path);
        let path = path.strip_suffix("index.html").or_else(|| path.strip_suffix(".html")).unwrap_or(&path);
        let wanted = Url::page(path.trim_matches('/'), self.style);
        let is_there = |(page, url): &&(Page, Url)| *page != Page::NotFound && *url == wanted;
        self.pages.iter().find(is_there).map(|(page, _)| (*page, rest))
    }

    /// The address of a page as a person writes it, from the root of the site.
    #[must_use]
    pub fn address(&self, page: Page) -> String {
        let url = self.url(page).as_str();
        format!("/{}", url.strip_suffix("index.html").unwrap_or(url))
    }

    /// The pages that are made of all records of a kind, or of all there are: those with addresses of one part.
    pub fn lists(&self) -> impl Iterator<Item = Page> {
        let is_list = |page: &Page| {
            let parts = self.address(*page).matches('/').count();
            parts < 3 && !page.is_home_of_record() && !matches!(page, Page::NotFound | Page::Folder(_))
        };
        self.pages.iter().map(|(page, _)| *page).filter(is_list)
    }
}
