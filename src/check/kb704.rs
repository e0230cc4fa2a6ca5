//! KB704: a source that does not say which edition it is, and an account that has a newer one.

use std::collections::HashMap;

use super::{Checking, authored};
use crate::content::Findings;
use crate::diagnostic::Code;
use crate::model::{Account, Source, SourceId};
use crate::source::Place;

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    for source in what.kb.sources.iter().filter(|s| !s.meta.is_stand_in && s.date.is_none() && s.edition.is_none()) {
        // What is written and cannot be read is a finding already.
        let place = source.meta.place;
        if ["date", "edition"].iter().any(|key| what.written.key(place, key) != place) {
            continue;
        }
        let d = found
            .at(Code::KB704, place, format!("`{}` has neither edition nor date", source.meta.id))
            .why("books and web pages change: without either, nobody can tell which text was read")
            .help("add  date: 2026-09  or  edition: Second edition")
            .help("where it has none, say so:  date: undated");
        found.push(d);
    }
    superseded(what, found);
}

/// Pages that follow an account of which there is a newer edition.
fn superseded(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    let newer = newer(what);
    if newer.is_empty() {
        return;
    }
    let mut report = |used: SourceId, place: Place| {
        let Some(&newer) = newer.get(&used) else { return };
        let (old, new) = (&kb[used], &kb[newer]);
        let d = found
            .at(Code::KB704, place, format!("`{}` has a newer edition, `{}`", old.meta.id, new.meta.id))
            .label(format!("\"{}\", {}", old.meta.title.plain(), old.when().unwrap_or_default()))
            .also(found.span(new.meta.place), format!("{} is here", new.when().unwrap_or_default()))
            .help(format!("read what changed, and write  {}", new.meta.id));
        found.push(d);
    };
    for (_, meta) in authored(kb) {
        if let Some(Account::Source(used)) = meta.frame {
            report(used, what.written.value(meta.place, "frame"));
        }
    }
    for id in kb.source_ids() {
        // A new edition may well build on the one before it.
        if let Some(used) = kb[id].extends.filter(|used| newer.get(used) != Some(&id)) {
            report(used, what.written.value(kb[id].meta.place, "extends"));
        }
    }
    if let (Some(Account::Source(used)), Some((_, place))) = (kb.site.frame, &what.config.frame) {
        report(used, *place);
    }
    if let (Some(used), Some((_, place))) = (kb.site.follows, &what.config.house_follows) {
        report(used, *place);
    }
}

/// For each account of one title, the newest edition, where it is another one.
fn newer(what: &Checking<'_>) -> HashMap<SourceId, SourceId> {
    let kb = what.kb;
    let mut editions: HashMap<String, Vec<SourceId>> = HashMap::new();
    for id in kb.source_ids().filter(|id| kb[*id].frame) {
        editions.entry(kb[id].meta.title.plain().to_lowercase()).or_default().push(id);
    }
    let mut newer = HashMap::new();
    for list in editions.values().filter(|list| list.len() > 1) {
        for id in list {
            // not every two of them can be told apart, so each looks for its own
            let later = list.iter().copied().filter(|other| is_newer(&kb[*other], &kb[*id]));
            newer.extend(later.reduce(|a, b| if is_newer(&kb[b], &kb[a]) { b } else { a }).map(|newest| (*id, newest)));
        }
    }
    newer
}

/// The date of a source that has one.
fn dated(source: &Source) -> Option<&str> {
    source.date.as_deref().filter(|date| *date != "undated")
}

/// Its year, be it that an edition is called after.
fn year(source: &Source) -> Option<u32> {
    let edition = || numbers(source.edition.as_deref()?)?.first().copied().filter(|year| (1900..2200).contains(year));
    dated(source).and_then(|date| date.get(..4)?.parse().ok()).or_else(edition)
}

/// Whether one edition is known to be newer than another: by their dates, by date and year, else by the first number of the edition.
fn is_newer(one: &Source, other: &Source) -> bool {
    if let (Some(one), Some(other)) = (dated(one), dated(other)) {
        // A year alone is neither before nor after a month of that year.
        let len = one.len().min(other.len());
        if one[..len] != other[..len] {
            return one > other;
        }
    }
    if dated(one).is_some() != dated(other).is_some()
        && let (Some(one), Some(other)) = (year(one), year(other))
    {
        return one > other;
    }
    let number = |source: &Source| source.edition.as_deref().and_then(numbers);
    matches!((number(one), number(other)), (Some(one), Some(other)) if one > other)
}

/// The first number of an edition, point by point: `6.1`, `2020`, `7th`.
fn numbers(edition: &str) -> Option<Vec<u32>> {
    let start = edition.find(|c: char| c.is_ascii_digit())?;
    let rest = &edition[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect()
}
