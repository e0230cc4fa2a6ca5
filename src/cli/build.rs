//! `kb build`: from a site folder to a published one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use jiff::civil::Date;

use super::closing::Closing;
use super::format::{Format, Level};
use super::progress::Progress;
use super::timings::Timings;
use super::{End, terminal, today};
use crate::analysis::{self, Checked};
use crate::build::{Built, Emit, Failure};
use crate::config;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::disk::{self, Dates, Published, Stage};
use crate::gate;
use crate::source::Sources;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "a field is a flag as it was typed")]
pub(super) struct Build {
    /// The site: a folder with a site.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// Where to publish [default: `[output] dir` of site.toml, else public, in the site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, for feeds, sitemap and canonical links [default: `base_url` of site.toml]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Publish drafts as well
    #[arg(long)]
    drafts: bool,
    /// Treat warnings as errors, except those that come and go with the day
    #[arg(long)]
    strict: bool,
    /// The lightest finding that stops the build
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: Level,
    /// How findings are shown
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// The day that reviews are due against [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    today: Option<Date>,
    /// Say how long each stage took, and how much memory
    #[arg(long)]
    timings: bool,
    /// Print findings and nothing else
    #[arg(long)]
    quiet: bool,
}

/// What there is to tell when the work is done.
struct Told {
    findings: Vec<Diagnostic>,
    published: Option<(Built, Published)>,
}

/// What the last words need besides.
#[derive(Clone, Copy)]
struct Ending<'a> {
    begun: Instant,
    output: &'a Path,
    has_base_url: bool,
}

impl Build {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let begun = Instant::now();
        let mut timings = Timings::default();
        let today = today::resolve(self.today)?;

        let loaded = timings.of("read", || disk::load(&self.site, dates(&self.site)))?;
        if !self.quiet {
            loaded.notes.iter().for_each(|note| terminal::say_note(note));
        }
        let options = analysis::Options { drafts: self.drafts, today, base_url: self.base_url.clone() };
        let mut analysis = analysis::analyze(loaded.sources, &options);
        timings.add_all(&analysis.timings);
        if self.strict {
            gate::raise(&mut analysis.diagnostics);
        }
        let output = self.output.clone().unwrap_or_else(|| self.site.join(&analysis.config.output_dir));
        let has_base_url = analysis.config.base_url.is_some();
        let stops = analysis.diagnostics.iter().any(|d| d.severity >= self.fail_on.into());
        let checked = if stops { Err(analysis) } else { analysis.checked() };
        match checked {
            Err(analysis) => {
                let told = Told { findings: analysis.diagnostics, published: None };
                self.tell(told, &analysis.sources, &timings, Ending { begun, output: &output, has_base_url })
            }
            Ok(checked) => {
                let told = self.publish(&checked, &output, &mut timings)?;
                self.tell(told, &checked.sources, &timings, Ending { begun, output: &output, has_base_url })
            }
        }
    }

    /// Findings first, in one piece; then how it ended.
    fn tell(&self, told: Told, sources: &Sources, timings: &Timings, ending: Ending<'_>) -> anyhow::Result<End> {
        let shown = self.shown(told.findings);
        let took = ending.begun.elapsed();
        let printed = self.format.print(&shown, sources, &self.site);
        if self.timings {
            terminal::say(&timings.table(took));
        }
        if !self.quiet {
            let Ending { output, has_base_url, .. } = ending;
            let closing = Closing { findings: &shown, took, output, has_base_url };
            match &told.published {
                Some((built, published)) => closing.published(built, published),
                None => closing.refused(),
            }
        }
        printed?;
        Ok(if told.published.is_some() { End::Clean } else { End::Findings })
    }

    /// Renders onto a stage and publishes it. Findings of the templates, which only show while rendering, stop it.
    fn publish(&self, checked: &Checked, output: &Path, timings: &mut Timings) -> anyhow::Result<Told> {
        let mut findings = checked.diagnostics.clone();
        let stage = timings.of("prepare output", || Stage::begin(&self.site, output))?;
        let emit = |emit: Emit| match emit {
            Emit::File(file) => stage.write(&file),
            Emit::Asset { from, to } => stage.copy(&from, &to),
        };
        let progress = if self.quiet { Progress::none() } else { Progress::on_terminal() };
        let built = crate::build::build(checked, &emit, &|done, total| progress.tick(done, total));
        progress.clear();
        match built {
            Ok(built) => {
                timings.add_all(&built.timings);
                let published = timings.of("publish", || stage.commit())?;
                Ok(Told { findings, published: Some((built, published)) })
            }
            Err(Failure::Findings(more)) => {
                findings.extend(more);
                diagnostic::sort(&mut findings);
                Ok(Told { findings, published: None })
            }
            Err(Failure::Machine(error)) => Err(error),
        }
    }

    /// Polish is shown only to those who want to fail for it.
    fn shown(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let lightest = Severity::Warning.min(self.fail_on.into());
        findings.retain(|d| d.severity >= lightest);
        findings
    }
}

/// Whether dates are read from git is a setting, and reading comes before settings are understood: hence a look at one
/// value. A `site.toml` that does not parse is reported later, with its place.
fn dates(site: &Path) -> Dates {
    let git = disk::settings(site).is_none_or(|text| config::wants_git_dates(&text));
    if git { Dates::Git } else { Dates::Unknown }
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest)
            if !rest.is_empty() && !rest.starts_with('/') && !text.contains(|c: char| c.is_whitespace() || c.is_control()) =>
        {
            Ok(text.to_owned())
        }
        _ => Err("an address begins with https:// or http:// and a host".into()),
    }
}
