//! The ways findings are shown, and which of them count.

use std::io::Write as _;

use clap::ValueEnum;

use super::terminal;
use crate::diagnostic::{Diagnostic, Severity, human, json, short};
use crate::source::Sources;

/// The ways findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines they stand in, why, and what to do
    Human,
    /// One line a finding: `file:line:column: error[KB302]: message`
    Short,
    /// For programs
    Json,
}

/// Weights of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    /// Polish
    Info,
    /// A person should look
    Warning,
    /// The site would say something false, hide something or break a link
    Error,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

impl Format {
    /// For people to standard error, for programs to standard output.
    pub(super) fn print(self, findings: &[Diagnostic], sources: &Sources) {
        let text = match self {
            Self::Human => {
                terminal::write(&human::render(findings, sources, terminal::screen()));
                return;
            }
            Self::Short => short::render(findings, sources),
            Self::Json => json::render(findings, sources),
        };
        // a reader that went away (`| head`) has seen enough
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
}
