//! Names looked for in running text, where words begin.
//!
//! Most words of a text begin no name, and one look at a table tells that: this is several times as fast as an automaton of all
//! names, and takes no more room than they do.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

/// Names by how they begin.
#[derive(Debug)]
pub struct Gazetteer {
    names: Vec<Box<str>>,
    /// Of each the longest other one that it begins with.
    within: Vec<Option<u32>>,
    /// Those that begin alike, in order: however many there are, few of them are looked at.
    by_head: FxHashMap<u64, Vec<u32>>,
    /// A bit for each beginning, which some others share: small enough to be near at all times.
    maybe: Vec<u64>,
    /// Whether some begin with a sign, or with a letter beyond ASCII.
    has_others: bool,
}

impl Gazetteer {
    /// Takes names; empty ones are never found.
    pub fn new<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut all = Self {
            names: Vec::new(),
            within: Vec::new(),
            by_head: FxHashMap::default(),
            maybe: vec![0; BITS / 64],
            has_others: false,
        };
        for (nth, name) in (0..).zip(names) {
            let name = name.as_ref();
            if let Some(first) = name.chars().next() {
                all.has_others |= !first.is_ascii_alphanumeric();
                let bytes = name.as_bytes();
                let head = if first.is_ascii_alphanumeric() { cut(head(bytes), run(bytes)) } else { other(first) };
                let bit = bit(head);
                all.maybe[bit / 64] |= 1 << (bit % 64);
                all.by_head.entry(head).or_default().push(nth);
            }
            all.names.push(name.into());
        }
        let names = &all.names;
        all.within = vec![None; names.len()];
        for alike in all.by_head.values_mut() {
            // of equal ones the first counts, and so it stands last
            alike.sort_by_cached_key(|nth| (names[*nth as usize].to_ascii_lowercase(), Reverse(*nth)));
            let mut open: Vec<u32> = Vec::new();
            for nth in alike {
                let name = names[*nth as usize].as_bytes();
                while open.pop_if(|last| shared(&names[*last as usize], name) < names[*last as usize].len()).is_some() {}
                all.within[*nth as usize] = open.last().copied();
                open.push(*nth);
            }
        }
        all
    }

    /// Where names stand in a text, in its order, and which they are; of several that begin at one place the longest. They are found in
    /// any case, letters beyond ASCII as they are written; where a word begins with ASCII letters or digits, at its beginning alone. What
    /// follows a name is not looked at, but for one that is a single word: that may have an `s` or `es` behind it, and nothing longer.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut at = 0;
        std::iter::from_fn(move || {
            while let Some(first) = text.as_bytes().get(at) {
                let (hit, next) = if first.is_ascii_alphanumeric() {
                    let word = at + run(&text.as_bytes()[at..]);
                    let is_begun = at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric();
                    (if is_begun { None } else { self.at_word(text, at..word) }, word)
                } else {
                    self.at_other(text, at)
                };
                if let Some(nth) = hit {
                    let range = at..at + self.names[nth].len();
                    at = range.end;
                    return Some((range, nth));
                }
                at = next;
            }
            None
        })
    }

    fn at_word(&self, text: &str, word: Range<usize>) -> Option<usize> {
        let (rest, length) = (&text.as_bytes()[word.start..], word.len());
        let head = head(rest);
        let whole = self.longest(cut(head, length), rest);
        if !matches!(rest[length - 1], b's' | b'S') {
            return whole;
        }
        // a name of several words needs the first of them whole, so it is found at once
        let is_longer = length > 2 && matches!(rest[length - 2], b'e' | b'E');
        let plurals = [length - 1, if is_longer { length - 2 } else { 0 }].into_iter().filter(|length| *length > 0);
        let singular = plurals.filter_map(|length| self.longest(cut(head, length), rest));
        whole.into_iter().chain(singular).max_by_key(|nth| self.names[*nth].len())
    }

    fn at_other(&self, text: &str, at: usize) -> (Option<usize>, usize) {
        let sign = text[at..].chars().next().unwrap_or('\0');
        (if self.has_others { self.longest(other(sign), &text.as_bytes()[at..]) } else { None }, at + sign.len_utf8())
    }

    /// The longest of the names that begin alike and stand here.
    fn longest(&self, head: u64, rest: &[u8]) -> Option<usize> {
        let bit = bit(head);
        if self.maybe[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let alike = self.by_head.get(&head)?;
        // whatever stands here is a beginning of the last one that does not come behind the text
        let after = alike.partition_point(|nth| !comes_behind(&self.names[*nth as usize], rest));
        let mut nth = alike[after.checked_sub(1)?];
        let shared = shared(&self.names[nth as usize], rest);
        while self.names[nth as usize].len() > shared {
            nth = self.within[nth as usize]?;
        }
        Some(nth as usize)
    }
}

/// How many bytes of a name a text begins with, in any case.
fn shared(name: &str, text: &[u8]) -> usize {
    name.bytes().zip(text).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count()
}

/// Whether a name comes behind a text in order, as far as it reaches.
fn comes_behind(name: &str, text: &[u8]) -> bool {
    let text = text.iter().take(name.len()).map(u8::to_ascii_lowercase);
    name.bytes().map(|byte| byte.to_ascii_lowercase()).gt(text)
}

