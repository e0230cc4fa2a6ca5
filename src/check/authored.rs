//! The pages that editors write: what has an owner, a review and a title of its own.

use crate::model::{Entity, Knowledge, Meta};

/// Roles, comparisons, decisions, events and guides, by kind; those whose file does not parse are left out.
pub(super) fn authored(kb: &Knowledge) -> impl Iterator<Item = (Entity, &Meta)> {
    let all = (kb.role_ids().map(Entity::from))
        .chain(kb.comparison_ids().map(Entity::from))
        .chain(kb.decision_ids().map(Entity::from))
        .chain(kb.event_ids().map(Entity::from))
        .chain(kb.guide_ids().map(Entity::from));
    all.filter_map(|entity| Some((entity, kb.meta(entity)?))).filter(|(_, meta)| !meta.is_stand_in)
}
