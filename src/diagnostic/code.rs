//! The codes of all findings. Codes are permanent: never renumbered, never reused.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident $severity:ident $fixed:literal $title:literal,)*) => {
        /// The permanent code of a finding, such as `KB302`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// Every code this version can report.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as written, `KB302`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// What it finds, in a phrase.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Its weight unless `site.toml` says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Whether it can be neither lowered nor allowed, because there is no page to make.
            #[must_use]
            pub const fn is_fixed(self) -> bool {
                match self { $(Self::$name => $fixed,)* }
            }
        }
    };
}

codes! {
    KB101 Error true "YAML that does not parse or has a wrong type",
    KB102 Error false "unknown key",
    KB103 Error true "required key missing",
    KB104 Error true "an id or file name that cannot be an id",
    KB105 Error true "a file that cannot be read, or is over a limit",
    KB106 Error true "a value that is not allowed here",
    KB107 Error false "a YAML file the model does not know",
    KB201 Error true "unknown id",
    KB202 Error true "duplicate id",
    KB203 Error false "two records claim one title or alias",
    KB206 Error true "unknown source or account",
    KB301 Error true "two accountable",
    KB302 Error true "nobody accountable",
    KB401 Warning false "comparison row with no value for a role",
    KB402 Warning false "override without a note",
    KB403 Error false "two comparisons of the same roles",
    KB408 Error false "too few roles, or a row without a role's cell",
    KB601 Error true "question without answer, or answer without question",
    KB801 Error false "broken internal link or anchor",
    KB804 Error true "two pages at one address",
    KB807 Warning false "image without alt text, or figure that is not there",
    KB809 Warning false "raw HTML that was removed",
    KB812 Error false "link address not allowed",
    KB813 Error false "template error",
}

impl Code {
    /// The code written as in `KB302`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }

    /// Whether the same content has this finding on one day and not on another: an overdue review, a link that is dead
    /// today. `--strict` does not make an error of it, or a build would break without a change.
    #[must_use]
    pub fn depends_on_day(self) -> bool {
        matches!(self.as_str(), "KB701" | "KB803")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
