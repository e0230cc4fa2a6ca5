//! Guides and the index pages of their folders.

use crate::diagnostic::Diagnostic;
use crate::model::{Entity, GuideId};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{GuidePage, GuidesPage, LinkView, PageLineView, PageView, QuestionView};

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: GuideId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let guide = &kb[id];
    let kind = if guide.is_index { "guides" } else { "guide" };
    let mut page = cx.furniture(kind);
    let takeaways_html = cx.inlines(&guide.takeaways);
    let body_html = guide.meta.body.as_ref().map(|b| cx.body(b, guide.meta.autolink));
    let about = cx.links(guide.about.iter().copied());
    let questions = cx.questions_about(id.into());
    if guide.meta.frame.is_some() {
        page.account = Some(cx.accounts(None, []));
    }
    _ = cx.cite(&guide.meta.sources);
    if guide.is_index {
        let parts = Prose { takeaways_html, about, body_html, questions };
        return index(cx, page, parts, &guide.segments, Some(id));
    }
    cx.close(&mut page);
    cx.template("guide.html", &GuidePage { page, takeaways_html, about, body_html: body_html.unwrap_or_default(), questions })
}

/// What an index page says of its own.
#[derive(Default)]
struct Prose {
    takeaways_html: Vec<String>,
    about: Vec<LinkView>,
    body_html: Option<String>,
    questions: Vec<QuestionView>,
}

pub(super) fn folder(cx: &mut PageCx<'_, '_>, folder: u32) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("guides");
    let segments = cx.plan().folder(folder).to_vec();
    if page.description.is_none() {
        page.description = below(cx, &segments);
    }
    index(cx, page, Prose::default(), &segments, None)
}

/// What stands right below a folder, as far as one sentence goes.
fn below(cx: &PageCx<'_, '_>, folder: &[String]) -> Option<String> {
    const SOME: usize = 5;
    let guides = cx.site.sections.below(folder).iter().take(SOME);
    let titles: Vec<String> = guides.map(|id| cx.site.called((*id).into())).collect();
    (!titles.is_empty()).then(|| titles.join(&cx.word("list_join")))
}

fn index(
    cx: &mut PageCx<'_, '_>,
    mut page: PageView,
    prose: Prose,
    folder: &[String],
    own: Option<GuideId>,
) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let below = |segments: &[String]| segments.len() == folder.len() + 1 && segments.starts_with(folder);
    let (indexes, articles): (Vec<GuideId>, Vec<GuideId>) = cx.site.sections.below(folder).iter().partition(|id| kb[**id].is_index);
    // Prose that leads to all of them is the list; it is not repeated below.
    let led_to = |id: &GuideId| {
        let links = cx.graph().backlinks.get(&Entity::Guide(*id)).into_iter().flatten();
        links.into_iter().any(|link| Some(link.from) == own.map(Entity::Guide))
    };
    let articles = if articles.iter().all(led_to) { Vec::new() } else { articles };
    let guides = articles.into_iter().map(|id| cx.page_line(Entity::Guide(id))).collect();
    let mut sections: Vec<PageLineView> = indexes.into_iter().map(|id| cx.page_line(Entity::Guide(id))).collect();
    for (n, other) in cx.plan().folders().iter().enumerate() {
        if let Ok(n) = u32::try_from(n)
            && below(other)
        {
            sections.push(PageLineView { link: cx.page_link(Page::Folder(n)), ..Default::default() });
        }
    }
    cx.close(&mut page);
    let Prose { takeaways_html, about, body_html, questions } = prose;
    cx.template("guides.html", &GuidesPage { page, takeaways_html, about, body_html, guides, sections, questions })
}
