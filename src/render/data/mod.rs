//! Fills in `data/kb.json`, whose form stands in `export/kb`: records as data, their texts printed once and for all pages.
//!
//! Each record is written out as soon as it is filled in, so that memory holds the text of the file and nothing more.

mod comparison;
mod decision;
mod files;
mod record;
mod relation;
mod role;
mod row;
mod site;
mod text;

use rayon::prelude::*;
use serde::Serialize;

use super::cx::PageCx;
use super::site::Renderer;
use crate::export::kb::VERSION;
use crate::plan::Page;

impl Renderer<'_> {
    /// `data/kb.json`.
    #[must_use]
    pub fn kb_json(&self) -> Vec<u8> {
        let kb = self.kb();
        let mut out = Vec::from("{\n\"schema_version\": ");
        out.extend(VERSION.to_string().bytes());
        out.extend(b",\n\"site\": ");
        out.extend(json(&self.site_data()));
        let mut list = |name: &str, rows: Vec<Vec<u8>>| {
            out.extend(format!(",\n\"{name}\": [").bytes());
            for (i, row) in rows.into_iter().filter(|row| !row.is_empty()).enumerate() {
                out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
                out.extend(row);
            }
            out.push(b']');
        };
        list("accounts", self.accounts_data().iter().map(json).collect());
        list("roles", each(kb.role_ids(), |id| json(&self.role_data(id))));
        list("parties", each(kb.party_ids(), |id| json(&self.party_data(id))));
        list("decisions", each(kb.decision_ids(), |id| json(&self.decision_data(id))));
        list("comparisons", each(kb.comparison_ids(), |id| json(&self.comparison_data(id))));
        list("questions", each(kb.question_ids(), |id| json(&self.question_data(id))));
        list("terms", each(kb.term_ids(), |id| json(&self.term_data(id))));
        list("events", each(kb.event_ids(), |id| json(&self.event_data(id))));
        list("people", each(kb.person_ids(), |id| json(&self.person_data(id))));
        list("sources", each(kb.source_ids(), |id| json(&self.source_data(id))));
        list("guides", each(kb.guide_ids(), |id| json(&self.guide_data(id))));
        let all = kb.records().chain(kb.question_ids().map(Into::into));
        list("relations", each(all, |entity| lines(&relation::of(kb, entity))));
        out.extend(b"\n}\n");
        out
    }

    /// What a text of a record gets to know: the record's own page, as seen from the root of the site.
    pub(super) fn detached(&self, page: Page) -> PageCx<'_, '_> {
        let mut cx = PageCx::new(self, page);
        cx.root = String::new();
        cx.detached = true;
        cx
    }
}

fn each<I: Send>(ids: impl Iterator<Item = I>, row: impl Fn(I) -> Vec<u8> + Sync + Send) -> Vec<Vec<u8>> {
    ids.collect::<Vec<_>>().into_par_iter().map(row).collect()
}

/// A value as JSON. What is filled in here has text keys only, so nothing can fail.
fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn lines<T: Serialize>(values: &[T]) -> Vec<u8> {
    values.iter().map(json).collect::<Vec<_>>().join(&b",\n"[..])
}
