//! A `JUnit` report: a suite for each file, a failed test for each finding. A site without findings is one test that passed,
//! because tools take a report without tests for a mistake.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::lines::Lines;
use super::prose::prose_with_places;
use super::visible::visible;
use super::{Diagnostic, Folder};
use crate::escape::xml;
use crate::source::{FileId, Sources};

/// All findings. Paths are relative to the root of the repository.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, folder: &Folder) -> String {
    let mut files: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for d in diagnostics {
        files.entry(d.primary.span.file).or_default().push(d);
    }
    let mut out = xml::DECLARATION.to_owned();
    let (tests, failures) = (diagnostics.len().max(1), diagnostics.len());
    // writing to a string cannot fail
    let _ = writeln!(out, "<testsuites name=\"kb\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">");
    if diagnostics.is_empty() {
        out.push_str("  <testsuite name=\"kb\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n");
        out.push_str("    <testcase name=\"no findings\" classname=\"kb\"/>\n  </testsuite>\n");
    }
    let mut lines = Lines::new(sources);
    for (file, found) in files {
        let path = attribute(&folder.path(&sources.file(file).path));
        let n = found.len();
        let _ = writeln!(out, "  <testsuite name=\"{path}\" tests=\"{n}\" failures=\"{n}\" errors=\"0\" skipped=\"0\">");
        let mut names: HashMap<String, usize> = HashMap::new();
        for d in found {
            let at = lines.at(file, d.primary.span.start);
            // no line in the name, so that a moved finding is the same test; a number where two would be one
            let mut name = format!("{}: {}", d.code, d.message);
            let times = names.entry(name.clone()).or_default();
            *times += 1;
            if *times > 1 {
                let _ = write!(name, " ({times})");
            }
            let (name, message, line) = (attribute(&name), attribute(&d.message), at.line);
            let _ = writeln!(out, "    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">");
            let _ = write!(out, "      <failure message=\"{message}\" type=\"{}\">", d.severity.word());
            let told = format!(
                "{}:{line}:{}: {}",
                folder.path(&sources.file(file).path),
                at.col,
                prose_with_places(d, sources, &mut lines, folder)
            );
            xml::lines(&visible(&told, &['\n']), &mut out);
            out.push_str("</failure>\n    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn attribute(text: &str) -> String {
    let mut out = String::new();
    xml::text(&visible(text, &[]), &mut out);
    out
}
