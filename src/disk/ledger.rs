//! What the pages of the last build were made of: those that are still made of the same need not be made again.

use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::kept::{Kept, keep, keep_bytes, kept, kept_bytes, make_folder};
use super::stamp::Left;
use crate::build::MadeOf;
use crate::search::Part;

/// Its first line. Another one is a list of another program.
const HEAD: &str = "kb: what the pages of the last build were made of";

/// The bytes of a sum.
const SUM: usize = 16;

/// What the pages of the last build were made of, while its files are what it left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Its pages.
    pub pages: MadeOf,
    /// Its files.
    left: u128,
    /// What it read of texts: the sum of the file.
    texts: u128,
    /// What it read for the search index.
    search: KeptParts,
}

/// What was read for the search index and is kept: a number for each part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptParts(Vec<u128>);

impl KeptParts {
    /// Keeps what a build read for the search index. It counts for the next one together with the list of pages that names it. What
    /// `before` kept, and is whole, stays where it is the same.
    #[must_use]
    pub fn of(parts: &[Part], before: Option<&Ledger>, site: &Path) -> Self {
        let before = before.map_or(&[][..], |before| &before.search.0);
        if make_folder(site).is_err() {
            return Self::default();
        }
        let kept = parts.par_iter().enumerate().map(|(nth, part)| {
            let bytes = part.pack().ok()?;
            let hash = xxh3_128(&bytes);
            let is_there = before.get(nth) == Some(&hash);
            // its sum, by which damage is known from what a later build left that was given up
            let whole = || [&hash.to_le_bytes()[..], &bytes].concat();
            (is_there || keep_bytes(site, &name(nth), &whole()).is_ok()).then_some(hash)
        });
        // where something cannot be kept, the next build reads everything
        Self(kept.collect::<Option<_>>().unwrap_or_default())
    }

    fn parts(&self, site: &Path) -> Result<Option<Vec<Part>>, String> {
        let part = |(nth, hash): (usize, &u128)| {
            let name = name(nth);
            let Some(kept) = kept_bytes(site, &name) else { return Ok(None) };
            let whole = kept.split_at_checked(SUM).filter(|(sum, bytes)| *sum == xxh3_128(bytes).to_le_bytes());
            let Some((sum, bytes)) = whole else { return Err(name) };
            Ok(if *sum == hash.to_le_bytes() { Part::unpack(bytes) } else { None })
        };
        // of several that are damaged the first is named, however many threads look
        let parts: Vec<Result<Option<Part>, String>> = self.0.par_iter().enumerate().map(part).collect();
        parts.into_iter().collect()
    }
}

/// The name of a part of what was read for the search index.
fn name(nth: usize) -> String {
    format!("search-{nth}")
}

impl Ledger {
    /// Its name among what is kept.
    pub const NAME: &str = "pages";

    /// The list of the build that left what is in the output folder.
    #[must_use]
    pub fn of_last_build(site: &Path, left: impl FnOnce() -> Option<Left>) -> Kept<Self> {
        let Some(text) = kept(site, Self::NAME) else { return Kept::Nothing };
        match Self::parse(&text) {
            None => Kept::Damaged,
            Some(ledger) if left().is_some_and(|left| left.hash() == ledger.left) => Kept::Whole(ledger),
            Some(_) => Kept::Nothing,
        }
    }

    /// Keeps what a build was made of and what it left. Where nothing can be kept, the next build makes every page.
    pub fn keep(pages: MadeOf, left: Left, texts: Option<u128>, search: KeptParts, site: &Path) {
        // no file has this sum but by a chance of one in 2^128
        let texts = texts.unwrap_or_default();
        let _ = keep(site, Self::NAME, &Self { pages, left: left.hash(), texts, search }.text());
    }

    /// The sum of the file with what it read of texts.
    pub(super) const fn texts(&self) -> u128 {
        self.texts
    }

    /// What the last build read for the search index, if all of it is still there.
    ///
    /// # Errors
    /// With the name of a file that is damaged.
    pub fn parts(&self, site: &Path) -> Result<Option<Vec<Part>>, String> {
        self.search.parts(site)
    }

    fn text(&self) -> String {
        let Self { pages: MadeOf { shared, besides, own, files }, left, texts, search } = self;
        let (parts, count) = (search.0.len(), own.len());
        let mut numbers = format!("{shared:032x} {besides:032x} {left:032x} {texts:032x} {parts} {count}\n");
        for number in search.0.iter().chain(own) {
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
        let [shared, besides, left, texts, parts, count] = head[..] else { return None };
        let (shared, besides, left, texts) = (number(shared)?, number(besides)?, number(left)?, number(texts)?);
        let (parts, count): (usize, usize) = (parts.parse().ok()?, count.parse().ok()?);
        let search = lines.by_ref().take(parts).map(number).collect::<Option<Vec<_>>>()?;
        let own = lines.by_ref().take(count).map(number).collect::<Option<Vec<_>>>()?;
        let short = |text: &str| u64::from_str_radix(text, 16).ok();
        let file = |line: &str| line.split_once(' ').and_then(|(path, hash)| Some((short(path)?, short(hash)?)));
        let files = lines.map(file).collect::<Option<Vec<_>>>()?;
        let pages = MadeOf { shared, besides, own, files };
        (search.len() == parts && pages.own.len() == count).then_some(Self { pages, left, texts, search: KeptParts(search) })
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
            texts: 13,
            search: KeptParts(vec![11, 12]),
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
