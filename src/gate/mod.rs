//! Which findings count: levels of `site.toml`, silencing comments, and the baseline. What is found is decided elsewhere.

mod allow;
mod baseline;

pub use baseline::{BASELINE, Baseline};

use std::collections::BTreeSet;

use crate::config::Config;
use crate::content::Locator;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileId, Sources};

/// Findings sorted into those that count and those that are known.
#[derive(Default)]
pub struct Judged {
    /// What counts, at the weight it has here.
    pub findings: Vec<Diagnostic>,
    /// What the baseline holds, except what cannot be built past.
    pub known: Vec<Diagnostic>,
    /// What is left of the baseline.
    pub baseline: Baseline,
}

/// Weighs every finding, and takes out those that are off, silenced or known. Of the files `left_out` some was not checked.
#[must_use]
pub fn judge(
    mut findings: Vec<Diagnostic>,
    config: &Config,
    sources: &Sources,
    locator: &Locator<'_>,
    left_out: &BTreeSet<FileId>,
) -> Judged {
    findings.extend(useless_paths(config, sources, locator));
    weigh(&mut findings, config, sources);
    let mut useless = allow::silence(&mut findings, config, sources, locator, left_out);
    let (mut baseline, unreadable) = Baseline::read(sources);
    useless.extend(unreadable);
    weigh(&mut useless, config, sources);
    findings.extend(useless);
    let known = baseline.take(&mut findings, sources, |d| !d.is_fixed());
    Judged { findings, known, baseline }
}

/// Weighs findings that were made after all others, and takes out those that are off or silenced. What is useless in levels
/// and comments has been told before.
#[must_use]
pub fn judge_late(
    mut findings: Vec<Diagnostic>,
    config: &Config,
    sources: &Sources,
    locator: &Locator<'_>,
    baseline: &mut Baseline,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    weigh(&mut findings, config, sources);
    allow::silence(&mut findings, config, sources, locator, &BTreeSet::new());
    let known = baseline.take(&mut findings, sources, |d| !d.is_fixed());
    (findings, known)
}

/// Levels of `site.toml`: a code may weigh more or less than usual, or nothing.
fn weigh(findings: &mut Vec<Diagnostic>, config: &Config, sources: &Sources) {
    findings.retain_mut(|d| {
        if d.is_fixed() {
            return true;
        }
        let level = config.checks.level(d.code, d.severity, &sources.file(d.primary.span.file).path);
        level.inspect(|level| d.severity = *level).is_some()
    });
}

/// KB902: a pattern of `[[checks.path]]` that fits no file.
fn useless_paths(config: &Config, sources: &Sources, locator: &Locator<'_>) -> Vec<Diagnostic> {
    let useless = config.checks.paths().iter().filter(|p| !sources.files().any(|(_, file)| p.fits(&file.path)));
    let help = |p: &crate::config::PathLevels| {
        let written = &*p.written;
        let bare = written.trim_start_matches("./").trim_start_matches('/');
        if bare.len() < written.len() {
            let lead = &written[..written.len() - bare.len()];
            return format!("leave out the `{lead}`: paths start at the folder of site.toml, as in `content/guides/**`");
        }
        let folder = format!("{}/", written.trim_end_matches('/'));
        if written.ends_with('/') || sources.files().any(|(_, file)| file.path.as_str().starts_with(&folder)) {
            return format!("a folder needs `/**` at its end: `{folder}**`");
        }
        "paths start at the folder of site.toml, as in `content/guides/**`; delete the entry if the files are gone".to_owned()
    };
    let finding = |p: &crate::config::PathLevels| {
        Diagnostic::new(Code::KB902, locator.span(p.place), format!("`{}` fits no file", p.written))
            .label("these levels have no effect")
            .help(help(p))
    };
    useless.map(finding).collect()
}

/// Raises warnings to errors, except those that come and go with the day.
pub fn raise(findings: &mut [Diagnostic]) {
    for finding in findings.iter_mut().filter(|d| d.severity == Severity::Warning && !d.code.depends_on_day()) {
        finding.severity = Severity::Error;
    }
}
