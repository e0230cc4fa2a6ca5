//! Tags: pages by subject.

use crate::diagnostic::Diagnostic;
use crate::render::cx::PageCx;
use crate::render::view::{TagPage, TagView, TagsPage};

/// The list of tags names so many pages of each.
const FIRST: usize = 3;

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("tags");
    let tags = cx
        .graph()
        .tags
        .iter()
        .map(|(slug, (name, pages))| TagView {
            link: cx.tag_link(slug, name),
            count: pages.len(),
            pages: cx.links(pages.iter().take(FIRST).copied()),
        })
        .collect();
    cx.close(&mut page);
    cx.template("tags.html", &TagsPage { page, tags })
}

pub(super) fn render(cx: &mut PageCx<'_, '_>, index: u32) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("tag");
    let pages = cx.graph().tags.get(cx.plan().tag(index)).map_or(&[][..], |(_, pages)| pages.as_slice());
    let groups = cx.page_groups(pages);
    cx.close(&mut page);
    cx.template("tag.html", &TagPage { page, total: pages.len(), groups })
}
