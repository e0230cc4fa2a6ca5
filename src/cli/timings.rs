//! How long the stages of a run took, and how much memory it needed at most.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Stages in the order they were run.
#[derive(Debug, Default)]
pub(super) struct Timings(Vec<(&'static str, Duration)>);

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

    /// A line a stage, the whole, and the peak of memory where the system tells it.
    pub(super) fn table(&self, whole: Duration) -> String {
        let mut table = String::new();
        let rows = self.0.iter().copied().chain([("whole", whole)]);
        for (stage, time) in rows {
            // writing to a string cannot fail
            let _ = writeln!(table, "{stage:<18}{:>10.1} ms", time.as_secs_f64() * 1000.0);
        }
        if let Some(kilobytes) = peak_memory() {
            let _ = writeln!(table, "{:<18}{:>10.1} MB", "peak memory", kilobytes / 1024.0);
        }
        table.trim_end().to_owned()
    }
}

/// In kilobytes, as Linux counts it.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
