//! What is wrong with the content, where, and what to do. One [`Diagnostic`] type; one file per output format.

mod code;
mod excerpt;
mod fingerprint;
mod fix;
mod folder;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
mod lines;
mod prose;
mod region;
pub mod sarif;
mod several;
pub mod short;
mod summary;
mod visible;

use std::cmp::Reverse;

use crate::source::Span;

pub use code::Code;
pub use fingerprint::fingerprint;
pub use fix::{Edit, Fix};
pub use folder::Folder;
pub(crate) use several::{number, repeated, several};
pub use summary::Summary;
pub(crate) use summary::counted;
pub(crate) use visible::visible;

/// How much a finding weighs, lightest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Polish; shown only when asked for.
    Info,
    /// A person should look.
    Warning,
    /// The site would state something false, hide data or break a link.
    Error,
}

impl Severity {
    /// The word shown to people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to say; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The permanent code.
    pub code: Code,
    /// Its weight in this run.
    pub severity: Severity,
    /// What is wrong: a phrase in the editor's words, lower case, no full stop.
    pub message: String,
    /// Where it is wrong.
    pub primary: Label,
    /// Other places that take part, in reading order.
    pub labels: Vec<Label>,
    /// Why it matters, if that is not plain.
    pub why: Option<String>,
    /// What to do, the most likely first.
    pub help: Vec<String>,
    /// The one right edit, where there is exactly one.
    pub fix: Option<Fix>,
    /// Whether it says in other words that something is missing without which there is no page to make.
    pub is_of_missing: bool,
}

impl Diagnostic {
    /// A finding at its code's default weight.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: String::new() },
            labels: Vec::new(),
            why: None,
            help: Vec::new(),
            fix: None,
            is_of_missing: false,
        }
    }

    /// Says that something is missing without which there is no page to make.
    #[must_use]
    pub const fn of_missing(mut self) -> Self {
        self.is_of_missing = true;
        self
    }

    /// Whether it can be neither lowered nor allowed, because there is no page to make.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        self.code.is_fixed() || self.is_of_missing
    }

    /// Says something at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, text: impl Into<String>) -> Self {
        self.why = Some(text.into());
        self
    }

    /// Adds the edit that puts it right, if there is one.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }
}

/// Puts findings in reading order, by file and place, the heaviest of one place first, and drops exact repeats.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span.file, d.primary.span.start, Reverse(d.severity), d.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup();
}
