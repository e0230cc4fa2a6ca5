//! The places of findings as lines and columns, for programs.

use super::lines::Lines;
use crate::source::{LineCol, Span};

/// A span in lines and columns, from 1, columns in characters; the end is the first place after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    pub(super) start: LineCol,
    pub(super) end: LineCol,
}

impl Region {
    pub(super) fn of(span: Span, lines: &mut Lines<'_>) -> Self {
        Self { start: lines.at(span.file, span.start), end: lines.at(span.file, span.end.max(span.start)) }
    }
}
