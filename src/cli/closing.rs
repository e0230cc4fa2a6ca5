//! The last words of a build.

use std::path::Path;
use std::time::Duration;

use super::terminal::{self, Tone};
use crate::build::Built;
use crate::diagnostic::{Diagnostic, Summary};
use crate::disk::Published;

/// What both endings say.
pub(super) struct Closing<'a> {
    pub(super) findings: &'a [Diagnostic],
    /// How many findings the baseline holds besides.
    pub(super) known: usize,
    pub(super) took: Duration,
    pub(super) site: &'a Path,
    pub(super) output: &'a Path,
    pub(super) has_base_url: bool,
    /// Whether its links lead on without a server.
    pub(super) from_disk: bool,
}

impl Closing<'_> {
    pub(super) fn published(&self, built: &Built, published: &Published) {
        let (output, seconds) = (plain(self.output), self.seconds());
        let pages = if built.pages == 1 { "1 page".to_owned() } else { format!("{} pages", built.pages) };
        let left_out = if self.has_base_url { "" } else { " (no base_url: feeds, sitemap and canonical links were left out)" };
        for note in &published.notes {
            terminal::say_note(note);
        }
        let built_word = terminal::toned(Tone::Good, "Built");
        let changed = if published.kept == published.files && built.timings.is_empty() { ", nothing changed" } else { "" };
        terminal::say(&format!("{built_word} {pages} into {output} in {seconds} s: {}{changed}{left_out}", self.summary()));
        if self.from_disk || cfg!(not(feature = "serve")) {
            terminal::say(&format!("Open {}", plain(&self.output.join("index.html"))));
        } else {
            // Opened from disk, links to folders show lists of files.
            let here = plain(self.site);
            let site = match here.as_str() {
                "" | "." => String::new(),
                blank if blank.contains(char::is_whitespace) => format!(" --site \"{blank}\""),
                plain => format!(" --site {plain}"),
            };
            terminal::say(&format!("Read it with  kb serve{site} --open"));
        }
    }

    pub(super) fn refused(&self) {
        let nothing = terminal::toned(Tone::Bad, "Nothing was published");
        terminal::say(&format!("{nothing}: {} ({} s)", self.summary(), self.seconds()));
    }

    fn summary(&self) -> String {
        summary(self.findings, self.known)
    }

    fn seconds(&self) -> String {
        seconds(self.took)
    }
}

/// What there is, and what is known.
pub(super) fn summary(findings: &[Diagnostic], known: usize) -> String {
    let summary = Summary::of(findings);
    if known == 0 { summary.to_string() } else { format!("{summary}, {known} known from the baseline") }
}

/// With two places.
pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2}", took.as_secs_f64())
}

/// `./public` as people write it: `public`.
fn plain(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
