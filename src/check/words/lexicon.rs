//! What is looked for in one pass over each page.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash as _;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use super::notes;
use crate::content::finder::Finder;
use crate::content::markdown::Prose;
use crate::content::token::keeps_capitals;
use crate::model::{Entity, Knowledge, TermId};

/// What a pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Seek {
    /// An abbreviation with several meanings.
    Letters,
    /// A name that matters to a check.
    Name(Entity),
    /// The bare word that look-alikes share.
    Shared,
    /// A longer name around one that matters: whoever writes it does not mean the shorter one.
    Longer,
    /// A word left for the editor, unless it is only spoken of.
    Marker,
    /// A phrase left for the editor.
    Note,
}

/// A pattern.
#[derive(Debug, PartialEq, Hash)]
pub(super) struct Pattern {
    pub(super) text: String,
    pub(super) seek: Seek,
    /// Whether capitals count.
    pub(super) exact: bool,
}

/// Two terms that are easily taken for each other, because a bare word could mean either.
#[derive(Debug, PartialEq)]
pub(crate) struct Alike {
    /// The one whose entry says so.
    pub(crate) term: TermId,
    /// The other.
    pub(crate) other: TermId,
    /// The word, in lower case.
    pub(crate) word: String,
    /// What tells them apart beside the word itself, in lower case: `sprint`, `project`.
    pub(crate) apart: Vec<String>,
}

/// Everything that is looked for.
pub(crate) struct Lexicon {
    /// Abbreviations with several meanings.
    pub(crate) ambiguous: BTreeMap<Box<str>, Vec<Entity>>,
    /// Abbreviations that are explained somewhere for the whole site.
    pub(crate) explained: HashSet<String>,
    /// Look-alikes.
    pub(crate) alike: Vec<Alike>,
    /// Terms to avoid.
    pub(crate) avoided: Vec<TermId>,
    pub(super) patterns: Vec<Pattern>,
    search: Finder,
    /// The pattern of each spelling that is searched for.
    spelled: Vec<usize>,
}

impl Lexicon {
    pub(super) fn new(kb: &Knowledge, phrases: &[String]) -> Self {
        let ambiguous: BTreeMap<Box<str>, Vec<Entity>> = kb
            .terms
            .iter()
            .filter(|term| term.is_abbreviation() && term.means.len() > 1)
            .map(|term| (term.meta.id.clone(), term.means.clone()))
            .collect();
        let avoided: Vec<TermId> = kb.term_ids().filter(|id| kb[*id].prefer.is_some() && kb[*id].means.len() < 2).collect();
        let alike = alike(kb);
        let mut patterns = Patterns::default();
        for abbreviation in ambiguous.keys() {
            patterns.add(abbreviation, Seek::Letters, true);
        }
        let matter = ambiguous.values().flatten().copied().chain(avoided.iter().map(|id| Entity::Term(*id)));
        for entity in matter.collect::<std::collections::BTreeSet<Entity>>() {
            for name in names(kb, entity) {
                patterns.add(&name, Seek::Name(entity), keeps_capitals(&name));
            }
        }
        for pair in &alike {
            patterns.add(&pair.word, Seek::Shared, false);
            for term in [pair.term, pair.other] {
                for name in names(kb, term.into()).into_iter().filter(|name| name.to_lowercase() != pair.word) {
                    patterns.add(&name, Seek::Name(term.into()), keeps_capitals(&name));
                }
            }
        }
        patterns.longer(kb);
        for marker in notes::MARKERS {
            patterns.add(marker, Seek::Marker, true);
        }
        patterns.add(notes::DUMMY, Seek::Marker, false);
        for phrase in notes::PHRASES.into_iter().chain(phrases.iter().map(String::as_str)) {
            patterns.add(phrase, Seek::Note, false);
        }
        let patterns = patterns.list;
        let mut spellings = Vec::with_capacity(patterns.len());
        for (nth, pattern) in patterns.iter().enumerate() {
            let all = if pattern.exact { vec![pattern.text.clone()] } else { spellings_of(&pattern.text) };
            spellings.extend(all.into_iter().map(|spelling| (spelling, nth)));
        }
        let (spellings, spelled): (Vec<String>, Vec<usize>) = spellings.into_iter().unzip();
        let search = Finder::of(&spellings);
        Self { ambiguous, explained: explained(kb), alike, avoided, patterns, search, spelled }
    }

