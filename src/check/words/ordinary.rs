//! Words that the site writes in lower case too: in capitals they are shouted and no abbreviations.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::lexicon::Lexicon;
use super::page::PageWords;
use crate::PIECE;
use crate::content::finder::Finder;
use crate::model::{Entity, Knowledge};

/// Words and how often each stands in lower case, by context.
#[derive(Default)]
pub(super) struct Counts {
    words: Vec<Box<str>>,
    contexts: Vec<Arc<[(u32, u32)]>>,
}

/// How often what looks like an unexplained abbreviation stands in lower case in the texts of the site.
///
/// Of the contexts that are `same` as before, `counts` knows, if the words are the same too.
pub(super) fn count(
    kb: &Knowledge,
    lexicon: &Lexicon,
    contexts: &[Option<Entity>],
    pages: &[Arc<PageWords>],
    (counts, same): (&mut Counts, &[bool]),
) -> HashMap<Box<str>, usize> {
    let letters = pages.iter().flat_map(|page| &page.letters).filter(|l| !lexicon.ambiguous.contains_key(&l.text));
    let words: BTreeSet<&str> = letters.map(|l| &*l.text).filter(|text| is_spoken(text)).collect();
    let words: Vec<Box<str>> = words.into_iter().map(Box::from).collect();
    if words.is_empty() {
        *counts = Counts::default();
        return HashMap::new();
    }
    let search = Finder::exactly(&words.iter().map(|word| word.to_ascii_lowercase()).collect::<Vec<_>>());
    let known = if words == counts.words { std::mem::take(&mut counts.contexts) } else { Vec::new() };
    let count = |(nth, context): (usize, &Option<Entity>)| {
        if let Some(known) = known.get(nth).filter(|_| same.get(nth) == Some(&true)) {
            return Arc::clone(known);
        }
        let mut found: BTreeMap<u32, u32> = BTreeMap::new();
        for (text, _) in super::texts(kb, *context) {
            for (_, nth) in search.find(text).filter(|(range, _)| is_word(text, range.start, range.end)) {
                *found.entry(u32::try_from(nth).unwrap_or(u32::MAX)).or_default() += 1;
            }
        }
        found.into_iter().collect()
    };
    counts.contexts = contexts.par_iter().with_max_len(PIECE).enumerate().map(count).collect();
    let mut all = vec![0; words.len()];
    for (word, n) in counts.contexts.iter().flat_map(|found| found.iter()) {
        all[*word as usize] += *n as usize;
    }
    counts.words.clone_from(&words);
    words.into_iter().zip(all).filter(|(_, count)| *count > 0).collect()
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
