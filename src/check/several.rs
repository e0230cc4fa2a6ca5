//! Findings with several places: they stand at the first by file and line, and the others are labels.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A finding at the first of some places. There is at least one.
pub(super) fn several(code: Code, message: impl Into<String>, mut places: Vec<(Span, String)>) -> Diagnostic {
    places.sort_by_key(|(span, _)| (span.file, span.start, span.end));
    let mut places = places.into_iter();
    let (span, label) = places.next().expect("a finding stands somewhere");
    places.fold(Diagnostic::new(code, span, message).label(label), |d, (span, label)| d.also(span, label))
}
