//! What no build can beat: the same files read and written with nothing between, and markdown to HTML with nothing around.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, bail};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

/// Reads the inputs and writes as many files, of the same names and lengths, as a build of them.
pub const IO: &str = "floor-io";
/// Reads, parses and writes every article as bare HTML.
pub const MD: &str = "floor-md";

/// What a floor says on its standard output: its own seconds, without the look at what it is to imitate.
pub const TOOK: &str = "took ";

/// Runs a floor with the arguments that the bench gave it.
pub fn run(which: &str, args: &[String]) -> anyhow::Result<()> {
    let paths: Vec<&Path> = args.iter().map(Path::new).collect();
    let seconds = match (which, &paths[..]) {
        (IO, [site, like, to]) => io(site, like, to)?,
        (MD, [site, to]) => md(site, to)?,
        _ => bail!("{which}: wrong arguments"),
    };
    println!("{TOOK}{seconds}");
    Ok(())
}

fn io(site: &Path, like: &Path, to: &Path) -> anyhow::Result<f64> {
    let outputs: Vec<(PathBuf, usize)> = files(like)?
        .into_iter()
        .map(|path| Ok((to.join(path.strip_prefix(like)?), usize::try_from(path.metadata()?.len())?)))
        .collect::<anyhow::Result<_>>()?;
    let longest = outputs.iter().map(|(_, length)| *length).max().unwrap_or_default();
    let bytes = vec![b' '; longest];
    let begun = Instant::now();
    let read: usize = files(site)?.par_iter().map(|path| std::fs::read(path).map_or(0, |bytes| bytes.len())).sum();
    let folders: BTreeSet<&Path> = outputs.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders {
        std::fs::create_dir_all(folder)?;
    }
    outputs.par_iter().try_for_each(|(path, length)| std::fs::write(path, &bytes[..*length]))?;
    let took = begun.elapsed().as_secs_f64();
    if read == 0 {
        bail!("nothing to read in {}", site.display());
    }
    Ok(took)
}

fn md(site: &Path, to: &Path) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let articles: Vec<PathBuf> =
        files(site)?.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    articles.par_iter().try_for_each(|path| -> anyhow::Result<()> {
        let text = std::fs::read_to_string(path)?;
        let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(&*text, |(_, body)| body);
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
        let mut page = String::with_capacity(2 * body.len());
        html::push_html(&mut page, Parser::new_ext(body, options));
        let folder = to.join(path.strip_prefix(site)?).with_extension("");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("index.html"), page).with_context(|| format!("cannot write into {}", folder.display()))
    })?;
    Ok(begun.elapsed().as_secs_f64())
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(entries.into_iter().filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect())
}
