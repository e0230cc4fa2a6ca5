//! `kb check`: every finding of a site, and nothing written but what the flags ask for.

use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use clap::Args;

use super::judging::Judging;
use super::reading::Reading;
use super::terminal::{self, Tone};
use super::timings::{Timings, TimingsFormat};
use super::{End, closing, external, given_back_at_once};
use crate::analysis::Analysis;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::disk;
use crate::gate::{BASELINE, Baseline};
use crate::health::{self, Health};
use crate::source::Sources;

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    judging: Judging,
    /// Show polish as well: findings that no build stops for
    #[arg(long)]
    info: bool,
    /// Instead of findings, print the state of the handbook: findings by code and owner, reviews, gaps, one number
    #[arg(long, conflicts_with_all = ["paths", "write_baseline", "format"])]
    summary: bool,
    /// Make the findings of today known, in kb-baseline.json: from then on only new ones count
    #[arg(long, conflicts_with_all = ["paths", "format"])]
    write_baseline: bool,
    /// Ask other sites, too, whether the pages linked to are still there (KB803). Opens connections, and remembers the
    /// answers in .kb-cache/links.json
    #[arg(long)]
    external: bool,
    /// Say how long each stage took, and how much memory: as a table, or with =json for programs
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    timings: Option<TimingsFormat>,
    /// Report only findings that stand in these files or folders, or point there; all of the site is read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Check {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let begun = Instant::now();
        self.timings.unwrap_or_default().fits(self.judging.format)?;
        let mut timings = Timings::default();
        let mut analysis = self.reading.analyse(None, &mut timings)?;
        let templates = timings.of("theme", || crate::build::try_theme(&analysis));
        analysis.diagnostics.extend(templates);
        let scope = self.scope(&analysis.sources)?;
        let mut ask = || external::check(&mut analysis, &self.reading.site, |path| scope.covers(path));
        let asked = self.external.then(|| timings.of("external", &mut ask)).transpose()?;
        let summary = self.summary.then(|| health::text(&Health::of(&analysis)));
        let mut findings = std::mem::take(&mut analysis.diagnostics);
        // a file that cannot be read hides findings that are not put right at all
        let hides = findings.iter().chain(&analysis.known).any(Diagnostic::is_fixed);
        if self.write_baseline {
            findings.append(&mut analysis.known);
            // whoever does not ask other sites makes nothing known or unknown of them
            let kept = if asked.is_some_and(|a| a.is_whole) { Baseline::default() } else { analysis.baseline.unasked() };
            return self.freeze(findings, &analysis, &kept);
        }
        // what cannot be built past may be known all the same: here nothing is built
        let mut known = std::mem::take(&mut analysis.known);
        known.append(&mut analysis.baseline.take(&mut findings, &analysis.sources, |_| true));
        diagnostic::sort(&mut findings);
        self.judging.raise(&mut findings);
        findings.retain(|d| scope.holds(d, &analysis.sources));
        let fails = self.judging.fails(&findings);
        let hidden = findings.len();
        let shown = if self.info { findings } else { self.judging.shown(findings) };
        let hidden = hidden - shown.len();

        let printed = match summary {
            Some(summary) => terminal::print(&summary),
            None => self.judging.format.print(&shown, &analysis.sources, &self.reading.site),
        };
        if let Some(format) = self.timings {
            format.print(&timings, begun.elapsed(), None)?;
        }
        if !self.reading.quiet {
            let tone = if fails { Tone::Bad } else { Tone::Good };
            let checked = terminal::toned(tone, "Checked");
            let mut line = format!("{checked} {}: {}", files(&analysis.sources), closing::summary(&shown, known.len()));
            if hidden > 0 {
                line += &format!(", {} not shown (--info)", diagnostic::counted(hidden, "info"));
            }
            terminal::say(&format!("{line} ({} s)", closing::seconds(begun.elapsed())));
            let fixed = if hides { 0 } else { analysis.baseline.fixed(&analysis.config) };
            for note in asked.iter().flat_map(|asked| &asked.notes) {
                terminal::say_note(note);
            }
            if fixed > 0 && scope.is_all() {
                let findings = diagnostic::counted(fixed, "finding");
                terminal::say_note(&format!(
                    "{findings} of the baseline put right: `kb check --write-baseline` takes them out of it"
                ));
            }
        }
        printed?;
        given_back_at_once((analysis, shown));
        Ok(if fails { End::Findings } else { End::Clean })
    }

    /// Writes the baseline. Whatever fails a run may be known; polish only if it is asked for.
    fn freeze(&self, findings: Vec<Diagnostic>, analysis: &Analysis, kept: &Baseline) -> anyhow::Result<End> {
        let lightest = if self.info { Severity::Info } else { Severity::Warning };
        // what is wrong with the file that is replaced is put right by that
        let is_of_old = |d: &Diagnostic| analysis.sources.file(d.primary.span.file).path.as_str() == BASELINE;
        let frozen: Vec<Diagnostic> = findings.into_iter().filter(|d| d.severity >= lightest && !is_of_old(d)).collect();
        disk::replace(&self.reading.site.join(BASELINE), Baseline::write(&frozen, &analysis.sources, kept).as_bytes())?;
        if !self.reading.quiet {
            let findings = diagnostic::counted(frozen.len(), "finding");
            let wrote = terminal::toned(Tone::Good, "Wrote");
            terminal::say(&format!("{wrote} {BASELINE}: {findings} known from now on; a new one counts"));
        }
        Ok(End::Clean)
    }

    fn scope(&self, sources: &Sources) -> anyhow::Result<Scope> {
        let here = std::env::current_dir().context("cannot tell the current folder")?;
        let site = plain(&here.join(&self.reading.site));
        let mut within = Vec::new();
        for path in &self.paths {
            let full = plain(&here.join(path));
            // editors name files from where they stand, or from the site; either may be reached through a link
            let real = || Some(full.canonicalize().ok()?.strip_prefix(site.canonicalize().ok()?).ok()?.to_owned());
            let relative = full.strip_prefix(&site).ok().map(Path::to_owned).or_else(real).unwrap_or_else(|| path.clone());
            let text = relative.to_string_lossy().replace('\\', "/");
            let known = text.is_empty() || sources.files().any(|(_, file)| is_within(file.path.as_str(), &text));
            if !known {
                bail!("{} is no file or folder that the site reads", path.display());
            }
            within.push(text);
        }
        Ok(Scope(within))
    }
}

/// The files whose findings are reported; empty: all.
struct Scope(Vec<String>);

impl Scope {
    fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    fn covers(&self, path: &str) -> bool {
        self.is_all() || self.0.iter().any(|folder| is_within(path, folder))
    }

    fn holds(&self, d: &Diagnostic, sources: &Sources) -> bool {
        let spans = std::iter::once(&d.primary).chain(&d.labels).map(|label| label.span.file);
        spans.map(|file| sources.file(file).path.as_str()).any(|file| self.covers(file))
    }
}

fn is_within(file: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    folder.is_empty() || file.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Without `.` and `..`, as far as the text tells.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
}

fn files(sources: &Sources) -> String {
    let is_content = |path: &str| !path.starts_with("themes/") && path != BASELINE;
    diagnostic::counted(sources.files().filter(|(_, f)| is_content(f.path.as_str())).count(), "file")
}
