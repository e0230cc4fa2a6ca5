//! How long whole builds take, beside what no build can beat and beside other generators: `cargo bench --bench build`.
//!
//! For sites of 100, 1,000 and 10,000 made-up articles it runs `kb build`, two floors and each other generator that is on the
//! PATH, in turns, each into a folder of its own, and prints medians with the fastest and the slowest run, processor time,
//! memory and the ratio to the floor that reads and writes the same files. `-- SIZE…` measures other sizes, `--runs N` other
//! numbers of runs, and `--output DIR` writes to another disk (memory, say: `/dev/shm`).

#![expect(clippy::disallowed_methods, reason = "it measures programs that read and write files")]
#![allow(unreachable_pub, reason = "shared with other programs")]

#[path = "../corpus/mod.rs"]
mod corpus;
mod floor;
mod peers;
mod run;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use run::{Run, Runs};
use tempfile::TempDir;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let mut sizes = Vec::new();
    let mut runs = None;
    let mut output = None;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            floor::IO | floor::MD => return floor::run(&arg, &args.collect::<Vec<_>>()),
            "--runs" => runs = Some(args.next().context("--runs needs a number")?.parse()?),
            "--output" => output = Some(PathBuf::from(args.next().context("--output needs a folder")?)),
            size => sizes.push(size.parse().with_context(|| format!("{size} is no number of articles"))?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![100, 1_000, 10_000];
    }
    println!("| articles | program | wall, median (fastest to slowest) | processor time | peak memory | × floor-io |");
    println!("| --- | --- | --- | --- | --- | --- |");
    // Kept to the end: for minutes after ten thousands of files were deleted, some file systems make new ones at half the speed.
    let mut folders = Vec::new();
    for size in sizes {
        // As many as a minute or two allow.
        let default = if size > 2_000 { 3 } else { 7 };
        folders.push(measure(size, runs.unwrap_or(default), output.as_deref())?);
    }
    Ok(())
}

/// One size: every program in turn, so that all of them see the same weather. The folder is that of all sites made.
fn measure(articles: usize, runs: usize, output: Option<&Path>) -> anyhow::Result<TempDir> {
    let kept = match output {
        Some(output) => tempfile::tempdir_in(output)?,
        None => tempfile::tempdir()?,
    };
    let folder = kept.path();
    let site = folder.join("site");
    let files = corpus::generate(articles);
    for (path, text) in &files {
        write(&site.join(path), text)?;
    }
    let peers = peers::on_path(&files, folder)?;
    drop(files);

    // The floor imitates what a build writes, so there is one build before all others.
    let like = folder.join("like");
    kb(&site, &like).run()?;
    let own = std::env::current_exe()?;
    let mut rows: Vec<(String, Runs)> = ["kb", floor::IO, floor::MD]
        .into_iter()
        .map(str::to_owned)
        .chain(peers.iter().map(|p| p.name.clone()))
        .map(|n| (n, Runs::default()))
        .collect();
    for nth in 0..runs {
        for (row, (name, taken)) in rows.iter_mut().enumerate() {
            let to = folder.join(format!("out-{row}-{nth}"));
            let run = match name.as_str() {
                "kb" => kb(&site, &to),
                floor::IO => Run::new(Command::new(&own).arg(floor::IO).arg(&site).arg(&like).arg(&to)),
                floor::MD => Run::new(Command::new(&own).arg(floor::MD).arg(&site).arg(&to)),
                _ => peers[row - 3].build(&to),
            };
            taken.add(run.run()?);
        }
    }
    let Some(floor) = rows.iter().find(|(name, _)| name == floor::IO).map(|(_, runs)| runs.wall()) else { bail!("no floor") };
    for (name, runs) in &rows {
        println!("| {articles} | {name} | {} |", runs.row(floor));
    }
    Ok(kept)
}

fn kb(site: &Path, to: &Path) -> Run {
    Run::new(Command::new(env!("CARGO_BIN_EXE_kb")).args(["build", "--quiet", "--site"]).arg(site).arg("--output").arg(to))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
