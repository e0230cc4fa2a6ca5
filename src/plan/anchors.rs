//! The anchors a page has, for checking links to them.

use std::collections::BTreeSet;

use super::{Page, Plan, answered, parts, term_anchor};
use crate::content::markdown::slug;
use crate::model::{Body, Embed, Entity, Graph, Knowledge, QuestionId};

/// What is written on a page as prose.
fn prose(kb: &Knowledge, page: Page) -> Option<&Body> {
    let entity = page.entity().filter(|_| page.is_home_of_record());
    let entity = entity.or_else(|| {
        let dir = page.section_dir()?;
        kb.section_ids().find(|id| &*kb[*id].dir == dir).map(Entity::Section)
    });
    kb.meta(entity?)?.body.as_ref()
}

/// The id of the heading in the prose of a page that an anchor names: its own, or the one it would have if the page did not keep that
/// for a part of its own (`#sources` for a heading `Sources`, whose id is `sources-1`).
#[must_use]
pub fn heading<'k>(kb: &'k Knowledge, page: Page, anchor: &str) -> Option<&'k str> {
    let headings = &prose(kb, page)?.headings;
    let moved =
        |id: &str| id.strip_prefix(anchor).and_then(|rest| rest.strip_prefix('-')).is_some_and(|n| n.parse::<u32>().is_ok());
    let named = headings.iter().find(|heading| heading.id == anchor);
    let named = named.or_else(|| headings.iter().find(|h| !h.explicit_id && moved(&h.id) && slug(&h.title) == anchor));
    named.map(|heading| heading.id.as_str())
}

/// Every anchor of a page that a link may lead to.
#[must_use]
pub fn anchors(kb: &Knowledge, graph: &Graph, plan: &Plan, page: Page) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    ids.insert("main".to_owned());
    let entity = page.entity().filter(|_| page.is_home_of_record());
    if let Some(body) = prose(kb, page) {
        ids.extend(body.headings.iter().map(|h| h.id.clone()));
        ids.extend(body.html_ids.iter().cloned());
        let lists =
            body.text.embeds().iter().filter_map(|(_, embed)| if let Embed::Faq(about) = embed { Some(about) } else { None });
        let listed = lists.flatten().filter_map(|about| graph.questions.get(about)).flatten();
        ids.extend(listed.map(|id| kb.id((*id).into()).to_owned()));
    }
    let questions = entity.map(|entity| answered(kb, graph, entity)).unwrap_or_default();
    if let Some(entity) = entity {
        parts::of_record(kb, graph, (entity, &questions), &mut ids);
    }
    let question_id = |id: &QuestionId| kb.id((*id).into()).to_owned();
    match page {
        Page::Faq => ids.extend(kb.question_ids().map(|id| question_id(&id))),
        Page::OtherFaq => {
            ids.extend(kb.question_ids().filter(|id| plan.home(kb, (*id).into()).0 == page).map(|id| question_id(&id)));
        }
        Page::RoleFaq(role) => ids.extend(graph.faq.get(&role).into_iter().flatten().map(question_id)),
        _ => ids.extend(questions.iter().map(question_id)),
    }
    match page {
        Page::Roles => ids.extend(kb.parties.iter().map(|p| p.meta.id.to_string()).chain(["parties".to_owned()])),
        Page::Glossary => ids.extend(kb.terms.iter().map(|t| term_anchor(&t.meta.id))),
        Page::Sources => ids.extend(kb.sources.iter().map(|s| s.meta.id.to_string())),
        Page::Decisions if !plan.split_matrix => ids.extend(kb.decisions.iter().map(|d| d.meta.id.to_string())),
        _ => {}
    }
    ids
}
