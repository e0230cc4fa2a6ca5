//! The words of all parts put in order: which there are, and where each stands.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::chunk::Rank;
use super::code;
use super::part::Part;
use super::stem::Stems;
use crate::PIECE;
use crate::model::alphabet::folded;

/// A word in more units than this is of little help to find one.
const COMMON: usize = 3_000;

/// The lists of so many terms are made at once, by all threads.
const AT_ONCE: usize = 4_096;

/// A word as it is written somewhere.
pub(super) struct Entry<'c> {
    /// In lower case, marks and all.
    pub word: &'c str,
    /// The number of what it is filed under; words of one stem share it.
    pub term: u32,
}

/// All words, and where they are told of.
pub(super) struct Terms<'c> {
    parts: &'c [Part],
    /// Every word, in the order of its letters without marks.
    pub entries: Vec<Entry<'c>>,
    /// The term of each word, by the order in which words were met.
    term_of: Vec<u32>,
    /// Where each word of each part is told of, by term: (word, part, word in the part).
    told: Vec<(u32, u32, u32)>,
}

/// How much a term is worth guessing at, 0 to 15.
pub(super) type Fame = u8;

/// The order in which JavaScript compares text.
fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

impl<'c> Terms<'c> {
    /// Puts the words of all parts in order.
    pub(super) fn new(parts: &'c [Part], stems: Stems) -> Self {
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut words: Vec<&str> = Vec::new();
        let mut told: Vec<(u32, u32, u32)> = Vec::with_capacity(parts.iter().map(Part::len).sum());
        for (p, part) in (0..).zip(parts) {
            for (w, word) in (0..).zip(part.words()) {
                let id = *known.entry(word).or_insert_with(|| {
                    words.push(word);
                    u32::try_from(words.len() - 1).unwrap_or(u32::MAX)
                });
                told.push((id, p, w));
            }
        }
        drop(known);
        let mut sorted: Vec<(Cow<'_, str>, u32, String)> = words
            .par_iter()
            .zip(0..u32::try_from(words.len()).unwrap_or(u32::MAX))
            .map(|(w, id)| (folded(w), id, stems.key(w)))
            .collect();
        sorted.par_sort_unstable_by(|a, b| order(&a.0, &b.0).then_with(|| words[a.1 as usize].cmp(words[b.1 as usize])));

        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut term_of = vec![0; words.len()];
        let mut entries = Vec::with_capacity(words.len());
        for (_, id, key) in sorted {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            let term = *numbers.entry(key).or_insert(next);
            term_of[id as usize] = term;
            entries.push(Entry { word: words[id as usize], term });
        }
        // Each term has its places in the order of the parts, and sorting needs no room of its own.
        told.par_sort_unstable_by_key(|&(id, part, word)| (term_of[id as usize], part, word));
        Self { parts, entries, term_of, told }
    }

    /// The places of each term, as the readers' script takes them, and its fame: in order, and some at a time, for all of them are
    /// a large part of the index. `first` is the number of each part's first unit, `record_of` the record of each unit.
    pub(super) fn lists(&self, first: &[u32], record_of: &[u32]) -> impl Iterator<Item = Vec<(String, Fame)>> {
        let is_one = |a: &(u32, u32, u32), b: &(u32, u32, u32)| self.term_of[a.0 as usize] == self.term_of[b.0 as usize];
        let mut groups = self.told.chunk_by(is_one);
        std::iter::from_fn(move || {
            let some: Vec<_> = groups.by_ref().take(AT_ONCE).collect();
            let lists = some.into_par_iter().with_max_len(PIECE).map(|group| list(&places(group, self.parts, first), record_of));
            Some(lists.collect::<Vec<_>>()).filter(|lists| !lists.is_empty())
        })
    }
}

/// The places of one term, ascending, each unit once.
fn places(group: &[(u32, u32, u32)], parts: &[Part], first: &[u32]) -> Vec<u32> {
    let mut places: Vec<u32> = Vec::new();
    for (_, p, w) in group {
        let offset = first[*p as usize] << 4;
        places.extend(parts[*p as usize].places(*w as usize).map(|place| place + offset));
    }
    if group.len() > 1 {
        places.sort_unstable();
        // forms of one word in one unit: the strongest, which is the last, counts
        places.dedup_by(|later, kept| {
            let is_same = *later >> 4 == *kept >> 4;
            if is_same {
                *kept = *later;
            }
            is_same
        });
    }
    places
}

/// The places of a term that stands nearly everywhere, which are most of the index. In running text it does not tell one section from
/// another: its best place there stands for the record, and none where it is in a heading or a field.
fn telling(places: &[u32], record_of: &[u32]) -> Vec<u32> {
    let record = |place: &u32| record_of.get((place >> 4) as usize);
    let in_text = |place: &u32| place & 15 <= Rank::BodyAgain as u32;
    let mut kept = Vec::with_capacity(places.len() / 2);
    for some in places.chunk_by(|a, b| record(a) == record(b)) {
        if some.iter().all(in_text) {
            // the first of the best
            kept.extend(some.iter().rev().max_by_key(|place| **place & 15));
        } else {
            kept.extend(some.iter().filter(|place| !in_text(place)));
        }
    }
    kept
}

/// Places as the readers' script takes them, and how much their term is worth guessing at.
fn list(places: &[u32], record_of: &[u32]) -> (String, Fame) {
    let kept = if places.len() > COMMON { Cow::Owned(telling(places, record_of)) } else { Cow::Borrowed(places) };
    let (mut out, mut last, mut best) = (Vec::with_capacity(kept.len() + 8), 0, 0);
    for place in kept.iter() {
        let (unit, rank) = (place >> 4, place & 15);
        best = best.max(rank);
        let is_plain = rank == Rank::Body as u32;
        code::number((unit - last) << 1 | u32::from(!is_plain), &mut out);
        if !is_plain {
            code::number(rank, &mut out);
        }
        last = unit;
    }
    let many = u8::try_from(places.len().ilog2() / 2).map_or(7, |many| many.min(7));
    let fame = many + if best >= Rank::Alias as u32 { 8 } else { 0 };
    (code::text(out), fame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::chunk::place;

    #[test]
    fn a_common_word_is_told_once_a_record_unless_it_weighs() {
        let record_of = [0, 0, 0, 1, 1, 1, 2];
        let places = [
            place(0, Rank::Body),
            place(1, Rank::BodyAgain),
            place(2, Rank::BodyAgain),
            place(3, Rank::Title2),
            place(4, Rank::Body),
            place(5, Rank::Heading),
            place(6, Rank::Code),
        ];
        let kept = [place(1, Rank::BodyAgain), place(3, Rank::Title2), place(5, Rank::Heading), place(6, Rank::Code)];
        assert_eq!(telling(&places, &record_of), kept);
    }
}
