//! What the pages of the last build were made of: those that are still made of the same need not be made again.

use std::fmt::Write as _;
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::kept::{keep, keep_bytes, kept, kept_bytes};
use super::stamp::Left;
use crate::build::MadeOf;
use crate::search::Part;

/// Its name among what is kept.
const NAME: &str = "pages";
/// The name of what was read for the search index.
const PARTS: &str = "search";
/// Its first line. Another one is a list of another program.
const HEAD: &str = "kb: what the pages of the last build were made of";

/// What the pages of the last build were made of, while its files are what it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Its pages.
    pub pages: MadeOf,
    /// Its files.
    left: u128,
    /// What it read for the search index, as one number.
    search: u128,
}

/// What was read for the search index and is kept, as one number.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeptParts(u128);

impl KeptParts {
    /// Keeps what a build read for the search index. It counts for the next one together with the list of pages that names it.
    #[must_use]
    pub fn of(parts: &[Part], site: &Path) -> Self {
        let kept = Part::pack(parts).and_then(|pieces| {
            keep_bytes(site, PARTS, &pieces)?;
            let mut hash = Xxh3::new();
            for piece in &pieces {
                hash.update(piece);
            }
            Ok(hash.digest128())
        });
        // where nothing can be kept, the next build reads everything
        Self(kept.unwrap_or_default())
    }
}

impl Ledger {
    /// The list of the build that left what is in the output folder; `None` where nothing can be known of it. What is damaged counts for nothing.
    #[must_use]
    pub fn of_last_build(site: &Path, left: impl FnOnce() -> Option<Left>) -> Option<Self> {
        let ledger = Self::parse(&kept(site, NAME)?)?;
        (left()?.hash() == ledger.left).then_some(ledger)
    }

    /// Keeps what a build was made of and what it left. Where nothing can be kept, the next build makes every page.
    pub fn keep(pages: MadeOf, left: Left, search: KeptParts, site: &Path) {
        let _ = keep(site, NAME, &Self { pages, left: left.hash(), search: search.0 }.text());
    }

    /// What the last build read for the search index.
    #[must_use]
    pub fn parts(&self, site: &Path) -> Option<Vec<Part>> {
        let bytes = kept_bytes(site, PARTS)?;
        if xxh3_128(&bytes) == self.search { Part::unpack(&bytes) } else { None }
    }

    fn text(&self) -> String {
        let Self { pages: MadeOf { shared, besides, own, files }, left, search } = self;
        let mut numbers = format!("{shared:032x} {besides:032x} {left:032x} {search:032x} {}\n", own.len());
        for number in own {
            // writing to a string cannot fail
            let _ = writeln!(numbers, "{number:032x}");
        }
        for (path, hash) in files {
            let _ = writeln!(numbers, "{path:016x} {hash:016x}");
        }
        format!("{HEAD}\n{numbers}{:032x}\n", xxh3_128(numbers.as_bytes()))
    }

    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix('\n')?;
        let (numbers, sum) = rest.split_at(rest.rfind('\n')? + 1);
        let number = |text: &str| u128::from_str_radix(text, 16).ok();
        if number(sum)? != xxh3_128(numbers.as_bytes()) {
            return None;
        }
        let mut lines = numbers.lines();
        let head: Vec<&str> = lines.next()?.split(' ').collect();
        let [shared, besides, left, search, count] = head[..] else { return None };
        let (shared, besides, left, search) = (number(shared)?, number(besides)?, number(left)?, number(search)?);
        let count: usize = count.parse().ok()?;
        let own = lines.by_ref().take(count).map(number).collect::<Option<Vec<_>>>()?;
        let short = |text: &str| u64::from_str_radix(text, 16).ok();
        let file = |line: &str| line.split_once(' ').and_then(|(path, hash)| Some((short(path)?, short(hash)?)));
        let files = lines.map(file).collect::<Option<Vec<_>>>()?;
        (own.len() == count).then_some(Self { pages: MadeOf { shared, besides, own, files }, left, search })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_was_written_or_not_at_all() {
        let ledger = Ledger {
            pages: MadeOf { shared: 7, besides: 5, own: vec![1, u128::MAX, 0], files: vec![(3, 4), (u64::MAX, 0)] },
            left: 9,
            search: 11,
        };
        let text = ledger.text();
        assert_eq!(Ledger::parse(&text), Some(ledger));
        for at in 0..text.len() {
            let mut damaged = text.clone().into_bytes();
            damaged[at] ^= 1;
            assert_eq!(Ledger::parse(&String::from_utf8_lossy(&damaged)), None, "byte {at}");
            assert_eq!(Ledger::parse(&text[..at]), None, "cut at {at}");
        }
    }
}
