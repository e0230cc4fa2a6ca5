//! Questions under headings: by role, by what else they are about where a role has many, and what else was perhaps meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entity, QuestionId, RoleId, TermId};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{LinkView, QuestionGroupView};

/// A group with more questions is parted.
const MOST: usize = 10;

/// So many other things are offered with a question.
const OTHERS: usize = 3;

/// Questions that are to stand under one heading.
struct Group {
    id: String,
    /// The role whose own group this is.
    role: Option<RoleId>,
    link: LinkView,
    questions: Vec<QuestionId>,
}

/// What a question of a role is about besides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Besides {
    Role(RoleId),
    Decisions,
    Terms,
}

/// All questions: by the first role they are about, else by the first kind of thing.
pub(super) fn all(cx: &mut PageCx<'_, '_>) -> Vec<QuestionGroupView> {
    let kb = cx.kb();
    let mut of_role: BTreeMap<Option<RoleId>, Vec<QuestionId>> = BTreeMap::new();
    for id in kb.question_ids() {
        of_role.entry(kb.question_role(id)).or_default().push(id);
    }
    let mut groups = Vec::new();
    for role in &cx.site.orders.roles {
        if let Some(ids) = of_role.get(&Some(*role)) {
            groups.extend(parted(cx, *role, ids));
        }
    }
    groups.extend(by_kind(cx, of_role.get(&None).map_or(&[], Vec::as_slice)));
    views(cx, groups)
}

/// The questions about a role.
pub(super) fn of_role(cx: &mut PageCx<'_, '_>, role: RoleId, ids: &[QuestionId]) -> Vec<QuestionGroupView> {
    let groups = parted(cx, role, ids);
    views(cx, groups)
}

/// The questions about no role.
pub(super) fn of_no_role(cx: &mut PageCx<'_, '_>, ids: &[QuestionId]) -> Vec<QuestionGroupView> {
    let groups = by_kind(cx, ids);
    views(cx, groups)
}

/// The questions about decisions, then those about words, then the others.
fn by_kind(cx: &PageCx<'_, '_>, ids: &[QuestionId]) -> Vec<Group> {
    let is = |id: &QuestionId, fits: fn(&Entity) -> bool| cx.kb()[*id].about.iter().any(fits);
    let (decisions, ids): (Vec<_>, Vec<_>) = ids.iter().partition(|id| is(id, |e| matches!(e, Entity::Decision(_))));
    let (terms, others): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| is(id, |e| matches!(e, Entity::Term(_))));
    let kinds = [("decision", decisions, Some(Page::Decisions)), ("term", terms, Some(Page::Glossary)), ("question", others, None)];
    let group = |(key, questions, page): (&str, Vec<QuestionId>, Option<Page>)| {
        let link = LinkView { title_html: cx.words(&cx.word(&format!("kinds.{key}"))), href: page.map(|page| cx.href(page)) };
        Group { id: format!("about-{key}s"), role: None, link, questions }
    };
    kinds.into_iter().filter(|(_, questions, _)| !questions.is_empty()).map(group).collect()
}

/// The questions of a role; of many, those that are about another role too, or about decisions or words, stand apart.
fn parted(cx: &PageCx<'_, '_>, role: RoleId, ids: &[QuestionId]) -> Vec<Group> {
    let mut left = ids.to_vec();
    let mut apart: Vec<(Besides, Vec<QuestionId>)> = Vec::new();
    if left.len() > MOST {
        take(cx, role, &mut left, &mut apart, |besides| matches!(besides, Besides::Role(_)));
    }
    if left.len() > MOST {
        take(cx, role, &mut left, &mut apart, |_| true);
    }
    // Links to the questions of a role lead to its own group.
    if left.is_empty() && !apart.is_empty() {
        left = apart.remove(0).1;
    }
    let id = cx.kb().id(role.into()).to_owned();
    let own = Group { id, role: Some(role), link: cx.link(role.into()), questions: left };
    let parts = apart.into_iter().map(|(besides, questions)| heading(cx, role, besides, questions));
    std::iter::once(own).filter(|group| !group.questions.is_empty()).chain(parts).collect()
}

/// Takes out the questions that are about some other thing as well, where they are at least two.
fn take(
    cx: &PageCx<'_, '_>,
    role: RoleId,
    left: &mut Vec<QuestionId>,
    apart: &mut Vec<(Besides, Vec<QuestionId>)>,
    fits: fn(&Besides) -> bool,
) {
    let mut found: BTreeMap<Besides, Vec<QuestionId>> = BTreeMap::new();
    for id in left.iter() {
        if let Some(besides) = besides(cx, role, *id).into_iter().find(fits) {
            found.entry(besides).or_default().push(*id);
        }
    }
    found.retain(|_, ids| ids.len() > 1);
    left.retain(|id| !found.values().any(|ids| ids.contains(id)));
    apart.extend(found);
}

