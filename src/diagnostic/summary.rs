//! How many findings of each weight there are, and in how many files.

use std::collections::BTreeSet;
use std::fmt;

use super::{Diagnostic, Severity};

/// Findings counted. Shown as `2 errors and 1 warning in 3 files`, or `no findings`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are only polish.
    pub infos: usize,
    /// Files in which a finding stands.
    pub files: usize,
}

impl Summary {
    /// Counts findings.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            files: diagnostics.iter().map(|d| d.primary.span.file).collect::<BTreeSet<_>>().len(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| counted(n, word))
            .collect();
        match parts.split_last() {
            None => f.write_str("no findings"),
            Some((last, [])) => write!(f, "{last} in {}", counted(self.files, "file")),
            Some((last, before)) => write!(f, "{} and {last} in {}", before.join(", "), counted(self.files, "file")),
        }
    }
}

/// `1 file`, `3 files`.
pub(crate) fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn reads_as_a_sentence() {
        let say = |errors, warnings, infos, files| Summary { errors, warnings, infos, files }.to_string();
        assert_eq!(say(0, 0, 0, 0), "no findings");
        assert_eq!(say(1, 0, 0, 1), "1 error in 1 file");
        assert_eq!(say(2, 1, 0, 3), "2 errors and 1 warning in 3 files");
        assert_eq!(say(2, 1, 4, 3), "2 errors, 1 warning and 4 infos in 3 files");
    }
}