    /// Where patterns stand in a text, be it as a part of a word, in its order.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
        let hits = self.search.find(text).map(|(range, nth)| (range, self.spelled[nth]));
        hits.filter(move |(range, nth)| {
            let pattern = &self.patterns[*nth];
            !pattern.exact || text[range.clone()] == pattern.text
        })
    }

    /// What was left for the editor in a text without markup, if anything was.
    pub(crate) fn left_in(&self, text: &str) -> Option<Box<str>> {
        let is_note = |nth: usize| matches!(self.patterns[nth].seek, Seek::Marker | Seek::Note);
        let hits: Vec<(Range<usize>, usize)> = self.find(text).filter(|(_, nth)| is_note(*nth)).collect();
        if hits.is_empty() {
            return None;
        }
        let prose = Prose::plain(text);
        let is_left = |(range, nth): &(Range<usize>, usize)| self.is_left(&prose, range, *nth);
        hits.into_iter().find(is_left).map(|(range, _)| text[range].into())
    }

    /// Whether a hit was left for the editor. What the site explains is a word like others.
    pub(super) fn is_left(&self, prose: &Prose, range: &Range<usize>, nth: usize) -> bool {
        let words = &prose.text[range.clone()];
        notes::holds(prose, range, self.patterns[nth].seek == Seek::Marker) && !(words == "TBD" && self.explained.contains(words))
    }

    /// Whether the same is looked for as by another one.
    pub(super) fn equal(&self, other: &Self) -> bool {
        self.patterns == other.patterns && self.ambiguous == other.ambiguous && self.explained == other.explained
    }

    /// A number of all that [`Lexicon::equal`] compares.
    pub(super) fn number(&self) -> u128 {
        let mut explained: Vec<&String> = self.explained.iter().collect();
        explained.sort_unstable();
        let mut number = Xxh3::new();
        (&self.patterns, &self.ambiguous, explained).hash(&mut number);
        number.digest128()
    }

    /// The words of a pattern.
    pub(crate) fn word(&self, pattern: usize) -> &str {
        &self.patterns[pattern].text
    }
}

/// A phrase in all the capitals that its letters beyond ASCII may have; the search itself knows about the others.
fn spellings_of(phrase: &str) -> Vec<String> {
    // more of them than any phrase needs
    const MOST: usize = 64;
    let mut all = vec![String::new()];
    for c in phrase.chars() {
        let (small, capital) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
        if c.is_ascii() || small == capital || all.len() >= MOST {
            for spelling in &mut all {
                spelling.push(c);
            }
            continue;
        }
        let capitals: Vec<String> = all.iter().map(|spelling| format!("{spelling}{capital}")).collect();
        for spelling in &mut all {
            spelling.push_str(&small);
        }
        all.extend(capitals);
    }
    all
}

#[derive(Default)]
struct Patterns {
    list: Vec<Pattern>,
    known: HashMap<String, usize>,
}

impl Patterns {
    /// The first claim to a word stands.
    fn add(&mut self, text: &str, seek: Seek, exact: bool) {
        let key = text.to_lowercase();
        if text.chars().count() < 2 || self.known.contains_key(&key) {
            return;
        }
        self.known.insert(key, self.list.len());
        self.list.push(Pattern { text: text.to_owned(), seek, exact });
    }