/// So many beginnings are told from each other without a look at the names.
const BITS: usize = 1 << 16;

/// Which bit a beginning has (Fibonacci hashing: Knuth, The Art of Computer Programming, 6.4).
const fn bit(head: u64) -> usize {
    (head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

/// The length of the ASCII letters and digits that a text begins with.
fn run(text: &[u8]) -> usize {
    text.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len())
}

/// The first eight bytes of a text that begins with ASCII letters or digits: those in lower case, for this bit is set in every digit.
fn head(text: &[u8]) -> u64 {
    let eight = text.first_chunk().copied().unwrap_or_else(|| {
        let mut eight = [0; 8];
        eight[..text.len()].copy_from_slice(text);
        eight
    });
    u64::from_le_bytes(eight) | 0x2020_2020_2020_2020
}

/// As many bytes of them as a word has.
const fn cut(head: u64, length: usize) -> u64 {
    if length < 8 { head & ((1 << (8 * length)) - 1) } else { head }
}

/// A beginning that no ASCII letters have.
fn other(first: char) -> u64 {
    1 << 63 | u64::from(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::token::token_end;

    /// What is found by trying every name at every place where it stands as a whole word.
    fn tried(names: &[&str], text: &str) -> Vec<(Range<usize>, usize)> {
        let (mut at, mut found) = (0, Vec::new());
        while let Some(sign) = text[at..].chars().next() {
            let before = text[..at].chars().next_back();
            let begins = !(sign.is_ascii_alphanumeric() && before.is_some_and(|c| c.is_ascii_alphanumeric()));
            let stands = |name: &&str| text.get(at..at + name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name));
            let fit = |name: &&str| begins && stands(name) && token_end(text, at, at + name.len()).is_some();
            let hit = names.iter().enumerate().filter(|(_, name)| fit(name)).max_by_key(|(_, name)| name.len());
            match hit {
                Some((nth, name)) => {
                    found.push((at..at + name.len(), nth));
                    at += name.len();
                }
                None => at += sign.len_utf8(),
            }
        }
        found
    }

    /// Every text of up to four of these pieces. Of names, none is another with more behind it that could hide it.
    #[test]
    fn whole_words_are_found_as_by_trying() {
        const NAMES: [&str; 7] = ["team lead", "Backlog", "box", "\u{4e2d}\u{6587}", ".NET", "caf\u{e9}", "responsibility4"];
        const PIECES: [&str; 22] = [
            "Team",
            "lead",
            " ",
            "backlog",
            "s",
            "es",
            "'s",
            "-",
            "box",
            "\u{4e2d}\u{6587}",
            ".",
            ".net",
            "\u{e9}",
            "caf\u{e9}",
            "S",
            "CAF\u{c9}",
            "responsibility",
            "4",
            "5",
            "x",
            "\n",
            "ES",
        ];
        let gazetteer = Gazetteer::new(NAMES);
        let mut texts = vec![String::new()];
        let mut found = 0;
        for _ in 0..4 {
            texts = texts.iter().flat_map(|text| PIECES.map(|piece| format!("{text}{piece}"))).collect();
            for text in &texts {
                let hits: Vec<_> = gazetteer.find(text).filter(|(hit, _)| token_end(text, hit.start, hit.end).is_some()).collect();
                assert_eq!(hits, tried(&NAMES, text), "{text:?}");
                found += hits.len();
            }
        }
        assert!(found > 10_000);
    }

    /// Every text of up to five of these pieces, beside every name of up to three.
    #[test]
    fn among_many_alike_the_longest_is_found() {
        let texts = |most: usize| {
            let longer = |texts: &Vec<String>| {
                Some(texts.iter().flat_map(|text| ["a", "B", " ", "-c"].map(|piece| format!("{text}{piece}"))).collect())
            };
            std::iter::successors(Some(vec!["t ".to_owned()]), longer).take(most + 1).flatten().collect::<Vec<String>>()
        };
        let names: Vec<String> = texts(3).into_iter().step_by(3).collect();
        let gazetteer = Gazetteer::new(&names);
        for text in texts(5) {
            let stands = |name: &&String| text.get(..name.len()).is_some_and(|there| there.eq_ignore_ascii_case(name));
            let longest = names.iter().filter(stands).max_by_key(|name| name.len());
            let found = gazetteer.find(&text.to_lowercase()).next().map(|(hit, nth)| (hit.start, &names[nth]));
            assert_eq!(found, longest.map(|name| (0, name)), "{text:?}");
        }
    }

    #[test]
    fn of_names_that_begin_alike_the_longest_is_found() {
        let gazetteer = Gazetteer::new(["product", "", "product owner", "Product Owner Guild"]);
        let found = |text: &str| gazetteer.find(text).map(|(hit, nth)| (text[hit].to_owned(), nth)).collect::<Vec<_>>();
        assert_eq!(found("A PRODUCT owner's products."), [("PRODUCT owner".to_owned(), 2), ("product".to_owned(), 0)]);
        assert_eq!(found("byproduct, product owner guild"), [("product owner guild".to_owned(), 3)]);
        assert!(Gazetteer::new([""]).find("anything").next().is_none());
    }
}
