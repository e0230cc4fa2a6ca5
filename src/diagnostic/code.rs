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
    KB204 Info false "a party named often enough to deserve a page",
    KB206 Error true "unknown source or account",
    KB301 Error true "two accountable",
    KB302 Error true "nobody accountable",
    KB303 Warning false "one role in two parts of a decision",
    KB304 Warning false "accountable without the right to decide",
    KB305 Error false "a circle of reporting",
    KB306 Warning false "numbers of a fan-out that cannot both hold",
    KB307 Warning false "an escalation that leads nowhere",
    KB308 Info false "works-with told by one side alone",
    KB310 Error false "owner and accountable disagree",
    KB311 Error false "two owners of one artefact",
    KB312 Info false "another account disagrees with the house",
    KB313 Info false "an artefact owned but never decided, or decided and owned by nobody",
    KB401 Warning false "comparison row with no value for a role",
    KB402 Warning false "override without a note",
    KB403 Error false "two comparisons of the same roles",
    KB404 Info false "a fact that one role alone states",
    KB405 Info false "a responsibility that is a result, not an activity",
    KB406 Warning false "a conflict that nobody resolves",
    KB407 Info false "a conflict tied to no decision",
    KB408 Error false "too few roles, or a row without a role's cell",
    KB409 Warning false "a cell too long for a table",
    KB501 Warning false "an abbreviation that can mean two things",
    KB502 Error false "one abbreviation, two meanings on one page",
    KB503 Warning false "an abbreviation explained nowhere",
    KB504 Warning false "a word to avoid",
    KB505 Info false "look-alike words on one page",
    KB506 Warning false "a bound abbreviation beside its other meaning",
    KB601 Error true "question without answer, or answer without question",
    KB602 Error false "one question, two answers",
    KB603 Warning false "nearly the same question, or the same answer twice",
    KB604 Warning false "a question about nothing",
    KB605 Info false "a yes-or-no question answered otherwise",
    KB701 Warning false "review overdue",
    KB702 Warning false "a page that nobody owns",
    KB703 Warning false "a decision or definition without a source",
    KB704 Warning false "a source without edition or date, or an account that has a newer edition",
    KB705 Warning false "a source that nobody cites",
    KB801 Error false "broken internal link or anchor",
    KB802 Warning false "a guide that no page leads to",
    KB803 Warning false "a dead link to another site",
    KB804 Error true "two pages at one address",
    KB805 Warning false "two pages with one title or summary",
    KB806 Error false "words meant for the editor among the text",
    KB807 Warning false "image without alt text, or figure that is not there",
    KB808 Info false "a skipped heading level",
    KB809 Warning false "raw HTML that was removed",
    KB810 Warning false "a text that looks like the id of a term",
    KB812 Error false "link address not allowed",
    KB813 Error false "template error",
    KB814 Warning false "marks that readers see as they were typed",
    KB901 Error false "a level for a check that does not exist",
    KB902 Warning false "a silencing comment without reason or effect",
}

impl Code {
    /// The code written as in `KB302`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.as_str() == text)
    }

    /// The code that is meant by a text which is none: `kb302`, `KB-302`, `302`. Another number is another check, not a slip.
    #[must_use]
    pub fn meant_by(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_prefix = text.chars().filter(char::is_ascii_alphabetic).all(|c| matches!(c, 'k' | 'K' | 'b' | 'B'));
        is_prefix.then(|| Self::parse(&format!("KB{digits}"))).flatten()
    }

    /// Whether it is reported only where `site.toml` asks for it.
    #[must_use]
    pub const fn is_off_by_default(self) -> bool {
        matches!(self, Self::KB703)
    }

    /// Whether the same content has this finding on one day and not on another: an overdue review, a link that is dead
    /// today. `--strict` does not make an error of it, or a build would break without a change.
    #[must_use]
    pub const fn depends_on_day(self) -> bool {
        matches!(self, Self::KB701 | Self::KB803)
    }
}

impl Code {
    /// Whether it is looked for only where a run asks for it: an answer of other sites needs a connection.
    #[must_use]
    pub const fn needs_connection(self) -> bool {
        matches!(self, Self::KB803)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
