//! How long the stages of a run took, how much memory it needed at most, and how much it published.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anyhow::bail;
use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::format::Format;
use super::terminal;

/// Stages in the order they were run.
#[derive(Debug, Default)]
pub(super) struct Timings(Vec<(&'static str, Duration)>);

/// The ways times are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TimingsFormat {
    /// On standard error
    #[default]
    Table,
    /// One line of JSON on standard output
    Json,
}

/// What was published.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    /// Pages, redirects not counted.
    pub(super) pages: usize,
    /// How many of them the last build had made already.
    pub(super) kept: usize,
    /// Files of any kind.
    pub(super) files: usize,
    /// How many files were there before, byte for byte.
    pub(super) unchanged: usize,
    /// All files together; `None` where they could not be looked at.
    pub(super) bytes: Option<u64>,
}

impl Timings {
    /// Runs a stage and notes its time.
    pub(super) fn of<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let result = run();
        self.0.push((stage, begun.elapsed()));
        result
    }

    /// Notes stages that others have measured.
    pub(super) fn add_all(&mut self, stages: &[(&'static str, Duration)]) {
        self.0.extend_from_slice(stages);
    }

    /// A line a stage, the whole, the peak of memory where the system tells it, and what was published.
    fn table(&self, whole: Duration, figures: Option<Figures>) -> String {
        let mut table = String::new();
        let rows = self.0.iter().copied().chain([("whole", whole)]);
        for (stage, time) in rows {
            // writing to a string cannot fail
            let _ = writeln!(table, "{stage:<18}{:>10.1} ms", milliseconds(time));
        }
        if let Some(kilobytes) = peak_memory() {
            let _ = writeln!(table, "{:<18}{:>10.1} MB", "peak memory", kilobytes / 1024.0);
        }
        if let Some(Figures { pages, kept, files, unchanged, bytes }) = figures {
            let _ = writeln!(table, "{:<18}{pages:>10}, {:.0} a second", "pages", a_second(pages, whole));
            let _ = writeln!(table, "{:<18}{kept:>10}", "pages kept");
            let _ = writeln!(table, "{:<18}{files:>10}, {unchanged} of them as before", "files");
            if let Some(bytes) = bytes {
                let _ = writeln!(table, "{:<18}{bytes:>10}", "bytes");
            }
        }
        table.trim_end().to_owned()
    }

    /// The same for programs; times in milliseconds, memory in kilobytes. What is not known is `null`.
    fn json(&self, whole: Duration, figures: Option<Figures>) -> Value {
        let stages: Map<String, Value> =
            self.0.iter().map(|(stage, time)| (stage.replace(' ', "_"), json!(milliseconds(*time)))).collect();
        json!({
            "stages_ms": stages,
            "whole_ms": milliseconds(whole),
            "peak_memory_kb": peak_memory(),
            "pages": figures.map(|f| f.pages),
            "pages_kept": figures.map(|f| f.kept),
            "pages_per_second": figures.map(|f| a_second(f.pages, whole).round()),
            "files": figures.map(|f| f.files),
            "files_unchanged": figures.map(|f| f.unchanged),
            "bytes": figures.and_then(|f| f.bytes),
        })
    }
}

impl TimingsFormat {
    /// # Errors
    /// When findings go where times are to go, and in a form that nothing may follow.
    pub(super) fn fits(self, findings: Format) -> anyhow::Result<()> {
        if self == Self::Json && matches!(findings, Format::Json | Format::Sarif | Format::Gitlab | Format::Junit) {
            bail!("--timings=json and this --format would both be written to standard output: choose one of them");
        }
        Ok(())
    }

    /// # Errors
    /// When they cannot be written, except that nobody reads them any more.
    pub(super) fn print(self, timings: &Timings, whole: Duration, figures: Option<Figures>) -> anyhow::Result<()> {
        match self {
            Self::Table => terminal::say(&timings.table(whole, figures)),
            Self::Json => terminal::print(&format!("{}\n", timings.json(whole, figures)))?,
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no site has 2^52 pages")]
fn a_second(pages: usize, whole: Duration) -> f64 {
    pages as f64 / whole.as_secs_f64()
}

/// To the tenth.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

/// In kilobytes, as Linux counts it.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
