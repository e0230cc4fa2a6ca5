//! Which questions the page of a record answers.

use std::collections::BTreeSet;

use crate::model::{Entity, Graph, Knowledge, QuestionId, RoleId};

/// A role's page answers so many questions.
const MOST: usize = 6;

/// Where there are more, it answers so many of them.
const FEW: usize = 3;

/// The questions that the page of a record answers, in their order: its own first.
#[must_use]
pub fn answered(kb: &Knowledge, graph: &Graph, entity: Entity) -> Vec<QuestionId> {
    match entity {
        Entity::Role(id) => answered_of_role(kb, graph, id).0,
        Entity::Comparison(id) => of_comparison(kb, graph, entity, &kb[id].roles),
        Entity::Decision(_) | Entity::Event(_) | Entity::Guide(_) => about(kb, graph, entity),
        _ => Vec::new(),
    }
}

/// The questions that a role's page answers, and those it leaves to others: a role that everybody asks about is still a page.
#[must_use]
pub fn answered_of_role(kb: &Knowledge, graph: &Graph, id: RoleId) -> (Vec<QuestionId>, Vec<QuestionId>) {
    let mut all = about(kb, graph, id.into());
    let further = if all.len() > MOST { all.split_off(FEW) } else { Vec::new() };
    (all, further)
}

/// The page's own questions, and those about it.
fn about(kb: &Knowledge, graph: &Graph, entity: Entity) -> Vec<QuestionId> {
    let own = kb.page_questions.get(&entity).filter(|_| matches!(entity, Entity::Role(_) | Entity::Comparison(_)));
    let all = own.into_iter().chain(graph.questions.get(&entity)).flatten().copied();
    let mut seen = BTreeSet::new();
    all.filter(|id| seen.insert(*id)).collect()
}

/// The comparison's questions, then those about two or more of its roles.
fn of_comparison(kb: &Knowledge, graph: &Graph, entity: Entity, roles: &[RoleId]) -> Vec<QuestionId> {
    let mut ids = about(kb, graph, entity);
    ids.extend(shared(kb, graph, roles));
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    ids
}

/// The questions about two or more of these roles.
#[must_use]
pub fn shared(kb: &Knowledge, graph: &Graph, roles: &[RoleId]) -> Vec<QuestionId> {
    let is_shared = |id: &&QuestionId| roles.iter().filter(|role| kb[**id].about.contains(&Entity::Role(**role))).count() >= 2;
    let of = |role: &RoleId| graph.questions.get(&Entity::Role(*role)).into_iter().flatten();
    let mut seen = BTreeSet::new();
    roles.iter().flat_map(of).filter(is_shared).copied().filter(|id| seen.insert(*id)).collect()
}
