//! The word nearest to one that is not there, found quickly: ten thousand mistakes among ten thousand ids or files are a real
//! site.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::entity::Kind;
use crate::content::nearest_of;

/// A word, and what tells soon that another one is far from it.
struct Candidate {
    word: Box<str>,
    glance: Glance,
}

/// A word as `nearest_of` compares it: without capitals, hyphens and blanks.
struct Glance {
    folded: Box<[char]>,
    sorted: Box<[char]>,
    /// A bit for each letter and digit that occurs.
    letters: u64,
}

/// Words among which the nearest is looked for.
#[derive(Default)]
pub(super) struct Words(Vec<Candidate>);

impl Words {
    /// Looks at every word once.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        Self(words.map(|word| Candidate { word: word.into(), glance: Glance::of(word) }).collect())
    }

    /// What `nearest_of` chooses from: the first word in the order of the alphabet among those that take the fewest edits, and
    /// another one of these. Where none is near, the words made of the same letters.
    fn like(&self, glance: &Glance) -> Vec<&str> {
        let mut fewest = glance.limit() + 1;
        let mut like: Vec<&str> = Vec::new();
        for c in &self.0 {
            let Some(edits) = c.glance.edits(glance, fewest) else { continue };
            if edits < fewest {
                fewest = edits;
                like.clear();
            }
            if like.len() < 2 || edits > glance.limit() {
                like.push(&c.word);
            } else if let Some(last) = like.iter_mut().max().filter(|last| **last > &*c.word) {
                *last = &c.word;
            }
        }
        like
    }

    /// The word most like this one, and whether it is so alone.
    pub(super) fn nearest(&self, word: &str) -> Option<(&str, bool)> {
        nearest_of(word, self.like(&Glance::of(word)))
    }
}

impl Glance {
    fn of(word: &str) -> Self {
        let folded: Box<[char]> = word.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        let mut sorted = folded.clone();
        sorted.sort_unstable();
        let letters = folded.iter().fold(0, |letters, c| letters | 1 << (u32::from(*c) % 61));
        Self { folded, sorted, letters }
    }

    /// How many edits still are a slip of the finger.
    fn limit(&self) -> usize {
        if self.folded.len() <= 4 { 1 } else { 2 }
    }

    /// How many edits make `other` of this word, if no more than `most`; for the same letters in another order one more than
    /// the limit.
    fn edits(&self, other: &Self, most: usize) -> Option<usize> {
        // Two edits change the length by two and four letters at most; the same letters in another order change neither.
        if self.folded.len().abs_diff(other.folded.len()) > 2 || (self.letters ^ other.letters).count_ones() > 4 {
            return None;
        }
        let limit = other.limit();
        // Most words are far from each other: the wide question first.
        let is = |edits: &usize| within(&self.folded, &other.folded, *edits);
        let widest = most.min(limit);
        let near = is(&widest).then(|| (0..widest).find(is).unwrap_or(widest));
        near.or_else(|| (most > limit && self.sorted == other.sorted).then_some(limit + 1))
    }
}

/// Whether so many edits make one word of the other: a letter more, less, another one, or two swapped.
fn within(a: &[char], b: &[char], edits: usize) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.len().max(b.len()) <= edits {
        return true;
    }
    if edits == 0 || a.len().abs_diff(b.len()) > edits {
        return false;
    }
    let swapped = a.len() > 1 && b.len() > 1 && a[0] == b[1] && a[1] == b[0];
    (!a.is_empty() && !b.is_empty() && within(&a[1..], &b[1..], edits - 1))
        || (!a.is_empty() && within(&a[1..], b, edits - 1))
        || (!b.is_empty() && within(a, &b[1..], edits - 1))
        || (swapped && within(&a[2..], &b[2..], edits - 1))
}

/// The id that was probably meant.
#[derive(Debug, Clone)]
pub(super) struct Near {
    pub(super) id: Box<str>,
    /// Whether no other id is as near.
    pub(super) alone: bool,
}

/// The ids of a site by kind, and the answers given so far.
pub(super) struct Suggestions {
    ids: HashMap<Kind, Words>,
    known: Mutex<HashMap<(Vec<Kind>, Box<str>), Option<Near>>>,
}

impl Suggestions {
    /// Looks at every id once.
    pub(super) fn new<'i>(ids: impl Iterator<Item = (Kind, &'i str)>) -> Self {
        let mut by_kind: HashMap<Kind, Vec<&str>> = HashMap::new();
        for (kind, id) in ids {
            by_kind.entry(kind).or_default().push(id);
        }
        let ids = by_kind.into_iter().map(|(kind, ids)| (kind, Words::new(ids.into_iter()))).collect();
        Self { ids, known: Mutex::new(HashMap::new()) }
    }

    /// The id of these kinds most like `id`.
    pub(super) fn nearest(&self, kinds: &[Kind], id: &str) -> Option<Near> {
        let key = (kinds.to_vec(), Box::from(id));
        // A poisoned lock only means another thread stopped between two whole inserts.
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let glance = Glance::of(id);
        let candidates = kinds.iter().filter_map(|kind| self.ids.get(kind)).flat_map(|words| words.like(&glance));
        let answer = nearest_of(id, candidates).map(|(id, alone)| Near { id: id.into(), alone });
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, answer.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_leads_to_the_same_word() {
        let words = [
            "owner",
            "product-owner",
            "owners",
            "own",
            "manager",
            "guide-12",
            "guide-3456",
            "to-do",
            "dot",
            "abc",
            "abd",
            "roles-to",
        ];
        let all = Words::new(words.into_iter());
        let asked =
            ["onwer", "owne", "owners", "ow", "guide-21", "guide-13", "guide-346", "tod", "abe", "cba", "to-roles", "x", ""];
        for word in asked.into_iter().chain(words) {
            assert_eq!(all.nearest(word), nearest_of(word, words), "{word}");
        }
    }
}
