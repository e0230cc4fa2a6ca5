//! Roles and parties as data.

use super::super::cx::PageCx;
use super::super::site::Renderer;
use super::record::source_ids;
use super::text::actor_data;
use crate::export::kb::{DutyData, FactData, FanOutData, PartyData, PositionData, RoleData, RoleVariantData};
use crate::model::{Field, PartyId, RoleFields, RoleId, RoleVariant, Stated};

impl Renderer<'_> {
    /// A role as data.
    #[must_use]
    pub fn role_data(&self, id: RoleId) -> RoleData {
        let role = &self.kb()[id];
        let mut cx = self.data_of(id.into());
        RoleData {
            record: cx.record_data(id.into()),
            abbr: role.abbr.as_deref().map(str::to_owned),
            aka: cx.inlines_data(&role.aka),
            position: cx.position_data(&role.fields),
            according_to: role
                .variants
                .iter()
                .map(|v| (self.kb().id(v.source.into()).to_owned(), cx.role_variant_data(v)))
                // The first of two accounts of one name is the one that counts.
                .rev()
                .collect(),
        }
    }

    /// A party as data.
    #[must_use]
    pub fn party_data(&self, id: PartyId) -> PartyData {
        let mut cx = self.data_of(id.into());
        PartyData { record: cx.record_data(id.into()), can_decide: self.kb()[id].can_decide }
    }
}

impl PageCx<'_, '_> {
    fn position_data(&mut self, position: &RoleFields) -> PositionData {
        let kb = self.kb();
        let mut data = PositionData::default();
        for field in Field::ALL {
            let value = match position.value(field) {
                Stated::Absent => continue,
                Stated::Silent => None,
                Stated::Given(items) => Some(items.into_iter().map(|item| self.item_data(item)).collect()),
            };
            data.fields.insert(field.key(), value);
        }
        data.duties = given(&position.duties, |duties| {
            let duty = |(event, items): &(crate::model::EventId, Vec<crate::model::Text>)| DutyData {
                event: kb.id((*event).into()).to_owned(),
                items: self.inlines_data(items),
            };
            duties.iter().map(duty).collect()
        });
        data.facts = given(&position.facts, |facts| {
            facts.iter().map(|(label, value)| FactData { label: label.to_string(), value: self.inline_data(value) }).collect()
        });
        data.fan_out = given(&position.fan_out, |fans| {
            fans.iter().map(|f| FanOutData { to: actor_data(kb, f.to), min: f.min, max: f.max }).collect()
        });
        data
    }

    fn role_variant_data(&mut self, variant: &RoleVariant) -> RoleVariantData {
        RoleVariantData {
            defined: variant.defined,
            title: variant.title.as_ref().map(|t| self.inline_data(t)),
            abbr: given(&variant.fields.abbr, ToString::to_string),
            aka: given(&variant.fields.aka, |aka| self.inlines_data(aka)),
            note: variant.note.as_ref().map(|n| self.prose_data(n, false)),
            sources: source_ids(self.kb(), &variant.sources),
            position: self.position_data(&variant.fields),
        }
    }
}

/// A value that may be left out, or be silence.
#[expect(clippy::option_option, reason = "left out, silent and said are three things, and so they are in JSON")]
pub(super) fn given<T, U>(stated: &Stated<T>, data: impl FnOnce(&T) -> U) -> Option<Option<U>> {
    match stated {
        Stated::Absent => None,
        Stated::Silent => Some(None),
        Stated::Given(value) => Some(Some(data(value))),
    }
}
