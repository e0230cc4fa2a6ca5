//! Findings with several places: they stand at the first by file and line, and the others are labels.

use super::{Code, Diagnostic};
use crate::source::Span;

/// A finding at the first of some places. There is at least one.
#[must_use]
pub(crate) fn several(code: Code, message: impl Into<String>, mut places: Vec<(Span, String)>) -> Diagnostic {
    places.sort_by_key(|(span, _)| *span);
    let mut places = places.into_iter();
    let (span, label) = places.next().expect("a finding stands somewhere");
    places.fold(Diagnostic::new(code, span, message).label(label), |d, (span, label)| d.also(span, label))
}

/// The same of places that differ in nothing but their order.
#[must_use]
pub(crate) fn repeated(code: Code, message: impl Into<String>, mut places: Vec<Span>, first: &str, others: &str) -> Diagnostic {
    places.sort_unstable();
    let labels = std::iter::once(first).chain(std::iter::repeat(others));
    several(code, message, places.into_iter().zip(labels).map(|(span, label)| (span, label.to_owned())).collect())
}

/// How many places, as messages say it: `two roles`, `three roles`, `4 roles`.
#[must_use]
pub(crate) fn number(count: usize) -> String {
    match count {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        n => n.to_string(),
    }
}
