//! The pages that editors write: what has an owner, a review and a title of its own.

use crate::model::{Entity, Knowledge, Meta};

/// Roles, comparisons, decisions, events and guides, by kind; those whose file does not parse are left out.
pub(super) fn authored(kb: &Knowledge) -> impl Iterator<Item = (Entity, &Meta)> {
    kb.pages().filter_map(|entity| Some((entity, kb.meta(entity)?))).filter(|(_, meta)| !meta.is_stand_in)
}
