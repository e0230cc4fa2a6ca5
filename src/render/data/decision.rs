//! Decisions as data.

use super::super::site::Renderer;
use super::record::source_ids;
use super::role::given;
use super::text::actor_data;
use crate::export::kb::{DecisionData, DecisionVariantData, PartsData, RefData};
use crate::model::{Actor, DecisionId, Knowledge, Rights};

impl Renderer<'_> {
    /// A decision as data.
    #[must_use]
    pub fn decision_data(&self, id: DecisionId) -> DecisionData {
        let kb = self.kb();
        let decision = &kb[id];
        let mut cx = self.data_of(id.into());
        DecisionData {
            record: cx.record_data(id.into()),
            decide: cx.inline_data(&decision.decide),
            parts: parts(kb, &decision.rights),
            note: decision.note.as_ref().map(|n| cx.prose_data(n, false)),
            according_to: decision
                .variants
                .iter()
                .map(|v| {
                    let data = DecisionVariantData {
                        defined: v.defined,
                        decide: v.decide.as_ref().map(|t| cx.inline_data(t)),
                        status: given(&v.status, |status| status.word()),
                        note: v.note.as_ref().map(|n| cx.prose_data(n, false)),
                        sources: source_ids(kb, &v.sources),
                        parts: parts(kb, &v.rights),
                    };
                    (kb.id(v.source.into()).to_owned(), data)
                })
                .rev()
                .collect(),
        }
    }
}

fn parts(kb: &Knowledge, rights: &Rights) -> PartsData {
    let one = |actor: &Actor| actor_data(kb, *actor);
    let many = |actors: &Vec<Actor>| -> Vec<RefData> { actors.iter().map(one).collect() };
    PartsData {
        accountable: given(&rights.accountable, one),
        responsible: given(&rights.responsible, many),
        consulted: given(&rights.consulted, many),
        informed: given(&rights.informed, many),
        escalate_to: given(&rights.escalate_to, one),
        about: given(&rights.about, |term| kb.id((*term).into()).to_owned()),
        at: given(&rights.at, |event| kb.id((*event).into()).to_owned()),
    }
}
