//! What an abbreviation means where a page says so, and from where on.

use std::collections::HashMap;

use super::letters::{SMALL, folded, of_one, spelled_after};
use super::lexicon::names;
use super::page::PageWords;
use crate::content::token::keeps_capitals;
use crate::model::{Entity, Knowledge, Text};
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
            Self::Words(_) => weighty(&of_one(name)).eq(weighty(text)),
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
                let meant = all_names(kb, entity).any(|name| called(text, &name));
                let defined = || term.def.as_ref().is_some_and(|def| holds(&folded(&def.plain()), text));
                meant || (term.is_abbreviation() && defined())
            }
        }
    }

    /// Whether it is surely not this record: another one, or other words than the letters are short for in a name of it.
    pub(crate) fn contradicts(&self, kb: &Knowledge, entity: Entity, letters: &str) -> bool {
        let differs = |text: &str, name: &str| {
            let (told, name): (Vec<_>, Vec<_>) = (weighty(text).collect(), weighty(name).collect());
            match self {
                Self::Words(_) => told.len() != name.len() || !told.iter().zip(&name).all(|(told, name)| akin(told, name)),
                _ => !told.iter().any(|told| name.iter().any(|name| akin(told, name))),
            }
        };
        match self {
            Self::Record(_) => !self.is(kb, entity),
            Self::Words(text) | Self::Loose(text) => {
                let def = if let Entity::Term(id) = entity { kb[id].def.as_ref().map(Text::plain) } else { None };
                let mut names = all_names(kb, entity).chain(def).filter_map(|name| spelled_after(&name, 0, letters)).peekable();
                // an entry that has no name but its letters may be anything
                names.peek().is_some() && !self.is(kb, entity) && names.all(|name| differs(text, &name))
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

/// What a record is called, and what is meant by it where it is the entry of an abbreviation.
fn all_names(kb: &Knowledge, entity: Entity) -> impl Iterator<Item = String> {
    let meant = if let Entity::Term(id) = entity { kb[id].means.as_slice() } else { &[] };
    std::iter::once(entity).chain(meant.iter().copied()).flat_map(|entity| names(kb, entity))
}

/// The words of a text but those that need no letter: *and* may be written `&`.
fn weighty(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !SMALL.contains(word))
}

/// Whether two words may be forms of one: "level" and "levels", "agreed" and "agreement".
fn akin(one: &str, other: &str) -> bool {
    one == other || one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() >= 4
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
    /// The last turn of any up to this one in the file.
    reach: (bool, u32, u32),
    meaning: Meaning,
}

impl WrittenOut {
    pub(super) fn new<'w>(pages: impl Iterator<Item = &'w PageWords>) -> Self {
        let mut all: HashMap<Box<str>, Vec<Told>> = HashMap::new();
        for page in pages {
            for letters in &page.letters {
                let Some(meaning) = letters.means.clone() else { continue };
                let from = (letters.place.file, letters.place.at.turn());
                let told = Told { from, until: page.last, reach: page.last, meaning };
                match all.get_mut(&letters.text) {
                    Some(list) => list.push(told),
                    None => _ = all.insert(letters.text.clone(), vec![told]),
                }
            }
        }
        for told in all.values_mut() {
            told.sort_by_key(|told| told.from);
            for nth in 1..told.len() {
                if told[nth - 1].from.0 == told[nth].from.0 {
                    told[nth].reach = told[nth].reach.max(told[nth - 1].reach);
                }
            }
        }
        Self(all)
    }

    /// What an abbreviation was written out as on the same page, up to and including this place.
    pub(crate) fn before(&self, letters: &str, place: Place) -> impl Iterator<Item = &Meaning> {
        let told = self.0.get(letters).map_or(&[][..], Vec::as_slice);
        let here = (place.file, place.at.turn());
        let before = told[..told.partition_point(|told| told.from <= here)].iter().rev();
        // a file may hold many records: of those that ended before nothing reaches here
        let reaching = before.take_while(move |told| told.from.0 == here.0 && here.1 <= told.reach);
        reaching.filter(move |told| here.1 <= told.until).map(|told| &told.meaning)
    }
}
