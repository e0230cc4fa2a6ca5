//! Events: where duties are done and decisions taken.

use super::meta::Meta;
use crate::model::entity::Actor;
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::text::Text;

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Common fields.
    pub meta: Meta,
    /// How often.
    pub cadence: Option<Text>,
    /// Who helps it along.
    pub facilitated_by: Vec<Actor>,
}

impl Event {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "an event");
        let meta = Meta::read(entry, &mut fields, cx, None);
        if parsed && !fields.has("title") {
            cx.missing(&mut fields, "an event", "title", "title: Sprint planning");
        }
        let facilitated_by = fields.take("facilitated_by").map(|n| {
            if n.as_text().is_some() { cx.actor(n, "facilitated_by").into_iter().collect() } else { cx.actors(n, "facilitated_by") }
        });
        let event = Self {
            cadence: fields.take("cadence").and_then(|n| cx.inline(n, "cadence")),
            facilitated_by: facilitated_by.unwrap_or_default(),
            meta,
        };
        fields.finish(&mut cx.found);
        event
    }
}
