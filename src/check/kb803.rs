//! KB803: a link to another site that leads nowhere. Whether it does is for `external` to say; here is how it is told.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A link that leads nowhere: `reason` in a word or two, `label` in a phrase.
#[must_use]
pub fn finding(span: Span, url: &str, reason: &str, label: &str) -> Diagnostic {
    Diagnostic::new(Code::KB803, span, format!("`{url}` leads nowhere ({reason})"))
        .label(label)
        .help("find where it went and write that address, or link to an archived copy of the page")
}
