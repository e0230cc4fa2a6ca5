//! Random numbers that are the same on every machine (`SplitMix64`), in whole numbers throughout.

/// A stream of random numbers.
pub struct Rng(u64);

const SEED: u64 = 0x6b62_2d63_6f72_7075;

impl Rng {
    /// The stream of the nth thing of a kind. Streams do not depend on each other, so what a page says stays the same
    /// when another page changes.
    pub fn of(kind: &str, n: usize) -> Self {
        let mut rng = Self(SEED ^ n as u64);
        for byte in kind.bytes() {
            rng.0 = rng.next() ^ u64::from(byte);
        }
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0, below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Yes, once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// From 0, below `n`, small numbers far more often: how words, tags and links spread.
    pub fn skewed(&mut self, n: usize) -> usize {
        self.below(n) * self.below(1024) / 1024
    }

    /// A percentage: half of them below 100, few far from it.
    pub fn percent(&mut self) -> usize {
        const TENTHS: [usize; 11] = [35, 60, 72, 82, 91, 100, 110, 122, 138, 165, 240];
        let tenth = self.below(TENTHS.len() - 1);
        self.between(TENTHS[tenth], TENTHS[tenth + 1])
    }
}
