//! The search index: files that `search.js` fetches a few of, whatever the size of the site.
//!
//! `data/search/index.json` says what there is, and names a folder after its content. In the folder are, each cut into
//! files of some kilobytes: the words (`w`), the places of each of them (`p`), the records that results show (`r`) and what
//! is about each role (`a`). A place is a unit, a record or a section of one; units are numbered in the order of
//! the records, and these in the order of [`Kind`].

mod chunk;
mod code;
mod names;
mod part;
mod records;
mod sections;
mod shards;
mod sink;
mod stem;
mod terms;
mod words;

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use xxhash_rust::xxh3::Xxh3;

use crate::analysis::Analysis;
use crate::model::{Entity, Knowledge};
use crate::theme::Strings;
use chunk::Chunk;
pub use part::Part;
use records::Reader;
use shards::Manifest;
pub use sink::Emit;
use sink::Sink;
pub use stem::Stems;
use terms::Terms;

/// Where the index begins.
pub const PATH: &str = "data/search/index.json";
/// Where its folder is.
const FOLDER: &str = "data/search/";
/// The form of its files.
const FORM: u32 = 1;

/// Records of one part, at least …
const PART: usize = 64;
/// … and into how many parts they are divided at most: each holds the words of its records once more.
const PARTS: usize = 48;

/// The kinds of result, in the order of their records: the word for it, and the heading it stands under unless a record says more.
const KINDS: [(&str, &str); 10] = [
    ("role", "section.roles.title"),
    ("decision", "section.decisions.nav"),
    ("question", "section.faq.title"),
    ("comparison", "section.compare.nav"),
    ("term", "section.glossary.title"),
    ("event", "section.events.title"),
    ("guide", "section.guides.title"),
    ("person", "section.people.title"),
    ("source", "section.sources.title"),
    ("page", "section.home"),
];

/// The records of one kind, by its position in [`KINDS`].
fn of_kind(kb: &Knowledge, kind: usize) -> Vec<Entity> {
    match kind {
        0 => kb.role_ids().map(Entity::from).chain(kb.party_ids().map(Entity::from)).collect(),
        1 => kb.decision_ids().map(Entity::from).collect(),
        2 => kb.question_ids().map(Entity::from).collect(),
        3 => kb.comparison_ids().map(Entity::from).collect(),
        4 => kb.term_ids().map(Entity::from).collect(),
        5 => kb.event_ids().map(Entity::from).collect(),
        6 => kb.guide_ids().map(Entity::from).collect(),
        7 => kb.person_ids().map(Entity::from).collect(),
        8 => kb.source_ids().map(Entity::from).collect(),
        _ => kb.section_ids().map(Entity::Section).collect(),
    }
}

/// What was read for the last index of the same records in the same order.
pub struct Before<'b> {
    /// All that was read.
    pub parts: Vec<Part>,
    /// Whether the same would be read of a record again.
    pub is_same: &'b (dyn Fn(Entity) -> bool + Sync),
}

