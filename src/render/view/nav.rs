//! The navigation of a site, rendered once for each section and depth.

use serde::Serialize;

/// What `nav.html` gets.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NavView {
    /// The way from the page to the root of the site.
    pub root: String,
    /// The sections, in order. The home page is a section without items.
    pub sections: Vec<NavSectionView>,
}

/// A section of the navigation.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NavSectionView {
    /// A name for the section: `roles`, `compare` … or the address of a `[[nav]]` entry.
    pub key: String,
    /// The section's title, plain.
    pub title: String,
    /// The path of the section's own page from the root of the site, if it has one, or an absolute address when `external`.
    pub path: Option<String>,
    /// Whether the address leads out of the site and takes no root before it.
    pub external: bool,
    /// Whether the page being rendered is in this section.
    pub open: bool,
    /// The pages of the section; empty makes the section a plain link.
    pub items: Vec<NavItemView>,
    /// The way to the section's page when not all of its pages are listed; the address is a path from the root.
    pub more: Option<MoreItemsView>,
}

/// A page in the navigation.
#[derive(Serialize, Debug, Clone, Default)]
pub struct NavItemView {
    /// The title of the page.
    pub title_html: String,
    /// Its path from the root of the site, or an absolute address when `external`.
    pub path: String,
    /// Whether the address leads out of the site and takes no root before it.
    pub external: bool,
    /// Pages below it (guides in folders); they are shown indented.
    pub items: Vec<NavItemView>,
}

/// "All 212".
#[derive(Serialize, Debug, Clone, Default)]
pub struct MoreItemsView {
    /// The path of the section's page from the root of the site.
    pub path: String,
    /// How many pages the section has.
    pub count: usize,
}
