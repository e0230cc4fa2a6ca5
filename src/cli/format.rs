//! The ways findings are shown, and which of them count.

use std::path::Path;

use clap::ValueEnum;

use super::{folder, terminal};
use crate::diagnostic::{Diagnostic, Folder, Severity, github, gitlab, human, json, junit, sarif, short};
use crate::source::Sources;

/// The ways findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines they stand in, why, and what to do
    Human,
    /// One line a finding: `file:line:column: error[KB302]: message`
    Short,
    /// For programs: docs/findings.schema.json
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Beside the lines of a pull request, in GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// A test report: one failed test a finding
    Junit,
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
    ///
    /// # Errors
    /// When they cannot be written, except that nobody reads it any more.
    pub(super) fn print(self, findings: &[Diagnostic], sources: &Sources, site: &Path) -> anyhow::Result<()> {
        let text = match self {
            Self::Human => {
                let folder = if terminal::has_links() { folder::of(site) } else { Folder::default() };
                return terminal::report(&human::render(findings, sources, terminal::screen(), &folder));
            }
            Self::Short => short::render(findings, sources),
            Self::Json => json::render(findings, sources),
            Self::Sarif => sarif::render(findings, sources, &folder::of(site)),
            Self::Github => github::render(findings, sources, &folder::of(site)),
            Self::Gitlab => gitlab::render(findings, sources, &folder::of(site)),
            Self::Junit => junit::render(findings, sources, &folder::of(site)),
        };
        terminal::print(&text)
    }
}
