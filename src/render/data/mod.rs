//! Fills in `data/kb.json`, whose form stands in `export/kb`: records as data, their texts printed once and for all pages.
//!
//! Some records at a time are filled in and written out, so that memory never holds the file.

mod comparison;
mod decision;
mod files;
mod record;
mod relation;
mod role;
mod row;
mod site;
mod text;

pub use files::DataFile;

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;

use super::cx::PageCx;
use super::site::Renderer;
use crate::PIECE;
use crate::export::kb::VERSION;
use crate::plan::Page;

/// So many records are filled in at a time.
const ROWS: usize = 1_000;

impl Renderer<'_> {
    /// Writes `data/kb.json`, which is the largest file of a site: it is never in memory as a whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn kb_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let kb = self.kb();
        write!(out, "{{\n\"schema_version\": {VERSION},\n\"site\": ")?;
        out.write_all(&json(&self.site_data()))?;
        let accounts = self.accounts_data();
        list(out, "accounts", accounts.iter(), json)?;
        list(out, "roles", kb.role_ids(), |id| json(&self.role_data(id)))?;
        list(out, "parties", kb.party_ids(), |id| json(&self.party_data(id)))?;
        list(out, "decisions", kb.decision_ids(), |id| json(&self.decision_data(id)))?;
        list(out, "comparisons", kb.comparison_ids(), |id| json(&self.comparison_data(id)))?;
        list(out, "questions", kb.question_ids(), |id| json(&self.question_data(id)))?;
        list(out, "terms", kb.term_ids(), |id| json(&self.term_data(id)))?;
        list(out, "events", kb.event_ids(), |id| json(&self.event_data(id)))?;
        list(out, "people", kb.person_ids(), |id| json(&self.person_data(id)))?;
        list(out, "sources", kb.source_ids(), |id| json(&self.source_data(id)))?;
        list(out, "guides", kb.guide_ids(), |id| json(&self.guide_data(id)))?;
        let all = kb.records().chain(kb.question_ids().map(Into::into));
        list(out, "relations", all, |entity| lines(&relation::of(kb, entity)))?;
        out.write_all(b"\n}\n")
    }

    /// What a text of a record gets to know: the record's own page, as seen from the root of the site.
    pub(super) fn detached(&self, page: Page) -> PageCx<'_, '_> {
        let mut cx = PageCx::new(self, page);
        cx.root = String::new();
        cx.detached = true;
        cx
    }
}

/// Writes one list of the file, a row a line, made some rows at a time. A row of nothing is left out.
fn list<I: Send>(
    out: &mut dyn Write,
    name: &str,
    mut ids: impl Iterator<Item = I>,
    row: impl Fn(I) -> Vec<u8> + Sync,
) -> io::Result<()> {
    write!(out, ",\n\"{name}\": [")?;
    let mut is_first = true;
    loop {
        let some: Vec<I> = ids.by_ref().take(ROWS).collect();
        if some.is_empty() {
            return out.write_all(b"]");
        }
        let rows: Vec<Vec<u8>> = some.into_par_iter().with_max_len(PIECE).map(&row).collect();
        for row in rows.iter().filter(|row| !row.is_empty()) {
            out.write_all(if std::mem::take(&mut is_first) { b"\n" } else { b",\n" })?;
            out.write_all(row)?;
        }
    }
}

/// A value as JSON. What is filled in here has text keys only, so nothing can fail.
fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn lines<T: Serialize>(values: &[T]) -> Vec<u8> {
    values.iter().map(json).collect::<Vec<_>>().join(&b",\n"[..])
}
