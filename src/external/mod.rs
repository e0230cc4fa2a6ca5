//! Whether links to other sites still lead somewhere.
//!
//! It is run by `kb check --external` and by nothing else. How it asks is in [`asking`], what an answer means in
//! [`verdict`]; the one library that opens connections is named in `client`, which the feature `external` leaves in or out.

mod address;
pub mod asking;
mod cache;
#[cfg(feature = "external")]
mod client;
pub mod verdict;

use std::collections::BTreeMap;
use std::time::Duration;

use address::Address;
use asking::{Asking, Method};
pub use cache::Cache;
use verdict::{Answer, Dead, Verdict};

use crate::analysis::Analysis;
use crate::check::kb803;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Makes requests.
pub type Fetch = Box<dyn Fn(Method, &str) -> Answer + Sync>;

/// What makes requests that take no longer than this; nothing in a program built without the feature `external`.
#[cfg(feature = "external")]
#[must_use]
pub fn client(timeout: Duration) -> Option<Fetch> {
    Some(Box::new(client::client(timeout)))
}

/// What makes requests that take no longer than this; nothing in a program built without the feature `external`.
#[cfg(not(feature = "external"))]
#[must_use]
pub fn client(_: Duration) -> Option<Fetch> {
    None
}

/// Adds a finding for each dead link to another site in the files that are wanted, by their path. What was asked lately is
/// remembered in the cache; `now` is in seconds since 1970.
pub fn check(
    analysis: &mut Analysis,
    wanted: impl Fn(&str) -> bool,
    (cache, now): (&mut Cache, u64),
    asking: &Asking<'_>,
) -> Report {
    let counts = |span: &Span| {
        let path = &analysis.sources.file(span.file).path;
        let level = analysis.config.checks.level(Code::KB803, Code::KB803.severity(), path);
        level.is_some() && wanted(path.as_str())
    };
    let links: Vec<(Span, &str)> = analysis.outward_links().into_iter().filter(|(span, _)| counts(span)).collect();
    let urls: Vec<&str> = links.iter().map(|(_, url)| *url).collect();
    let report = look(&urls, cache, now, asking);
    let finding = |(number, dead): &(usize, Dead)| {
        let (span, url) = links[*number];
        kb803::finding(span, url, dead.reason(), dead.label())
    };
    let found: Vec<Diagnostic> = report.dead.iter().map(finding).collect();
    analysis.add(found);
    report
}

/// What became of some links.
#[derive(Debug, Default)]
pub struct Report {
    /// Those that lead nowhere, by their number.
    pub dead: Vec<(usize, Dead)>,
    /// Hosts about whose addresses nothing can be said, with the reason for the first of them.
    pub untold: BTreeMap<String, String>,
    /// How many addresses that are.
    pub untold_count: usize,
    /// No host could be reached at all: nothing is known of any link.
    pub offline: bool,
}

/// Looks where these links lead.
fn look(links: &[&str], cache: &mut Cache, now: u64, asking: &Asking<'_>) -> Report {
    let addresses: Vec<Address> = links.iter().map(|link| Address::read(link)).collect();
    let mut verdicts: BTreeMap<&Address, Verdict> =
        addresses.iter().filter_map(|address| Some((address, cache.get(&address.url, now)?))).collect();
    let mut wanted: Vec<&Address> = addresses.iter().filter(|a| a.may_be_asked && !verdicts.contains_key(a)).collect();
    wanted.sort_unstable();
    wanted.dedup();

    let answers = asking.all(&wanted);
    if is_offline(&answers, &verdicts, asking) {
        return Report { offline: true, ..Report::default() };
    }
    for (address, answer) in wanted.into_iter().zip(answers) {
        let verdict = answer.verdict();
        cache.put(&address.url, &verdict, now);
        verdicts.insert(address, verdict);
    }

    let mut report = Report::default();
    for (number, address) in addresses.iter().enumerate() {
        if let Some(Verdict::Dead(dead)) = verdicts.get(address) {
            report.dead.push((number, *dead));
        }
    }
    let mut untold = |address: &Address, reason: &str| {
        report.untold.entry(address.host.clone()).or_insert_with(|| reason.to_owned());
        report.untold_count += 1;
    };
    for (address, verdict) in &verdicts {
        if let Verdict::Untold(reason) = verdict {
            untold(address, reason);
        }
    }
    let mut others: Vec<&Address> = addresses.iter().filter(|a| !a.may_be_asked).collect();
    others.sort_unstable();
    others.dedup();
    for address in others {
        untold(address, "not asked");
    }
    report
}

/// Whether no host could be reached. Where an address is known that was alive, it is asked again before that is said:
/// the rest may be misspelt.
fn is_offline(answers: &[Answer], known: &BTreeMap<&Address, Verdict>, asking: &Asking<'_>) -> bool {
    if answers.is_empty() || !answers.iter().all(Answer::is_unreached) {
        return false;
    }
    let alive = known.iter().find(|(_, verdict)| **verdict == Verdict::Alive);
    alive.is_none_or(|(address, _)| asking.all(&[address]).iter().all(Answer::is_unreached))
}