fn besides(cx: &PageCx<'_, '_>, role: RoleId, id: QuestionId) -> Vec<Besides> {
    let mut list: Vec<Besides> = roles(cx, id).into_iter().filter(|other| *other != role).map(Besides::Role).collect();
    let about = &cx.kb()[id].about;
    if about.iter().any(|e| matches!(e, Entity::Decision(_))) {
        list.push(Besides::Decisions);
    }
    if about.iter().any(|e| matches!(e, Entity::Term(_))) {
        list.push(Besides::Terms);
    }
    list
}

/// The roles a question is about, those of its comparisons too.
fn roles(cx: &PageCx<'_, '_>, id: QuestionId) -> Vec<RoleId> {
    let kb = cx.kb();
    let of = |entity: &Entity| match entity {
        Entity::Role(role) => vec![*role],
        Entity::Comparison(comparison) => kb[*comparison].roles.clone(),
        _ => Vec::new(),
    };
    kb[id].about.iter().flat_map(of).collect()
}

fn heading(cx: &PageCx<'_, '_>, role: RoleId, besides: Besides, questions: Vec<QuestionId>) -> Group {
    let kb = cx.kb();
    let (own, title) = (kb.id(role.into()), cx.title(role.into()));
    match besides {
        Besides::Role(other) => {
            let with = |id: &&crate::model::ComparisonId| kb[**id].roles.len() == 2 && kb[**id].roles.contains(&other);
            let full = cx.graph().comparisons.get(&role).into_iter().flatten().find(with);
            let title_html = format!("{title} {} {}", cx.word("and"), cx.title(other.into()));
            let href = full.map(|id| cx.entity_href((*id).into()));
            let id = format!("{own}-and-{}", kb.id(other.into()));
            Group { id, role: None, link: LinkView { title_html, href }, questions }
        }
        Besides::Decisions | Besides::Terms => {
            let kind = if besides == Besides::Decisions { "decision" } else { "term" };
            let title_html = format!("{title}: {}", cx.words(&cx.word(&format!("kinds.{kind}"))));
            Group { id: format!("{own}-and-{kind}s"), role: None, link: LinkView { title_html, href: None }, questions }
        }
    }
}

/// Groups with the answers in them. A heading gives way to a question of the same id.
fn views(cx: &mut PageCx<'_, '_>, mut groups: Vec<Group>) -> Vec<QuestionGroupView> {
    // Only those of this page: a large site has thousands of such pages.
    let kb = cx.kb();
    let mut taken: BTreeSet<String> = groups.iter().flat_map(|group| &group.questions).map(|id| kb[*id].id.to_string()).collect();
    let mut on_page: BTreeMap<RoleId, String> = BTreeMap::new();
    for group in &mut groups {
        while !taken.insert(group.id.clone()) {
            group.id = format!("about-{}", group.id);
        }
        on_page.extend(group.role.map(|role| (role, format!("#{}", group.id))));
    }
    let view = |group: Group| {
        cx.section();
        let questions = group.questions.iter().map(|question| {
            let or = meant(cx, &on_page, *question);
            crate::render::view::QuestionView { or, ..cx.question(*question, None) }
        });
        QuestionGroupView { questions: questions.collect(), id: group.id, link: group.link }
    };
    groups.into_iter().map(view).collect()
}

/// What a reader with this question may have meant instead: roles with the same abbreviation or near by, and words that look
/// alike. Each leads to the questions about it, else to where it is explained.
fn meant(cx: &PageCx<'_, '_>, on_page: &BTreeMap<RoleId, String>, id: QuestionId) -> Vec<LinkView> {
    let (kb, graph) = (cx.kb(), cx.graph());
    let about = &kb[id].about;
    let own = roles(cx, id);
    let mut others: Vec<Entity> = Vec::new();
    for role in &own {
        let letters = graph.abbreviations.get(&Entity::Role(*role)).into_iter().flatten();
        others.extend(letters.flat_map(|term| kb[*term].means.iter().copied()));
    }
    if let Some(first) = own.first() {
        others.extend(graph.nearest_roles(kb, *first, own.len() + OTHERS).into_iter().map(Entity::from));
    }
    for term in about.iter().filter_map(|e| if let Entity::Term(term) = e { Some(*term) } else { None }) {
        let confused: &[TermId] = graph.confused.get(&term).map_or(&[], Vec::as_slice);
        others.extend(kb[term].not.iter().chain(confused).map(|other| Entity::from(*other)));
    }
    let mut seen: BTreeSet<Entity> = about.iter().copied().chain(own.into_iter().map(Entity::from)).collect();
    others.retain(|other| matches!(other, Entity::Role(_) | Entity::Term(_)) && seen.insert(*other));
    others.truncate(OTHERS);
    let link = |other: Entity| {
        let questions = match other {
            Entity::Role(role) if cx.plan().has(Page::RoleFaq(role)) => Some(cx.href(Page::RoleFaq(role))),
            Entity::Role(role) => on_page.get(&role).cloned(),
            _ => None,
        };
        let link = cx.link(other);
        LinkView { href: questions.or(link.href), ..link }
    };
    others.into_iter().map(link).collect()
}
