//! What every command that reports findings is told: which of them fail the run, and how they are shown.

use clap::Args;

use super::format::{Format, Level};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::gate;

#[derive(Debug, Args)]
pub(super) struct Judging {
    /// Treat warnings as errors, except those that come and go with the day
    #[arg(long)]
    strict: bool,
    /// The lightest finding that fails the run
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: Level,
    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,
}

impl Judging {
    /// With `--strict`, raises what it raises.
    pub(super) fn raise(&self, findings: &mut Vec<Diagnostic>) {
        if self.strict {
            gate::raise(findings);
            diagnostic::sort(findings);
        }
    }

    /// Whether one of these fails the run.
    pub(super) fn fails(&self, findings: &[Diagnostic]) -> bool {
        findings.iter().any(|d| d.severity >= self.fail_on.into())
    }

    /// Polish is shown only to those who ask for it or want to fail for it.
    pub(super) fn shown(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        findings.retain(|d| self.shows(d.severity));
        findings
    }

    /// Whether findings of this weight are shown.
    pub(super) fn shows(&self, severity: Severity) -> bool {
        severity >= Severity::Warning.min(self.fail_on.into())
    }
}
