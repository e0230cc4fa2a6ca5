//! The words of all chunks put in order: which there are, and where each stands.

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::chunk::{Chunk, Rank};
use super::code;
use super::stem::Stems;
use crate::model::alphabet::folded;

/// A word as it is written somewhere.
pub(super) struct Entry<'c> {
    /// In lower case, marks and all.
    pub word: &'c str,
    /// The number of what it is filed under; words of one stem share it.
    pub term: u32,
}

/// All words and their places.
pub(super) struct Terms<'c> {
    /// Every word, in the order of its letters without marks.
    pub entries: Vec<Entry<'c>>,
    /// The places of each term, as the readers' script takes them.
    pub lists: Vec<String>,
    /// How much each term is worth guessing at, 0 to 15.
    pub fame: Vec<u8>,
}

/// The order in which JavaScript compares text.
fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() || b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Puts the words of all chunks in order. `first` is the number of each chunk's first unit.
pub(super) fn terms<'c>(chunks: &'c [Chunk<'_>], first: &[u32], stems: Stems) -> Terms<'c> {
    let mut known: FxHashMap<&str, u32> = FxHashMap::default();
    let mut words: Vec<&str> = Vec::new();
    // where each word of each chunk is told of: (word, chunk, word in the chunk)
    let mut told: Vec<(u32, u32, u32)> = Vec::new();
    for (c, chunk) in (0..).zip(chunks) {
        for (w, word) in (0..).zip(&chunk.words).filter(|(_, word)| !word.places.is_empty()) {
            let id = *known.entry(&word.text).or_insert_with(|| {
                words.push(&word.text);
                u32::try_from(words.len() - 1).unwrap_or(u32::MAX)
            });
            told.push((id, c, w));
        }
    }
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
    // Stable, so that each term has its places in the order of the chunks.
    told.sort_by_key(|(id, _, _)| term_of[*id as usize]);
    let groups: Vec<&[(u32, u32, u32)]> = told.chunk_by(|a, b| term_of[a.0 as usize] == term_of[b.0 as usize]).collect();
    let (lists, fame) = groups.par_iter().map(|group| list(group, chunks, first)).unzip();
    Terms { entries, lists, fame }
}

/// The places of one term, and how much it is worth guessing at.
fn list(group: &[(u32, u32, u32)], chunks: &[Chunk<'_>], first: &[u32]) -> (String, u8) {
    let mut places: Vec<u32> = Vec::new();
    for (_, c, w) in group {
        let offset = first[*c as usize] << 4;
        places.extend(chunks[*c as usize].words[*w as usize].places.iter().map(|place| place + offset));
    }
    if group.len() > 1 {
        places.sort_unstable();
    }
    let (mut out, mut last, mut best) = (Vec::with_capacity(places.len() + 8), 0, 0);
    let mut rest = places.iter().copied().peekable();
    while let Some(mut place) = rest.next() {
        // forms of one word in one unit: the strongest counts
        while let Some(other) = rest.next_if(|other| other >> 4 == place >> 4) {
            place = place.max(other);
        }
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
