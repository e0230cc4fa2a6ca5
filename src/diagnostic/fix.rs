//! Edits that put a finding right, where exactly one edit is right.

use crate::source::Span;

/// What stands at a place is replaced. An empty span is a place to insert at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes instead.
    pub text: String,
}

/// The edits that put one finding right, all or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// In the order of their places, none touching another.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Replaces what stands at one place.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { span, text: text.into() }] }
    }
}
