//! Derived comparison tables as views.

use super::cx::PageCx;
use super::view::{CellState, CellView, ColumnView, DecisionRowView, NoteRefView, NoteView, RowView, TableView};
use crate::model::{Account, Actor, Comparing, DecisionId, Entity, Origin, Part, RoleId, RowLabel, compare};
use crate::plan::Page;

/// Marks of notes under a table, in the usual order; after them come numbers.
const MARKS: [&str; 4] = ["*", "†", "‡", "§"];

impl PageCx<'_, '_> {
    /// A derived table. `id` is unique on the page.
    pub(crate) fn table(&mut self, id: &str, what: Comparing<'_>) -> TableView {
        let kb = self.kb();
        let mut notes: Vec<NoteView> = Vec::new();
        let mut rows = Vec::new();
        // The kb outlives the page, the rows of a comparison may not.
        for row in compare(kb, what) {
            let note = row.note.map(|text| {
                let mark = MARKS.get(notes.len()).map_or_else(|| (notes.len() + 1).to_string(), |m| (*m).to_owned());
                let note_id = if id == "glance" { format!("n{}", notes.len() + 1) } else { format!("{id}-n{}", notes.len() + 1) };
                let note_html = self.short_prose(text, None);
                notes.push(NoteView { id: note_id.clone(), mark: mark.clone(), note_html });
                NoteRefView { id: note_id, mark }
            });
            // The note belongs to the cells that are replaced; to the whole row when it says something of its own.
            let on_cells = row.cells.iter().any(|c| c.overrides.is_some());
            let cells = row
                .cells
                .into_iter()
                .map(|cell| CellView {
                    state: match cell.origin {
                        Origin::NotStated => CellState::Silent,
                        Origin::NoSuchRole => CellState::Undefined,
                        Origin::Here | Origin::Account | Origin::Ours => CellState::Stated,
                    },
                    ours: cell.origin == Origin::Ours,
                    note: note.clone().filter(|_| on_cells && cell.overrides.is_some()),
                    items_html: cell.items.into_iter().map(|v| self.valued(v)).collect(),
                })
                .collect();
            let (field, label_html) = match row.label {
                RowLabel::Field(field) => (Some(field.key().to_owned()), None),
                RowLabel::Text(text) => (None, Some(self.inline(text))),
            };
            rows.push(RowView { field, label_html, note: note.filter(|_| !on_cells), same: row.same, cells });
        }
        TableView {
            id: id.to_owned(),
            columns: what.roles.iter().map(|role| self.column(*role, what.account)).collect(),
            rows,
            notes,
            account: self.account_name(what.account),
        }
    }

    fn column(&self, role: RoleId, account: Account) -> ColumnView {
        let undefined = self.kb().role_variant(role, account).is_some_and(|v| !v.defined);
        ColumnView { link: self.link(role.into()), undefined }
    }

    /// The decisions in which any of these roles has a part according to an account, and which.
    pub(crate) fn shared_decisions(&self, roles: &[RoleId], account: Account) -> Vec<DecisionRowView> {
        let mut ids: Vec<DecisionId> =
            roles.iter().filter_map(|r| self.graph().named.get(&Actor::Role(*r))).flatten().copied().collect();
        ids.sort_unstable_by_key(|id| (self.kb()[*id].meta.order.unwrap_or(i64::MAX), *id));
        ids.dedup();
        ids.into_iter().filter_map(|id| self.decision_row(id, roles, account)).collect()
    }

    fn decision_row(&self, id: DecisionId, roles: &[RoleId], account: Account) -> Option<DecisionRowView> {
        let decision = &self.kb()[id];
        let parts = self.kb().parts(decision, account);
        let ours = self.kb().ours(decision, account);
        let wholly = ours.len() == Part::ALL.len();
        let held: Vec<Vec<Part>> = roles.iter().map(|r| parts.of(Actor::Role(*r))).collect();
        held.iter().any(|parts| !parts.is_empty()).then(|| DecisionRowView {
            link: self.link(id.into()),
            status: self.standing_in(id, account),
            ours: wholly,
            same: held.windows(2).all(|w| w[0] == w[1]),
            own: held.iter().map(|p| !wholly && !p.is_empty() && p.iter().all(|part| ours.contains(part))).collect(),
            cells: held.into_iter().map(|parts| parts.into_iter().map(super::parts::letter).collect()).collect(),
        })
    }

    /// The authored comparison of exactly these roles.
    pub(crate) fn authored(&self, roles: &[RoleId]) -> Option<super::view::LinkView> {
        let mut wanted = roles.to_vec();
        wanted.sort_unstable();
        let first = roles.first()?;
        let candidates = self.graph().comparisons.get(first)?;
        let id = candidates.iter().find(|id| {
            let mut own = self.kb()[**id].roles.clone();
            own.sort_unstable();
            own == wanted
        })?;
        (self.page != Page::Comparison(*id)).then(|| self.link(Entity::Comparison(*id)))
    }
}
