//! The ids of questions: those that are written, and those made of a question's words.
//!
//! A written id is kept, and two that are equal are a mistake. One that is made gives way: words repeat where a question has
//! an answer in each account, and of some words nothing remains that could tell two questions apart.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::entries::Entry;
use super::slug::{is_id, slug};
use super::split::bad_id;
use crate::content::{Findings, Node, Value};
use crate::source::Place;

/// The id that a question states; an empty one is none.
fn written(node: &Node) -> Option<(&str, Place)> {
    let id = node.get("id")?;
    Some((id.as_text().filter(|text| !text.trim().is_empty())?, id.place))
}

/// The id made of a question's words.
pub(super) fn made(words: Option<&str>) -> String {
    words.map(slug).filter(|id| !id.is_empty()).unwrap_or_else(|| "question".to_owned())
}

/// A question's id as its file has it, be it written or made, and the place of what it comes from.
pub(super) fn of_entry(node: &Node, found: &mut Findings<'_>) -> (String, Place) {
    if let Some(id) = node.get("id")
        && let Some(text) = id.as_text().filter(|text| !is_id(text))
    {
        found.push(bad_id(found, id.place, text, None));
    }
    if let Some((id, place)) = written(node) {
        return (id.to_owned(), place);
    }
    let q = node.get("q");
    (made(q.and_then(Node::as_text)), q.map_or(node.place, |q| q.place))
}

/// Whether the id of an entry is written: as a key, or as the name of its file.
fn is_written(entry: &Entry) -> bool {
    entry.whole_file || entry.node().is_some_and(|node| written(node).is_some())
}

/// The ids written for the questions of these pages, on the pages.
pub(super) fn on_pages<'e>(pages: impl Iterator<Item = &'e Entry>) -> impl Iterator<Item = (&'e str, Place)> {
    let pages = pages.filter_map(Entry::node);
    let records = pages.flat_map(|page| std::iter::once(page).chain(accounts(page)));
    let lists = records.filter_map(|record| match &record.get("faq")?.value {
        Value::List(items) => Some(items),
        _ => None,
    });
    lists.flatten().filter_map(written)
}

/// What a record says that others say.
pub(super) fn accounts(record: &Node) -> impl Iterator<Item = &Node> {
    let accounts = match record.get("according_to").map(|node| &node.value) {
        Some(Value::Map(accounts)) => accounts.as_slice(),
        _ => &[],
    };
    accounts.iter().map(|(_, said)| said)
}

/// Gives each of the entries whose id is made one of its own, and returns the ids that are written more than once.
pub(super) fn settle<'d>(
    entries: &mut [Entry],
    on_pages: impl Iterator<Item = (&'d str, Place)>,
) -> BTreeMap<Box<str>, Vec<Place>> {
    let mut places: BTreeMap<Box<str>, Vec<Place>> = BTreeMap::new();
    let own = entries.iter().filter(|entry| is_written(entry)).map(|entry| (entry.id.clone(), entry.id_place));
    for (id, place) in own.chain(on_pages.map(|(id, place)| (id.into(), place))) {
        places.entry(id).or_default().push(place);
    }
    let mut ids = Ids::new(places.keys().map(|id| &**id), entries.iter().map(|entry| &*entry.id));
    for entry in entries.iter_mut().filter(|entry| !is_written(entry)) {
        entry.id = ids.claim(&entry.id);
    }
    places.retain(|_, places| places.len() > 1);
    places
}

/// Ids that are given out once each.
pub(super) struct Ids {
    given: HashSet<Box<str>>,
    /// Ids that some question would have by its own words: no other gets one of them with a number.
    wanted: HashSet<Box<str>>,
    /// The number to try next, so that many equal questions take no time.
    next: HashMap<Box<str>, usize>,
}

impl Ids {
    pub(super) fn new<'i>(given: impl Iterator<Item = &'i str>, wanted: impl Iterator<Item = &'i str>) -> Self {
        Self { given: given.map(Box::from).collect(), wanted: wanted.map(Box::from).collect(), next: HashMap::new() }
    }

    /// The wanted id, or the first of `wanted-2`, `wanted-3` … that is free.
    pub(super) fn claim(&mut self, wanted: &str) -> Box<str> {
        if self.given.insert(wanted.into()) {
            return wanted.into();
        }
        let number = self.next.entry(wanted.into()).or_insert(2);
        loop {
            let id: Box<str> = format!("{wanted}-{number}").into();
            *number += 1;
            if !self.wanted.contains(&id) && self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}
