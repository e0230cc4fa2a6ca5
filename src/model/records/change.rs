//! What changed on a page and why, as its editors tell it.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::content::{Fields, Node, Value};
use crate::diagnostic::Code;
use crate::model::resolve::Cx;
use crate::model::text::Text;
use crate::source::Place;

/// A change worth telling.
#[derive(Debug, Clone)]
pub struct Change {
    /// The day of the change.
    pub date: Date,
    /// What changed.
    pub what: Text,
    /// The thinking behind it.
    pub why: Option<Text>,
}

/// How a change is written.
const EXAMPLE: &str = "changes: [{date: 2026-09-01, what: The team lead decides, why: Waiting took days}]";

impl Cx<'_> {
    /// `changes:` of a page, the newest first.
    pub(super) fn changes(&mut self, fields: &mut Fields<'_>) -> Vec<Change> {
        let Some(node) = fields.take("changes") else { return Vec::new() };
        let items = self.found.list(node, "changes");
        let mut changes: Vec<Change> = items.iter().flat_map(|item| self.change(item)).collect();
        changes.sort_by_key(|change| Reverse(change.date));
        changes
    }

    fn change(&mut self, node: &Node) -> Vec<Change> {
        if !matches!(node.value, Value::Map(_)) {
            self.found.wrong_type(node, "an item of `changes`", "a group of keys", Some(EXAMPLE.to_owned()));
            return Vec::new();
        }
        let mut fields = Fields::new(node, "an item of `changes`", node.place, &mut self.found);
        // In short: `- 2026-09-01: The team lead decides`.
        let is_day = |key: &str| key.starts_with(|c: char| c.is_ascii_digit());
        if !fields.entries().is_empty() && fields.entries().iter().all(|(key, ..)| is_day(key)) {
            return fields.entries().iter().filter_map(|&(day, place, what)| self.short_change(day, place, what)).collect();
        }
        let date = self.date(&mut fields, "date");
        let what = fields.take("what").and_then(|n| self.inline(n, "what"));
        let why = fields.take("why").and_then(|n| self.inline(n, "why"));
        for key in ["date", "what"] {
            if !fields.has(key) {
                self.missing(&mut fields, "an item of `changes`", key, EXAMPLE);
            }
        }
        fields.finish(&mut self.found);
        date.zip(what).map(|(date, what)| Change { date, what, why }).into_iter().collect()
    }

    fn short_change(&mut self, day: &str, place: Place, what: &Node) -> Option<Change> {
        let what = self.inline(what, "an item of `changes`");
        let Some(date) = written_day(day) else {
            let d = self
                .found
                .at(Code::KB106, place, format!("`{day}` is not a day"))
                .help("year-month-day, as in  - 2026-09-01: The team lead decides");
            self.found.push(d);
            return None;
        };
        Some(Change { date, what: what?, why: None })
    }
}

/// A day in the one form that dates are written in.
pub(super) fn written_day(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}
