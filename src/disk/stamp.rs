//! A note of the last build: what it was made of, and what it left. While both are as they were, building again would only make
//! the same, so nothing is made.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::anyhow;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::door::Door;
use super::kept::{Kept, keep, kept};
use super::load::ASSET_LIMIT;
use super::manifest::Manifest;
use super::place::Place;
use crate::output::OutputPath;
use crate::source::Sources;

/// Its first line. Another one is a stamp of another program.
const HEAD: &str = "kb: what the last build was made of, and what it left";
const CHUNK: usize = 64 * 1024;

/// What the last build was made of, and what it left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// See [`inputs`].
    pub inputs: u128,
    /// The state of the published files when it was done.
    pub left: Left,
    /// How many pages it made.
    pub pages: usize,
    /// Whether it had no finding but polish.
    pub clean: bool,
    /// Whether it was made without articles: see [`is_bare`](super::is_bare).
    pub bare: bool,
}

/// The state of published files, by their names, sizes and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    hash: u128,
    /// How many they are.
    pub files: usize,
    /// How large, together.
    pub bytes: u64,
}

impl Left {
    pub(super) const fn hash(self) -> u128 {
        self.hash
    }

    /// The state of files, in the order of their names.
    pub(super) fn of(states: &[State]) -> Self {
        let mut hash = Xxh3::new();
        for (state, _) in states {
            hash.update(&state.to_le_bytes());
        }
        Self { hash: hash.digest128(), files: states.len(), bytes: states.iter().map(|(_, length)| length).sum() }
    }
}

impl Stamp {
    /// Its name among what is kept.
    pub const NAME: &str = "build";

    /// The stamp of the last build of a site.
    #[must_use]
    pub fn of_last_build(site: &Path) -> Kept<Self> {
        match kept(site, Self::NAME) {
            None => Kept::Nothing,
            Some(text) => Self::parse(&text).map_or(Kept::Damaged, Kept::Whole),
        }
    }

    /// Keeps it for the next build. Where nothing can be kept, the next build makes everything.
    pub fn keep(&self, site: &Path) {
        let _ = keep(site, Self::NAME, &self.text());
    }

    fn text(&self) -> String {
        let Self { inputs, left: Left { hash, files, bytes }, pages, clean, bare } = self;
        let facts = format!("{inputs:032x} {hash:032x} {files} {bytes} {pages} {clean} {bare}");
        // a stamp that is damaged so that it can still be read would be believed
        format!("{HEAD}\n{facts}\n{:032x}\n", xxh3_128(facts.as_bytes()))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (head, facts, sum) = (lines.next()?, lines.next()?, lines.next()?);
        if head != HEAD || u128::from_str_radix(sum, 16).ok()? != xxh3_128(facts.as_bytes()) {
            return None;
        }
        let fields: Vec<&str> = facts.split(' ').collect();
        let [inputs, hash, files, bytes, pages, clean, bare] = fields[..] else { return None };
        let hex = |text| u128::from_str_radix(text, 16).ok();
        let left = Left { hash: hex(hash)?, files: files.parse().ok()?, bytes: bytes.parse().ok()? };
        let (clean, bare) = (clean.parse().ok()?, bare.parse().ok()?);
        Some(Self { inputs: hex(inputs)?, left, pages: pages.parse().ok()?, clean, bare })
    }
}

/// Everything a build is made of, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inputs {
    /// All of it.
    pub all: u128,
    /// All but the texts of the site: the program itself, what it was told, and what is published as it is.
    pub besides: u128,
}

