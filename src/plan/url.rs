//! Addresses within the site.

use crate::config::UrlStyle;
use crate::escape::uri;

/// An address within the site, relative to its root, without a leading slash: `roles/product-owner/`. Ready for a link: what
/// may not stand in an address is percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url {
    text: Box<str>,
    output: Box<str>,
}

impl Url {
    /// The address of a page with this path (`""`, `roles`, `roles/product-owner`).
    #[must_use]
    pub fn page(path: &str, style: UrlStyle) -> Self {
        match (style, path) {
            // Served for every unknown address, so it needs this very name.
            (_, "404") => Self::file("404.html"),
            (UrlStyle::Directory, "") => Self { text: "".into(), output: "index.html".into() },
            (UrlStyle::Directory, path) => Self { text: format!("{path}/").into(), output: format!("{path}/index.html").into() },
            (UrlStyle::File, "") => Self::file("index.html"),
            // A section's page keeps its folder, for the pages below stand there.
            (UrlStyle::File, path) if !path.contains('/') => Self::file(&format!("{path}/index.html")),
            (UrlStyle::File, path) => Self::file(&format!("{path}.html")),
        }
    }

    /// The address of a file, whose name may hold anything.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self { text: uri::file(path).into(), output: path.into() }
    }

    /// The address relative to the root of the site.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The file it is published as.
    #[must_use]
    pub fn output(&self) -> &str {
        &self.output
    }

    /// The way from this page to the root of the site: `""`, `../`, `../../`.
    #[must_use]
    pub fn root(&self) -> String {
        "../".repeat(self.text.matches('/').count())
    }

    /// The address seen from a page with this root. Never empty: the page itself is `./`.
    #[must_use]
    pub fn from(&self, root: &str) -> String {
        match (root, &*self.text) {
            ("", "") => "./".to_owned(),
            (root, text) => [root, text].concat(),
        }
    }
}
