//! Every name in the content and the record it names: the first half of `resolve`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::entity::{Entity, Kind, SectionId};
use super::guide_path::{guide_id, guide_segments};
use super::question_ids;
use super::shelves::{Names, entity};
use super::slug::{LONGEST_ID, is_abbreviation, is_capitalised_id, is_id, slug};
use crate::config::Config;
use crate::content::{Collection, Document, Findings, Node, Shape, Value, nearest, shape_among};
use crate::diagnostic::{Code, Diagnostic, number, repeated};
use crate::source::{Place, Sources};

/// One record as it stands in the content, with its id but not yet read.
pub(super) struct Entry<'d> {
    pub id: Box<str>,
    /// Where the id is written; for a file, its beginning.
    pub id_place: Place,
    pub document: &'d Arc<Document>,
    /// `None` when the file does not parse; then a finding says so and the record is an empty stand-in.
    pub node: Option<&'d Node>,
    /// Whether the record owns its file, so that the file's body and dates are its own.
    pub whole_file: bool,
}

/// All records, by kind, before they are read.
#[derive(Default)]
pub(super) struct Entries<'d> {
    pub roles: Vec<Entry<'d>>,
    pub parties: Vec<Entry<'d>>,
    pub comparisons: Vec<Entry<'d>>,
    pub decisions: Vec<Entry<'d>>,
    pub questions: Vec<Entry<'d>>,
    pub terms: Vec<Entry<'d>>,
    pub sources: Vec<Entry<'d>>,
    pub people: Vec<Entry<'d>>,
    pub events: Vec<Entry<'d>>,
    pub guides: Vec<Entry<'d>>,
    pub sections: Vec<Entry<'d>>,
}

impl<'d> Entries<'d> {
    fn of(&mut self, kind: Kind) -> &mut Vec<Entry<'d>> {
        match kind {
            Kind::Role => &mut self.roles,
            Kind::Party => &mut self.parties,
            Kind::Comparison => &mut self.comparisons,
            Kind::Decision => &mut self.decisions,
            Kind::Question => &mut self.questions,
            Kind::Term => &mut self.terms,
            Kind::Source => &mut self.sources,
            Kind::Person => &mut self.people,
            Kind::Event => &mut self.events,
            Kind::Guide => &mut self.guides,
        }
    }
}

const fn kind_of(collection: Collection) -> Kind {
    match collection {
        Collection::Decisions => Kind::Decision,
        Collection::Faq => Kind::Question,
        Collection::Glossary => Kind::Term,
        Collection::Sources => Kind::Source,
        Collection::People => Kind::Person,
        Collection::Parties => Kind::Party,
        Collection::Events => Kind::Event,
    }
}

/// Sections whose page is derived; any other folder's `index.md` is a guide.
const DERIVED_SECTIONS: [&str; 10] =
    ["", "roles", "comparisons", "decisions", "faq", "glossary", "sources", "people", "events", "tags"];

