//! A shard that was made somewhere, perhaps by a stranger.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Entry, HEAD, Kind, Label, NAME};
use crate::disk::door::Door;
use crate::disk::manifest;
use crate::source::{Fault, SitePath};

/// The longest line there may be.
const LINE: u64 = 64 * 1024;

/// A shard that is read.
#[derive(Debug)]
pub(super) struct Packed {
    /// The folder it stands in, as it was given.
    pub(super) folder: PathBuf,
    pub(super) label: Label,
    /// What is in it and where each begins, by path.
    pub(super) entries: Vec<(Entry, u64)>,
    file: Mutex<File>,
}

impl Packed {
    /// Opens the shard in a folder and reads what it says of itself.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        match folder.metadata() {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => bail!("{shown} is not a folder: name the folders that `kb build --shard` has made"),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => bail!("there is no folder {shown}"),
            Err(e) => return Err(e).with_context(|| format!("cannot look at {shown}")),
        }
        let name = SitePath::new(NAME).map_err(|_| anyhow!("cannot name {NAME}"))?;
        let (file, size) = Door::new(folder).open(&name, u64::MAX).map_err(|fault| why(folder, &fault))?;
        match read(&file, size) {
            Ok((label, entries)) => Ok(Self { folder: folder.to_owned(), label, entries, file: Mutex::new(file) }),
            Err(what) => bail!("{shown}/{NAME} is damaged or was not written by kb: {what}. Build this shard again"),
        }
    }

    /// The bytes of an entry of this shard.
    pub(super) fn bytes(&self, entry: &Entry, start: u64) -> anyhow::Result<Vec<u8>> {
        let shown = self.folder.display();
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))
            .and_then(|_| Read::by_ref(&mut *file).take(entry.size).read_to_end(&mut bytes))
            .with_context(|| format!("cannot read {shown}/{NAME}"))?;
        drop(file);
        if xxh3_128(&bytes) != entry.hash {
            bail!("{shown}/{NAME} is damaged: {} is not what it was. Build this shard again", entry.path);
        }
        Ok(bytes)
    }

    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &(Entry, u64)> {
        self.entries.iter().filter(move |(entry, _)| entry.kind == kind)
    }
}

/// Reads label and list; the words say what is wrong.
fn read(file: &File, size: u64) -> Result<(Label, Vec<(Entry, u64)>), &'static str> {
    let mut from = BufReader::new(file);
    let (mut number, mut read) = (Xxh3::new(), 0);
    let mut line = |is_counted: bool| -> Result<String, &'static str> {
        let mut line = String::new();
        let length = from.by_ref().take(LINE).read_line(&mut line).map_err(|_| "it is no text where it should be")?;
        read += length as u64;
        if is_counted {
            number.update(line.as_bytes());
        }
        if line.pop() == Some('\n') { Ok(line) } else { Err("it ends too soon") }
    };
    if line(true).ok().as_deref() != Some(HEAD) {
        return Err("it does not begin as a shard of this kb");
    }
    let label: Label = serde_json::from_str(&line(true)?).map_err(|_| "it does not say what it is a part of")?;
    let count: usize = line(true)?.parse().map_err(|_| "it does not say how many files it holds")?;
    let mut list = Vec::new();
    for _ in 0..count {
        list.push(Entry::parse(&line(true)?).ok_or("a line of its list is none, or names a file that cannot be published")?);
    }
    let sum = line(false)?;
    if u128::from_str_radix(&sum, 16) != Ok(number.digest128()) {
        return Err("its list is not what it was");
    }
    if list.windows(2).any(|two| two[0].path >= two[1].path) {
        return Err("a file stands twice in its list");
    }
    let mut at = read;
    let mut entries = Vec::with_capacity(list.len());
    for entry in list {
        let start = at;
        at = at.checked_add(entry.size).filter(|end| *end <= size).ok_or("it ends too soon")?;
        entries.push((entry, start));
    }
    if at == size { Ok((label, entries)) } else { Err("something stands behind its end") }
}

/// Why there is no shard in a folder.
fn why(folder: &Path, fault: &Fault) -> anyhow::Error {
    let shown = folder.display();
    match fault {
        Fault::Link => anyhow!("{shown}/{NAME} is a link; a shard is a file of its own"),
        Fault::Unreadable(why) if folder.join(NAME).symlink_metadata().is_ok() => anyhow!("cannot read {shown}/{NAME}: {why}"),
        Fault::Unreadable(_) if folder.join(manifest::NAME).exists() => {
            anyhow!("{shown} holds a whole site and no shard (it has no {NAME})")
        }
        Fault::Unreadable(_) => {
            anyhow!("{shown} holds no shard (it has no {NAME}): name the folders that `kb build --shard` has made")
        }
        _ => anyhow!("{shown}/{NAME} is not a plain file"),
    }
}
