//! One run of a program, and what several of them come to.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::floor;

/// How often a program is asked for its memory.
const LOOK: Duration = Duration::from_millis(3);

/// A program to run.
pub struct Run(Command);

/// What one run took.
pub struct Taken {
    /// Seconds from start to end; of a floor, those it tells itself.
    wall: f64,
    /// Seconds of processor time, where the system tells them.
    processor: Option<f64>,
    /// Megabytes, where the system tells them.
    memory: Option<f64>,
}

impl Run {
    /// A program with its arguments.
    pub fn new(command: &mut Command) -> Self {
        Self(std::mem::replace(command, Command::new("true")))
    }

    /// Runs it to its end.
    pub fn run(mut self) -> anyhow::Result<Taken> {
        let begun = Instant::now();
        let child = self.0.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let child = child.with_context(|| format!("cannot run {}", self.0.get_program().display()))?;
        let process = format!("/proc/{}", child.id());
        let ended = AtomicBool::new(false);
        let before = children();
        let (output, wall, memory) = std::thread::scope(|scope| {
            let watch = scope.spawn(|| {
                let mut most = None;
                while !ended.load(Ordering::Relaxed) {
                    most = peak(&process).or(most);
                    std::thread::sleep(LOOK);
                }
                most
            });
            let output = child.wait_with_output();
            let wall = begun.elapsed().as_secs_f64();
            ended.store(true, Ordering::Relaxed);
            (output, wall, watch.join().ok().flatten())
        });
        let output = output?;
        if !output.status.success() {
            bail!("{} failed: {}", self.0.get_program().display(), String::from_utf8_lossy(&output.stderr));
        }
        let told = String::from_utf8_lossy(&output.stdout);
        let told = told.lines().find_map(|line| line.strip_prefix(floor::TOOK)).and_then(|seconds| seconds.parse().ok());
        let processor = children().zip(before).map(|(after, before)| after - before);
        Ok(Taken { wall: told.unwrap_or(wall), processor, memory })
    }
}

/// Seconds of processor time that all programs run so far have taken, as Linux counts them (`man 5 proc_pid_stat`, fields 16
/// and 17, in hundredths).
fn children() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(") ")?.1;
    let fields: Vec<&str> = after_name.split(' ').collect();
    let ticks: f64 = fields.get(13)?.parse::<f64>().ok()? + fields.get(14)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// The most memory a running program has had, in megabytes.
fn peak(process: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}

/// Several runs of one program.
#[derive(Default)]
pub struct Runs(Vec<Taken>);

impl Runs {
    /// One more.
    pub fn add(&mut self, taken: Taken) {
        self.0.push(taken);
    }

    /// The median of the times from start to end, in seconds.
    pub fn wall(&self) -> f64 {
        median(self.0.iter().map(|run| run.wall).collect())
    }

    /// A row of the table, beside the seconds of the floor.
    pub fn row(&self, floor: f64) -> String {
        let walls = || self.0.iter().map(|run| run.wall);
        let (fastest, slowest) = (walls().fold(f64::INFINITY, f64::min), walls().fold(0.0, f64::max));
        let of = |values: Vec<f64>, unit: &str, digits: usize| {
            if values.is_empty() { "–".to_owned() } else { format!("{:.digits$} {unit}", median(values)) }
        };
        let processor = of(self.0.iter().filter_map(|run| run.processor).collect(), "s", 2);
        let memory = of(self.0.iter().filter_map(|run| run.memory).collect(), "MB", 0);
        let wall = self.wall();
        format!("{wall:.3} s ({fastest:.3} to {slowest:.3}) | {processor} | {memory} | {:.1}", wall / floor)
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}
