//! `kb build`: from a site folder to a published one.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::closing::Closing;
use super::judging::Judging;
use super::progress::Progress;
use super::reading::Reading;
use super::timings::Timings;
use super::{End, terminal};
use crate::analysis::Checked;
use crate::build::{Built, Emit, Failure};
use crate::config::UrlStyle;
use crate::diagnostic::{self, Diagnostic};
use crate::disk::{Published, Stage};
use crate::source::Sources;

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    reading: Reading,
    /// Where to publish [default: `[output] dir` of site.toml, else public, in the site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, for feeds, sitemap and canonical links [default: `base_url` of site.toml]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    #[command(flatten)]
    judging: Judging,
    /// Say how long each stage took, and how much memory
    #[arg(long)]
    timings: bool,
}

/// What there is to tell when the work is done.
struct Told {
    findings: Vec<Diagnostic>,
    /// How many findings the baseline holds besides.
    known: usize,
    published: Option<(Built, Published)>,
}

/// What the last words need besides.
#[derive(Clone, Copy)]
struct Ending<'a> {
    begun: Instant,
    output: &'a Path,
    has_base_url: bool,
    /// Whether its links lead on without a server.
    from_disk: bool,
}

impl Build {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let begun = Instant::now();
        let mut timings = Timings::default();
        let mut analysis = self.reading.analyse(self.base_url.clone(), &mut timings)?;
        self.judging.raise(&mut analysis.diagnostics);
        let output = self.output.clone().unwrap_or_else(|| self.reading.site.join(&analysis.config.output_dir));
        let has_base_url = analysis.config.base_url.is_some();
        let from_disk = analysis.config.urls == UrlStyle::File;
        let stops = self.judging.fails(&analysis.diagnostics);
        let checked = if stops { Err(analysis) } else { analysis.checked() };
        match checked {
            Err(analysis) => {
                let told = Told { findings: analysis.diagnostics, known: analysis.known.len(), published: None };
                self.tell(told, &analysis.sources, &timings, Ending { begun, output: &output, has_base_url, from_disk })
            }
            Ok(checked) => {
                let told = self.publish(&checked, &output, &mut timings)?;
                self.tell(told, &checked.sources, &timings, Ending { begun, output: &output, has_base_url, from_disk })
            }
        }
    }

    /// Findings first, in one piece; then how it ended.
    fn tell(&self, told: Told, sources: &Sources, timings: &Timings, ending: Ending<'_>) -> anyhow::Result<End> {
        let shown = self.judging.shown(told.findings);
        let took = ending.begun.elapsed();
        let printed = self.judging.format.print(&shown, sources, &self.reading.site);
        if self.timings {
            terminal::say(&timings.table(took));
        }
        if !self.reading.quiet {
            let Ending { output, has_base_url, from_disk, .. } = ending;
            let site = &*self.reading.site;
            let closing = Closing { findings: &shown, known: told.known, took, site, output, has_base_url, from_disk };
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
        let stage = timings.of("prepare output", || Stage::begin(&self.reading.site, output))?;
        let emit = |emit: Emit| match emit {
            Emit::File(file) => stage.write(&file),
            Emit::Asset { from, to } => stage.copy(&from, &to),
        };
        let progress = if self.reading.quiet { Progress::none() } else { Progress::on_terminal() };
        let built = crate::build::build(checked, &emit, &|done, total| progress.tick(done, total));
        progress.clear();
        match built {
            Ok(built) => {
                timings.add_all(&built.timings);
                let published = timings.of("publish", || stage.commit())?;
                Ok(Told { findings, known: checked.known.len(), published: Some((built, published)) })
            }
            Err(Failure::Findings(more)) => {
                findings.extend(more);
                diagnostic::sort(&mut findings);
                Ok(Told { findings, known: checked.known.len(), published: None })
            }
            Err(Failure::Machine(error)) => Err(error),
        }
    }
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
