//! The anchors a page has, for checking links to them.

use std::collections::BTreeSet;

use super::{Page, Plan, term_anchor};
use crate::model::{Actor, Body, Entity, Field, Graph, Knowledge, Role};

/// What is written on a page as prose.
fn prose(kb: &Knowledge, page: Page) -> Option<&Body> {
    let entity = page.entity().filter(|_| page.is_home_of_record());
    let entity = entity.or_else(|| {
        let dir = page.section_dir()?;
        kb.section_ids().find(|id| &*kb[*id].dir == dir).map(Entity::Section)
    });
    kb.meta(entity?)?.body.as_ref()
}

/// Whether a heading in the prose of a page has this anchor.
#[must_use]
pub fn has_heading(kb: &Knowledge, page: Page, anchor: &str) -> bool {
    prose(kb, page).is_some_and(|body| body.headings.iter().any(|heading| heading.id == anchor))
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
    }
    if let Some(entity) = entity {
        derived(kb, graph, entity, &mut ids);
    }
    let question_id = |id: &crate::model::QuestionId| kb.id((*id).into()).to_owned();
    match page {
        Page::Faq => ids.extend(kb.question_ids().map(|id| question_id(&id))),
        Page::OtherFaq => {
            ids.extend(kb.question_ids().filter(|id| plan.home(kb, (*id).into()).0 == page).map(|id| question_id(&id)));
        }
        Page::RoleFaq(role) => ids.extend(graph.faq.get(&role).into_iter().flatten().map(question_id)),
        _ => {
            let about = entity.and_then(|e| graph.questions.get(&e));
            let own = entity.and_then(|e| kb.page_questions.get(&e));
            ids.extend(about.into_iter().chain(own).flatten().map(question_id));
        }
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

/// The parts of a record's page that are there because there is something to show.
fn derived(kb: &Knowledge, graph: &Graph, entity: Entity, ids: &mut BTreeSet<String>) {
    let mut has = |id: &str, there: bool| {
        if there {
            ids.insert(id.to_owned());
        }
    };
    has("questions", graph.questions.contains_key(&entity));
    match entity {
        Entity::Role(id) => {
            let role: &Role = &kb[id];
            let (actor, account) = (Actor::Role(id), kb.frame(&role.meta));
            let told = |field| !kb.told(id, field, account).0.is_empty();
            has("decides", !graph.rights(kb, actor, account).is_empty() || !graph.settles(kb, actor, account).is_empty());
            has("responsibilities", told(Field::Responsibilities));
            has("duties", !kb.told_list(id, account, |f| &f.duties).0.is_empty());
            has("works-with", told(Field::WorksWith));
            has("who-says-otherwise", !role.variants.is_empty());
        }
        Entity::Comparison(id) => {
            let comparison = &kb[id];
            has("glance", true);
            has("overlap", !comparison.overlap.is_empty());
            has("clash", !comparison.conflicts.is_empty());
            has("together", !comparison.collaborate.is_empty());
            has("both", comparison.combine.is_some());
            has("also", !comparison.also.is_empty());
        }
        Entity::Decision(id) => has("who-says-otherwise", !kb[id].variants.is_empty()),
        Entity::Event(id) => {
            has("duties", graph.duties.contains_key(&id));
            has("decided-here", graph.at_event.contains_key(&id));
        }
        _ => {}
    }
}
