//! A shard while it is made.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Entry, HEAD, Kind, Label, NAME};
use crate::build::Writing;
use crate::disk::publish::{Published, Stage};
use crate::output::{Output, OutputPath};

/// How much is written at a time.
const CHUNK: usize = 1 << 20;

/// A shard while it is made. Dropped without [`Packing::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Packing {
    stage: Stage,
    heap: Mutex<Heap>,
    at: PathBuf,
}

/// The files in the order in which they came, which is another one each time.
#[derive(Debug)]
struct Heap {
    file: BufWriter<File>,
    size: u64,
    /// What came, and where it begins.
    entries: Vec<(Entry, u64)>,
}

impl Packing {
    /// Locks the folder of a shard.
    ///
    /// # Errors
    /// When the folder is one that must not be written, or holds something else than a shard.
    pub fn begin(site: &Path, output: &Path) -> anyhow::Result<Self> {
        let stage = Stage::begin_shard(site, output)?;
        let at = stage.beside("heap");
        let file = File::options().read(true).write(true).create_new(true).open(&at);
        let file = file.with_context(|| format!("cannot create {}", at.display()))?;
        let heap = Heap { file: BufWriter::with_capacity(CHUNK, file), size: 0, entries: Vec::new() };
        Ok(Self { stage, heap: Mutex::new(heap), at })
    }

    /// Adds a file to publish. May be called from many threads.
    ///
    /// # Errors
    /// When it cannot be written, or its name is kept for kb itself.
    pub fn write(&self, output: &Output) -> anyhow::Result<()> {
        Stage::refuse_own(&output.path)?;
        self.add(output, Kind::File)
    }

    /// Adds a file to publish that is written piece by piece, while others wait.
    ///
    /// # Errors
    /// As [`Packing::write`], and when `writing` fails.
    pub fn write_by(&self, path: &OutputPath, writing: &Writing<'_>) -> anyhow::Result<()> {
        Stage::refuse_own(path)?;
        let mut heap = self.heap.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counting = Counting { to: &mut heap.file, hash: Xxh3::new(), size: 0 };
        writing(&mut counting).with_context(|| format!("cannot write {}", self.at.display()))?;
        let entry = Entry { path: path.clone(), kind: Kind::File, size: counting.size, hash: counting.hash.digest128() };
        let start = heap.size;
        heap.size += entry.size;
        heap.entries.push((entry, start));
        Ok(())
    }

    /// Adds a part of a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn part(&self, output: &Output) -> anyhow::Result<()> {
        self.add(output, Kind::Part)
    }

    fn add(&self, output: &Output, kind: Kind) -> anyhow::Result<()> {
        let size = output.bytes.len() as u64;
        let entry = Entry { path: output.path.clone(), kind, size, hash: xxh3_128(&output.bytes) };
        let mut heap = self.heap.lock().unwrap_or_else(PoisonError::into_inner);
        heap.file.write_all(&output.bytes).with_context(|| format!("cannot write {}", self.at.display()))?;
        let start = heap.size;
        heap.size += size;
        heap.entries.push((entry, start));
        Ok(())
    }

    /// Puts everything into order and the shard in its place. Tells how many files it holds.
    ///
    /// # Errors
    /// When the system refuses, or a path came twice; then the folder is what it was.
    pub fn commit(self, label: &Label) -> anyhow::Result<Published> {
        let Self { stage, heap, at } = self;
        let Heap { file, mut entries, .. } = heap.into_inner().unwrap_or_else(PoisonError::into_inner);
        entries.sort_unstable();
        if let Some(twice) = entries.windows(2).find(|two| two[0].0.path == two[1].0.path) {
            bail!("cannot publish {} twice", twice[0].0.path);
        }
        let path = OutputPath::new(NAME)?;
        let packed = stage.create_new(&path)?;
        let heap = file.into_inner().map_err(|e| anyhow!("cannot write {}: {}", at.display(), e.error()))?;
        pack(heap, packed, label, &entries).with_context(|| format!("cannot write {}", stage.shown(&path)))?;
        fs::remove_file(&at).with_context(|| format!("cannot remove {}", at.display()))?;
        let files = entries.iter().filter(|(entry, _)| entry.kind == Kind::File).count();
        let published = stage.commit()?;
        Ok(Published { files, ..published })
    }
}

/// Takes note of what is written.
struct Counting<'w> {
    to: &'w mut BufWriter<File>,
    hash: Xxh3,
    size: u64,
}

impl io::Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes the file of a shard.
fn pack(heap: File, packed: File, label: &Label, entries: &[(Entry, u64)]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(CHUNK, packed);
    let mut number = Xxh3::new();
    let mut line = |out: &mut BufWriter<File>, line: &str| {
        number.update(line.as_bytes());
        number.update(b"\n");
        out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n"))
    };
    line(&mut out, HEAD)?;
    line(&mut out, &serde_json::to_string(label)?)?;
    line(&mut out, &entries.len().to_string())?;
    for (entry, _) in entries {
        line(&mut out, &entry.line())?;
    }
    writeln!(out, "{:032x}", number.digest128())?;
    let mut heap = BufReader::with_capacity(CHUNK, heap);
    let mut here = 0;
    heap.seek(SeekFrom::Start(0))?;
    for (entry, start) in entries {
        heap.seek_relative(start.cast_signed() - u64::cast_signed(here))?;
        let copied = io::copy(&mut heap.by_ref().take(entry.size), &mut out)?;
        if copied != entry.size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        here = start + entry.size;
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(())
}
