//! What was read of texts, kept for the next build in one file: a number, a length and as many bytes, one after the other, and the
//! sum of all that. It counts only while the list of pages names it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::kept::{FOLDER, IGNORED, Kept, kept_bytes, make_folder};
use super::ledger::Ledger;
use super::load::ASSET_LIMIT;
use super::replace::create;
use crate::content::recall::Recall;

/// Its name while it is written.
const NEW: &str = ".texts.kb-new";
/// The bytes of the sum.
const SUM: usize = 16;
/// The bytes before those that were kept under a number.
const HEAD: usize = 16 + 4;

/// What was read of texts: by the last build, and by this one.
#[derive(Debug)]
pub struct Reread {
    folder: PathBuf,
    bytes: Vec<u8>,
    known: FxHashMap<u128, Known>,
    new: Mutex<Option<New>>,
    /// Whether what was there is no file of a build.
    is_damaged: bool,
    /// Whether there was no folder: then there shall be none after a build that is refused.
    is_first: bool,
}

/// What was kept under a number.
#[derive(Debug)]
struct Known {
    place: Range<usize>,
    /// Whether somebody asked for it.
    is_wanted: AtomicBool,
}

/// The file being written.
struct New {
    out: BufWriter<File>,
    sum: Xxh3,
    /// Bytes so far.
    length: u64,
}

impl std::fmt::Debug for New {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("New").finish_non_exhaustive()
    }
}

impl Reread {
    /// Its name among what is kept.
    pub const NAME: &str = "texts";

    /// What the build read that left `last`, if it is there as that build kept it. Where nothing can be written, nothing is kept.
    #[must_use]
    pub fn after(last: Option<&Ledger>, site: &Path) -> Self {
        let kept = last.map_or(Kept::Nothing, |last| kept_after(last, site));
        let is_damaged = kept == Kept::Damaged;
        let bytes = kept.whole().unwrap_or_default();
        let folder = site.join(FOLDER);
        let is_first = folder.symlink_metadata().is_err();
        let new = make_folder(site).ok().and_then(|()| create(&folder.join(NEW)).ok());
        let new = new.map(|file| New { out: BufWriter::with_capacity(1 << 18, file), sum: Xxh3::new(), length: 0 });
        Self { known: places(&bytes), bytes, folder, new: Mutex::new(new), is_damaged, is_first }
    }

    /// Whether what was there is no file of a build, and was ignored.
    #[must_use]
    pub const fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Gives back what the last build read: nobody will ask any more.
    pub fn close(&mut self) {
        let (known, bytes) = (std::mem::take(&mut self.known), std::mem::take(&mut self.bytes));
        for (number, Known { place, .. }) in known.into_iter().filter(|(_, known)| known.is_wanted.load(Ordering::Relaxed)) {
            self.keep(number, &bytes[place]);
        }
    }

    /// Puts what this build read in the place of what the last one did: its sum, if all of it could be kept.
    #[must_use]
    pub fn done(self) -> Option<u128> {
        let New { mut out, sum, .. } = self.new.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let new = self.folder.join(NEW);
        let sum = sum.digest128();
        let written = out.write_all(&sum.to_le_bytes()).and_then(|()| out.flush());
        let written = written.and_then(|()| fs::rename(&new, self.folder.join(Self::NAME)));
        if written.is_err() {
            // a full disk: nothing of it is left lying about
            let _ = fs::remove_file(new);
        }
        written.ok().map(|()| number(sum))
    }
}

impl Drop for Reread {
    fn drop(&mut self) {
        // not done: of no use to anybody
        if self.new.get_mut().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            let _ = fs::remove_file(self.folder.join(NEW));
        }
        if self.is_first {
            take_back(&self.folder);
        }
    }
}

/// Removes the folder if all that it holds is what it was made with.
fn take_back(folder: &Path) {
    let names: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
    if names == [IGNORED] {
        let _ = fs::remove_file(folder.join(IGNORED));
        let _ = fs::remove_dir(folder);
    }
}

