//! KB805: two pages with one title or one summary, and a guide without a summary.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::{Checking, authored};
use crate::content::Findings;
use crate::diagnostic::{Code, Severity};
use crate::model::{ComparisonId, Entity, Knowledge, Meta, Status};
use crate::source::Place;

/// What must not stand twice: a text and where it is written.
struct Words {
    text: String,
    place: Place,
    entity: Entity,
}

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let kb = what.kb;
    // A page kept for the record may be called like the one that took its place.
    let current: Vec<(Entity, &Meta)> = authored(kb).filter(|(_, meta)| meta.status != Status::Retired).collect();
    let titles = current.par_iter().filter_map(|(entity, meta)| {
        let text = match *entity {
            Entity::Comparison(id) if !kb[id].has_title => derived(kb, id)?,
            _ => meta.title.plain(),
        };
        Some(Words { text, place: meta.title.place, entity: *entity })
    });
    let same = repeated(what, found, "title", titles.collect());
    let summaries = current.par_iter().filter_map(|(entity, meta)| {
        let summary = meta.summary.as_ref()?;
        (!same.contains(entity)).then(|| Words { text: summary.plain(), place: summary.place, entity: *entity })
    });
    repeated(what, found, "summary", summaries.collect());
    for id in kb.guide_ids() {
        let guide = &kb[id];
        if guide.meta.summary.is_some() || guide.is_index || guide.meta.is_stand_in || guide.meta.status == Status::Retired {
            continue;
        }
        let mut d = found
            .at(Code::KB805, guide.meta.place, "a guide without a summary")
            .label("lists, search and previews have nothing to show but its title")
            .help("one sentence:  summary: How we settle who decides.");
        d.severity = Severity::Info;
        found.push(d);
    }
}

/// Reports each page whose words another one has; all but the first of them come back.
fn repeated(what: &Checking<'_>, found: &mut Findings<'_>, name: &str, all: Vec<Words>) -> HashSet<Entity> {
    let mut by_text: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<Vec<Words>> = Vec::new();
    // nearly all stand once, which their numbers tell
    let keys: Vec<u64> = all.par_iter().map(|words| xxh3_64(words.text.to_lowercase().as_bytes())).collect();
    let mut times: FxHashMap<u64, u32> = FxHashMap::default();
    for key in &keys {
        *times.entry(*key).or_default() += 1;
    }
    for (words, _) in all.into_iter().zip(keys).filter(|(_, key)| times[key] > 1) {
        let key = words.text.to_lowercase();
        if key.is_empty() {
            continue;
        }
        let at = *by_text.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        // Two roles of one title are KB203, two comparisons of the same roles KB403.
        if !groups[at].iter().any(|other| is_told_elsewhere(what.kb, other.entity, words.entity, name)) {
            groups[at].push(words);
        }
    }
    let mut same = HashSet::new();
    for mut group in groups.into_iter().filter(|group| group.len() > 1) {
        group.sort_by_key(|words| found.span(words.place));
        let message = match group.len() {
            2 => format!("two pages have the {name} \"{}\"", group[0].text),
            n => format!("{n} pages have the {name} \"{}\"", group[0].text),
        };
        let mut d = found.at(Code::KB805, group[0].place, message).label(describe(what.kb, group[0].entity));
        for words in &group[1..] {
            d = d.also(found.span(words.place), describe(what.kb, words.entity));
        }
        let why = "in a list, in search and in a browser's tabs a reader cannot tell them apart";
        found.push(d.why(why).help(format!("give each a {name} of its own, or make one page of them")));
        same.extend(group.into_iter().skip(1).map(|words| words.entity));
    }
    same
}

fn is_told_elsewhere(kb: &Knowledge, a: Entity, b: Entity, name: &str) -> bool {
    match (a, b) {
        (Entity::Role(_), Entity::Role(_)) => name == "title",
        (Entity::Comparison(a), Entity::Comparison(b)) => {
            let sorted = |id: ComparisonId| {
                let mut roles = kb[id].roles.clone();
                roles.sort_unstable();
                roles
            };
            sorted(a) == sorted(b)
        }
        _ => false,
    }
}

/// A comparison without a title is called after its roles.
fn derived(kb: &Knowledge, id: ComparisonId) -> Option<String> {
    let titles: Vec<String> = kb[id].roles.iter().map(|role| kb[*role].meta.title.plain()).collect();
    (!titles.is_empty()).then(|| titles.join(" vs "))
}

fn describe(kb: &Knowledge, entity: Entity) -> String {
    format!("the {} `{}`", entity.kind().map_or("page", crate::model::Kind::word), kb.id(entity))
}
