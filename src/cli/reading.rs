//! What every command that reads a site is told: which one, on which day, and with or without drafts.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::timings::Timings;
use super::{terminal, today};
use crate::analysis::{self, Analysis};
use crate::config;
use crate::disk::{self, Dates};
use crate::source::Sources;

#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The site: a folder with a site.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) site: PathBuf,
    /// Count drafts as if they were published
    #[arg(long)]
    drafts: bool,
    /// The day that reviews are due against [default: `SOURCE_DATE_EPOCH`, else the clock]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = today::parse)]
    today: Option<Date>,
    /// Print findings and nothing else
    #[arg(long)]
    pub(super) quiet: bool,
}

impl Reading {
    /// Reads and understands the site. `base_url` replaces that of its settings.
    pub(super) fn analyse(&self, base_url: Option<String>, timings: &mut Timings) -> anyhow::Result<Analysis> {
        let options = self.options(base_url)?;
        let sources = self.read(timings)?;
        let analysis = analysis::analyze(sources, &options);
        timings.add_all(&analysis.timings);
        Ok(analysis)
    }

    /// Reads the site.
    pub(super) fn read(&self, timings: &mut Timings) -> anyhow::Result<Sources> {
        let loaded = timings.of("read", || disk::load(&self.site, dates(&self.site)))?;
        if !self.quiet {
            loaded.notes.iter().for_each(|note| terminal::say_note(note));
        }
        Ok(loaded.sources)
    }

    /// What this run says that `site.toml` does not.
    pub(super) fn options(&self, base_url: Option<String>) -> anyhow::Result<analysis::Options> {
        Ok(analysis::Options { drafts: self.drafts, today: today::resolve(self.today)?, base_url })
    }
}

/// Whether dates are read from git is a setting, and reading comes before settings are understood: hence a look at one
/// value. A `site.toml` that does not parse is reported later, with its place.
fn dates(site: &Path) -> Dates {
    let git = disk::settings(site).is_none_or(|text| config::wants_git_dates(&text));
    if git { Dates::Git } else { Dates::Unknown }
}
