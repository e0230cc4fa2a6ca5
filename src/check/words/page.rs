//! The words of one page.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::Range;

use super::letters;
use super::lexicon::{Lexicon, Seek};
use super::meaning::Meaning;
use super::{familiar, notes};
use crate::content::markdown::{BlockKind, Prose};
use crate::content::token::{is_clock_time, is_in_address, letters_end, token_end};
use crate::model::{Entity, Knowledge, Read, Target, Text};
use crate::source::Place;

/// What one page says that a check of language asks about.
#[derive(Debug, Default)]
pub(crate) struct PageWords {
    /// The record; `None` is the foot of all pages.
    pub(crate) entity: Option<Entity>,
    /// Abbreviations, in the order of the page: those that could mean two things, that nobody explains, or that are written out.
    pub(crate) letters: Vec<Letters>,
    /// Names that matter, in the order of the page.
    pub(crate) named: Vec<Named>,
    /// Records an editor linked to.
    pub(crate) linked: BTreeSet<Entity>,
    /// What was left for the editor.
    pub(crate) notes: Vec<(Place, Note)>,
    /// Where the last of its texts ends in its file.
    pub(super) last: (bool, u32, u32),
    /// Things found so far.
    count: u32,
}

/// An abbreviation in a text.
#[derive(Debug)]
pub(crate) struct Letters {
    /// Without its plural or possessive ending.
    pub(crate) text: Box<str>,
    pub(crate) place: Place,
    /// Its turn among all that was found on the page.
    pub(crate) turn: u32,
    /// What it means, where it is written out, explained or linked.
    pub(crate) means: Option<Meaning>,
}

/// A name in a text.
#[derive(Debug)]
pub(crate) struct Named {
    /// The record; `None`: the bare word of look-alikes.
    pub(crate) entity: Option<Entity>,
    /// The pattern, for [`Lexicon::word`].
    pub(crate) pattern: usize,
    pub(crate) place: Place,
    /// In quotation marks, in a block quote, or the words of a link to the record itself.
    pub(crate) is_spoken_of: bool,
    /// The block around a bare word, in lower case.
    pub(crate) around: Option<Box<str>>,
}

/// What was left for the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// A marker or phrase, as written.
    Words(Box<str>),
    /// The name of a picture.
    Picture,
    /// A byline without a name.
    Byline,
}

impl PageWords {
    /// The place of whatever was found first.
    pub(super) fn first(&self) -> Option<Place> {
        let letters = self.letters.iter().map(|l| l.place).min();
        let named = self.named.iter().map(|n| n.place).min();
        [letters, named, self.notes.iter().map(|n| n.0).min()].into_iter().flatten().min()
    }

    fn turn(&mut self) -> u32 {
        self.count += 1;
        self.count
    }
}

/// Reads the texts of a page; nothing when they hold nothing that matters.
pub(super) fn read(kb: &Knowledge, lexicon: &Lexicon, entity: Option<Entity>, texts: &[Read<'_>]) -> Option<PageWords> {
    let last = texts.iter().map(|(text, _)| text.place.at.last_turn()).max().unwrap_or_default();
    let mut page = PageWords { entity, last, ..PageWords::default() };
    for (text, mode) in texts {
        let fill = |at: usize| match text.target(at)? {
            Target::Record(entity, _) => Some(kb.title(*entity).plain()),
            _ => None,
        };
        let prose = Prose::read(text, *mode, fill);
        Reading { lexicon, text, prose: &prose, page: &mut page, shouted: Cell::new(None) }.all();
    }
    (page.count > 0).then_some(page)
}

/// A hit of the search, or an abbreviation.
struct Hit {
    range: Range<usize>,
    /// `None`: an abbreviation that is not ambiguous.
    pattern: Option<usize>,
}

struct Reading<'r> {
    lexicon: &'r Lexicon,
    text: &'r Text,
    prose: &'r Prose,
    page: &'r mut PageWords,
    /// Where the block starts that was last asked for, and whether it is set in capitals.
    shouted: Cell<Option<(usize, bool)>>,
}

/// Hits before a place that may reach up to it, the nearest first.
fn near(hits: &[Hit], end: usize) -> impl Iterator<Item = &Hit> {
    hits.iter().rev().take_while(move |hit| hit.range.start + letters::NEAR >= end)
}

