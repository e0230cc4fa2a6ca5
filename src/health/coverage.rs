//! What roles state of what readers look for in them.

use std::collections::BTreeSet;

use super::Named;
use crate::model::alphabet::alphabetical;
use crate::model::{Comparing, Field, Knowledge, Origin, RoleId, Status, compare};

/// Whether a role states a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It does.
    Stated,
    /// It does not, and tables that ask for it say "not stated".
    Missing,
    /// It does not, and no table asks.
    NotAsked,
}

/// Roles in rows, fields in columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The usual fields of a comparison on this site, then those which some comparison misses besides.
    pub fields: Vec<Field>,
    /// The roles by title, each with what it states of the fields.
    pub roles: Vec<(Named, Vec<Told>)>,
}

impl Coverage {
    /// Retired roles are left out: nobody completes them any more.
    pub(super) fn of(kb: &Knowledge, named: impl Fn(RoleId) -> Named) -> Self {
        let counts = |role: &RoleId| kb[*role].meta.status != Status::Retired && !kb[*role].meta.is_stand_in;
        let asked = asked(kb);
        let mut fields: Vec<Field> = Vec::new();
        let usual = kb.site.rows.as_deref().unwrap_or(&Field::USUAL).iter().copied();
        let more: BTreeSet<Field> = asked.iter().filter(|(role, _)| counts(role)).map(|(_, field)| *field).collect();
        for field in usual {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        let usual = fields.len();
        fields.extend(more.into_iter().filter(|field| !fields[..usual].contains(field)).collect::<Vec<_>>());
        let told = |role: RoleId, (nth, field): (usize, &Field)| {
            let (items, _) = kb.field(role, *field, kb.frame(&kb[role].meta));
            let stated = !items.is_empty() || !kb[role].own(*field).is_empty();
            match (asked.contains(&(role, *field)), stated) {
                (true, _) => Told::Missing,
                (false, true) => Told::Stated,
                (false, false) if nth < usual => Told::Missing,
                (false, false) => Told::NotAsked,
            }
        };
        let mut roles: Vec<(Named, Vec<Told>)> = kb
            .role_ids()
            .filter(counts)
            .map(|role| (named(role), fields.iter().enumerate().map(|field| told(role, field)).collect()))
            .collect();
        roles.sort_by_cached_key(|(role, _)| (alphabetical(&role.title), role.entity));
        Self { fields, roles }
    }

    /// How many roles state the nth field, and how many are asked for it.
    #[must_use]
    pub fn stated(&self, nth: usize) -> (usize, usize) {
        let told = || self.roles.iter().filter_map(|(_, told)| told.get(nth));
        (told().filter(|t| **t == Told::Stated).count(), told().filter(|t| **t != Told::NotAsked).count())
    }

    /// How many values are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.roles.iter().flat_map(|(_, told)| told).filter(|told| **told == Told::Missing).count()
    }
}

/// What comparisons ask for in vain: KB401 finds the same.
fn asked(kb: &Knowledge) -> BTreeSet<(RoleId, Field)> {
    let mut asked = BTreeSet::new();
    for id in kb.comparison_ids() {
        let comparison = &kb[id];
        let account = kb.frame(&comparison.meta);
        for row in compare(kb, Comparing { roles: &comparison.roles, rows: comparison.rows.as_deref(), account }) {
            let Some(field) = row.field else { continue };
            let empty = comparison.roles.iter().zip(&row.cells).filter(|(_, cell)| cell.origin == Origin::NotStated);
            asked.extend(empty.map(|(role, _)| (*role, field)));
        }
    }
    asked
}
