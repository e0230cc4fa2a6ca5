//! Many names looked for in one pass through a text.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Names that together are no longer than this, in bytes, are found by a table of all states and signs: twice as fast, and some
/// hundred times as large as the names.
const TABLED: usize = 32_768;

/// Finds all of some names; of several that begin at one place the longest.
#[derive(Debug)]
pub struct Finder {
    /// `None` where there is nothing to find.
    names: Option<AhoCorasick>,
}

impl Finder {
    /// Finds the names in any case; letters beyond ASCII are found as they are written.
    #[must_use]
    pub fn of<N: AsRef<str>>(names: &[N]) -> Self {
        Self::new(names, true)
    }

    /// Finds the names as they are written.
    #[must_use]
    pub fn exactly<N: AsRef<str>>(names: &[N]) -> Self {
        Self::new(names, false)
    }

    fn new<N: AsRef<str>>(names: &[N], any_case: bool) -> Self {
        let length: usize = names.iter().map(|name| name.as_ref().len()).sum();
        let names = AhoCorasick::builder()
            .kind((length <= TABLED).then_some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(any_case)
            .build(names.iter().map(AsRef::as_ref));
        Self { names: names.ok().filter(|_| length > 0) }
    }

    /// Where names stand in a text, be it as a part of a word, in its order, and which they are.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
        let hits = self.names.iter().flat_map(move |names| names.find_iter(text));
        hits.map(|hit| (hit.range(), hit.pattern().as_usize()))
    }
}
