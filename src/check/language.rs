//! The checks of language: all of them judge the words of the pages, which are read once for all.

use rayon::prelude::*;

use super::words::Words;
use super::{Checking, kb501, kb502, kb503, kb504, kb505, kb506, kb806};
use crate::content::{Findings, Locator};
use crate::diagnostic::{Code, Diagnostic};

/// A check of language.
type Check = fn(&Checking<'_>, &Words, &mut Findings<'_>);

/// Every check of language.
const CHECKS: &[(Code, Check)] = &[
    (Code::KB501, kb501::check),
    (Code::KB502, kb502::check),
    (Code::KB503, kb503::check),
    (Code::KB504, kb504::check),
    (Code::KB505, kb505::check),
    (Code::KB506, kb506::check),
    (Code::KB806, kb806::check),
];

/// Runs these checks of language.
pub(super) fn check(
    what: &Checking<'_>,
    words: &Words,
    locator: &Locator<'_>,
    which: impl Fn(Code) -> bool + Sync,
) -> Vec<Diagnostic> {
    let found = CHECKS.par_iter().filter(|(code, _)| which(*code)).map(|(_, check)| {
        let mut found = Findings::new(locator);
        check(what, words, &mut found);
        found.into_list()
    });
    found.collect::<Vec<_>>().into_iter().flatten().collect()
}
