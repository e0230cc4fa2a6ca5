//! `kb merge`: from the shards of a site to the site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use jiff::civil::Date;

use super::End;
use super::closing::{pages, plain, seconds};
use super::terminal::{self, Tone};
use crate::config::{self, Config, Options};
use crate::content::Locator;
use crate::disk::{self, Set};
use crate::source::{FileDates, SitePath, SourceFile, Sources};

#[derive(Debug, Args)]
pub(super) struct Merge {
    /// The folders of all shards, in any order
    #[arg(value_name = "DIR", required = true)]
    shards: Vec<PathBuf>,
    /// Where to publish [default: `[output] dir` of a site.toml, else public, in the site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The site, if it is there: shards need none of its files
    #[arg(long, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// Print nothing but what went wrong
    #[arg(long)]
    quiet: bool,
}

impl Merge {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let begun = Instant::now();
        let output = self.output.clone().unwrap_or_else(|| self.site.join(self.output_dir()));
        let merged = Set::open(&self.shards)?.publish(&self.site, &output)?;
        if !self.quiet {
            merged.published.notes.iter().for_each(|note| terminal::say_note(note));
            let built = terminal::toned(Tone::Good, "Built");
            let (pages, files) = (pages(merged.pages), merged.published.files);
            let shards = if merged.shards == 1 { "1 shard".to_owned() } else { format!("{} shards", merged.shards) };
            let (output, seconds) = (plain(&output), seconds(begun.elapsed()));
            terminal::say(&format!("{built} {pages} of {shards} into {output} in {seconds} s: {files} files"));
        }
        Ok(End::Clean)
    }

    /// Where the site wants to be published; a site that is not here has no wish.
    fn output_dir(&self) -> String {
        let path = SitePath::new("site.toml").ok();
        let settings = path.zip(disk::settings(&self.site)).map(|(path, text)| SourceFile {
            path,
            text: text.into(),
            dates: FileDates::default(),
            fault: None,
        });
        let sources = Sources::new(settings.into_iter().collect(), BTreeMap::new());
        // none of them decides where
        let options = Options { drafts: false, today: Date::default(), base_url: None };
        let (config, _): (Config, _) = config::read(&sources, &Locator::new(&sources), &options);
        config.output_dir
    }
}
