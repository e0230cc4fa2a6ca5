//! How code is coloured, kept for later builds in one file: a sum, then entries as in [`super::reread`]. It holds for the same program,
//! whatever else has changed, and may be carried to another machine.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::kept::{keep_bytes, kept_bytes};
use super::reread::entries;
use crate::content::recall::Recall;

/// Its name among what is kept.
const NAME: &str = "colours";
/// The most that is kept, in bytes; the oldest is forgotten first.
const MOST: usize = 16_000_000;
/// The bytes of the sum.
const SUM: usize = 16;

/// What is known of code, by the number of its text.
#[derive(Debug)]
pub struct Colours {
    site: PathBuf,
    /// Read when the first block is asked for: most builds after a build ask for none.
    known: OnceLock<Known>,
    new: Mutex<Vec<u8>>,
}

/// What earlier builds found out.
#[derive(Debug, Default)]
struct Known {
    bytes: Vec<u8>,
    places: FxHashMap<u128, Range<usize>>,
}

impl Colours {
    /// What is kept with a site.
    #[must_use]
    pub fn of(site: &Path) -> Self {
        Self { site: site.to_owned(), known: OnceLock::new(), new: Mutex::default() }
    }

    /// Keeps what is new before what was known. Where nothing can be kept, the next build finds it out again.
    pub fn settle(&self) {
        let mut all = std::mem::take(&mut *self.new.lock().unwrap_or_else(PoisonError::into_inner));
        if all.is_empty() {
            return;
        }
        let known = self.known();
        for (number, place) in entries(&known.bytes) {
            let bytes = &known.bytes[place];
            if all.len() + bytes.len() > MOST {
                break;
            }
            put(number, bytes, &mut all);
        }
        all.splice(..0, sum(&all));
        let _ = keep_bytes(&self.site, NAME, &all);
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let kept = kept_bytes(&self.site, NAME).unwrap_or_default();
            let whole = kept.split_at_checked(SUM).filter(|(told, rest)| *told == sum(rest));
            let bytes = whole.map(|(_, rest)| rest.to_vec()).unwrap_or_default();
            Known { places: entries(&bytes).collect(), bytes }
        })
    }
}

impl Recall for Colours {
    fn get(&self, number: u128) -> Option<&[u8]> {
        let known = self.known();
        known.places.get(&number).map(|place| &known.bytes[place.clone()])
    }

    fn keep(&self, number: u128, bytes: &[u8]) {
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.len() + bytes.len() < MOST {
            put(number, bytes, &mut new);
        }
    }
}

fn put(number: u128, bytes: &[u8], out: &mut Vec<u8>) {
    let Ok(length) = u32::try_from(bytes.len()) else { return };
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(bytes);
}

/// The sum of what one program found out: another one may have other grammars.
fn sum(bytes: &[u8]) -> [u8; SUM] {
    let mut sum = Xxh3::new();
    sum.update(env!("KB_PROGRAM").as_bytes());
    sum.update(bytes);
    sum.digest128().to_le_bytes()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::kept::FOLDER;
    use super::*;

    #[test]
    fn it_is_known_as_it_was_kept_or_not_at_all() {
        let site = tempfile::tempdir().expect("a folder");
        let file = site.path().join(FOLDER).join(NAME);
        let kept = |number: u128| Colours::of(site.path()).get(number).map(<[u8]>::to_vec);
        Colours::of(site.path()).settle();
        assert!(!file.exists(), "nothing is new");
        for (number, bytes) in [(7, &b"seven"[..]), (8, b"")] {
            let colours = Colours::of(site.path());
            assert_eq!(colours.get(number), None);
            colours.keep(number, bytes);
            colours.settle();
        }
        assert_eq!((kept(7), kept(8), kept(9)), (Some(b"seven".to_vec()), Some(Vec::new()), None));
        let whole = fs::read(&file).expect("a file");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            for bytes in [&damaged[..], &whole[..at]] {
                fs::write(&file, bytes).expect("damaged");
                assert_eq!((kept(7), kept(8)), (None, None), "byte {at}");
            }
        }
    }
}
