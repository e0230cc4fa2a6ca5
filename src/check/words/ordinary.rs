//! Words that the site writes in lower case too: in capitals they are shouted and no abbreviations.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use super::lexicon::Lexicon;
use super::page::PageWords;
use crate::model::{Entity, Knowledge};

/// How often what looks like an unexplained abbreviation stands in lower case in the texts of the site.
pub(super) fn count(
    kb: &Knowledge,
    lexicon: &Lexicon,
    contexts: &[Option<Entity>],
    pages: &[PageWords],
) -> HashMap<Box<str>, usize> {
    let letters = pages.iter().flat_map(|page| &page.letters).filter(|l| !lexicon.ambiguous.contains_key(&l.text));
    let words: Vec<&str> = letters.map(|l| &*l.text).filter(|text| is_spoken(text)).collect::<BTreeSet<_>>().into_iter().collect();
    if words.is_empty() {
        return HashMap::new();
    }
    let lower = words.iter().map(|word| word.to_ascii_lowercase());
    let Ok(search) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(lower) else { return HashMap::new() };
    let counted = contexts.par_iter().fold(
        || vec![0; words.len()],
        |mut counts: Vec<usize>, context| {
            for (text, _) in super::texts(kb, *context) {
                for hit in search.find_iter(&**text).filter(|hit| is_word(text, hit.start(), hit.end())) {
                    counts[hit.pattern().as_usize()] += 1;
                }
            }
            counts
        },
    );
    let counts = counted.reduce(|| vec![0; words.len()], |a, b| a.into_iter().zip(b).map(|(a, b)| a + b).collect());
    words.into_iter().map(Into::into).zip(counts).filter(|(_, count)| *count > 0).collect()
}

/// Whether letters can be said as a word: they have a vowel and a consonant.
fn is_spoken(letters: &str) -> bool {
    let vowel = |c: char| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
    letters.contains(vowel) && letters.contains(|c: char| !vowel(c))
}

/// Whether a hit stands as a word among words. Code and addresses have other neighbours.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '„' | '*' | '_'))
        && after
            .is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '"' | '”' | '“' | '*' | '_' | ',' | '.' | ';' | ':' | '?' | '!'))
}
