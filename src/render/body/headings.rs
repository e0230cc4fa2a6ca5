//! Ids and levels of a text's headings on its page.

use pulldown_cmark::HeadingLevel;

use crate::content::markdown::{Heading, Mode};

use super::BodyOptions;

/// The headings of a text as they are shown.
pub(super) struct Headings<'o> {
    /// Those still to come.
    pub(super) all: std::slice::Iter<'o, Heading>,
    /// The one that is open.
    pub(super) current: Option<&'o Heading>,
    /// Added to each level.
    shift: i16,
    /// The first heading is still to be left out.
    pub(super) skip: bool,
}

impl<'o> Headings<'o> {
    pub(super) fn new(options: &BodyOptions<'o>) -> Self {
        let skip = options.skip_first_heading && options.mode == Mode::Prose;
        let first = usize::from(skip && options.headings.first().is_some_and(|heading| heading.level == 1));
        let shown = options.headings.get(first..).unwrap_or_default();
        let highest = shown.iter().map(|heading| heading.level).min().unwrap_or(1);
        let shift = i16::from(options.open_headings_at.clamp(2, 6)) - i16::from(highest);
        Self { all: options.headings.iter(), current: None, shift, skip }
    }

    /// The level at which a heading is shown: all are shifted alike, and none becomes an h1.
    pub(super) fn level(&self, written: HeadingLevel) -> HeadingLevel {
        match written as i16 + self.shift {
            ..=2 => HeadingLevel::H2,
            3 => HeadingLevel::H3,
            4 => HeadingLevel::H4,
            5 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }
}
