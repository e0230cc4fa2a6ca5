//! The name of a change in version control.

/// So many digits tell one change from all others of a repository, however large.
const DIGITS: usize = 12;

/// The first digits of a commit's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit([u8; DIGITS]);

impl Commit {
    /// Of a hash as it is printed.
    #[must_use]
    pub fn new(hash: &str) -> Option<Self> {
        let digits: [u8; DIGITS] = hash.as_bytes().get(..DIGITS)?.try_into().ok()?;
        digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')).then_some(Self(digits))
    }
}

impl std::fmt::Display for Commit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}
