//! KB504: a word that the glossary advises against.

use super::Checking;
use super::words::Words;
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Entity, TermId};

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        for &term in &words.lexicon.avoided {
            // Who explains a word has to write it.
            let entity = Entity::Term(term);
            if page.entity == Some(entity) || page.about(kb).contains(&entity) {
                continue;
            }
            let uses: Vec<_> = page.named.iter().filter(|n| n.entity == Some(entity) && !n.is_spoken_of).collect();
            let (Some(first), Some(advice)) = (uses.first(), &kb[term].prefer) else { continue };
            let label = match uses.len() {
                1 => "used here".to_owned(),
                n => format!("1 of {n} uses on this page"),
            };
            let word = words.lexicon.word(first.pattern);
            let d = found
                .at(Code::KB504, first.place, format!("`{}` is a word to avoid", shown(what, term, word)))
                .label(label)
                .also(found.span(advice.place), "the glossary advises against it")
                .help(advice.plain());
            found.push(d);
        }
    }
}

/// The word as it stands in a sentence.
fn shown(what: &Checking<'_>, term: TermId, word: &str) -> String {
    if what.kb[term].is_abbreviation() || crate::content::token::keeps_capitals(word) {
        word.to_owned()
    } else {
        word.to_lowercase()
    }
}
