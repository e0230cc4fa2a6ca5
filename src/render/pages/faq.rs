//! The index of questions, whole or by role.

use std::collections::HashMap;

use super::question_groups as groups;
use crate::diagnostic::Diagnostic;
use crate::model::{QuestionId, RoleId};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{AnchoredLinkView, CountedLinkView, FaqPage, LinkView, QuestionIndexView, RoleFaqPage};

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("faq");
    let body_html = cx.section_body();
    let total = cx.kb().questions.len();
    let (groups, split) = if cx.plan().split_faq { (Vec::new(), pages(cx)) } else { (groups::all(cx), Vec::new()) };
    let index = if cx.plan().split_faq { addresses(cx) } else { Vec::new() };
    cx.close(&mut page);
    cx.template("faq.html", &FaqPage { page, body_html, total, groups, split, index })
}

/// Each question under the page it stands on, so that `/faq/#id` leads to it however many there are.
fn addresses(cx: &PageCx<'_, '_>) -> Vec<QuestionIndexView> {
    let kb = cx.kb();
    let mut on: HashMap<Page, Vec<QuestionId>> = HashMap::new();
    for id in kb.question_ids() {
        on.entry(cx.plan().home(kb, id.into()).0).or_default().push(id);
    }
    let of_role = cx.site.orders.roles.iter().map(|role| (Page::RoleFaq(*role), cx.title((*role).into())));
    let other = std::iter::once((Page::OtherFaq, cx.words(&cx.word("faq.other"))));
    let pages = of_role.chain(other).filter_map(|(page, title_html)| Some((page, title_html, on.get(&page)?)));
    pages
        .map(|(page, title_html, ids)| QuestionIndexView {
            link: LinkView { title_html, href: Some(cx.href(page)) },
            questions: ids
                .iter()
                .map(|id| AnchoredLinkView {
                    id: kb[*id].id.to_string(),
                    former: kb[*id].moved_from.iter().map(|(id, _)| id.to_string()).collect(),
                    link: cx.link((*id).into()),
                })
                .collect(),
        })
        .collect()
}

/// The pages by role.
fn pages(cx: &PageCx<'_, '_>) -> Vec<CountedLinkView> {
    let of_role = cx.site.orders.roles.iter().filter_map(|role| {
        let page = Page::RoleFaq(*role);
        let count = cx.graph().faq.get(role)?.len();
        let link = LinkView { title_html: cx.title((*role).into()), href: Some(cx.href(page)) };
        cx.plan().has(page).then_some(CountedLinkView { link, count })
    });
    let other = cx.plan().has(Page::OtherFaq).then(|| {
        let link = LinkView { title_html: cx.words(&cx.word("faq.other")), href: Some(cx.href(Page::OtherFaq)) };
        CountedLinkView { link, count: other_ids(cx).len() }
    });
    of_role.chain(other).collect()
}

fn other_ids(cx: &PageCx<'_, '_>) -> Vec<QuestionId> {
    cx.kb().question_ids().filter(|id| cx.kb().question_role(*id).is_none()).collect()
}

pub(super) fn of_role(cx: &mut PageCx<'_, '_>, id: RoleId) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("role-faq");
    let ids = cx.graph().faq.get(&id).cloned().unwrap_or_default();
    let groups = groups::of_role(cx, id, &ids);
    cx.close(&mut page);
    cx.template("role-faq.html", &RoleFaqPage { page, total: ids.len(), groups })
}

pub(super) fn other(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("role-faq");
    let ids = other_ids(cx);
    let groups = groups::of_no_role(cx, &ids);
    cx.close(&mut page);
    cx.template("role-faq.html", &RoleFaqPage { page, total: ids.len(), groups })
}
