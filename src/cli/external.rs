//! `--external`: the links to other sites, asked for.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context as _;

use super::progress::Progress;
use crate::analysis::Analysis;
use crate::diagnostic::counted;
use crate::disk;
use crate::external::{self, Cache, Report, asking::Asking};

/// How long a server may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How many hosts are named of which nothing can be told.
const NAMED: usize = 5;

/// What is to be said of it at the end.
pub(super) struct Asked {
    pub(super) notes: Vec<String>,
    /// Whether every link was looked at.
    pub(super) is_whole: bool,
}

/// Adds a finding for each dead link in the files that are wanted.
pub(super) fn check(analysis: &mut Analysis, site: &Path, wanted: impl Fn(&str) -> bool) -> anyhow::Result<Asked> {
    let fetch = external::client(TIMEOUT).context("this kb was built without the feature `external`: it cannot ask other sites")?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let mut cache = disk::kept(site, Cache::NAME).map_or_else(Cache::default, |text| Cache::read(&text));
    let progress = Progress::on_terminal();
    let asking = Asking { fetch: &*fetch, wait: &std::thread::sleep, tick: &|done, total| progress.tick(done, total) };
    let report = external::check(analysis, wanted, (&mut cache, now), &asking);
    progress.clear();
    let mut notes = notes(&report);
    if !report.offline
        && let Err(e) = disk::keep(site, Cache::NAME, &cache.write(now))
    {
        notes.push(format!("the answers of other sites are not remembered: {e:#}"));
    }
    Ok(Asked { notes, is_whole: !report.offline })
}

fn notes(report: &Report) -> Vec<String> {
    if report.offline {
        return vec!["no connection: external links were not checked".to_owned()];
    }
    if report.untold_count == 0 {
        return Vec::new();
    }
    let mut hosts: Vec<String> = report.untold.iter().take(NAMED).map(|(host, reason)| format!("{host} ({reason})")).collect();
    if report.untold.len() > NAMED {
        hosts.push(format!("{} more", report.untold.len() - NAMED));
    }
    let links = counted(report.untold_count, "external link");
    vec![format!("{links} could not be told dead or alive: {}", hosts.join(", "))]
}
