//! The id nearest to one that is not there, found quickly: a thousand mistakes among ten thousand ids are a real site.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::entity::Kind;
use crate::content::nearest_of;

/// An id, and what tells at a glance that another one is far from it.
struct Candidate {
    id: Box<str>,
    length: usize,
    /// A bit for each letter and digit that occurs.
    letters: u64,
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
    ids: HashMap<Kind, Vec<Candidate>>,
    known: Mutex<HashMap<(Vec<Kind>, Box<str>), Option<Near>>>,
}

impl Suggestions {
    /// Looks at every id once.
    pub(super) fn new<'i>(ids: impl Iterator<Item = (Kind, &'i str)>) -> Self {
        let mut by_kind: HashMap<Kind, Vec<Candidate>> = HashMap::new();
        for (kind, id) in ids {
            let (length, letters) = glance(id);
            by_kind.entry(kind).or_default().push(Candidate { id: id.into(), length, letters });
        }
        Self { ids: by_kind, known: Mutex::new(HashMap::new()) }
    }

    /// The id of these kinds most like `id`.
    pub(super) fn nearest(&self, kinds: &[Kind], id: &str) -> Option<Near> {
        let key = (kinds.to_vec(), Box::from(id));
        // A poisoned lock only means another thread stopped between two whole inserts.
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let (length, letters) = glance(id);
        // Two edits change the length by two and four letters at most; the same letters in another order change neither.
        let near = |c: &&Candidate| c.length.abs_diff(length) <= 2 && (c.letters ^ letters).count_ones() <= 4;
        let candidates = kinds.iter().filter_map(|kind| self.ids.get(kind)).flatten().filter(near).map(|c| &*c.id);
        let answer = nearest_of(id, candidates).map(|(id, alone)| Near { id: id.into(), alone });
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, answer.clone());
        answer
    }
}

/// The length and letters of an id, as `nearest` compares it: without capitals, hyphens and blanks.
fn glance(id: &str) -> (usize, u64) {
    let mut length = 0;
    let mut letters = 0;
    for c in id.chars().flat_map(char::to_lowercase).filter(|c| !matches!(c, '-' | '_' | ' ')) {
        length += 1;
        letters |= 1 << (u32::from(c) % 61);
    }
    (length, letters)
}
