//! All shards of a site.

use std::path::{Path, PathBuf};

use anyhow::{bail, ensure};
use rayon::prelude::*;

use super::packed::Packed;
use super::{Entry, Kind, NAME};
use crate::build::compressed;
use crate::disk::publish::{Published, Stage};
use crate::export;
use crate::output::Output;

/// All shards of one site, each of them once, and no file in two of them.
#[derive(Debug)]
pub struct Set {
    shards: Vec<Packed>,
}

/// What was made of shards.
#[derive(Debug)]
pub struct Merged {
    /// How many there were.
    pub shards: usize,
    /// Pages of the site.
    pub pages: usize,
    /// What became of it.
    pub published: Published,
}

impl Set {
    /// Opens the shards in some folders and sees whether they are those of one site.
    ///
    /// # Errors
    /// When one is damaged, missing, there twice or of another build.
    pub fn open(folders: &[PathBuf]) -> anyhow::Result<Self> {
        let mut shards = folders.par_iter().map(|folder| Packed::open(folder)).collect::<anyhow::Result<Vec<_>>>()?;
        let Some(first) = shards.first() else { bail!("there is nothing to merge") };
        for other in &shards[1..] {
            if let Some(why) = first.label.differs(&other.label) {
                bail!("{} and {} do not fit together: {why}", first.folder.display(), other.folder.display());
            }
        }
        let of = first.label.shard.of();
        shards.sort_by_key(|shard| shard.label.shard);
        if let Some(two) = shards.windows(2).find(|two| two[0].label.shard == two[1].label.shard) {
            let (one, other) = (two[0].folder.display(), two[1].folder.display());
            bail!("{one} and {other} both hold shard {}", two[0].label.shard);
        }
        let missing: Vec<String> = (1..=of)
            .filter(|nth| !shards.iter().any(|shard| shard.label.shard.nth() == *nth))
            .map(|nth| format!("{nth}/{of}"))
            .collect();
        match &missing[..] {
            [] => {}
            [one] => bail!("shard {one} is missing: a site is made of all its shards"),
            some => bail!("shards {} are missing: a site is made of all its shards", some.join(", ")),
        }
        let set = Self { shards };
        if let Some(two) = set.files().windows(2).find(|two| two[0].1.path == two[1].1.path) {
            let (one, other) = (two[0].0.folder.display(), two[1].0.folder.display());
            bail!("{} is in {one}/{NAME} and in {other}/{NAME} as well: build the shards again", two[0].1.path);
        }
        Ok(set)
    }

    /// All files in the order of their paths: the shard, the file, and where it begins there.
    fn files(&self) -> Vec<(&Packed, &Entry, u64)> {
        let mut files: Vec<_> =
            self.shards.iter().flat_map(|shard| shard.of(Kind::File).map(move |(entry, at)| (shard, entry, *at))).collect();
        files.sort_unstable_by_key(|(_, entry, _)| *entry);
        files
    }

    /// Publishes the site. What is damaged shows while it is put on the stage, and then nothing is published.
    ///
    /// # Errors
    /// When a shard is damaged, the folder must not be written, or the system refuses.
    pub fn publish(&self, site: &Path, output: &Path) -> anyhow::Result<Merged> {
        let stage = Stage::begin(site, output)?;
        self.files().par_iter().try_for_each(|(shard, entry, at)| {
            let bytes = shard.bytes(entry, *at)?;
            stage.write(&Output { path: entry.path.clone(), bytes })
        })?;
        let whole = self.whole()?;
        stage.write(&whole)?;
        let is_compressed = self.shards.iter().any(|shard| shard.label.compress);
        let forms = if is_compressed { compressed(&whole)? } else { Vec::new() };
        forms.iter().try_for_each(|form| stage.write(form))?;
        let pages = self.shards.first().map_or(0, |shard| shard.label.pages);
        Ok(Merged { shards: self.shards.len(), pages, published: stage.commit()? })
    }

    /// The file that all shards make together.
    fn whole(&self) -> anyhow::Result<Output> {
        let mut parts = Vec::new();
        let mut path = None;
        for shard in &self.shards {
            let mut of_shard = shard.of(Kind::Part);
            let (Some((entry, at)), None) = (of_shard.next(), of_shard.next()) else {
                bail!(
                    "{}/{NAME} was not written by this kb: it has no part, or too many. Build this shard again",
                    shard.folder.display()
                );
            };
            ensure!(
                entry.path.as_str() == export::WHOLE,
                "{}/{NAME} holds a part of {}, which has none",
                shard.folder.display(),
                entry.path
            );
            parts.push(shard.bytes(entry, *at)?);
            path = Some(entry.path.clone());
        }
        let Some((path, bytes)) = path.zip(export::whole_of(&parts)) else {
            bail!("a part of {} cannot be read. Build the shards again", export::WHOLE)
        };
        Ok(Output { path, bytes })
    }
}
