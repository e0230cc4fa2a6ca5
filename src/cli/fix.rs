//! `kb fix`: the edits that are right beyond doubt, applied.

use std::fmt::Write as _;

use anyhow::anyhow;
use clap::Args;
use similar::TextDiff;

use super::End;
use super::reading::Reading;
use super::terminal::{self, Tone};
use super::timings::Timings;
use crate::diagnostic::{self, Code, visible};
use crate::disk;
use crate::fix::{Fixed, fix};

#[derive(Debug, Args)]
pub(super) struct Fix {
    #[command(flatten)]
    reading: Reading,
    /// Print what would change, as a unified diff, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Only the findings with this code
    #[arg(value_name = "CODE", value_parser = code)]
    code: Option<Code>,
}

impl Fix {
    pub(super) fn run(&self) -> anyhow::Result<End> {
        let analysis = self.reading.analyse(None, &mut Timings::default())?;
        let fixed = fix(analysis, &self.reading.options(None)?, self.code);
        let left = fixed.analysis.diagnostics.len();
        let left = if left == 0 { "nothing is left".to_owned() } else { format!("{left} left for you: see `kb check --info`") };
        if fixed.count == 0 {
            let left = fixed.analysis.diagnostics.len();
            let left = if left == 0 { "." } else { &*format!("; {left} left for you: see `kb check --info`") };
            self.say(&format!("Nothing to fix{left}"));
            return Ok(End::Clean);
        }
        let findings = diagnostic::counted(fixed.count, "finding");
        let files = diagnostic::counted(fixed.changed.len(), "file");
        if self.dry_run {
            terminal::print(&self.diff(&fixed)?)?;
            self.say(&format!("{} {findings} in {files}; nothing was written", terminal::toned(Tone::Good, "Would fix")));
            return Ok(End::Clean);
        }
        let sources = &fixed.analysis.sources;
        let mut failures = Vec::new();
        for (id, before) in &fixed.changed {
            let file = sources.file(*id);
            failures.extend(disk::edit(&self.reading.site, &file.path, before, &file.text).err());
        }
        if let Some(first) = failures.pop() {
            for failure in &failures {
                terminal::say_error(&format!("{failure:#}"));
            }
            return Err(first);
        }
        self.say(&format!("{} {findings} in {files}; {left}", terminal::toned(Tone::Good, "Fixed")));
        Ok(End::Clean)
    }

    /// What changes, in the form that `git apply` and `patch` read: the bytes as they are on disk.
    fn diff(&self, fixed: &Fixed) -> anyhow::Result<String> {
        let mut out = String::new();
        for (id, before) in &fixed.changed {
            let file = fixed.analysis.sources.file(*id);
            let (old, new) = disk::edited(&self.reading.site, &file.path, before, &file.text)?;
            let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(&new));
            let (old, new): (Vec<&str>, Vec<&str>) = (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
            let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
            let header = (format!("a/{}", file.path), format!("b/{}", file.path));
            // writing to a string cannot fail
            let _ = write!(out, "{}", diff.unified_diff().context_radius(3).header(&header.0, &header.1));
        }
        Ok(if terminal::is_output_terminal() { visible(&out, &['\n', '\t']).into_owned() } else { out })
    }

    fn say(&self, line: &str) {
        if !self.reading.quiet {
            terminal::say(line);
        }
    }
}

fn code(text: &str) -> Result<Code, String> {
    let known = Code::parse(text).or_else(|| Code::meant_by(text));
    known.ok_or_else(|| anyhow!("there is no check `{text}`; `kb explain` lists all").to_string())
}