    /// Adds every other name of the site that has one of the names so far within it.
    fn longer(&mut self, kb: &Knowledge) {
        let short = Finder::of(&self.list.iter().map(|p| &p.text).collect::<Vec<_>>());
        let named = kb.role_ids().map(Entity::from).chain(kb.party_ids().map(Entity::from));
        let named = named.chain(kb.term_ids().map(Entity::from)).chain(kb.event_ids().map(Entity::from));
        for entity in named.collect::<Vec<_>>() {
            for name in names(kb, entity) {
                if short.find(&name).next().is_some() {
                    let exact = keeps_capitals(&name);
                    self.add(&name, Seek::Longer, exact);
                }
            }
        }
    }
}

/// What a record is called: its title without what stands in brackets, and its other names.
pub(crate) fn names(kb: &Knowledge, entity: Entity) -> Vec<String> {
    let aka = match entity {
        Entity::Role(id) => kb[id].aka.as_slice(),
        Entity::Term(id) => kb[id].aka.as_slice(),
        _ => &[],
    };
    let title = kb.title(entity).plain();
    let title = title.split(" (").next().unwrap_or_default().trim().to_owned();
    std::iter::once(title).chain(aka.iter().map(crate::model::Text::plain)).filter(|name| !name.is_empty()).collect()
}

/// Pairs of `not:` that a bare word does not tell apart: titles that differ only in brackets, and another name of one
/// that is the last word of the other.
fn alike(kb: &Knowledge) -> Vec<Alike> {
    let mut found = Vec::new();
    for term in kb.term_ids() {
        for &other in &kb[term].not {
            // Both entries may say so; once is enough.
            if kb[other].not.contains(&term) && other < term {
                continue;
            }
            found.extend(shared(kb, term, other));
        }
    }
    found
}

fn shared(kb: &Knowledge, term: TermId, other: TermId) -> Option<Alike> {
    let title = |id: TermId| kb[id].meta.title.plain().to_lowercase();
    let (a, b) = (title(term), title(other));
    if let (Some((left, in_left)), Some((right, in_right))) = (a.split_once(" ("), b.split_once(" (")) {
        let words = |inner: &str| {
            inner.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(str::to_owned).collect::<Vec<_>>()
        };
        return (left == right).then(|| Alike {
            term,
            other,
            word: left.to_owned(),
            apart: words(in_left).into_iter().chain(words(in_right)).collect(),
        });
    }
    for (bare, full) in [(term, other), (other, term)] {
        for name in kb[bare].aka.iter().map(|aka| aka.plain().to_lowercase()) {
            if title(full).strip_suffix(&name).is_some_and(|rest| rest.ends_with(' ')) {
                return Some(Alike { term: bare, other: full, word: name, apart: Vec::new() });
            }
        }
    }
    None
}

/// Abbreviations that stand in the glossary, or are names of a role, a source, a group or a person.
fn explained(kb: &Knowledge) -> HashSet<String> {
    let mut known = HashSet::new();
    let mut add = |text: &str| {
        known.insert(text.to_owned());
        known.extend(text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned));
    };
    for term in kb.terms.iter() {
        add(&term.meta.id);
        term.aka.iter().for_each(|aka| add(&aka.plain()));
        if term.meta.title.place != term.meta.place {
            add(&term.meta.title.plain());
        }
    }
    for role in kb.roles.iter() {
        role.abbr.as_deref().into_iter().chain(role.abbreviations_in_accounts()).for_each(&mut add);
        role.aka.iter().chain(role.names_in_accounts()).for_each(|name| add(&name.plain()));
    }
    for source in kb.sources.iter() {
        let names = [&source.short, &source.publisher, &source.authors].into_iter().flatten();
        // A publisher that is still to be named explains nothing.
        names.filter(|name| !notes::MARKERS.contains(&&***name)).for_each(|name| add(name));
    }
    kb.people.iter().for_each(|person| add(&person.meta.title.plain()));
    known
}
