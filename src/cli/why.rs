//! `kb why`: what a page is made of, and whether a build would make it anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::{self, MAIN_SEPARATOR, Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::publishing::{Publishing, told};
use super::reading::Reading;
use super::timings::Timings;
use super::{End, terminal};
use crate::analysis::{self, Analysis};
use crate::build::{Changes, MadeOf};
use crate::config::Options;
use crate::content::nearest;
use crate::diagnostic::Severity;
use crate::disk::{self, Ledger, Looked};
use crate::plan::{Page, Url, twin_of};
use crate::source::{FileId, SitePath};

/// More changed files than this are only counted.
const NAMED: usize = 10;

#[derive(Debug, Args)]
pub(super) struct Why {
    /// The page as a browser shows it, /roles/product-owner/ or its whole address, or its file, published or written
    #[arg(value_name = "URL")]
    url: String,
    /// List everything the page depends on, a line each
    #[arg(long)]
    inputs: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    publishing: Publishing,
}

impl Why {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let options = self.reading.options(self.publishing.base_url.clone())?;
        let sources = self.reading.read(&mut Timings::default())?;
        let analysis = analysis::analyze(sources, &options);
        let path = path(&analysis, &self.url)?;
        let page = match self.in_file(&analysis).unwrap_or_else(|| find(&analysis, path)) {
            Found::Page(page) => page,
            Found::Redirect { from, to } => {
                let to = analysis.plan.url(to).as_str();
                terminal::print(&format!("/{}\nis a redirect to /{to}. More of that page with  kb why /{to}\n", from.as_str()))?;
                return Ok(End::Clean);
            }
            Found::Nothing => {
                let all = analysis.plan.pages().iter().map(|(_, url)| url.as_str());
                match nearest(path, all) {
                    Some(near) => bail!("no page is published at {}. Did you mean /{near}?", self.url),
                    None => bail!("no page is published at {}", self.url),
                }
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

    /// What a file is, if one was named instead of an address: one that is published, or the one that a page is written in.
    fn in_file<'a>(&self, analysis: &'a Analysis) -> Option<Found<'a>> {
        let named = path::absolute(&self.url).ok()?;
        let within = |folder: &Path| {
            let inner = named.strip_prefix(path::absolute(folder).ok()?).ok()?;
            Some(inner.to_str()?.replace(MAIN_SEPARATOR, "/"))
        };
        if let Some(inner) = within(&self.output(analysis))
            && let found @ (Found::Page(_) | Found::Redirect { .. }) = find(analysis, &inner)
        {
            return Some(found);
        }
        let file = within(&self.reading.site)?;
        let is_in = |page: Page| written(analysis, page).is_some_and(|written| written.as_str() == file);
        let mut pages = analysis.plan.pages().iter().map(|(page, _)| *page).filter(|page| is_in(*page));
        pages.next().filter(|_| pages.next().is_none()).map(Found::Page)
    }

    fn output(&self, analysis: &Analysis) -> PathBuf {
        self.publishing.output(&self.reading.site, &analysis.config)
    }

    fn made_of(&self, analysis: &Analysis, options: &Options) -> anyhow::Result<MadeOf> {
        let told = told(options, &self.output(analysis), self.publishing.compresses(&analysis.config))?;
        Ok(MadeOf::new(analysis, disk::inputs(&self.reading.site, &analysis.sources, &told)?.besides))
    }

    /// What the last build was made of, while what it left is still there.
    fn last_build(&self, analysis: &Analysis) -> anyhow::Result<Option<MadeOf>> {
        let left = Looked::at(&self.reading.site, &self.output(analysis))?.map(|looked| looked.left());
        Ok(Ledger::of_last_build(&self.reading.site, || left).whole().map(|ledger| ledger.pages))
    }
}

/// What stands at an address.
enum Found<'a> {
    Page(Page),
    Redirect { from: &'a Url, to: Page },
    Nothing,
}

/// The path of an address within the site.
fn path<'u>(analysis: &Analysis, url: &'u str) -> anyhow::Result<&'u str> {
    let url = url.split(['#', '?']).next().unwrap_or_default();
    let Some((_, rest)) = url.split_once("://") else { return Ok(url.trim_start_matches('/')) };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    // without an address of its own the site may stand anywhere, and `kb serve` shows every site here
    let Some(base) = analysis.config.base_url.as_deref().filter(|_| !is_here(host)) else { return Ok(path) };
    match url.strip_prefix(base.trim_end_matches('/')) {
        Some(inner) if inner.is_empty() || inner.starts_with('/') => Ok(inner.trim_start_matches('/')),
        _ => bail!("{url} is no address of this site, which stands at {base}"),
    }
}

/// Whether a host, which may have a port, is this machine as `kb serve` shows it.
fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The page or the redirect at a path, in whichever form of address it was written.
fn find<'a>(analysis: &'a Analysis, path: &str) -> Found<'a> {
    let bare = path.trim_end_matches('/');
    let index = if bare.is_empty() { "index.html".to_owned() } else { format!("{bare}/index.html") };
    let file = format!("{bare}.html");
    let is_it = |url: &Url| [path, &index, &file].contains(&url.output()) || twin_of(url).is_some_and(|twin| twin.output() == path);
    let plan = &analysis.plan;
    if let Some((page, _)) = plan.pages().iter().find(|(_, url)| is_it(url)) {
        return Found::Page(*page);
    }
    let redirect = plan.redirects().iter().find(|(url, _)| is_it(url));
    redirect.map_or(Found::Nothing, |(from, to)| Found::Redirect { from, to: *to })
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
        reasons.push(
            "kb itself, what it was told (--today, --drafts, --base-url, --compress, --output) or a picture is not what it was"
                .into(),
        );
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
    let mut text = match own {
        Some(file) => {
            format!("\nIt depends on\n  {file}, all of it: no other page depends on its prose\nand, as every page does, on\n")
        }
        None => String::from("\nAs every page does, it depends on\n"),
    };
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
