//! `kb review`: the day of a review, written where the page says it.

use std::collections::BTreeMap;
use std::fs::canonicalize;
use std::path::{MAIN_SEPARATOR, Path};

use clap::Args;

use super::End;
use super::reading::Reading;
use super::terminal::{self, Tone};
use super::timings::Timings;
use crate::disk;
use crate::review;

#[derive(Debug, Args)]
pub(super) struct Review {
    /// The pages that were read and still hold: their files, or their ids, as in decision:backlog-order
    #[arg(value_name = "PAGE", required = true)]
    pages: Vec<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Review {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let options = self.reading.options(None)?;
        let mut analysis = self.reading.analyse(None, &mut Timings::default())?;
        let pages: Vec<_> = self.pages.iter().map(|name| review::find(&analysis, &self.named(name))).collect::<Result<_, _>>()?;
        let today = options.today;
        let mut said = Vec::new();
        let mut before = BTreeMap::new();
        for page in pages {
            let name = analysis.knowledge.reference(page, &analysis.sources);
            let (after, file, text) = review::reviewed(&analysis, &options, page, today)?;
            analysis = after;
            before.entry(file).or_insert(text);
            let next = analysis.knowledge.meta(page).and_then(|meta| meta.next_review(&analysis.config));
            let next = next.map_or_else(String::new, |day| format!("; the next review is due on {day}"));
            said.push(format!("{} {name} on {today}{next}", terminal::toned(Tone::Good, "Reviewed")));
        }
        for (file, before) in before {
            let file = analysis.sources.file(file);
            disk::edit(&self.reading.site, &file.path, &before, &file.text)?;
        }
        if !self.reading.quiet {
            for line in said {
                terminal::say(&line);
            }
        }
        Ok(End::Clean)
    }

    /// A file as the site knows it, from wherever it was named; anything else as it is.
    fn named(&self, name: &str) -> String {
        let inner = name_in(&self.reading.site, Path::new(name));
        inner.unwrap_or_else(|| name.to_owned())
    }
}

fn name_in(site: &Path, file: &Path) -> Option<String> {
    let file = canonicalize(file).ok().filter(|file| file.is_file())?;
    Some(file.strip_prefix(canonicalize(site).ok()?).ok()?.to_str()?.replace(MAIN_SEPARATOR, "/"))
}
