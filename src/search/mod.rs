//! The search index: files that `search.js` fetches a few of, whatever the size of the site.
//!
//! `data/search/index.json` says what there is, and names a folder after its content. In the folder are, each cut into
//! files of some kilobytes: the words (`w`), the places of each of them (`p`), the records that results show (`r`) and what
//! is about each role (`a`). A place is a unit, a record or a section of one; units are numbered in the order of
//! the records, and these in the order of [`Kind`].

mod chunk;
mod code;
mod names;
mod records;
mod sections;
mod shards;
mod stem;
mod terms;
mod words;

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use crate::analysis::Analysis;
use crate::model::{Entity, Knowledge};
use crate::theme::Strings;
use chunk::Chunk;
use records::{Reader, Record};
use shards::Manifest;
pub use stem::Stems;

/// Where the index begins.
pub const PATH: &str = "data/search/index.json";

/// Records that one thread reads at a time, at least …
const CHUNK: usize = 400;
/// … and into how many such parts they are divided at most: each holds the words of its records once more.
const CHUNKS: usize = 16;

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

/// The files of the index, by path from the root of the site; none where the site wants no search.
#[must_use]
pub fn files(analysis: &Analysis, strings: &Strings) -> Vec<(String, Vec<u8>)> {
    if !analysis.config.search {
        return Vec::new();
    }
    let kb = &analysis.knowledge;
    let mut entities: Vec<Entity> = Vec::new();
    let mut kinds: Vec<Value> = Vec::new();
    for (n, (kind, section)) in KINDS.iter().enumerate() {
        let some = of_kind(kb, n);
        kinds.push(json!([kind, entities.len(), strings.get(section)]));
        entities.extend(some.into_iter().filter(|entity| is_read(analysis, *entity)));
    }
    let common = list(strings, "search.common");
    let common: FxHashSet<&str> = common.iter().map(String::as_str).collect();
    let reader = Reader::new(analysis, strings);
    let read: Vec<(Chunk<'_>, Vec<Record>)> = entities
        .par_chunks(CHUNK.max(entities.len().div_ceil(CHUNKS)))
        .map(|some| {
            let mut chunk = Chunk::new(&common);
            let records = some.iter().map(|entity| reader.read(*entity, &mut chunk)).collect();
            (chunk.done(), records)
        })
        .collect();
    let (chunks, records): (Vec<Chunk<'_>>, Vec<Vec<Record>>) = read.into_iter().unzip();
    let records: Vec<Record> = records.into_iter().flatten().collect();
    let first: Vec<u32> = chunks
        .iter()
        .scan(0, |next, chunk| {
            let first = *next;
            *next += chunk.units;
            Some(first)
        })
        .collect();
    let record_of: Vec<u32> =
        (0..).zip(&records).flat_map(|(n, record)| std::iter::repeat_n(n, record.sections as usize + 1)).collect();
    let terms = terms::terms(&chunks, &first, &record_of, Stems::of(&analysis.config.language));

    let mut about: Vec<Vec<u32>> = vec![Vec::new(); kb.roles.len()];
    for (n, record) in (0..).zip(&records) {
        record.roles.iter().for_each(|role| about[role.index()].push(n));
    }
    let mut units = Vec::new();
    for record in &records {
        code::number(record.sections, &mut units);
    }
    let shown: Vec<String> = records.into_iter().map(|record| record.json).collect();

    let (mut words, mut places, mut shown) = (shards::words(&terms), shards::places(&terms), shards::records(&shown));
    let roles: Vec<Value> = kb.role_ids().map(|id| json!([kb.id(id.into()), kb.title(id.into()).plain()])).collect();
    let roles_file = ("roles.json".to_owned(), Value::Array(roles).to_string().into_bytes());
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for shards in [&mut words, &mut places, &mut shown, &mut shards::roles(&about)] {
        files.append(&mut shards.files);
    }
    files.push(roles_file);
    let folder = shards::version(&files);
    let manifest = Manifest {
        folder: &folder,
        kinds,
        units: code::text(units),
        words: &words,
        places: &places,
        records: &shown,
        roles: kb.roles.len(),
    };
    let mut files: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(name, bytes)| (format!("data/search/{folder}/{name}"), bytes)).collect();
    files.push((PATH.to_owned(), manifest.json()));
    files
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
