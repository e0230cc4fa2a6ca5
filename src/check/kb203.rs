//! KB203: two records claim one title or alias.

use std::collections::HashMap;

use super::Checking;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Entity, Text};
use crate::source::Place;

struct Claim<'a> {
    entity: Entity,
    word: &'a Text,
    alias: bool,
}

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let mut claims: Vec<Claim<'_>> = Vec::new();
    for id in kb.role_ids() {
        claims.push(Claim { entity: id.into(), word: &kb[id].meta.title, alias: false });
        claims.extend(kb[id].aka.iter().map(|word| Claim { entity: id.into(), word, alias: true }));
    }
    claims.extend(kb.party_ids().map(|id| Claim { entity: id.into(), word: &kb[id].meta.title, alias: false }));
    for id in kb.term_ids() {
        claims.push(Claim { entity: id.into(), word: &kb[id].meta.title, alias: false });
        claims.extend(kb[id].aka.iter().map(|word| Claim { entity: id.into(), word, alias: true }));
    }
    let mut first: HashMap<String, usize> = HashMap::with_capacity(claims.len());
    let mut of_roles: HashMap<String, usize> = HashMap::new();
    for (i, claim) in claims.iter().enumerate() {
        let word = claim.word.plain();
        let folded = word.to_lowercase();
        let is_role = matches!(claim.entity, Entity::Role(_));
        // An abbreviation and a word may differ in capitals alone, `IT` and `it`. Two roles may not.
        let key = if is_abbreviation(&word) { word.clone() } else { folded.clone() };
        let other = first.get(&key).or_else(|| of_roles.get(&folded).filter(|_| is_role)).copied();
        first.entry(key).or_insert(i);
        if is_role {
            of_roles.entry(folded).or_insert(i);
        }
        let Some(other) = other.map(|other| &claims[other]) else { continue };
        if other.entity == claim.entity || one_record_twice(what, other.entity, claim.entity) {
            continue;
        }
        // The alias is the one to change.
        let (at, against) = if claim.alias || !other.alias { (claim, other) } else { (other, claim) };
        let role = |c: &Claim<'_>| if c.alias { "an alias" } else { "the title" };
        let is_one_id = kb.id(at.entity) == kb.id(against.entity);
        let name = |c: &Claim<'_>| match c.entity.kind().filter(|_| is_one_id) {
            Some(kind) => format!("the {} {}", kind.word(), kb.id(c.entity)),
            None => kb.id(c.entity).to_owned(),
        };
        let d = found
            .at(
                Code::KB203,
                place(at),
                format!("`{word}` is {} of {} and {} of {}", role(at), name(at), role(against), name(against)),
            )
            .label(format!("{} of {}", role(at), name(at)))
            .also(found.span(place(against)), format!("{} of {}", role(against), name(against)))
            .why("a reader, and an automatic link, cannot know which is meant")
            .help(if at.alias || against.alias { "rename one, or drop the alias" } else { "rename one" });
        found.push(d);
    }
}

/// A role that is also a party is KB202, which says enough.
fn one_record_twice(what: &Checking<'_>, a: Entity, b: Entity) -> bool {
    match (a, b) {
        (Entity::Role(_), Entity::Party(_)) => what.kb.id(a) == what.kb.id(b),
        // An abbreviation is another name of the one thing it means.
        (other, Entity::Term(term)) => what.kb[term].means == [other],
        _ => false,
    }
}

const fn place(claim: &Claim<'_>) -> Place {
    claim.word.place
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().count() <= 5 && word.chars().all(|c| !c.is_lowercase())
}
