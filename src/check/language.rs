//! The checks of language: all of them judge the words of the pages, which are read once for all.

use rayon::prelude::*;

use super::words::{Remembered, Words};
use super::{Checking, kb501, kb502, kb503, kb504, kb505, kb506, kb806};
use crate::content::{Findings, Locator};
use crate::diagnostic::Diagnostic;

/// A check of language.
type Check = fn(&Checking<'_>, &Words, &mut Findings<'_>);

/// Every check of language.
const CHECKS: &[Check] = &[kb501::check, kb502::check, kb503::check, kb504::check, kb505::check, kb506::check, kb806::check];

/// Runs every check of language.
pub(super) fn check(what: &Checking<'_>, locator: &Locator<'_>, memory: &mut Remembered) -> Vec<Diagnostic> {
    let words = Words::new(what, memory);
    let found = CHECKS.par_iter().map(|check| {
        let mut found = Findings::new(locator);
        check(what, &words, &mut found);
        found.into_list()
    });
    found.collect::<Vec<_>>().into_iter().flatten().collect()
}
