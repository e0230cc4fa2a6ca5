//! What a record is called, and which roles it is about.

use super::records::{Reader, Told};
use crate::model::{Account, Actor, Entity, Knowledge, QuestionId, RoleId};

impl Reader<'_> {
    /// Other names, abbreviations and the roles it is about.
    pub(super) fn names(&self, entity: Entity, told: &mut Told) {
        let kb = self.kb();
        told.abbreviation = self.graph().abbreviations.get(&entity).and_then(|t| t.first()).map(|t| kb[*t].meta.title.plain());
        match entity {
            Entity::Role(id) => {
                let role = &kb[id];
                if let Some(abbr) = &role.abbr {
                    told.abbreviation = Some(abbr.to_string());
                }
                told.aliases = role.aka.iter().chain(role.names_in_accounts()).map(|text| self.plain(text)).collect();
                told.aliases.extend(role.abbreviations_in_accounts().map(str::to_owned));
                told.roles.push(id);
            }
            Entity::Decision(id) => {
                let parts = &self.graph().parts[id.index()];
                told.roles = roles(parts.everybody().into_iter().chain(parts.escalate_to));
                let decision = &kb[id];
                told.aliases =
                    decision.variants.iter().filter_map(|variant| variant.decide.as_ref()).map(|text| self.plain(text)).collect();
                let decide = self.plain(&decision.decide);
                if decide != told.title {
                    told.aliases.push(decide);
                }
            }
            Entity::Comparison(id) => {
                told.roles.clone_from(&kb[id].roles);
                told.roles.extend(roles(kb[id].also.iter().map(|(actor, _)| *actor)));
            }
            Entity::Question(id) => {
                told.roles = about(kb, &kb[id].about);
                told.context = self.asked_of(id);
            }
            Entity::Term(id) => {
                let term = &kb[id];
                told.aliases = term.aka.iter().map(|text| self.plain(text)).collect();
                let owners = self.graph().owners.get(&id).into_iter().flatten();
                told.roles = owners.filter(|(_, account)| *account == Account::House).map(|(role, _)| *role).collect();
                told.roles.extend(about(kb, &term.means));
            }
            Entity::Event(id) => {
                let duties = self.graph().duties.get(&id).into_iter().flatten().map(|(role, _)| *role);
                told.roles = duties.chain(roles(kb[id].facilitated_by.iter().copied())).collect();
            }
            Entity::Guide(id) => {
                told.roles = about(kb, &kb[id].about);
                told.context = self.folder(&kb[id].segments);
            }
            Entity::Source(id) => told.aliases = kb[id].short.iter().map(ToString::to_string).collect(),
            Entity::Party(_) | Entity::Person(_) | Entity::Section(_) => {}
        }
        let mut seen = std::collections::BTreeSet::new();
        told.roles.retain(|role| seen.insert(*role));
        told.aliases.sort();
        told.aliases.dedup();
    }

    /// The page a question is asked on: that of its first role, or of the comparison it is about.
    fn asked_of(&self, id: QuestionId) -> Option<String> {
        let about = self.kb()[id].about.first()?;
        Some(self.title(*about))
    }

    /// The folder of a guide, by the title of its index page.
    fn folder(&self, segments: &[String]) -> Option<String> {
        let (_, above) = segments.split_last()?;
        self.folders.get(above).map(|title| self.plain(title))
    }
}

fn roles(actors: impl IntoIterator<Item = Actor>) -> Vec<RoleId> {
    actors.into_iter().filter_map(|actor| if let Actor::Role(id) = actor { Some(id) } else { None }).collect()
}

/// The roles among what a record is about; a comparison is about its own.
fn about(kb: &Knowledge, entities: &[Entity]) -> Vec<RoleId> {
    let mut roles = Vec::new();
    for entity in entities {
        match entity {
            Entity::Role(id) => roles.push(*id),
            Entity::Comparison(id) => roles.extend(&kb[*id].roles),
            _ => {}
        }
    }
    roles
}
