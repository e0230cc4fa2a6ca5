//! Where the conflicts of comparisons are written.

use super::Checking;
use crate::model::{Comparison, Conflict};
use crate::source::Place;

/// What a conflict may have.
const KEYS: [&str; 4] = ["title", "when", "resolve", "decision"];

/// Every conflict of the site with its comparison and its number there.
pub(super) fn all<'a>(what: &Checking<'a>) -> impl Iterator<Item = (&'a Comparison, usize, &'a Conflict)> {
    let comparisons = what.kb.comparisons.iter();
    comparisons
        .flat_map(|comparison| comparison.conflicts.iter().enumerate().map(move |(nth, conflict)| (&**comparison, nth, conflict)))
}

/// The place of a conflict in which a key does not stand. One that stands there and could not be read is another finding.
pub(super) fn without(what: &Checking<'_>, comparison: &Comparison, nth: usize, key: &str) -> Option<Place> {
    let record = comparison.meta.place;
    let title = comparison.conflicts[nth].title.place;
    // Those without a title are missing in the record and count in the file.
    let written = (nth..).map(|n| format!("conflicts/{n}")).take_while(|path| what.written.has(record, path));
    let path = written.into_iter().find(|path| what.written.value(record, &format!("{path}/title")) == title)?;
    // A key that nobody knows is one finding, and was probably meant to be this one.
    let known = what.written.keys(record, &path).iter().all(|k| KEYS.contains(&&**k));
    (known && !what.written.has(record, &format!("{path}/{key}"))).then(|| what.written.value(record, &path))
}
