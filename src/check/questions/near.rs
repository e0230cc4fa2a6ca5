//! Questions that differ in a word or two.
//!
//! Overlap is the share of common words among all words of two questions (Jaccard), 0.8 or more. Only questions about the
//! same records in the same order, with the same *who, when, not, should* and the same numbers, are compared; so "What does a
//! product owner own?" is never taken for the same question about a product manager.

use std::collections::{HashMap, HashSet};

use super::{Asked, Questions};

/// Overlap as a fraction: 4 of 5.
const SHARED: usize = 4;
const OF: usize = 5;

/// Pairs of questions that are nearly the same, by position; each question at most once as the later one.
pub(in crate::check) fn near(questions: &Questions) -> Vec<(usize, usize)> {
    let mut blocks: HashMap<_, Vec<usize>> = HashMap::new();
    for (i, asked) in questions.list.iter().enumerate() {
        if asked.named.len() > 2 {
            blocks.entry((asked.frame, &asked.names, &asked.marks, &asked.modals)).or_default().push(i);
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        blocks.values().filter(|block| block.len() > 1).flat_map(|b| within(questions, b)).collect();
    pairs.sort_unstable();
    pairs
}

/// The pairs of one block. Two sets that share most of their words share one of their rarest: only those are looked up.
fn within(questions: &Questions, block: &[usize]) -> Vec<(usize, usize)> {
    let mut count: HashMap<u32, usize> = HashMap::new();
    for word in block.iter().flat_map(|i| &questions.list[*i].named) {
        *count.entry(*word).or_default() += 1;
    }
    let rarest_first = |i: usize| {
        let mut words = questions.list[i].named.clone();
        words.sort_unstable_by_key(|word| (count[word], *word));
        words
    };
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for &later in block {
        let words = rarest_first(later);
        let prefix = &words[..=words.len() - (words.len() * SHARED).div_ceil(OF)];
        let mut earlier: Vec<usize> = prefix.iter().filter_map(|word| index.get(word)).flatten().copied().collect();
        earlier.sort_unstable();
        earlier.dedup();
        if let Some(first) = earlier.into_iter().find(|e| is_near(questions, *e, later)) {
            pairs.push((first, later));
        }
        for word in prefix {
            index.entry(*word).or_default().push(later);
        }
    }
    pairs
}

fn is_near(questions: &Questions, a: usize, b: usize) -> bool {
    let (a, b) = (&questions.list[a], &questions.list[b]);
    if a.words == b.words || a.named.len() * OF < b.named.len() * SHARED || b.named.len() * OF < a.named.len() * SHARED {
        return false;
    }
    let (only_a, only_b) = (difference(&a.named, &b.named), difference(&b.named, &a.named));
    let common = a.named.len() - only_a.len();
    if common * OF < (common + only_a.len() + only_b.len()) * SHARED {
        return false;
    }
    match (only_a.as_slice(), only_b.as_slice()) {
        // The same words in another order, or another word in one place, may well ask something else: the answers tell.
        ([], []) if a.named != b.named => answers_alike(a, b),
        ([], _) | (_, []) => true,
        ([one], [other]) if is_form_of(questions, *one, *other) => true,
        _ => answers_alike(a, b) && !follows(questions, a, b, &only_a, &only_b),
    }
}

/// Whether each answer has the word that its own question has and the other has not: they are about two things.
fn follows(questions: &Questions, a: &Asked, b: &Asked, only_a: &[u32], only_b: &[u32]) -> bool {
    let has = |asked: &Asked, other: &Asked, only: &[u32]| {
        let answer = difference(&asked.answer, &other.answer);
        let stems = only.iter().filter_map(|word| questions.normal.text(*word));
        stems
            .into_iter()
            .any(|stem| answer.iter().filter_map(|word| questions.normal.text(*word)).any(|word| word.starts_with(stem)))
    };
    has(a, b, only_a) && has(b, a, only_b)
}

/// The words of one that the other has not, as often as it has them.
fn difference(words: &[u32], other: &[u32]) -> Vec<u32> {
    let mut left = other.to_vec();
    let mut only = Vec::new();
    for word in words {
        match left.iter().position(|w| w == word) {
            Some(at) => _ = left.swap_remove(at),
            None => only.push(*word),
        }
    }
    only
}

/// Whether two words begin alike: "decide" and "deciding".
fn is_form_of(questions: &Questions, a: u32, b: u32) -> bool {
    let (Some(a), Some(b)) = (questions.normal.text(a), questions.normal.text(b)) else { return false };
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    common >= 5 && common * 10 >= a.chars().count().max(b.chars().count()) * 6
}

/// Whether two answers share half of their words.
fn answers_alike(a: &Asked, b: &Asked) -> bool {
    let set = |words: &[u32]| words.iter().copied().collect::<HashSet<u32>>();
    let (a, b) = (set(&a.answer), set(&b.answer));
    let common = a.intersection(&b).count();
    common * 2 >= a.len() + b.len() - common
}
