//! The records of one file, and what may be an id.

use std::sync::Arc;

use super::entity::{Entity, Kind, SectionId};
use super::entries::{Entries, Entry, Part, is_draft};
use super::guide_path::guide_id;
use super::question_ids;
use super::shelves::Names;
use super::slug::{LONGEST_ID, is_abbreviation, is_capitalised_id, is_id, slug};
use crate::config::Config;
use crate::content::{Collection, Document, Findings, Node, Shape, Value, nearest, shape_among};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Sources};

/// The records of one document, before anything is known of the others.
pub(super) struct Split {
    pub(super) entries: Vec<(Kind, Entry)>,
    pub(super) sections: Vec<Entry>,
    pub(super) names: Names,
}

/// Finds the records of one document.
pub(super) fn split(document: &Arc<Document>, sources: &Sources, config: &Config, found: &mut Findings<'_>) -> Split {
    let (mut all, mut names, mut entries) = (Vec::new(), Names::default(), Entries::default());
    split_document(document, sources, config, &mut all, &mut names, &mut entries, found);
    Split { entries: all, sections: entries.sections, names }
}

/// Sections whose page is derived; any other folder's `index.md` is a guide.
const DERIVED_SECTIONS: [&str; 10] =
    ["", "roles", "comparisons", "decisions", "faq", "glossary", "sources", "people", "events", "tags"];

pub(super) fn split_document(
    document: &Arc<Document>,
    sources: &Sources,
    config: &Config,
    all: &mut Vec<(Kind, Entry)>,
    names: &mut Names,
    entries: &mut Entries,
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
    let whole = |id: Box<str>| Entry { id, id_place: start, document: Arc::clone(document), part: Part::Whole, whole_file: true };
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
        all.push((kind, whole(id)));
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
            entries.sections.push(whole(dir.as_str().into()));
        }
        Shape::Section(_) | Shape::Guide => {
            let id = guide_id(path, sources);
            all.push((Kind::Guide, whole(id.into())));
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

/// Finds the records of a collection; `false` when some of it is not in the form of a collection.
fn split_collection(
    document: &Arc<Document>,
    kind: Kind,
    collection: Collection,
    node: &Node,
    all: &mut Vec<(Kind, Entry)>,
    found: &mut Findings<'_>,
) -> bool {
    let mut whole = true;
    let nth = |n: usize, id: Box<str>, id_place: Place| {
        let document = Arc::clone(document);
        Entry { id, id_place, document, part: Part::Nth(n), whole_file: false }
    };
    match (&node.value, collection) {
        (Value::Null, _) => {}
        (Value::List(items), Collection::Faq) => {
            for (n, item) in items.iter().enumerate() {
                let (id, id_place) = question_ids::of_entry(item, found);
                all.push((kind, nth(n, id.into(), id_place)));
            }
        }
        (Value::Map(map), c) if c != Collection::Faq => {
            for (n, (key, _)) in map.iter().enumerate() {
                let Some(id) = key.as_text() else {
                    found.wrong_type(key, "an id", "a word", Some("ids are lower-case letters, digits and hyphens".to_owned()));
                    whole = false;
                    continue;
                };
                let may_be = may_name(kind, id);
                if !may_be {
                    found.push(bad_id(found, key.place, id, None));
                }
                all.push((kind, nth(n, id.into(), key.place)));
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

pub(super) const fn kind_of(collection: Collection) -> Kind {
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

/// Whether a record of a kind may have this id.
pub(super) fn may_name(kind: Kind, id: &str) -> bool {
    is_id(id) || (kind == Kind::Term && is_abbreviation(id) && !is_capitalised_id(id))
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