/// The files of the index, by path from the root of the site; none where the site wants no search.
#[must_use]
pub fn files(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    let files = Mutex::new(Vec::new());
    let take = |path, bytes| {
        files.lock().unwrap_or_else(PoisonError::into_inner).push((path, bytes));
        Ok(())
    };
    // to take a file cannot fail
    let _ = write(analysis, strings, None, |_| (), &take);
    files.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Hands over the files of the index, from several threads, with what was read before. `keep` is handed what is read now.
///
/// # Errors
/// With the first failure to take a file.
pub fn write(
    analysis: &Analysis,
    strings: &Strings,
    before: Option<Before<'_>>,
    keep: impl FnOnce(&[Part]),
    emit: &Emit<'_>,
) -> anyhow::Result<()> {
    if !analysis.config.search {
        return Ok(());
    }
    let kb = &analysis.knowledge;
    let mut entities: Vec<Entity> = Vec::new();
    let mut kinds: Vec<Value> = Vec::new();
    for (n, (kind, section)) in KINDS.iter().enumerate() {
        let some = of_kind(kb, n);
        kinds.push(json!([kind, entities.len(), strings.get(section)]));
        entities.extend(some.into_iter().filter(|entity| is_read(analysis, *entity)));
    }
    let mut parts = read(analysis, strings, &entities, before);
    keep(&parts);
    let roles: Vec<Value> =
        kb.role_ids().map(|id| json!([kb.id(id.into()), kb.called(id.into(), &|titles| strings.versus(titles))])).collect();
    let roles = Value::Array(roles).to_string();
    let mut sink = Sink::new(version(&parts, &roles, &analysis.config.language), emit);
    // What is read is more than all that is made of it: nothing is kept longer than it is needed.
    let records = shards::records(parts.iter_mut().map(|part| std::mem::take(&mut part.shown)), &mut sink)?;
    sink.file("roles.json", roles.into_bytes())?;
    let first: Vec<u32> = parts
        .iter()
        .scan(0, |next, part| {
            let first = *next;
            *next += part.units;
            Some(first)
        })
        .collect();
    let mut record_of: Vec<u32> = Vec::new();
    let mut about: Vec<Vec<u32>> = vec![Vec::new(); kb.roles.len()];
    let mut units = Vec::new();
    for (n, record) in (0..).zip(parts.iter().flat_map(|part| &part.records)) {
        record_of.extend(std::iter::repeat_n(n, record.sections as usize + 1));
        for role in &record.roles {
            if let Some(some) = about.get_mut(*role as usize) {
                some.push(n);
            }
        }
        code::number(record.sections, &mut units);
    }
    shards::roles(&about, &mut sink)?;
    let terms = Terms::new(&parts, Stems::of(&analysis.config.language));
    let (places, fame) = shards::places(&terms, &first, &record_of, &mut sink)?;
    let words = shards::words(&terms.entries, &fame, &mut sink)?;
    sink.flush()?;
    let manifest = Manifest {
        folder: &sink.folder,
        kinds,
        units: code::text(units),
        words: &words,
        places: &places,
        records: &records,
        roles: kb.roles.len(),
    };
    emit(PATH.to_owned(), manifest.json())
}

/// The name of the folder, after all that its files are made of: another content is another folder, so that no reader gets some of
/// each. Whoever changes what is made of the same content counts [`FORM`] up.
fn version(parts: &[Part], roles: &str, language: &str) -> String {
    let mut all = Xxh3::new();
    all.update(&FORM.to_le_bytes());
    for text in [roles, language] {
        all.update(&(text.len() as u64).to_le_bytes());
        all.update(text.as_bytes());
    }
    let sums: Vec<u64> = parts.par_iter().map(Part::sum).collect();
    for sum in sums {
        all.update(&sum.to_le_bytes());
    }
    format!("{:08x}", all.digest() >> 32)
}

/// Reads the records, in order and in parts. What was read before of a part in which nothing is new is taken as it is.
fn read(analysis: &Analysis, strings: &Strings, entities: &[Entity], before: Option<Before<'_>>) -> Vec<Part> {
    let common = list(strings, "search.common");
    let common: FxHashSet<&str> = common.iter().map(String::as_str).collect();
    let reader = Reader::new(analysis, strings);
    let some: Vec<&[Entity]> = entities.chunks(PART.max(entities.len().div_ceil(PARTS))).collect();
    let (known, is_same) = before.map_or((Vec::new(), None), |before| (before.parts, Some(before.is_same)));
    // as many as now, or they are parts of something else
    let mut known: Vec<Option<Part>> = if known.len() == some.len() { known.into_iter().map(Some).collect() } else { Vec::new() };
    known.resize_with(some.len(), || None);
    some.into_par_iter()
        .with_max_len(1)
        .zip(known)
        .map(|(some, known)| match (known, is_same) {
            (Some(part), Some(is_same)) if some.iter().all(|entity| is_same(*entity)) => part,
            _ => {
                let mut chunk = Chunk::new(&common);
                let records = some.iter().map(|entity| reader.read(*entity, &mut chunk)).collect();
                chunk.done(records)
            }
        })
        .collect()
}

/// The folder of an index, by what begins it.
#[must_use]
pub fn folder(begins: &str) -> Option<String> {
    let begins: Value = serde_json::from_str(begins).ok()?;
    Some(begins.get("folder")?.as_str()?.to_owned())
}

/// Where a file of an index would stand if the index had another folder.
#[must_use]
pub fn path_in(folder: &str, path: &str) -> Option<String> {
    let (_, name) = path.strip_prefix(FOLDER)?.split_once('/')?;
    Some(format!("{FOLDER}{folder}/{name}"))
}

/// Whether people read a record: an index page only where somebody wrote something on it.
fn is_read(analysis: &Analysis, entity: Entity) -> bool {
    let (page, _) = analysis.plan.home(&analysis.knowledge, entity);
    let is_said = !matches!(entity, Entity::Section(_)) || analysis.knowledge.meta(entity).is_some_and(|meta| meta.body.is_some());
    is_said && analysis.plan.has(page)
}

/// A list of words of the theme.
fn list(strings: &Strings, key: &str) -> Vec<String> {
    let words = strings.table(key).and_then(Value::as_array);
    words.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