impl Reading<'_> {
    fn all(mut self) {
        for link in &self.text.links {
            if let Target::Record(entity, _) = link.target {
                self.page.linked.insert(entity);
            }
        }
        let hits = self.hits();
        for (i, hit) in hits.iter().enumerate() {
            match hit.pattern.map(|p| (p, self.lexicon.patterns[p].seek)) {
                None | Some((_, Seek::Letters)) => self.letters(&hits, i),
                Some((pattern, Seek::Name(entity))) => self.name(Some(entity), pattern, &hit.range),
                Some((pattern, Seek::Shared)) => self.name(None, pattern, &hit.range),
                Some((_, Seek::Marker | Seek::Note)) => {
                    let words = self.prose.text[hit.range.clone()].into();
                    self.note(hit.range.clone(), Note::Words(words));
                }
                Some((_, Seek::Longer)) => {}
            }
        }
        for (range, note) in notes::lines(self.prose) {
            self.note(range, note);
        }
    }

    /// Everything in the text that could matter, in its order.
    fn hits(&self) -> Vec<Hit> {
        let text = &self.prose.text;
        let mut hits: Vec<Hit> = Vec::new();
        for (range, nth) in self.lexicon.find(text) {
            let stands = match self.lexicon.patterns[nth].seek {
                Seek::Letters => letters_end(text, range.start, range.end).is_some() && self.is_word(&range),
                Seek::Marker | Seek::Note => self.lexicon.is_left(self.prose, &range, nth),
                _ => token_end(text, range.start, range.end).is_some(),
            };
            if stands {
                hits.push(Hit { range, pattern: Some(nth) });
            }
        }
        let capitals = letters::capitals(text)
            .into_iter()
            .filter(|range| !self.lexicon.ambiguous.contains_key(&text[range.clone()]) && self.is_word(range));
        hits.extend(capitals.map(|range| Hit { range, pattern: None }));
        hits.sort_by_key(|hit| (hit.range.start, hit.pattern.is_none()));
        hits
    }

    fn is_word(&self, range: &Range<usize>) -> bool {
        // `3 PMs` are people, three of them.
        let plural = self.prose.text[range.end..].starts_with('s');
        (plural || !is_clock_time(&self.prose.text, range.clone())) && !is_in_address(&self.prose.text, range.clone())
    }

    fn letters(&mut self, hits: &[Hit], i: usize) {
        let range = &hits[i].range;
        let text = &self.prose.text;
        let letters = &text[range.clone()];
        let means = self.meaning(hits, i);
        let ambiguous = hits[i].pattern.is_some();
        if !ambiguous && means.is_none() && !self.is_unknown(range) {
            return;
        }
        let letters = Letters { text: letters.into(), place: self.place(range), turn: self.page.turn(), means };
        self.page.letters.push(letters);
    }

    /// What the page says where an abbreviation stands that it means, if it does.
    fn meaning(&self, hits: &[Hit], i: usize) -> Option<Meaning> {
        let range = &hits[i].range;
        let text = &self.prose.text;
        let letters = &text[range.clone()];
        let meanings = self.lexicon.ambiguous.get(letters).map_or(&[][..], Vec::as_slice);
        if let Some(entity) = self.link(range).filter(|entity| meanings.contains(entity)) {
            return Some(Meaning::Record(entity));
        }
        if let Some(meaning) = self.titled(range).or_else(|| self.defined(range)) {
            return Some(meaning);
        }
        let name = |hit: &Hit| match self.lexicon.patterns[hit.pattern?].seek {
            Seek::Name(entity) => Some(Meaning::Record(entity)),
            _ => None,
        };
        let named_before = |end: usize| {
            let named = near(&hits[..i], end).find(|hit| token_end(text, hit.range.start, hit.range.end) == Some(end));
            named.and_then(name)
        };
        if let Some(end) = letters::bracket_before(text, range) {
            return named_before(end).or_else(|| letters::meaning_before(text, end, letters));
        }
        if let Some(end) = letters::or_before(text, range) {
            let spelled = || letters::spelled_before(text, end, letters).map(Meaning::Words);
            if let Some(meaning) = named_before(end).or_else(spelled) {
                return Some(meaning);
            }
        }
        let start = letters::meaning_after(text, range)?;
        let mut after = hits[i + 1..].iter().take_while(|hit| hit.range.start <= start);
        let named = after.find(|hit| hit.range.start == start).and_then(name);
        named.or_else(|| letters::meaning_behind(text, start, letters))
    }

    /// What `<abbr title="…">` around an abbreviation says.
    fn titled(&self, range: &Range<usize>) -> Option<Meaning> {
        // they do not stand in each other: only the last one that starts before can be around
        let titles = &self.prose.titles;
        let (words, title) = titles[..titles.partition_point(|(words, _)| words.start <= range.start)].last()?;
        let is_around = range.end <= words.end && words.len() <= range.len() + 1;
        is_around.then(|| letters::meaning_of(title, 0))?
    }

    /// What a definition list says of an abbreviation that is its term.
    fn defined(&self, range: &Range<usize>) -> Option<Meaning> {
        let (block, kind) = self.prose.block_range(range.start);
        let is_term = kind == BlockKind::Term && block.start == range.start && block.len() <= range.len() + 1;
        let blocks = &self.prose.blocks;
        let behind = blocks.partition_point(|(start, _)| *start <= range.start);
        let next = || blocks[behind..].iter().find(|(_, kind)| *kind != BlockKind::Term);
        let (start, _) = is_term.then(next)??;
        letters::meaning_of(&self.prose.text, *start)
    }

    /// Whether an abbreviation is one that the site explains nowhere and that not everybody knows.
    fn is_unknown(&self, range: &Range<usize>) -> bool {
        let text = &self.prose.text;
        let letters = &text[range.clone()];
        let beside = |c: Option<char>| c.is_some_and(|c| matches!(c, '&' | '+'));
        !self.lexicon.explained.contains(letters)
            && !familiar::FAMILIAR.contains(&letters)
            && !familiar::is_number(letters)
            && !familiar::is_size(letters)
            && !familiar::is_unit(text, range)
            && !familiar::is_in_compound(text, range)
            && !beside(text[..range.start].chars().next_back())
            && !beside(text[range.end..].chars().next())
            && !self.is_shouted(range.start)
    }

    /// Whether the block around is set in capitals as a whole. Abbreviations come in the order of the text: the last answer
    /// is kept.
    fn is_shouted(&self, at: usize) -> bool {
        let (block, _) = self.prose.block_range(at);
        let known = self.shouted.get().filter(|(known, _)| *known == block.start);
        let start = block.start;
        let (_, shouted) = known.unwrap_or_else(|| (start, familiar::is_shouted(&self.prose.text[block])));
        self.shouted.set(Some((start, shouted)));
        shouted
    }

    /// The block around some words, as far as it says what they mean.
    fn around(&self, range: &Range<usize>) -> &str {
        const FAR: usize = 2_000;
        let (block, _) = self.prose.block_range(range.start);
        let text = &self.prose.text;
        let from = block.start.max(text.floor_char_boundary(range.start.saturating_sub(FAR)));
        let to = block.end.min(text.ceil_char_boundary(range.start + FAR));
        &text[from..to.max(from)]
    }

    fn name(&mut self, entity: Option<Entity>, pattern: usize, range: &Range<usize>) {
        let link = self.link(range);
        self.page.turn();
        let named = Named {
            entity,
            pattern,
            place: self.place(range),
            is_spoken_of: (link.is_some() && link == entity) || self.prose.is_quoted(range),
            around: entity.is_none().then(|| self.around(range).to_lowercase().into()),
        };
        self.page.named.push(named);
    }

    fn note(&mut self, range: Range<usize>, note: Note) {
        let place = self.place(&range);
        self.page.turn();
        self.page.notes.push((place, note));
    }

    /// The record that the link around these words leads to.
    fn link(&self, range: &Range<usize>) -> Option<Entity> {
        // links do not stand in each other: only the last one that starts before can be around
        let links = &self.prose.links;
        let (words, at) = &links[..links.partition_point(|(words, _)| words.start <= range.start)].last()?;
        if words.end < range.end {
            return None;
        }
        match self.text.target(*at)? {
            Target::Record(entity, _) => Some(*entity),
            _ => None,
        }
    }

    fn place(&self, range: &Range<usize>) -> Place {
        self.text.place.within(self.prose.source(range))
    }
}
