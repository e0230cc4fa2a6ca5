//! The last words of a build.

use std::path::Path;
use std::time::Duration;

use super::terminal::{self, Tone};
use crate::build::{Built, Shard};
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
    /// Which part was built, if not all.
    pub(super) shard: Option<Shard>,
}

impl Closing<'_> {
    pub(super) fn published(&self, built: &Built, published: &Published) {
        let (output, seconds) = (plain(self.output), self.seconds());
        let pages = match self.shard {
            Some(shard) => format!("shard {shard}, {} of {},", built.pages, pages(built.of)),
            None => pages(built.pages),
        };
        let left_out = if self.has_base_url { "" } else { " (no base_url: feeds, sitemap and canonical links were left out)" };
        for note in &published.notes {
            terminal::say_note(note);
        }
        let built_word = terminal::toned(Tone::Good, "Built");
        let changed = if published.kept == published.files && built.timings.is_empty() { ", nothing changed" } else { "" };
        terminal::say(&format!("{built_word} {pages} into {output} in {seconds} s: {}{changed}{left_out}", self.summary()));
        // Opened from disk, links to folders show lists of files.
        if let Some(shard) = self.shard {
            let all = if shard.of() == 1 { "it".to_owned() } else { format!("all {} shards", shard.of()) };
            terminal::say(&format!("Make the site of {all} with  kb merge {}{}", shards(&output, shard), self.site()));
        } else if self.from_disk || cfg!(not(feature = "serve")) {
            terminal::say(&format!("Open {}", plain(&self.output.join("index.html"))));
        } else {
            terminal::say(&format!("Read it with  kb serve{} --open", self.site()));
        }
    }

    /// The option that names the site, where it is not here.
    fn site(&self) -> String {
        match plain(self.site).as_str() {
            "" | "." => String::new(),
            blank if blank.contains(char::is_whitespace) => format!(" --site \"{blank}\""),
            plain => format!(" --site {plain}"),
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

/// The folders of all shards, where one is named as is usual and needs no quotes.
fn shards(output: &str, shard: Shard) -> String {
    let end = format!("-{}-of-{}", shard.nth(), shard.of());
    match output.strip_suffix(&end) {
        _ if shard.of() == 1 && !output.contains(char::is_whitespace) => output.to_owned(),
        Some(name) if !name.contains(char::is_whitespace) => format!("{name}-*-of-{}", shard.of()),
        _ => "DIR …".to_owned(),
    }
}

/// So many pages, in words.
pub(super) fn pages(count: usize) -> String {
    if count == 1 { "1 page".to_owned() } else { format!("{count} pages") }
}

/// With two places.
pub(super) fn seconds(took: Duration) -> String {
    format!("{:.2}", took.as_secs_f64())
}

/// `./public` as people write it: `public`.
pub(super) fn plain(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
