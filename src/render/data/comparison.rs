//! Comparisons as data.

use super::super::cx::PageCx;
use super::super::site::Renderer;
use super::text::actor_data;
use crate::export::kb::{AlsoData, CombineData, ComparisonData, ConflictData, RowData};
use crate::model::{ComparisonId, Row};

impl Renderer<'_> {
    /// A comparison as data.
    #[must_use]
    pub fn comparison_data(&self, id: ComparisonId) -> ComparisonData {
        let kb = self.kb();
        let comparison = &kb[id];
        let mut cx = self.data_of(id.into());
        let role_id = |id: &crate::model::RoleId| kb.id((*id).into()).to_owned();
        ComparisonData {
            record: cx.record_data(id.into()),
            roles: comparison.roles.iter().map(role_id).collect(),
            takeaways: cx.inlines_data(&comparison.takeaways),
            rows: comparison.rows.as_ref().map(|rows| {
                // First mentions in notes are links once a table, as on the comparison's own page.
                cx.section();
                rows.iter().map(|row| cx.row_data(row)).collect()
            }),
            overlap: cx.inlines_data(&comparison.overlap),
            conflicts: {
                cx.section();
                let conflicts = comparison.conflicts.iter().map(|c| ConflictData {
                    title: cx.inline_data(&c.title),
                    when: c.when.as_ref().map(|t| cx.prose_data(t, true)),
                    resolve: c.resolve.as_ref().map(|t| cx.prose_data(t, true)),
                    decision: c.decision.map(|d| kb.id(d.into()).to_owned()),
                });
                conflicts.collect()
            },
            collaborate: cx.inlines_data(&comparison.collaborate),
            need_both: cx.inlines_data(&comparison.need_both),
            combine: comparison.combine.as_ref().map(|c| CombineData {
                works_when: cx.inlines_data(&c.works_when),
                breaks_when: cx.inlines_data(&c.breaks_when),
                cost: c.cost.as_ref().map(|t| cx.inline_data(t)),
            }),
            also: comparison
                .also
                .iter()
                .map(|(actor, text)| AlsoData { role: actor_data(kb, *actor), text: cx.inline_data(text) })
                .collect(),
        }
    }
}

impl PageCx<'_, '_> {
    fn row_data(&mut self, row: &Row) -> RowData {
        RowData {
            field: row.field.map(crate::model::Field::key),
            label: row.label.as_ref().map(|l| self.inline_data(l)),
            note: row.note.as_ref().map(|n| self.prose_data(n, true)),
            cells: row.cells.iter().rev().map(|c| (self.kb().id(c.role.into()).to_owned(), self.inline_data(&c.text))).collect(),
        }
    }
}
