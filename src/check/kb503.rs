//! KB503: an abbreviation that nobody explains, one finding for the whole site.

use std::collections::{BTreeMap, HashMap};

use super::Checking;
use super::words::{Words, name};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Entity, Knowledge};
use crate::source::Place;

/// Where an abbreviation stands.
#[derive(Default)]
struct Seen {
    first: Option<Place>,
    count: usize,
    /// Where a page explains it for itself.
    explained: Option<Place>,
}

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    // What could not be read may explain every one of them.
    if !kb.is_whole {
        return;
    }
    let mut seen: BTreeMap<&str, Seen> = BTreeMap::new();
    // Letters behind a person's name are an exam, not a word.
    for page in words.written().filter(|page| !matches!(page.entity, Some(Entity::Person(_)))) {
        for uses in page.uses(what) {
            if words.lexicon.ambiguous.contains_key(uses.text)
                || uses.bound.is_some()
                || words.lexicon.explained.contains(uses.text)
            {
                continue;
            }
            let seen = seen.entry(uses.text).or_default();
            if let Some(told) = uses.all.iter().find(|l| l.means.is_some()) {
                seen.explained = seen.explained.or(Some(told.place));
                continue;
            }
            seen.count += uses.all.len();
            seen.first = seen.first.into_iter().chain(uses.all.iter().map(|l| l.place)).min();
        }
    }
    let full = initials(kb);
    for (text, seen) in seen {
        let Some(first) = seen.first else { continue };
        // A word that stands in lower case as often is shouted here, unless something says that it is short for more.
        let shouted = words.ordinary.get(text).is_some_and(|count| *count >= seen.count);
        if shouted && seen.explained.is_none() && !full.contains_key(text) {
            continue;
        }
        let times = match seen.count {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{n} times"),
        };
        let lacking = if seen.explained.is_some() { "on pages that do not expand it" } else { "never expanded" };
        let comma = if seen.explained.is_some() { "" } else { "," };
        let mut d = found
            .at(Code::KB503, first, format!("`{text}` appears {times}{comma} {lacking}"))
            .label("what do these letters stand for?");
        if let Some(place) = seen.explained {
            d = d.also(found.span(place), "expanded here, for this page only");
        }
        d = d.help(match full.get(text) {
            Some(entity) => format!(
                "add it to content/glossary.yaml if it is short for {}:\n{text}: {{means: [{}]}}",
                name(kb, *entity),
                kb.id(*entity)
            ),
            None => format!("add it to content/glossary.yaml:\n{text}: {{def: \"…\"}}"),
        });
        found.push(d.help(format!("or write it out once on each page:  … ({text})")));
    }
}

/// Records by the initials of their names.
fn initials(kb: &Knowledge) -> HashMap<String, Entity> {
    let entities = kb.role_ids().map(Entity::from).chain(kb.term_ids().map(Entity::from)).chain(kb.event_ids().map(Entity::from));
    let mut full = HashMap::new();
    for entity in entities {
        let title = kb.title(entity).plain();
        let initials: String = title
            .split([' ', '-'])
            .filter_map(|word| word.chars().next())
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_uppercase)
            .collect();
        if initials.len() > 1 {
            full.entry(initials).or_insert(entity);
        }
    }
    full
}
