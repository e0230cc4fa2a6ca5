//! The words of some records, gathered by one thread.

use rustc_hash::{FxHashMap, FxHashSet};

use super::part::Part;
use super::records::Record;
use super::words::words;

/// Where a word stands, weakest first; the readers' script has the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// In code.
    Code,
    /// Once in running text: the usual case, so it is written as nothing.
    Body,
    /// More than once in running text.
    BodyAgain,
    /// In a summary or a field.
    Field,
    /// In a heading.
    Heading,
    /// In another name.
    Alias,
    /// In a title of six words or more, of four or five, of three, of two, or as the title.
    Title6,
    Title4,
    Title3,
    Title2,
    Title1,
    /// As the abbreviation.
    Abbreviation,
}

/// A place of a word: a record or a section of one, and how it stands there.
pub(super) const fn place(unit: u32, rank: Rank) -> u32 {
    unit << 4 | rank as u32
}

/// A word of a chunk.
pub(super) struct Word {
    /// In lower case.
    pub text: Box<str>,
    /// Too common to be looked for in running text.
    pub is_common: bool,
    /// Its places, ascending, each unit once.
    pub places: Vec<u32>,
}

/// The words of some records. Units count from the first of the chunk.
pub(super) struct Chunk<'c> {
    common: &'c FxHashSet<&'c str>,
    known: FxHashMap<u128, u32>,
    /// Known words of more letters than a number holds.
    long: FxHashMap<Box<str>, u32>,
    /// The words, in order of appearance.
    words: Vec<Word>,
    /// Units begun.
    units: u32,
    room: String,
    title: Vec<u32>,
}

impl<'c> Chunk<'c> {
    pub(super) fn new(common: &'c FxHashSet<&'c str>) -> Self {
        Self {
            common,
            known: FxHashMap::default(),
            long: FxHashMap::default(),
            words: Vec::new(),
            units: 0,
            room: String::new(),
            title: Vec::new(),
        }
    }

    /// Another record, or another section of it, begins.
    pub(super) fn begin(&mut self) {
        self.units += 1;
    }

    /// Notes the words of a text. Common ones count in headings and names alone.
    pub(super) fn add(&mut self, text: &str, rank: Rank) {
        let mut room = std::mem::take(&mut self.room);
        let unit = self.units.saturating_sub(1);
        words(text, &mut room, |word| {
            let id = self.id(word);
            let word = &mut self.words[id as usize];
            if rank >= Rank::Heading || !word.is_common {
                word.note(unit, rank);
            }
        });
        self.room = room;
    }

    /// Notes the words of a title: the fewer they are, the more each of them says.
    pub(super) fn title(&mut self, text: &str) {
        let mut room = std::mem::take(&mut self.room);
        let mut title = std::mem::take(&mut self.title);
        title.clear();
        words(text, &mut room, |word| title.push(self.id(word)));
        let telling = title.iter().filter(|id| !self.words[**id as usize].is_common).count();
        let rank = match if telling == 0 { title.len() } else { telling } {
            0 | 1 => Rank::Title1,
            2 => Rank::Title2,
            3 => Rank::Title3,
            4 | 5 => Rank::Title4,
            _ => Rank::Title6,
        };
        let unit = self.units.saturating_sub(1);
        for id in &title {
            self.words[*id as usize].note(unit, rank);
        }
        self.room = room;
        self.title = title;
    }

    /// All is read.
    pub(super) fn done(self, records: Vec<Record>) -> Part {
        Part::new(&self.words, self.units, records)
    }

    fn id(&mut self, word: &str) -> u32 {
        let short = packed(word);
        let known = match short {
            Some(short) => self.known.get(&short),
            None => self.long.get(word),
        };
        if let Some(id) = known {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        match short {
            Some(short) => _ = self.known.insert(short, id),
            None => _ = self.long.insert(word.into(), id),
        }
        self.words.push(Word { text: word.into(), is_common: self.common.contains(word), places: Vec::new() });
        id
    }
}

/// A short word with its length as a number: nearly all words are, and none needs to be looked for elsewhere to be compared.
fn packed(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len()).filter(|_| word.len() < 16)?.copy_from_slice(word.as_bytes());
    bytes[15] = u8::try_from(word.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

impl Word {
    fn note(&mut self, unit: u32, rank: Rank) {
        let place = place(unit, rank);
        match self.places.last_mut() {
            Some(last) if *last >> 4 == unit => {
                let again = rank == Rank::Body && *last == self::place(unit, Rank::Body);
                *last = if again { self::place(unit, Rank::BodyAgain) } else { place.max(*last) };
            }
            _ => self.places.push(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_length_are_told_apart() {
        let common = FxHashSet::default();
        let mut chunk = Chunk::new(&common);
        let words: Vec<String> = (1..40).flat_map(|length| ["a".repeat(length), "\u{e9}".repeat(length)]).collect();
        let ids: Vec<u32> = words.iter().map(|word| chunk.id(word)).collect();
        assert_eq!(ids, (0..78).collect::<Vec<u32>>());
        assert_eq!(words.iter().map(|word| chunk.id(word)).collect::<Vec<u32>>(), ids);
        assert!(chunk.words.iter().zip(&words).all(|(kept, word)| *kept.text == **word));
    }
}
