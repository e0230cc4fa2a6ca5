//! The index of questions, whole or by role.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Diagnostic;
use crate::model::{Entity, QuestionId, RoleId};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{
    AnchoredLinkView, CountedLinkView, FaqPage, LinkView, QuestionGroupView, QuestionIndexView, RoleFaqPage,
};

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("faq");
    let body_html = cx.section_body();
    let total = cx.kb().questions.len();
    let (groups, split) = if cx.plan().split_faq { (Vec::new(), pages(cx)) } else { (groups(cx), Vec::new()) };
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
            questions: ids.iter().map(|id| AnchoredLinkView { id: kb[*id].id.to_string(), link: cx.link((*id).into()) }).collect(),
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

/// Whether a question about this belongs under a heading.
type Fits = fn(&Entity) -> bool;

/// Questions by the first role they are about, then by the first kind of thing.
fn groups(cx: &mut PageCx<'_, '_>) -> Vec<QuestionGroupView> {
    let kb = cx.kb();
    let mut left: BTreeSet<QuestionId> = kb.question_ids().collect();
    let mut taken: BTreeSet<String> = kb.questions.iter().map(|q| q.id.to_string()).collect();
    let mut groups = Vec::new();
    for role in cx.site.orders.roles.clone() {
        let ids: Vec<QuestionId> = left.iter().copied().filter(|q| kb.question_role(*q) == Some(role)).collect();
        if !ids.is_empty() {
            let link = cx.link(role.into());
            groups.push(group(cx, kb.id(role.into()), link, &ids, &mut left, &mut taken));
        }
    }
    let kinds: [(&str, Fits, Option<Page>); 3] = [
        ("decision", |e| matches!(e, Entity::Decision(_)), Some(Page::Decisions)),
        ("term", |e| matches!(e, Entity::Term(_)), Some(Page::Glossary)),
        ("question", |_| true, None),
    ];
    for (key, fits, page) in kinds {
        let ids: Vec<QuestionId> = left.iter().copied().filter(|q| key == "question" || kb[*q].about.iter().any(fits)).collect();
        if !ids.is_empty() {
            let title = cx.word(&format!("kinds.{key}"));
            let link = LinkView { title_html: cx.words(&title), href: page.map(|p| cx.href(p)) };
            groups.push(group(cx, &format!("about-{key}s"), link, &ids, &mut left, &mut taken));
        }
    }
    groups
}

fn group(
    cx: &mut PageCx<'_, '_>,
    id: &str,
    link: LinkView,
    ids: &[QuestionId],
    left: &mut BTreeSet<QuestionId>,
    taken: &mut BTreeSet<String>,
) -> QuestionGroupView {
    cx.section();
    let mut heading = id.to_owned();
    while !taken.insert(heading.clone()) {
        heading = format!("about-{heading}");
    }
    let questions = ids
        .iter()
        .map(|q| {
            left.remove(q);
            cx.question(*q, None)
        })
        .collect();
    QuestionGroupView { id: heading, link, questions }
}

pub(super) fn of_role(cx: &mut PageCx<'_, '_>, id: RoleId) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("role-faq");
    let ids = cx.graph().faq.get(&id).cloned().unwrap_or_default();
    let questions = ids.into_iter().map(|q| cx.question(q, Some(id.into()))).collect();
    cx.close(&mut page);
    cx.template("role-faq.html", &RoleFaqPage { page, about: cx.link(id.into()), questions })
}

pub(super) fn other(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("role-faq");
    let questions = other_ids(cx).into_iter().map(|q| cx.question(q, None)).collect();
    let about = LinkView { title_html: cx.words(&cx.word("section.faq.title")), href: Some(cx.href(Page::Faq)) };
    cx.close(&mut page);
    cx.template("role-faq.html", &RoleFaqPage { page, about, questions })
}
