//! `kb why`: what a page is made of, and whether a build would make it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::build::told;
use super::reading::Reading;
use super::timings::Timings;
use super::{End, terminal};
use crate::analysis::{self, Analysis};
use crate::build::{Changes, MadeOf};
use crate::config::Options;
use crate::content::nearest;
use crate::diagnostic::Severity;
use crate::disk::{self, Ledger, Looked};
use crate::plan::{Page, twin_of};
use crate::source::{FileId, SitePath};

/// More changed files than this are only counted.
const NAMED: usize = 10;

#[derive(Debug, Args)]
pub(super) struct Why {
    /// The page as a browser shows it, /roles/product-owner/ or its whole address, or its published file
    #[arg(value_name = "URL")]
    url: String,
    /// List everything the page depends on, a line each
    #[arg(long)]
    inputs: bool,
    #[command(flatten)]
    reading: Reading,
    /// Where the site is published [default: `[output] dir` of site.toml, else public, in the site]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Why {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let options = self.reading.options(None)?;
        let sources = self.reading.read(&mut Timings::default())?;
        let analysis = analysis::analyze(sources, &options);
        let Some(page) = find(&analysis, &self.url) else {
            let all = analysis.plan.pages().iter().map(|(_, url)| url.as_str());
            match nearest(path(&analysis, &self.url), all) {
                Some(near) => bail!("no page is published at {}. Did you mean /{near}?", self.url),
                None => bail!("no page is published at {}", self.url),
            }
        };
        let was = self.last_build(&analysis)?;
        let is = self.made_of(&analysis, &options)?;
        let changes = was.as_ref().map(|was| is.since(was, page, &analysis));
        let mut text = format!("/{}\n", analysis.plan.url(page).as_str());
        let own = prose(&analysis, page);
        if let Some(file) = own.or_else(|| written(&analysis, page)) {
            let _ = writeln!(text, "is written in {file}.");
        }
        text.push('\n');
        if analysis.diagnostics.iter().any(|d| d.severity == Severity::Error) {
            text += "Nothing is published while the site has errors: `kb check` tells them.\n";
        } else {
            text += &verdict(changes.as_ref());
        }
        if self.inputs {
            text += &inputs(&analysis, own, changes.as_ref());
        }
        terminal::print(&text)?;
        Ok(End::Clean)
    }

    fn output(&self, analysis: &Analysis) -> PathBuf {
        self.output.clone().unwrap_or_else(|| self.reading.site.join(&analysis.config.output_dir))
    }

    fn made_of(&self, analysis: &Analysis, options: &Options) -> anyhow::Result<MadeOf> {
        let told = told(options, &self.output(analysis), analysis.config.compress)?;
        Ok(MadeOf::new(analysis, disk::inputs(&self.reading.site, &analysis.sources, &told)?.besides))
    }

    /// What the last build was made of, while what it left is still there.
    fn last_build(&self, analysis: &Analysis) -> anyhow::Result<Option<MadeOf>> {
        let left = Looked::at(&self.reading.site, &self.output(analysis))?.map(|looked| looked.left());
        Ok(Ledger::of_last_build(&self.reading.site, || left).map(|ledger| ledger.pages))
    }
}

/// The path of an address within the site.
fn path<'u>(analysis: &Analysis, url: &'u str) -> &'u str {
    let url = url.split(['#', '?']).next().unwrap_or_default();
    let base = analysis.config.base_url.as_deref().map(|base| base.trim_end_matches('/'));
    let inner = base.and_then(|base| url.strip_prefix(base));
    let elsewhere = || url.split_once("://").map(|(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    inner.or_else(elsewhere).unwrap_or(url).trim_start_matches('/')
}

/// The page at an address, or in a file.
fn find(analysis: &Analysis, url: &str) -> Option<Page> {
    let path = path(analysis, url);
    let is_it = |page: &&(Page, crate::plan::Url)| {
        let (_, url) = page;
        let folder = url.as_str().trim_end_matches('/');
        let stands = |at: &str| at == url.output() || twin_of(url).is_some_and(|twin| at == twin.output());
        stands(path) || path.trim_end_matches('/') == folder
    };
    analysis.plan.pages().iter().find(is_it).map(|(page, _)| *page)
}

/// The file with the prose that no other page shows.
fn prose(analysis: &Analysis, page: Page) -> Option<&SitePath> {
    let Page::Guide(id) = page else { return None };
    let meta = &analysis.knowledge[id].meta;
    meta.body.as_ref().filter(|_| meta.whole_file).map(|_| &analysis.sources.file(meta.file).path)
}

/// The file with the record of a page.
fn written(analysis: &Analysis, page: Page) -> Option<&SitePath> {
    let record = page.entity().filter(|_| page.is_home_of_record())?;
    Some(&analysis.sources.file(analysis.knowledge.meta(record)?.file).path)
}

/// Whether a build would make it anew, and why.
fn verdict(changes: Option<&Changes<'_>>) -> String {
    let Some(changes) = changes else {
        return "A build would make it anew, as it would every page: the last build is not known, or not what is published.\n"
            .into();
    };
    let mut reasons: Vec<String> = Vec::new();
    if changes.counts_findings {
        reasons.push("it counts findings, which may be of any file".into());
    }
    if changes.besides {
        reasons.push("kb itself, what it was told (the day, drafts, the output folder) or a picture is not what it was".into());
    }
    reasons.extend(changes.files.iter().take(NAMED).map(|file| format!("{file} has changed")));
    if let Some(more) = changes.files.len().checked_sub(NAMED).filter(|more| *more > 0) {
        reasons.push(format!("{more} more files have changed"));
    }
    if changes.gone > 0 {
        reasons.push(format!("{} of the files are gone", changes.gone));
    }
    if reasons.is_empty() {
        return "A build would keep it: nothing that it depends on has changed since the last one.\n".into();
    }
    let lines: String = reasons.iter().map(|reason| format!("  {reason}\n")).collect();
    format!("A build would make it anew:\n{lines}")
}

/// Everything a page depends on.
fn inputs(analysis: &Analysis, own: Option<&SitePath>, changes: Option<&Changes<'_>>) -> String {
    let mut text = String::from("\nIt depends on\n");
    if let Some(file) = own {
        let _ = writeln!(text, "  {file}, all of it: no other page depends on its prose");
    }
    text += "and, as every page does, on\n";
    let guides: BTreeSet<FileId> = analysis.knowledge.guides.iter().map(|guide| guide.meta.file).collect();
    let others = analysis.sources.files().map(|(id, file)| (id, &file.path)).filter(|(_, path)| Some(*path) != own);
    for (id, path) in others {
        let part = if guides.contains(&id) { ", but for its prose" } else { "" };
        let state = if changes.is_some_and(|changes| changes.files.contains(&path)) { " (changed)" } else { "" };
        let _ = writeln!(text, "  {path}{part}{state}");
    }
    for path in analysis.sources.assets().keys() {
        let _ = writeln!(text, "  {path}");
    }
    let _ = writeln!(text, "  kb {}, its options and the day", env!("CARGO_PKG_VERSION"));
    text
}