/// Finds every record and gives it its id.
pub(super) fn collect<'d>(
    documents: &'d [Arc<Document>],
    sources: &Sources,
    config: &Config,
    found: &mut Findings<'_>,
) -> (Names, Entries<'d>) {
    let mut all: Vec<(Kind, Entry<'d>)> = Vec::new();
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
            if kind == Kind::Decision && !config.drafts && entry.node.is_some_and(has_draft_account) {
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
fn shelve(kind: Kind, entries: &mut Vec<Entry<'_>>, names: &mut Names, sources: &Sources, found: &mut Findings<'_>) {
    let shelf = names.shelves.entry(kind).or_default();
    let mut again: BTreeMap<(usize, bool), Vec<Place>> = BTreeMap::new();
    let address = |entry: &Entry<'_>| guide_segments(&sources.file(entry.document.file).path, sources);
    let mut list: Vec<Entry<'_>> = Vec::with_capacity(entries.len());
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
        if kind == Kind::Source && has(entry.node, "frame", "true") {
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

/// The records of one document, before anything is known of the others.
pub(super) struct Split<'d> {
    pub(super) entries: Vec<(Kind, Entry<'d>)>,
    pub(super) sections: Vec<Entry<'d>>,
    pub(super) names: Names,
}

/// Finds the records of one document.
pub(super) fn split<'d>(document: &'d Arc<Document>, sources: &Sources, config: &Config, found: &mut Findings<'_>) -> Split<'d> {
    let (mut all, mut names, mut entries) = (Vec::new(), Names::default(), Entries::default());
    split_document(document, sources, config, &mut all, &mut names, &mut entries, found);
    Split { entries: all, sections: entries.sections, names }
}

/// Whether a record is a draft and not read.
pub(super) fn is_left_out(entry: &Entry<'_>, config: &Config) -> bool {
    !config.drafts && is_draft(entry.node)
}

/// What a record says of names besides its id: whether it is a draft, or an account, and what abbreviations mean.
pub(super) fn stands_for<'d>(kind: Kind, entry: &Entry<'d>) -> (bool, bool, Vec<&'d str>) {
    let is_account = kind == Kind::Source && has(entry.node, "frame", "true");
    (is_draft(entry.node), is_account, super::abbreviations::written(kind, entry))
}

/// The term that a role implies by what it is called in short.
pub(super) fn implied<'d>(kind: Kind, entry: &Entry<'d>) -> Option<Entry<'d>> {
    (kind == Kind::Role).then(|| super::abbreviations::implied(entry)).flatten()
}

fn split_document<'d>(
    document: &'d Arc<Document>,
    sources: &Sources,
    config: &Config,
    all: &mut Vec<(Kind, Entry<'d>)>,
    names: &mut Names,
    entries: &mut Entries<'d>,
    found: &mut Findings<'_>,
) {
    let path = &sources.file(document.file).path;
    let shape = shape_among(path, sources);
    // a draft index page does not exist, as no other draft does
    if matches!(shape, Shape::Section(_)) && !config.drafts && is_draft(document.data.as_ref()) {
        names.left_out.insert(document.file);
        return;
    }
    let start = Place::bytes(document.file, 0..0);
    let mut file_record = |kind: Kind, found: &mut Findings<'_>| {
        let id: Box<str> = path.stem().into();
        let abbreviation = kind == Kind::Term && is_abbreviation(&id);
        if !is_id(&id) && !abbreviation {
            if let Some(copy) = super::copies::copy(path, start, sources, found) {
                found.push(copy);
                names.shelves.entry(kind).or_default().misnamed.insert(slug(&id));
                names.left_out.insert(document.file);
                return;
            }
            found.push(bad_id(found, start, &id, Some(path.name())));
        }
        all.push((kind, Entry { id, id_place: start, document, node: document.data.as_ref(), whole_file: true }));
    };
    match &shape {
        Shape::Role => file_record(Kind::Role, found),
        Shape::Comparison => file_record(Kind::Comparison, found),
        Shape::Record(collection) => file_record(kind_of(*collection), found),
        Shape::Collection(collection) => {
            let kind = kind_of(*collection);
            let whole = document.data.as_ref().is_some_and(|node| split_collection(document, kind, *collection, node, all, found));
            names.shelves.entry(kind).or_default().incomplete |= !whole || document.healed.is_some();
        }
        Shape::Section(dir) if DERIVED_SECTIONS.contains(&dir.as_str()) => {
            let id = SectionId::new(entries.sections.len());
            names.by_file.insert(document.file, Entity::Section(id));
            entries.sections.push(Entry {
                id: dir.as_str().into(),
                id_place: start,
                document,
                node: document.data.as_ref(),
                whole_file: true,
            });
        }
        Shape::Section(_) | Shape::Guide => {
            let id = guide_id(path, sources);
            all.push((
                Kind::Guide,
                Entry { id: id.into(), id_place: start, document, node: document.data.as_ref(), whole_file: true },
            ));
        }
        Shape::Unknown => {
            let stems = Collection::ALL.iter().map(|c| c.stem());
            let mut d = found.at(Code::KB107, start, format!("`{}` is not a file the model knows", path.name()));
            let ending = path.extension().unwrap_or_default();
            d = match nearest(path.stem(), stems) {
                _ if ending.contains(|c: char| c.is_ascii_uppercase()) => {
                    d.help(format!("write its ending in lower case: `{}.{}`", path.stem(), ending.to_ascii_lowercase()))
                }
                Some(near) if path.parent() == "content" => d.help(format!("did you mean `{near}.yaml`?")),
                _ => d.help("records stand in content/roles/, content/comparisons/, or in decisions.yaml, faq.yaml, glossary.yaml, sources.yaml, people.yaml, parties.yaml and events.yaml; a free article is a `.md` file"),
            };
            found.push(d);
        }
    }
}

/// Whether a record of a kind may have this id.
fn may_name(kind: Kind, id: &str) -> bool {
    is_id(id) || (kind == Kind::Term && is_abbreviation(id) && !is_capitalised_id(id))
}

/// Finds the records of a collection; `false` when some of it is not in the form of a collection.
fn split_collection<'d>(
    document: &'d Arc<Document>,
    kind: Kind,
    collection: Collection,
    node: &'d Node,
    all: &mut Vec<(Kind, Entry<'d>)>,
    found: &mut Findings<'_>,
) -> bool {
    let mut whole = true;
    match (&node.value, collection) {
        (Value::Null, _) => {}
        (Value::List(items), Collection::Faq) => {
            for item in items {
                let (id, id_place) = question_ids::of_entry(item, found);
                all.push((kind, Entry { id: id.into(), id_place, document, node: Some(item), whole_file: false }));
            }
        }
        (Value::Map(map), c) if c != Collection::Faq => {
            for (key, value) in map {
                let Some(id) = key.as_text() else {
                    found.wrong_type(key, "an id", "a word", Some("ids are lower-case letters, digits and hyphens".to_owned()));
                    whole = false;
                    continue;
                };
                let may_be = may_name(kind, id);
                if !may_be {
                    found.push(bad_id(found, key.place, id, None));
                }
                all.push((kind, Entry { id: id.into(), id_place: key.place, document, node: Some(value), whole_file: false }));
            }
        }
        (_, Collection::Faq) => {
            found.wrong_type(node, "faq.yaml", "a list of questions", Some("- q: Who decides when we ship?\n  a: …".to_owned()));
            whole = false;
        }
        _ => {
            let help = format!("an-id:\n  …    # one {} under each id", kind.word());
            found.wrong_type(node, "this file", "a group of ids", Some(help));
            whole = false;
        }
    }
    whole
}

pub(super) fn bad_id(found: &Findings<'_>, place: Place, id: &str, file: Option<&str>) -> Diagnostic {
    let better = slug(id);
    let own = || if id.is_empty() { "an id cannot be empty".to_owned() } else { format!("`{id}` cannot be an id") };
    let what = file.map_or_else(own, |f| format!("the file name `{f}` cannot be an id"));
    if better == id && id.len() > LONGEST_ID {
        let d = found.at(Code::KB104, place, what).label(format!("{} letters, and an id has {LONGEST_ID} at most", id.len()));
        return d.help("choose a shorter name");
    }
    if id.starts_with(|c: char| c.is_whitespace()) {
        let d = found.at(Code::KB104, place, what).label("begins with spaces that are not ordinary ones");
        return d.help("a word processor writes such spaces: delete them, and indent the line with the space bar");
    }
    let d = found.at(Code::KB104, place, what).label("ids are lower-case letters, digits and hyphens");
    match (better.is_ascii() && is_id(&better), file) {
        _ if id == "<<" => d.help("merge keys are not read; write the keys out in each record"),
        (true, Some(f)) => d.help(format!("rename the file to `{better}.{}`", f.rsplit('.').next().unwrap_or("md"))),
        (true, None) => d.help(format!("write `{better}`")),
        (false, _) => d.help("choose a short name in lower-case letters"),
    }
}

pub(super) fn is_draft(node: Option<&Node>) -> bool {
    has(node, "status", "draft")
}

/// Whether what an account says of it is a draft.
fn has_draft_account(record: &Node) -> bool {
    question_ids::accounts(record).any(|said| is_draft(Some(said)))
}

/// Whether a record holds this key with this value.
fn has(node: Option<&Node>, key: &str, value: &str) -> bool {
    let Some(Node { value: Value::Map(map), .. }) = node else { return false };
    map.iter().any(|(k, v)| k.as_text() == Some(key) && v.as_text() == Some(value))
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
fn role_or_party(names: &mut Names, entries: &Entries<'_>, sources: &Sources, found: &mut Findings<'_>) {
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

pub(super) const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Role => "roles",
        Kind::Party => "parties",
        Kind::Comparison => "comparisons",
        Kind::Decision => "decisions",
        Kind::Question => "questions",
        Kind::Term => "terms",
        Kind::Source => "sources",
        Kind::Person => "people",
        Kind::Event => "events",
        Kind::Guide => "guides",
    }
}
