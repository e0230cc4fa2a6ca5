//! Where a value was written, cheap enough to keep for every value.

use super::FileId;

/// A place in a file: either bytes, or a node of its YAML whose bytes are looked up only when somebody asks.
///
/// Good YAML values carry no byte positions (the parser has none to give); their number in document order is enough
/// for [`crate::content::Locator`] to find them again in the few files that have a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub at: At,
}

/// Where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum At {
    /// A byte range of the file.
    Bytes(u32, u32),
    /// The nth node (keys, values, items) of the file's YAML in document order, from 0.
    Node(u32),
    /// A byte range of the decoded string that is the nth node.
    Within(u32, u32, u32),
}

impl At {
    /// Its turn among the texts of a file: the values of its YAML first, in the order written, then what stands below.
    #[must_use]
    pub const fn turn(self) -> (bool, u32, u32) {
        match self {
            Self::Node(n) => (false, n, 0),
            Self::Within(n, start, _) => (false, n, start),
            Self::Bytes(start, _) => (true, start, 0),
        }
    }

    /// The turn of what stands last in it.
    #[must_use]
    pub const fn last_turn(self) -> (bool, u32, u32) {
        match self {
            Self::Node(n) => (false, n, u32::MAX),
            Self::Within(n, _, end) => (false, n, end),
            Self::Bytes(_, end) => (true, end, 0),
        }
    }
}

impl Place {
    /// A byte range of a file.
    #[must_use]
    pub fn bytes(file: FileId, range: std::ops::Range<usize>) -> Self {
        Self { file, at: At::Bytes(clamp(range.start), clamp(range.end)) }
    }

    /// A node of a file's YAML.
    #[must_use]
    pub const fn node(file: FileId, node: u32) -> Self {
        Self { file, at: At::Node(node) }
    }

    /// A byte range of the text that stands at this place.
    #[must_use]
    pub fn within(self, range: std::ops::Range<usize>) -> Self {
        let at = match self.at {
            At::Bytes(start, _) => At::Bytes(start + clamp(range.start), start + clamp(range.end)),
            At::Node(n) => At::Within(n, clamp(range.start), clamp(range.end)),
            At::Within(n, start, _) => At::Within(n, start + clamp(range.start), start + clamp(range.end)),
        };
        Self { file: self.file, at }
    }
}

/// Files are limited to sizes far below 4 GiB, so the clamp never bites on real input.
fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
