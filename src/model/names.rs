//! Every name in the content and the record it names: the first half of `resolve`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entity::Kind;
use super::entries::{Entries, Entry, has, is_draft, is_left_out, plural};
use super::guide_path::guide_segments;
use super::question_ids;
use super::shelves::{Names, entity};
use super::slug::slug;
use super::split::{kind_of, may_name, split_document};
use crate::config::Config;
use crate::content::{Document, Findings, Node, Shape};
use crate::diagnostic::{Code, Diagnostic, number, repeated};
use crate::source::{Place, Sources};

/// Finds every record and gives it its id.
pub(super) fn collect(
    documents: &[Arc<Document>],
    sources: &Sources,
    config: &Config,
    found: &mut Findings<'_>,
) -> (Names, Entries) {
    let mut all: Vec<(Kind, Entry)> = Vec::new();
    let mut names = Names::default();
    let mut entries = Entries::default();
    for document in documents {
        split_document(document, sources, config, &mut all, &mut names, &mut entries, found);
    }
    unreadable(&mut names, sources);
    for (kind, entry) in all {
        if is_left_out(&entry, config) {
            names.shelves.entry(kind).or_default().drafts.insert(entry.id);
            names.left_out.insert(entry.document.file);
        } else {
            if kind == Kind::Decision && !config.drafts && entry.node().is_some_and(has_draft_account) {
                names.left_out.insert(entry.document.file);
            }
            entries.of(kind).push(entry);
        }
    }
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Question) {
        shelve(kind, entries.of(kind), &mut names, sources, found);
    }
    let on_pages = question_ids::on_pages(entries.roles.iter().chain(&entries.comparisons));
    for (id, places) in question_ids::settle(&mut entries.questions, on_pages) {
        found.push(same_id(Kind::Question, &id, &places, found));
    }
    shelve(Kind::Question, &mut entries.questions, &mut names, sources, found);
    role_or_party(&mut names, &entries, sources, found);
    super::abbreviations::name(&mut names, &mut entries);
    (names, entries)
}

/// Gives the entries of a kind their numbers. Of those with one id the first keeps it; the others are told of and left out.
fn shelve(kind: Kind, entries: &mut Vec<Entry>, names: &mut Names, sources: &Sources, found: &mut Findings<'_>) {
    let shelf = names.shelves.entry(kind).or_default();
    let mut again: BTreeMap<(usize, bool), Vec<Place>> = BTreeMap::new();
    let address = |entry: &Entry| guide_segments(&sources.file(entry.document.file).path, sources);
    let mut list: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries.drain(..) {
        // of names without a letter nothing is left to be equal: they are told of one by one
        if let Some(&first) = shelf.by_id.get(&entry.id).filter(|_| !entry.id.is_empty() || kind != Kind::Guide) {
            let one_address = kind == Kind::Guide && address(&entry) == address(&list[first]);
            again.entry((first, one_address)).or_insert_with(|| vec![list[first].id_place]).push(entry.id_place);
            continue;
        }
        let may_be = may_name(kind, &entry.id);
        if !may_be {
            shelf.misnamed.insert(slug(&entry.id));
        }
        if kind == Kind::Source && has(entry.node(), "frame", "true") {
            shelf.frames.insert(entry.id.clone());
        }
        shelf.by_id.insert(entry.id.clone(), list.len());
        if entry.whole_file {
            names.by_file.insert(entry.document.file, entity(kind, list.len()));
        }
        list.push(entry);
    }
    for ((first, one_address), places) in again {
        if one_address {
            let places: Vec<_> = places.into_iter().map(|place| found.span(place)).collect();
            let message = format!("{} guides have the same address /{}/", number(places.len()), address(&list[first]).join("/"));
            let d = repeated(Code::KB804, message, places, "wants this address", "so does this");
            found.push(d.help("rename one of them; an address leads to one page"));
        } else if kind != Kind::Question {
            // those of questions are told of with the ones on pages
            found.push(same_id(kind, &list[first].id, &places, found));
        }
    }
    *entries = list;
}

/// KB202: one id for several records of a kind.
fn same_id(kind: Kind, id: &str, places: &[Place], found: &Findings<'_>) -> Diagnostic {
    let message = format!("{} {} have the id `{id}`", number(places.len()), plural(kind));
    let places = places.iter().map(|place| found.span(*place)).collect();
    repeated(Code::KB202, message, places, "first here", "and again here").help("rename one of them, or put the two together")
}

/// Whether what an account says of it is a draft.
fn has_draft_account(record: &Node) -> bool {
    question_ids::accounts(record).any(|said| is_draft(Some(said)))
}

/// Ids may stand in files that cannot be read; one such file makes no reference unknown.
fn unreadable(names: &mut Names, sources: &Sources) {
    let faulty = sources.files().map(|(_, file)| file).filter(|f| f.hides_something() && f.path.as_str().starts_with("content"));
    for file in faulty {
        match crate::content::shape(&file.path) {
            Shape::Role => names.shelves.entry(Kind::Role).or_default().misnamed.insert(file.path.stem().to_owned()),
            Shape::Comparison => names.shelves.entry(Kind::Comparison).or_default().misnamed.insert(file.path.stem().to_owned()),
            Shape::Record(collection) | Shape::Collection(collection) => {
                names.shelves.entry(kind_of(collection)).or_default().incomplete = true;
                true
            }
            // A whole folder: whatever was in it is not known.
            _ if file.path.extension().is_none() => {
                for kind in Kind::ALL {
                    names.shelves.entry(kind).or_default().incomplete = true;
                }
                true
            }
            _ => false,
        };
    }
}

/// Roles and parties share one space of ids.
fn role_or_party(names: &mut Names, entries: &Entries, sources: &Sources, found: &mut Findings<'_>) {
    let Some(roles) = names.shelves.get(&Kind::Role) else { return };
    for party in &entries.parties {
        let Some(&role) = roles.by_id.get(&party.id) else { continue };
        let role = &entries.roles[role];
        let place = found.cite(sources, party.id_place);
        let d = found
            .at(Code::KB202, party.id_place, format!("`{}` is a party and also a role page", party.id))
            .label("the party")
            .also(found.span(role.id_place), "the role page")
            .help(format!("delete it from {place}: a role needs no party"));
        found.push(d);
    }
}
