//! KB806: something left for the editor is about to be published.

use super::Checking;
use super::said::of_role;
use super::words::{Note, Words};
use crate::content::Findings;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    for (place, note) in words.pages.iter().flat_map(|page| &page.notes) {
        let d = match note {
            Note::Words(words) => left(found, *place, words),
            Note::Picture => found
                .at(Code::KB806, *place, "the name of a picture stands where the picture should be")
                .help("![what it shows](picture.jpg), or delete the line"),
            Note::Byline => found
                .at(Code::KB806, *place, "a byline without a name")
                .help("name the authors in the front matter, `authors: [id]`, or delete the line"),
        };
        found.push(d.label(SEEN));
    }
    for data in data(what) {
        if let Some(left_over) = words.lexicon.left_in(data.text) {
            let d = left(found, data.place(what), &left_over).label(SEEN);
            found.push(d);
        }
    }
}

const SEEN: &str = "readers will see this";

fn left(found: &Findings<'_>, place: Place, words: &str) -> Diagnostic {
    if words.to_ascii_lowercase().starts_with("lorem") {
        let message = format!("placeholder text (`{words}`) was left in");
        return found.at(Code::KB806, place, message).help("write the text, or delete the part");
    }
    found
        .at(Code::KB806, place, format!("`{words}` stands in the text"))
        .help("write what is missing; a reminder can stand under `notes:`, which is never published")
}

/// A value that readers see though it is no text: it is published as it stands.
struct Datum<'a> {
    text: &'a str,
    record: Place,
    path: String,
    /// Whether the key is what is published.
    is_key: bool,
}

impl<'a> Datum<'a> {
    fn value(text: &'a str, record: Place, path: &str) -> Self {
        Self { text, record, path: path.to_owned(), is_key: false }
    }

    fn place(&self, what: &Checking<'_>) -> Place {
        let written = &what.written;
        if self.is_key { written.key(self.record, &self.path) } else { written.value(self.record, &self.path) }
    }
}

/// Values that are no texts: the site's own, the data of sources and people, labels, tags.
fn data<'a>(what: &Checking<'a>) -> Vec<Datum<'a>> {
    let kb = what.kb;
    let mut data = Vec::new();
    if let Some(file) = what.sources.find("site.toml") {
        let values = [("title", Some(&what.config.title)), ("description", what.config.description.as_ref())];
        let root = Place::node(file, 0);
        data.extend(values.into_iter().filter_map(|(key, text)| Some(Datum::value(text?, root, key))));
        data.extend(what.config.house_title.as_deref().map(|text| Datum::value(text, root, "house/title")));
        let entries = what.config.nav.iter().enumerate();
        data.extend(entries.map(|(nth, entry)| Datum::value(&entry.title, root, &format!("nav/{nth}/title"))));
    }
    for source in kb.sources.iter() {
        let values = [
            ("authors", &source.authors),
            ("publisher", &source.publisher),
            ("edition", &source.edition),
            ("short", &source.short),
            ("licence", &source.licence),
        ];
        data.extend(values.into_iter().filter_map(|(key, text)| Some(Datum::value(text.as_deref()?, source.meta.place, key))));
    }
    for person in kb.people.iter() {
        data.extend(person.credentials.as_deref().map(|text| Datum::value(text, person.meta.place, "credentials")));
    }
    let names = kb.roles.iter().map(|role| (&role.aka, &role.meta)).chain(kb.terms.iter().map(|term| (&term.aka, &term.meta)));
    for (names, meta) in names {
        data.extend(names.iter().enumerate().map(|(nth, name)| Datum::value(name, meta.place, &format!("aka/{nth}"))));
    }
    for role in kb.roles.iter() {
        for said in of_role(role) {
            for (label, _) in said.fields.facts.given().into_iter().flatten() {
                let path = format!("{}/{label}", said.path(kb, "facts"));
                data.push(Datum { text: label, record: role.meta.place, path, is_key: true });
            }
        }
    }
    // One name for all pages that have it: the first one says it.
    for (name, pages) in what.graph.tags.values() {
        let first = pages.iter().filter_map(|page| kb.meta(*page)).min_by_key(|meta| meta.place);
        data.extend(first.and_then(|meta| {
            let nth = meta.tags.iter().position(|(_, tag)| tag == name)?;
            Some(Datum::value(name, meta.place, &format!("tags/{nth}")))
        }));
    }
    data
}
