//! A site made in parts, on several machines: who makes what.
//!
//! Everything that is published is dealt out one by one, heavy things first, each to the shard that has least to do. That
//! depends on the site alone, so every machine deals alike and each file is made by exactly one of them.

use std::fmt;
use std::str::FromStr;

use crate::analysis::Analysis;
use crate::plan::Page;

/// More machines than anybody has: what shards have to do in vain, each of them, would long be all they do.
const MOST: u16 = 1000;

/// What a page costs without its text, in bytes of text that cost as much.
const PAGE: u64 = 5_000;
/// The index for searching reads all texts, and takes about a ninth of what the pages take that show them.
const SEARCH: u64 = 9;
/// `data/kb.json` tells all texts.
const KNOWLEDGE: u64 = 40;
/// Exports name all pages.
const EXPORTS: u64 = 80;

/// One of the parts of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    nth: u16,
    of: u16,
}

impl Shard {
    /// The whole as its only part.
    pub const WHOLE: Self = Self { nth: 1, of: 1 };

    /// Which one it is, from 1.
    #[must_use]
    pub const fn nth(self) -> u16 {
        self.nth
    }

    /// How many there are.
    #[must_use]
    pub const fn of(self) -> u16 {
        self.of
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.nth, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let parts = text.split_once('/').filter(|(nth, of)| is_number(nth) && is_number(of));
        let Some((nth, of)) = parts else { return Err("a shard is written I/N: 2/4 is the second of four".into()) };
        let of = of.parse().ok().filter(|of| *of <= MOST).ok_or(format!("there can be {MOST} shards at most"))?;
        match nth.parse() {
            _ if of == 0 => Err("a site has at least one shard: 1/1 is all of it".into()),
            Ok(0) => Err(format!("shards are counted from 1: the first is 1/{of}")),
            Ok(nth) if nth <= of => Ok(Self { nth, of }),
            _ => Err(format!("of {of} shards the last is {of}/{of}")),
        }
    }
}

/// Deals out what is to be made.
pub(super) struct Dealer {
    /// What each shard has to do so far.
    loads: Vec<u64>,
    ours: usize,
}

/// Who makes what is one piece, whatever the size of the site.
pub(super) struct Pieces {
    pub(super) search: bool,
    pub(super) knowledge: bool,
    pub(super) exports: bool,
    /// By the position of the page in the plan.
    pub(super) pages: Vec<bool>,
}

impl Dealer {
    pub(super) fn new(shard: Shard) -> Self {
        Self { loads: vec![0; usize::from(shard.of)], ours: usize::from(shard.nth) - 1 }
    }

    /// Gives a piece of work to one of the shards. Whether it is ours.
    pub(super) fn deal(&mut self, weight: u64) -> bool {
        let Some((least, load)) = self.loads.iter_mut().enumerate().min_by_key(|(_, load)| **load) else { return true };
        *load += weight;
        least == self.ours
    }

    /// Deals the large pieces and the pages.
    pub(super) fn pieces(&mut self, analysis: &Analysis) -> Pieces {
        let weights: Vec<u64> = analysis.plan.pages().iter().map(|(page, _)| weight(analysis, *page)).collect();
        let all: u64 = weights.iter().sum();
        Pieces {
            search: self.deal(if analysis.config.search { all / SEARCH } else { 0 }),
            knowledge: self.deal(all / KNOWLEDGE),
            exports: self.deal(all / EXPORTS),
            pages: weights.into_iter().map(|weight| self.deal(weight)).collect(),
        }
    }

    /// Deals small things that are all alike.
    pub(super) fn each<T>(&mut self, things: impl IntoIterator<Item = T>) -> Vec<T> {
        things.into_iter().filter(|_| self.deal(PAGE)).collect()
    }
}

/// What a page costs, about.
fn weight(analysis: &Analysis, page: Page) -> u64 {
    let kb = &analysis.knowledge;
    let body = page.entity().filter(|_| page.is_home_of_record()).and_then(|entity| kb.meta(entity)?.body.as_ref());
    PAGE + body.map_or(0, |body| body.text.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_read_or_told_why_not() {
        for (text, nth, of) in [("1/1", 1, 1), ("2/4", 2, 4), ("4/4", 4, 4), ("02/04", 2, 4), ("1000/1000", 1000, 1000)] {
            assert_eq!(text.parse(), Ok(Shard { nth, of }), "{text}");
        }
        for (text, why) in [
            ("0/4", "counted from 1"),
            ("5/4", "the last is 4/4"),
            ("99999999999999999999/4", "the last is 4/4"),
            ("1/0", "at least one"),
            ("0/0", "at least one"),
            ("1/1001", "1000 shards at most"),
            ("1/99999999999999999999", "1000 shards at most"),
            ("4", "written I/N"),
            ("", "written I/N"),
            ("/", "written I/N"),
            ("a/b", "written I/N"),
            ("1/2/3", "written I/N"),
            ("-1/4", "written I/N"),
            ("+1/4", "written I/N"),
            ("1 / 4", "written I/N"),
            ("1/", "written I/N"),
        ] {
            assert!(text.parse::<Shard>().is_err_and(|said| said.contains(why)), "{text}");
        }
    }

    #[test]
    fn everything_is_dealt_once_and_evenly() {
        for of in [1, 2, 3, 7, 100] {
            let weights = (0..500_u64).map(|n| 100 + n * 7919 % 83);
            let mut dealers: Vec<Dealer> = (1..=of).map(|nth| Dealer::new(Shard { nth, of })).collect();
            let mut loads = vec![0; usize::from(of)];
            for weight in weights {
                let ours: Vec<bool> = dealers.iter_mut().map(|dealer| dealer.deal(weight)).collect();
                assert_eq!(ours.iter().filter(|ours| **ours).count(), 1);
                loads[ours.iter().position(|ours| *ours).unwrap_or_default()] += weight;
            }
            assert!(loads.iter().max() <= loads.iter().min().map(|least| least + 200).as_ref(), "{loads:?}");
        }
    }
}
