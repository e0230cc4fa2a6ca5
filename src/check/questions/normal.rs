//! The normal form of a question: lower case, abbreviations written out, small words dropped, stems, the order kept.

use std::collections::HashMap;

use super::stem::Language;
use crate::model::alphabet::composed;
use crate::model::{Entity, Knowledge};

/// The most words a name has.
const LONGEST: usize = 6;

/// Words as numbers, and the names made of them.
pub(super) struct Normal {
    language: Language,
    numbers: HashMap<Box<str>, u32>,
    /// Whether a word turns a question into another one, by its number.
    marks: Vec<bool>,
    /// Words by number.
    texts: Vec<Box<str>>,
    /// Abbreviations with one meaning.
    short: HashMap<Box<str>, Entity>,
    /// Names of records in normal form.
    names: HashMap<Box<[u32]>, Entity>,
}

impl Normal {
    pub(super) fn new(kb: &Knowledge, language: &str) -> Self {
        let mut normal = Self {
            language: Language::of(language),
            numbers: HashMap::new(),
            marks: Vec::new(),
            texts: Vec::new(),
            short: HashMap::new(),
            names: HashMap::new(),
        };
        for term in kb.terms.iter().filter(|term| term.is_abbreviation()) {
            if let [one] = term.means[..] {
                normal.short.insert(term.meta.id.clone(), one);
            }
        }
        let roles = kb.role_ids().map(|id| (Entity::from(id), kb[id].aka.as_slice()));
        let parties = kb.party_ids().map(|id| (Entity::from(id), &[][..]));
        let terms = kb.term_ids().filter(|id| kb[*id].means.is_empty()).map(|id| (Entity::from(id), kb[id].aka.as_slice()));
        for (entity, aka) in roles.chain(parties).chain(terms) {
            let title = kb.title(entity).plain();
            // "Scope (of a sprint)" is called "scope", as the other one is.
            let title = title.split(" (").next().unwrap_or_default().to_owned();
            for name in std::iter::once(title).chain(aka.iter().map(crate::model::Text::plain)) {
                let words = normal.words(kb, &name, &[]);
                if !words.is_empty() && words.len() <= LONGEST {
                    normal.names.entry(words.into()).or_insert(entity);
                }
            }
        }
        normal
    }

    /// The words of a question. `means` are the abbreviations that its page binds.
    pub(super) fn words(&mut self, kb: &Knowledge, text: &str, means: &[(Box<str>, Entity)]) -> Vec<u32> {
        let mut words = Vec::new();
        for word in composed(text).split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’'))) {
            let word = word.trim_matches(['\'', '’']);
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            if let Some(entity) = self.abbreviation(word, means) {
                let title = kb.title(entity).plain();
                for word in title.split(|c: char| !c.is_alphanumeric()) {
                    self.word(&word.to_lowercase(), &mut words);
                }
                continue;
            }
            let word = word.to_lowercase();
            // "can't", "doesn't", "cannot"
            let negated = word.strip_suffix("n't").or_else(|| word.strip_suffix("n’t")).or_else(|| word.strip_suffix("not"));
            match negated {
                Some(verb) if !verb.is_empty() && word != "knot" => {
                    self.word(if verb == "ca" { "can" } else { verb }, &mut words);
                    self.word("not", &mut words);
                }
                _ => self.word(&word, &mut words),
            }
        }
        words
    }

    fn abbreviation(&self, word: &str, means: &[(Box<str>, Entity)]) -> Option<Entity> {
        let one = |word: &str| {
            let bound = means.iter().find(|(key, _)| &**key == word).map(|(_, entity)| *entity);
            bound.or_else(|| self.short.get(word).copied())
        };
        one(word).or_else(|| one(word.strip_suffix('s')?))
    }

    fn word(&mut self, word: &str, words: &mut Vec<u32>) {
        if !word.is_empty() && !self.language.is_small(word) {
            let mark = self.language.is_mark(word) || word.starts_with(|c: char| c.is_ascii_digit());
            // What makes another question keeps its ending.
            let stem = if mark { word } else { self.language.stem(word) };
            words.push(self.number(stem, mark));
        }
    }

    fn number(&mut self, word: &str, mark: bool) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.into(), number);
        self.texts.push(word.into());
        self.marks.push(mark);
        number
    }

    /// Each name of a record as one word, and the records in order.
    pub(super) fn names(&self, words: &[u32]) -> (Vec<u32>, Vec<Entity>) {
        let (mut named, mut entities) = (Vec::with_capacity(words.len()), Vec::new());
        let mut at = 0;
        while at < words.len() {
            let longest = LONGEST.min(words.len() - at);
            let hit = (1..=longest).rev().find_map(|n| Some((n, *self.names.get(&words[at..at + n])?)));
            if let Some((length, entity)) = hit {
                let nth = entities.iter().position(|known| *known == entity).unwrap_or(entities.len());
                // Records are numbered from the end, so that none is taken for a word. Only questions with the same
                // records in the same order are compared, so the number need not say which record it is.
                named.push(u32::MAX - u32::try_from(nth).unwrap_or(0));
                entities.push(entity);
                at += length;
            } else {
                named.push(words[at]);
                at += 1;
            }
        }
        (named, entities)
    }

    /// The words that turn a question into another one, sorted.
    pub(super) fn marks(&self, words: &[u32]) -> Vec<u32> {
        let mut marks: Vec<u32> = words.iter().copied().filter(|word| self.marks[*word as usize]).collect();
        marks.sort_unstable();
        marks
    }

    /// An answer word by word: nothing is dropped, only capitals and punctuation do not count.
    pub(super) fn answer(&mut self, text: &str) -> Vec<u32> {
        let text = composed(text);
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| self.number(&word.to_lowercase(), false)).collect()
    }

    /// A word by its number; a record has none.
    pub(super) fn text(&self, word: u32) -> Option<&str> {
        self.texts.get(word as usize).map(AsRef::as_ref)
    }
}
