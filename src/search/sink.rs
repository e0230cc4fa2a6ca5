//! Where the files of the index go: each is handed over soon after it is made, for together they are large.

use rayon::prelude::*;

use super::FOLDER;
use crate::PIECE;

/// So many files are handed over at once, by all threads.
const SOME: usize = 128;

/// Takes a file by its path from the root of the site.
pub type Emit<'e> = dyn Fn(String, Vec<u8>) -> anyhow::Result<()> + Sync + 'e;

/// The files of one index.
pub(super) struct Sink<'e> {
    /// The name of its folder.
    pub folder: String,
    emit: &'e Emit<'e>,
    waiting: Vec<(String, Vec<u8>)>,
}

impl<'e> Sink<'e> {
    pub(super) const fn new(folder: String, emit: &'e Emit<'e>) -> Self {
        Self { folder, emit, waiting: Vec::new() }
    }

    /// Takes a file of the folder.
    pub(super) fn file(&mut self, name: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.waiting.push((format!("{FOLDER}{}/{name}", self.folder), bytes));
        if self.waiting.len() < SOME { Ok(()) } else { self.flush() }
    }

    /// Hands over what is left.
    pub(super) fn flush(&mut self) -> anyhow::Result<()> {
        std::mem::take(&mut self.waiting).into_par_iter().with_max_len(PIECE).try_for_each(|(path, bytes)| (self.emit)(path, bytes))
    }
}
