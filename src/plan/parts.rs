//! The parts of a record's page that are there because there is something to show: what the templates of the theme make a section
//! of, and under which id.

use std::collections::BTreeSet;

use super::Plan;
use crate::model::{Account, Actor, DecisionId, Entity, Field, Graph, Knowledge, Owner, QuestionId, RoleId, SourceId, owner_key};

/// So many decisions are said to be easily taken for another one.
const ALIKE: usize = 8;

/// Adds the ids of the parts of a record's page, which answers these questions.
pub(super) fn of_record(kb: &Knowledge, graph: &Graph, (entity, questions): (Entity, &[QuestionId]), ids: &mut BTreeSet<String>) {
    let mut has = |id: &str, there: bool| {
        if there {
            ids.insert(id.to_owned());
        }
    };
    has("questions", !questions.is_empty());
    has("used-in", is_used(kb, graph, entity));
    has("related", is_related(kb, graph, entity));
    let account = kb.meta(entity).map_or(Account::House, |meta| kb.frame(meta));
    let others = others(kb, entity, account);
    has("who-says-otherwise", !others.is_empty());
    // each account is a source of what it says
    has("sources", others.iter().any(Option::is_some) || cites(kb, entity, questions));
    for source in others {
        has(&format!("account-{}", source.map_or("house", |source| kb.id(source.into()))), true);
    }
    match entity {
        Entity::Role(id) => {
            let actor = Actor::Role(id);
            let told = |field| !kb.told(id, field, account).0.is_empty();
            let counted = !kb.counting(actor, account).is_empty() || !kb.told_list(id, account, |f| &f.fan_out).0.is_empty();
            let works_with = told(Field::WorksWith) || !kb.naming(actor, account, |f| &f.works_with).is_empty();
            has("decides", !graph.rights(kb, actor, account).is_empty() || !graph.settles(kb, actor, account).is_empty());
            has("responsibilities", told(Field::Responsibilities));
            has("duties", !kb.told_list(id, account, |f| &f.duties).0.is_empty());
            has("works-with", works_with || counted || !kb.chains(id, account).is_empty());
            has("compared", !graph.nearest_roles(kb, id, 1).is_empty());
        }
        Entity::Comparison(id) => {
            let comparison = &kb[id];
            has("takeaways", !comparison.takeaways.is_empty());
            has("glance", true);
            has("who", comparison.roles.iter().any(|role| !graph.shares(kb, Actor::Role(*role), account).is_empty()));
            has("overlap", !comparison.overlap.is_empty());
            has("clash", !comparison.conflicts.is_empty());
            has("together", !comparison.collaborate.is_empty() || !comparison.need_both.is_empty());
            has("both", comparison.combine.is_some());
            has("also", !comparison.also.is_empty());
        }
        Entity::Decision(id) => {
            has("others", true);
            has("not-the-same", alike(kb, graph, id).len() > 1);
            has("clash", graph.conflicts.contains_key(&id));
        }
        Entity::Event(id) => {
            has("duties", graph.duties.contains_key(&id));
            has("decided-here", graph.at_event.contains_key(&id));
        }
        Entity::Guide(id) => has("takeaways", !kb[id].takeaways.is_empty()),
        Entity::Person(id) => {
            has("owns", graph.owned.contains_key(&owner_key(Owner::Person(id))));
            has("reviews", graph.owned.contains_key(&owner_key(Owner::Person(id))));
            has("wrote", graph.wrote.contains_key(&id));
        }
        _ => {}
    }
}

/// The accounts whose word stands beside that of the page; `None` is ours.
fn others(kb: &Knowledge, entity: Entity, account: Account) -> BTreeSet<Option<SourceId>> {
    let of_role = |id: RoleId| {
        let ours = (account != Account::House && !kb.lacks(id, account)).then_some(None);
        kb[id].variants.iter().map(|variant| Some(variant.source)).chain(ours).collect::<Vec<_>>()
    };
    let all: Vec<Option<SourceId>> = match entity {
        Entity::Role(id) => of_role(id),
        Entity::Comparison(id) => kb[id].roles.iter().flat_map(|role| of_role(*role)).collect(),
        Entity::Decision(id) => {
            let ours = (account != Account::House).then_some(None);
            kb[id].variants.iter().map(|variant| Some(variant.source)).chain(ours).collect()
        }
        _ => Vec::new(),
    };
    all.into_iter().filter(|source| source.map_or(Account::House, Account::Source) != account).collect()
}

/// Whether something leads to a record, or is counted on its page.
fn is_used(kb: &Knowledge, graph: &Graph, entity: Entity) -> bool {
    let is_counted = |id: RoleId| {
        let account = kb.frame(&kb[id].meta);
        graph.comparisons.contains_key(&id)
            || graph.questions.contains_key(&entity)
            || !graph.shares(kb, Actor::Role(id), account).is_empty()
    };
    let is_led_to = graph.backlinks.contains_key(&entity) && Plan::lists_backlinks(entity);
    is_led_to || matches!(entity, Entity::Role(id) if is_counted(id))
}

fn is_related(kb: &Knowledge, graph: &Graph, entity: Entity) -> bool {
    let is_written = kb.meta(entity).is_some_and(|meta| !meta.related.is_empty());
    is_written
        || match entity {
            Entity::Comparison(_) => true,
            Entity::Decision(id) => {
                let about = graph.parts[id.index()].about.and_then(|term| graph.about_term.get(&term));
                about.is_some_and(|decisions| decisions.len() > 1)
            }
            Entity::Guide(id) => !kb[id].about.is_empty(),
            Entity::Role(id) => !graph.nearest_roles(kb, id, 1).is_empty(),
            _ => false,
        }
}

/// Whether a record or an answer on its page cites a source.
fn cites(kb: &Knowledge, entity: Entity, questions: &[QuestionId]) -> bool {
    let in_texts = |entity: Entity| kb.texts(entity).iter().any(|(text, _)| text.citations().next().is_some());
    kb.meta(entity).is_some_and(|meta| !meta.sources.is_empty())
        || in_texts(entity)
        || questions.iter().any(|id| !kb[*id].sources.is_empty() || in_texts((*id).into()))
}

/// A decision among those about the same term or answered by the same question, unless they are too many to be mistaken for each
/// other.
#[must_use]
pub fn alike(kb: &Knowledge, graph: &Graph, id: DecisionId) -> BTreeSet<DecisionId> {
    let mut ids: BTreeSet<DecisionId> = BTreeSet::from([id]);
    let about = graph.parts[id.index()].about.and_then(|t| graph.about_term.get(&t));
    ids.extend(about.into_iter().flatten());
    for question in graph.questions.get(&id.into()).into_iter().flatten() {
        ids.extend(kb[*question].about.iter().filter_map(|e| if let Entity::Decision(d) = e { Some(*d) } else { None }));
    }
    if ids.len() < 2 || ids.len() > ALIKE { BTreeSet::new() } else { ids }
}
