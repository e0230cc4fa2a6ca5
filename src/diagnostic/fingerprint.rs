//! What stays the same about a finding while the lines around it move.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use super::Diagnostic;
use crate::source::Sources;

/// Sixteen hexadecimal digits of code, file, message and the text under the finding's own place. No line counts, so that
/// a finding is known again after lines were added above it, and no number of the message, so that it is known again when
/// there are more of the same elsewhere.
///
/// Two findings that are alike in all of these have one fingerprint; whoever needs them apart counts them.
#[must_use]
pub fn fingerprint(d: &Diagnostic, sources: &Sources) -> String {
    let file = sources.file(d.primary.span.file);
    let start = file.text.floor_char_boundary(d.primary.span.start);
    let end = file.text.floor_char_boundary(d.primary.span.end).max(start);
    let mut hash = Xxh3::new();
    for part in [d.code.as_str(), file.path.as_str(), &uncounted(&d.message), &file.text[start..end]] {
        // the length keeps `ab`, `c` apart from `a`, `bc`
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    format!("{:016x}", hash.digest())
}

/// The message without its numbers: `appears 4 times` is still the same finding when it appears 5 times. Numbers within
/// words (`safe-2021`) are names.
fn uncounted(message: &str) -> String {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) || matches!(word, "once," | "twice," | "times,");
    message.split(' ').filter(|word| !is_number(word)).collect::<Vec<_>>().join(" ")
}

/// The fingerprints of one report, no two of them the same: the second of two alike ends in `:2`.
#[derive(Debug, Default)]
pub(super) struct Fingerprints(HashMap<String, usize>);

impl Fingerprints {
    pub(super) fn of(&mut self, d: &Diagnostic, sources: &Sources) -> String {
        let fingerprint = fingerprint(d, sources);
        let times = self.0.entry(fingerprint.clone()).or_default();
        *times += 1;
        if *times == 1 { fingerprint } else { format!("{fingerprint}:{times}") }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{FileDates, SitePath, SourceFile, Span};

    /// The fingerprint of a finding about `marked` in a file.
    fn of(path: &str, text: &str, marked: &str, message: &str) -> String {
        let file =
            SourceFile { path: SitePath::new(path).expect("a path"), text: text.into(), dates: FileDates::default(), fault: None };
        let sources = Sources::new(vec![file], BTreeMap::new());
        let start = text.find(marked).expect("the mark is in the text");
        let span = Span::new(sources.find(path).expect("the file"), start..start + marked.len());
        fingerprint(&Diagnostic::new(Code::KB801, span, message), &sources)
    }

    #[test]
    fn moved_lines_change_nothing_and_anything_else_does() {
        let known = of("a.md", "x [a](b) y", "[a](b)", "no page `b`");
        // baselines that people keep hold this value
        assert_eq!(known, "34ce4d482aacbf6b");
        assert_eq!(known, of("a.md", "new\n\nlines ü\nz [a](b) y", "[a](b)", "no page `b`"));
        assert_eq!(
            of("a.md", "ART", "ART", "`ART` appears once, never"),
            of("a.md", "ART", "ART", "`ART` appears 15 times, never")
        );
        assert_ne!(known, of("b.md", "x [a](b) y", "[a](b)", "no page `b`"));
        assert_ne!(known, of("a.md", "x [a](b) y", "[a](b", "no page `b`"));
        assert_ne!(known, of("a.md", "x [a](b) y", "[a](b)", "no page `c`"));
    }
}
