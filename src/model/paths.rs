//! The file that a path leading nowhere was probably meant to name.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::suggest::Words;
use crate::source::SitePath;

/// The files that a link may lead to by the stems of their names, and the answers given so far.
pub(super) struct Paths {
    /// The first file with this stem, and how many there are.
    by_stem: HashMap<Box<str>, (SitePath, usize)>,
    stems: Words,
    near: Mutex<HashMap<Box<str>, Option<(SitePath, bool)>>>,
}

impl Paths {
    /// Looks at every path once.
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p SitePath>) -> Self {
        let mut by_stem: HashMap<Box<str>, (SitePath, usize)> = HashMap::new();
        let mut stems = Vec::new();
        for path in paths {
            match by_stem.get_mut(path.stem()) {
                Some((_, count)) => *count += 1,
                None => {
                    stems.push(path.stem());
                    by_stem.insert(path.stem().into(), (path.clone(), 1));
                }
            }
        }
        Self { by_stem, stems: Words::new(stems.into_iter()), near: Mutex::new(HashMap::new()) }
    }

    /// The file most like a path, and whether no other one is as like it: the same name in another folder, then the most
    /// similar name.
    pub(super) fn nearest(&self, wanted: &str) -> Option<(SitePath, bool)> {
        let name = wanted.rsplit('/').next().unwrap_or(wanted);
        let stem = name.rfind('.').filter(|at| *at > 0).map_or(name, |at| &name[..at]);
        if let Some((first, count)) = self.by_stem.get(stem) {
            return Some((first.clone(), *count == 1));
        }
        // A poisoned lock only means another thread stopped between two whole inserts.
        if let Some(known) = self.near.lock().unwrap_or_else(PoisonError::into_inner).get(stem) {
            return known.clone();
        }
        let near = self.stems.nearest(stem).and_then(|(best, alone)| {
            let (first, count) = self.by_stem.get(best)?;
            Some((first.clone(), alone && *count == 1))
        });
        self.near.lock().unwrap_or_else(PoisonError::into_inner).insert(stem.into(), near.clone());
        near
    }
}