impl Recall for Reread {
    fn get(&self, number: u128) -> Option<&[u8]> {
        let known = self.known.get(&number)?;
        known.is_wanted.store(true, Ordering::Relaxed);
        Some(&self.bytes[known.place.clone()])
    }

    fn keep(&self, number: u128, bytes: &[u8]) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        // a part of it would be a file with another sum
        if new.as_mut().is_some_and(|new| new.write(number, bytes).is_err()) {
            *new = None;
            let _ = fs::remove_file(self.folder.join(NEW));
        }
    }
}

impl New {
    fn write(&mut self, number: u128, bytes: &[u8]) -> io::Result<()> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.length += (HEAD + bytes.len()) as u64;
        if self.length > ASSET_LIMIT {
            // such a file would not be read again
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        for part in [&number.to_le_bytes()[..], &length.to_le_bytes(), bytes] {
            self.sum.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }
}

/// The file of the build that left `last`, without its sum.
fn kept_after(last: &Ledger, site: &Path) -> Kept<Vec<u8>> {
    let Some(mut bytes) = kept_bytes(site, Reread::NAME) else { return Kept::Nothing };
    let told = bytes.len().checked_sub(SUM).map(|at| bytes.split_off(at));
    let sum = xxh3_128(&bytes);
    match told {
        Some(told) if told == sum.to_le_bytes() => {
            if number(sum) == last.texts() {
                Kept::Whole(bytes)
            } else {
                Kept::Nothing
            }
        }
        _ => Kept::Damaged,
    }
}

/// The number of what one program read, by its sum: another one may read something else.
fn number(sum: u128) -> u128 {
    let mut number = Xxh3::new();
    number.update(env!("KB_PROGRAM").as_bytes());
    number.update(&sum.to_le_bytes());
    number.digest128()
}

/// What is kept under each number, and where it stands.
pub(super) fn entries(bytes: &[u8]) -> impl Iterator<Item = (u128, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (number, length) = bytes.get(at..at + HEAD)?.split_at(16);
        let (number, length) = (number.try_into().ok()?, length.try_into().ok()?);
        let place = at + HEAD..at + HEAD + u32::from_le_bytes(length) as usize;
        at = place.end;
        (at <= bytes.len()).then(|| (u128::from_le_bytes(number), place))
    })
}

fn places(bytes: &[u8]) -> FxHashMap<u128, Known> {
    entries(bytes).map(|(number, place)| (number, Known { place, is_wanted: AtomicBool::new(false) })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_known_and_what_nobody_asked_for_is_forgotten() {
        let site = tempfile::tempdir().expect("a folder");
        let first = Reread::after(None, site.path());
        first.keep(7, b"seven");
        first.keep(8, b"");
        let number = first.done().expect("it is kept");
        let bytes = fs::read(site.path().join(FOLDER).join(Reread::NAME)).expect("a file");
        let (read, sum) = bytes.split_at(bytes.len() - SUM);
        assert_eq!((number, sum), (super::number(xxh3_128(read)), &xxh3_128(read).to_le_bytes()[..]));
        let known = places(read);
        assert_eq!(known.get(&7).map(|known| &read[known.place.clone()]), Some(&b"seven"[..]));
        assert!(known.contains_key(&8) && !known.contains_key(&9));
        for cut in 0..bytes.len() {
            places(&bytes[..cut]);
        }
        // the second is given up
        drop(Reread::after(None, site.path()));
        assert!(!site.path().join(FOLDER).join(NEW).exists());
        assert_eq!(fs::read(site.path().join(FOLDER).join(Reread::NAME)).expect("a file"), bytes);
        let other = tempfile::tempdir().expect("a folder");
        drop(Reread::after(None, other.path()));
        assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0, "nothing is left where nothing was");
    }
}
