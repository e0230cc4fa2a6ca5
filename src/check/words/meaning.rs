//! What an abbreviation means where a page says so, and from where on.

use std::collections::HashMap;

use super::letters::{folded, of_one};
use super::lexicon::names;
use super::page::PageWords;
use crate::content::token::keeps_capitals;
use crate::model::{Entity, Knowledge};
use crate::source::{FileId, Place};

/// What an abbreviation means where it is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A record, by its name or by a link.
    Record(Entity),
    /// Words of the text, in lower case, of one: letter by letter what it is short for.
    Words(String),
    /// Words of the text, in lower case, that explain it in another way.
    Loose(String),
}

impl Meaning {
    /// Whether it is a record, by one of its names. The entry of an abbreviation is called like what it means, and as its definition
    /// says.
    pub(crate) fn is(&self, kb: &Knowledge, entity: Entity) -> bool {
        // `PL` begins many words, and explains none of them.
        let called = |text: &String, name: &str| match self {
            Self::Words(_) => of_one(name) == *text,
            _ => !keeps_capitals(name) && holds(text, &folded(name)),
        };
        match self {
            Self::Record(record) => *record == entity,
            Self::Words(text) | Self::Loose(text) => {
                if names(kb, entity).iter().any(|name| called(text, name)) {
                    return true;
                }
                let Entity::Term(id) = entity else { return false };
                let term = &kb[id];
                let meant = term.means.iter().flat_map(|meant| names(kb, *meant)).any(|name| called(text, &name));
                let defined = || term.def.as_ref().is_some_and(|def| holds(&folded(&def.plain()), text));
                meant || (term.is_abbreviation() && defined())
            }
        }
    }

    /// Whether both are the same; of words that are not what it is short for nobody can tell.
    pub(crate) fn agrees(&self, other: &Self, kb: &Knowledge) -> bool {
        match (self, other) {
            (Self::Loose(_), _) | (_, Self::Loose(_)) => true,
            (Self::Record(a), Self::Record(b)) => a == b,
            (Self::Words(a), Self::Words(b)) => a == b,
            (Self::Record(entity), words) | (words, Self::Record(entity)) => words.is(kb, *entity),
        }
    }

    /// The words for it, as they stand in a sentence.
    pub(crate) fn told(&self, kb: &Knowledge) -> String {
        match self {
            Self::Record(entity) => name(kb, *entity),
            Self::Words(words) | Self::Loose(words) => words.clone(),
        }
    }
}

/// Whether a text holds words from where one of its own begins.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// The name of a record within a sentence: lower case, unless it is one of capitals.
pub(crate) fn name(kb: &Knowledge, entity: Entity) -> String {
    let title = names(kb, entity).into_iter().next().unwrap_or_default();
    if keeps_capitals(&title) { title } else { title.to_lowercase() }
}

/// Where abbreviations are written out: from there on they mean that, as far as the page or record goes.
#[derive(Debug, Default)]
pub struct WrittenOut(HashMap<Box<str>, Vec<Told>>);

#[derive(Debug)]
struct Told {
    /// The file and the turn in it.
    from: (FileId, (bool, u32, u32)),
    /// The last turn of the page or record.
    until: (bool, u32, u32),
    meaning: Meaning,
}

impl WrittenOut {
    pub(super) fn new<'w>(pages: impl Iterator<Item = &'w PageWords>) -> Self {
        let mut all: HashMap<Box<str>, Vec<Told>> = HashMap::new();
        for page in pages {
            for letters in &page.letters {
                let Some(meaning) = letters.means.clone() else { continue };
                let from = (letters.place.file, letters.place.at.turn());
                let told = Told { from, until: page.last, meaning };
                match all.get_mut(&letters.text) {
                    Some(list) => list.push(told),
                    None => _ = all.insert(letters.text.clone(), vec![told]),
                }
            }
        }
        for told in all.values_mut() {
            told.sort_by_key(|told| told.from);
        }
        Self(all)
    }

    /// What an abbreviation was written out as on the same page, up to and including this place.
    pub(crate) fn before(&self, letters: &str, place: Place) -> impl Iterator<Item = &Meaning> {
        let told = self.0.get(letters).map_or(&[][..], Vec::as_slice);
        let here = (place.file, place.at.turn());
        let first = told.partition_point(|told| told.from.0 < place.file);
        let before = told[first..].iter().take_while(move |told| told.from <= here);
        before.filter(move |told| here.1 <= told.until).map(|told| &told.meaning)
    }
}