/// Everything a build is made of: the program itself, what it was told, and every file of the site with its dates.
///
/// # Errors
/// When a file cannot be read.
pub fn inputs(site: &Path, sources: &Sources, told: &str) -> anyhow::Result<Inputs> {
    let mut all = Xxh3::new();
    // what it was compiled from: see `build.rs`
    all.update(env!("KB_PROGRAM").as_bytes());
    all.update(told.as_bytes());
    let door = Door::new(site);
    let assets: Vec<_> = sources.assets().keys().collect();
    let hashes = assets.par_iter().map(|path| -> anyhow::Result<(u128, u128)> {
        let (mut file, _) = door.open(path, ASSET_LIMIT).map_err(|_| anyhow!("cannot read {path}"))?;
        let (mut hash, mut chunk) = (Xxh3::new(), vec![0; CHUNK]);
        loop {
            match file.read(&mut chunk)? {
                0 => return Ok((xxh3_128(path.as_str().as_bytes()), hash.digest128())),
                n => hash.update(&chunk[..n]),
            }
        }
    });
    for (path, bytes) in hashes.collect::<anyhow::Result<Vec<_>>>()? {
        all.update(&path.to_le_bytes());
        all.update(&bytes.to_le_bytes());
    }
    let besides = all.digest128();
    let files: Vec<_> = sources.files().map(|(_, file)| file).collect();
    let hashes = files.par_iter().map(|file| {
        let facts = format!("{}\0{:?}\0{:?}\0", file.path, file.dates, file.fault);
        (xxh3_128(facts.as_bytes()), xxh3_128(file.text.as_bytes()))
    });
    for (facts, text) in hashes.collect::<Vec<_>>() {
        all.update(&facts.to_le_bytes());
        all.update(&text.to_le_bytes());
    }
    Ok(Inputs { all: all.digest128(), besides })
}

/// What the last build left in an output folder, as somebody saw it: all of it, as plain files.
#[derive(Debug)]
pub struct Looked {
    place: Place,
    states: FxHashMap<OutputPath, State>,
    left: Left,
}

impl Looked {
    /// Looks; nothing where not all of it is there.
    ///
    /// # Errors
    /// When the folder is one that must not be written.
    pub fn at(site: &Path, output: &Path) -> anyhow::Result<Option<Self>> {
        let place = Place::new(site, output)?;
        let Some(manifest) = &place.manifest else { return Ok(None) };
        let Some(states) = states(&place.output, manifest, &|_| None) else { return Ok(None) };
        let left = Left::of(&states);
        Ok(Some(Self { states: manifest.iter().cloned().zip(states).collect(), left, place }))
    }

    /// Its state.
    #[must_use]
    pub const fn left(&self) -> Left {
        self.left
    }

    /// What was seen, if nobody has published there since.
    pub(super) fn states(self) -> Option<FxHashMap<OutputPath, State>> {
        self.place.is_as_it_was().then_some(self.states)
    }
}

/// The state of a file: a hash of its name, size and time, and its size in bytes.
pub(super) type State = (u128, u64);

/// The states of files in the published folder, looked at unless known; `None` when one of them is not there as a plain file.
pub(super) fn states(folder: &Path, paths: &Manifest, known: &(dyn Fn(&OutputPath) -> Option<State> + Sync)) -> Option<Vec<State>> {
    let paths: Vec<&OutputPath> = paths.iter().collect();
    let look = |path: &OutputPath| {
        let meta = folder.join(path.as_str()).symlink_metadata().ok().filter(fs::Metadata::is_file)?;
        Some((xxh3_128(format!("{path}\0{}\0{:?}", meta.len(), meta.modified().ok()?).as_bytes()), meta.len()))
    };
    paths.par_iter().map(|path| known(path).or_else(|| look(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_as_it_was_written_or_not_at_all() {
        let left = Left { hash: 3, files: 12, bytes: 4096 };
        let stamp = Stamp { inputs: u128::MAX, left, pages: 9, clean: true, bare: false };
        let text = stamp.text();
        assert_eq!(Stamp::parse(&text), Some(stamp));
        for at in 0..text.len() - 1 {
            let mut damaged = text.clone().into_bytes();
            damaged[at] ^= 1;
            assert_eq!(Stamp::parse(&String::from_utf8_lossy(&damaged)), None, "byte {at}");
            assert_eq!(Stamp::parse(&text[..at]), None, "cut at {at}");
        }
    }
}
