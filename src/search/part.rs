//! What was read of some records: small enough for many of them to be kept, in memory and from one build to the next.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::chunk::{Rank, Word};
use super::records::Record;

/// Some records, and where the words of them stand.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The words, one behind the other.
    words: String,
    /// Where each word ends in `words`, and its places in `places`.
    ends: Vec<(u32, u32)>,
    /// The places of each word, ascending: how many units each is behind the one before and, where that is not [`Rank::Body`], its
    /// rank. Seven bits a byte: most places are one.
    places: Vec<u8>,
    /// How many records and sections there are.
    pub(super) units: u32,
    /// The records.
    pub(super) records: Vec<About>,
    /// What results show of each, as JSON, a line each.
    pub(super) shown: String,
}

/// What is told of a record besides its words and what results show.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct About {
    /// How many sections follow it.
    pub(super) sections: u32,
    /// Whom it is about: the positions of roles.
    pub(super) roles: Box<[u32]>,
}

impl Part {
    pub(super) fn new(words: &[Word], units: u32, records: Vec<Record>) -> Self {
        let mut shown = String::with_capacity(records.iter().map(|record| record.json.len() + 1).sum());
        for record in &records {
            shown.push_str(&record.json);
            shown.push('\n');
        }
        let records = records.into_iter().map(|record| About { sections: record.sections, roles: record.roles.into() }).collect();
        let told: Vec<&Word> = words.iter().filter(|word| !word.places.is_empty()).collect();
        let mut part = Self {
            words: String::with_capacity(told.iter().map(|word| word.text.len()).sum()),
            ends: Vec::with_capacity(told.len()),
            places: Vec::with_capacity(told.iter().map(|word| word.places.len() * 5 / 4).sum()),
            units,
            records,
            shown,
        };
        for word in told {
            part.words.push_str(&word.text);
            write(&word.places, &mut part.places);
            let end = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            part.ends.push((end(part.words.len()), end(part.places.len())));
        }
        part.places.shrink_to_fit();
        part
    }

    /// A number of all that it holds, the same on every machine.
    pub(super) fn sum(&self) -> u64 {
        let mut sum = Xxh3::new();
        for text in [self.words.as_bytes(), &self.places, self.shown.as_bytes()] {
            sum.update(&(text.len() as u64).to_le_bytes());
            sum.update(text);
        }
        let mut numbers = |numbers: &[u32]| numbers.iter().for_each(|number| sum.update(&number.to_le_bytes()));
        self.ends.iter().for_each(|(word, place)| numbers(&[*word, *place]));
        for record in &self.records {
            numbers(&[record.sections, u32::try_from(record.roles.len()).unwrap_or(u32::MAX)]);
            numbers(&record.roles);
        }
        numbers(&[self.units]);
        sum.digest()
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The words in order, each with the places where it stands.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|nth| {
            let (from, _) = self.before(nth);
            &self.words[from..self.ends[nth].0 as usize]
        })
    }

    /// The places of one of the words; see [`super::chunk::place`].
    pub(super) fn places(&self, nth: usize) -> impl Iterator<Item = u32> {
        let (_, from) = self.before(nth);
        let mut bytes = self.places[from..self.ends[nth].1 as usize].iter();
        let mut unit: u32 = 0;
        std::iter::from_fn(move || {
            let step = number(&mut bytes)?;
            unit = unit.checked_add(step >> 1)?;
            let rank = if step & 1 == 0 { Rank::Body as u32 } else { number(&mut bytes)? };
            Some(unit << 4 | rank)
        })
    }

    /// As bytes.
    ///
    /// # Errors
    /// None that can be foreseen.
    pub fn pack(&self) -> anyhow::Result<Vec<u8>> {
        Ok(postcard::to_stdvec(self)?)
    }

    /// The part that was [packed](Self::pack) into these bytes; `None` where they are anything else.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok().filter(Self::is_sound)
    }

    /// Whether its numbers lead to what is there.
    fn is_sound(&self) -> bool {
        let mut last = (0, 0);
        let is_ascending = self.ends.iter().all(|end| {
            let (word, place) = std::mem::replace(&mut last, *end);
            word <= end.0 && place <= end.1 && self.words.is_char_boundary(end.0 as usize)
        });
        let units: usize = self.records.iter().map(|record| record.sections as usize + 1).sum();
        is_ascending
            && (last.0 as usize, last.1 as usize) == (self.words.len(), self.places.len())
            && units == self.units as usize
            && self.shown.lines().count() == self.records.len()
            && (0..self.len()).all(|nth| self.places(nth).all(|place| place >> 4 < self.units))
    }

    fn before(&self, nth: usize) -> (usize, usize) {
        let (word, place) = nth.checked_sub(1).map_or((0, 0), |before| self.ends[before]);
        (word as usize, place as usize)
    }
}

/// The lowest seven bits.
fn low(number: u32) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or_default()
}

fn write(places: &[u32], out: &mut Vec<u8>) {
    let mut last = 0;
    let mut put = |mut number: u32| {
        while number >= 0x80 {
            out.push(low(number) | 0x80);
            number >>= 7;
        }
        out.push(low(number));
    };
    for place in places {
        let (unit, rank) = (place >> 4, place & 15);
        let is_plain = rank == Rank::Body as u32;
        put((unit - last) << 1 | u32::from(!is_plain));
        if !is_plain {
            put(rank);
        }
        last = unit;
    }
}

/// The next number.
fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_places() {
        let word = |text: &str, places: &[u32]| Word { text: text.into(), is_common: false, places: places.to_vec() };
        let part = Part::new(&[word("one", &[1, 17, 4000 << 4 | 5]), word("never", &[]), word("zwölf", &[33])], 3, Vec::new());
        assert_eq!(part.words().collect::<Vec<_>>(), ["one", "zwölf"]);
        let places = |nth| part.places(nth).collect::<Vec<_>>();
        assert_eq!((places(0), places(1)), (vec![1, 17, 4000 << 4 | 5], vec![33]));
    }

    #[test]
    fn parts_are_unpacked_as_they_were_packed_or_not_at_all() {
        let word = Word { text: "one".into(), is_common: false, places: vec![1, 17] };
        let record = Record { json: "[]".to_owned(), sections: 1, roles: vec![7] };
        let part = Part::new(&[word], 2, vec![record]);
        let packed = part.pack().expect("it works");
        assert_eq!(Part::unpack(&packed).as_ref(), Some(&part));
        for at in 0..packed.len() {
            assert_eq!(Part::unpack(&packed[..at]), None, "cut at {at}");
            let mut damaged = packed.clone();
            damaged[at] ^= 0x80;
            // whatever comes of it, nothing of it leads beyond what is there
            if let Some(part) = Part::unpack(&damaged) {
                let places = (0..part.len()).flat_map(|nth| part.places(nth)).count();
                assert!(part.words().count() == part.len() && places <= part.places.len());
            }
        }
    }
}
