//! What whoever publishes a site is told besides: where it goes, where it will stand, and in which forms.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{self, Config, Options};

#[derive(Debug, Args)]
pub(super) struct Publishing {
    /// Where to publish [default: `[output] dir` of site.toml, else public, in the site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, for feeds, sitemap and canonical links [default: `base_url` of site.toml]
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// Publish text files compressed too, as .gz and .br beside them [default: `[output] compress` of site.toml]
    #[arg(long)]
    compress: bool,
}

impl Publishing {
    /// The output folder of a site with these settings.
    pub(super) fn output(&self, site: &Path, config: &Config) -> PathBuf {
        self.output.clone().unwrap_or_else(|| site.join(&config.output_dir))
    }

    /// Whether files are published compressed too.
    pub(super) const fn compresses(&self, config: &Config) -> bool {
        self.compress || config.compress
    }
}

/// What a run is told besides the files of the site, as one text.
pub(super) fn told(options: &Options, output: &Path, compress: bool) -> anyhow::Result<String> {
    Ok(format!("{options:?}\0{}\0{compress}", std::path::absolute(output)?.display()))
}

fn base_url(text: &str) -> Result<String, String> {
    config::base_url(text).map_err(|unfit| format!("it {unfit}, as https://handbook.example/"))
}
