//! Random numbers that are the same on every machine (SplitMix64).

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
        (self.next() % n.max(1) as u64) as usize
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
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (unit * unit * n as f64) as usize
    }

    /// Around 1: half of the values below, few beyond 0.5 and 2.
    pub fn spread(&mut self) -> f64 {
        let sum: f64 = (0..6).map(|_| self.below(1000) as f64 / 1000.0).sum();
        2_f64.powf((sum - 3.0) / 1.4)
    }
}
