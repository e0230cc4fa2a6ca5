//! Handbook debt: one number, and what it is made of.

/// What a handbook can owe its readers. Each finding is counted in one part only: what has a part of its own is no error
/// or warning besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Errors.
    Errors,
    /// Warnings.
    Warnings,
    /// Pages whose review is overdue (KB701).
    Overdue,
    /// Guides that no page leads to (KB802).
    Orphans,
    /// Decisions whose status is `disputed`.
    Disputed,
    /// Fields that a role does not state (and so KB401, which finds the same gap in a comparison).
    Fields,
    /// Abbreviations explained nowhere (KB503), each counted once.
    Words,
}

impl Part {
    /// Every part, heaviest first.
    pub const ALL: [Self; 7] =
        [Self::Errors, Self::Warnings, Self::Overdue, Self::Orphans, Self::Disputed, Self::Fields, Self::Words];

    /// The points each of them counts. An error is a false statement or a broken link; a warning and an overdue page
    /// may be one; the others are work that is known and can wait.
    #[must_use]
    pub const fn weight(self) -> usize {
        match self {
            Self::Errors => 5,
            Self::Warnings | Self::Overdue => 2,
            Self::Orphans | Self::Disputed | Self::Fields | Self::Words => 1,
        }
    }

    /// A key for the theme's words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Errors => "errors",
            Self::Warnings => "warnings",
            Self::Overdue => "overdue",
            Self::Orphans => "orphans",
            Self::Disputed => "disputed",
            Self::Fields => "fields",
            Self::Words => "words",
        }
    }
}

/// The sum of all parts, each its count times its weight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Debt {
    counts: [usize; Part::ALL.len()],
}

impl Debt {
    pub(super) fn new(count: impl Fn(Part) -> usize) -> Self {
        Self { counts: Part::ALL.map(count) }
    }

    /// How many there are of a part.
    #[must_use]
    pub const fn count(&self, part: Part) -> usize {
        self.counts[part as usize]
    }

    /// What a part adds.
    #[must_use]
    pub const fn points(&self, part: Part) -> usize {
        self.count(part) * part.weight()
    }

    /// The whole.
    #[must_use]
    pub fn total(&self) -> usize {
        Part::ALL.into_iter().map(|part| self.points(part)).sum()
    }
}
