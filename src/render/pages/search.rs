//! The search page: the lists of the site, in place of which a script puts what it finds.

use crate::diagnostic::Diagnostic;
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::nav::top_folders;
use crate::render::view::SearchPage;

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("search");
    let listed = [Page::Roles, Page::Graph, Page::Compare, Page::Decisions, Page::Faq, Page::Glossary];
    let looked_up = [Page::Events, Page::People, Page::Accounts, Page::Sources, Page::Tags];
    let pages = listed.into_iter().chain(top_folders(cx.site)).chain(looked_up);
    let pages: Vec<Page> = pages.filter(|page| cx.plan().has(*page)).collect();
    let view = SearchPage {
        lists: pages.into_iter().map(|page| cx.list_line(page)).collect(),
        ambiguous: super::home::ambiguous(cx),
        page: {
            cx.close(&mut page);
            page
        },
    };
    cx.template("search.html", &view)
}
