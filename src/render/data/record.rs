//! What records have in common, as data.

use super::super::cx::PageCx;
use super::super::site::Renderer;
use super::text::{actor_data, reference};
use crate::export::kb::{ChangeData, RecordData, RefData};
use crate::model::{Account, Change, Entity, Knowledge, Meta, Owner, SourceId, Status};

impl PageCx<'_, '_> {
    /// What a record has in common with others. Only pages have an owner, dates and a standing worth a word.
    pub(super) fn record_data(&mut self, entity: Entity) -> RecordData {
        let kb = self.kb();
        let Some(meta) = kb.meta(entity) else { return RecordData::default() };
        let mut record = RecordData {
            id: meta.id.to_string(),
            title: self.title_data(entity),
            url: self.entity_href(entity),
            summary: meta.summary.as_ref().map(|s| self.inline_data(s)),
            status: odd(meta.status),
            account: meta.frame.map(|frame| account_id(kb, frame)),
            authors: meta.authors.iter().map(|a| kb.id((*a).into()).to_owned()).collect(),
            tags: meta.tags.iter().map(|(_, name)| name.to_string()).collect(),
            sources: source_ids(kb, &meta.sources),
            moved_from: meta.moved_from.iter().map(|(old, _)| old.to_string()).collect(),
            order: meta.order,
            ..Default::default()
        };
        if matches!(entity, Entity::Role(_) | Entity::Comparison(_) | Entity::Decision(_) | Entity::Event(_) | Entity::Guide(_)) {
            self.kept(meta, &mut record);
        }
        record
    }

    fn kept(&mut self, meta: &Meta, record: &mut RecordData) {
        let kb = self.kb();
        record.owner = kb.owner(meta).map(|owner| match owner {
            Owner::Person(id) => RefData::Person(kb.id(id.into()).to_owned()),
            Owner::Actor(actor) => actor_data(kb, actor),
        });
        let change = |change: &Change| ChangeData {
            date: change.date.to_string(),
            what: self.inline_data(&change.what),
            why: change.why.as_ref().map(|why| self.inline_data(why)),
        };
        record.changes = meta.changes.iter().map(change).collect();
        record.published = meta.published_on().map(|d| d.to_string());
        record.updated = meta.updated_on().map(|d| d.to_string());
        record.reviewed = meta.reviewed_on().map(|d| d.to_string());
        record.next_review = meta.next_review(&self.site.analysis.config).map(|d| d.to_string());
    }
}

impl Renderer<'_> {
    /// The context in which the texts of a record are printed.
    pub(super) fn data_of(&self, entity: Entity) -> PageCx<'_, '_> {
        let (page, _) = self.analysis.plan.home(self.kb(), entity);
        self.detached(page)
    }
}

/// A standing that is worth a word.
pub(super) fn odd(status: Status) -> Option<&'static str> {
    (status != Status::Agreed).then(|| status.word())
}

/// The id of an account.
pub(super) fn account_id(kb: &Knowledge, account: Account) -> String {
    match account {
        Account::House => "house".to_owned(),
        Account::Source(id) => kb.id(id.into()).to_owned(),
    }
}

pub(super) fn source_ids(kb: &Knowledge, ids: &[SourceId]) -> Vec<String> {
    ids.iter().map(|id| kb.id((*id).into()).to_owned()).collect()
}

pub(super) fn references(kb: &Knowledge, entities: &[Entity]) -> Vec<RefData> {
    entities.iter().map(|e| reference(kb, *e)).collect()
}
