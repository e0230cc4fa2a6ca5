//! Footnotes: references where they stand, the notes at the end in the order of their first reference.

use std::collections::{HashMap, HashSet, VecDeque};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::content::markdown::{Placed, slug};
use crate::content::sanitise::escape_attribute;

use super::Word;
use super::events::Events;

/// The footnotes of a text.
pub(super) struct Notes<'t> {
    prefix: String,
    /// Notes being read, the innermost last.
    reading: Vec<(String, VecDeque<Placed<'t>>)>,
    defined: HashMap<String, VecDeque<Placed<'t>>>,
    /// By label: position in `used`.
    numbers: HashMap<String, usize>,
    used: Vec<Used>,
    ids: HashSet<String>,
    /// How many notes were written, and whether the last one is still open.
    written: usize,
    open: bool,
    /// The open note's link back is still to come.
    back_due: bool,
}

struct Used {
    label: String,
    /// With the prefix: part of the ids of the note and its references.
    id: String,
    references: usize,
}

impl<'t> Notes<'t> {
    pub(super) fn new(prefix: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            reading: Vec::new(),
            defined: HashMap::new(),
            numbers: HashMap::new(),
            used: Vec::new(),
            ids: HashSet::new(),
            written: 0,
            open: false,
            back_due: false,
        }
    }

    /// Keeps what belongs to a note and gives back everything else.
    pub(super) fn set_aside(&mut self, placed: Placed<'t>) -> Option<Placed<'t>> {
        match &placed.0 {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.reading.push((key(label), VecDeque::new()));
                return None;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, events)) = self.reading.pop() {
                    self.defined.entry(label).or_insert(events);
                }
                return None;
            }
            _ => {}
        }
        match self.reading.last_mut() {
            Some((_, events)) => {
                events.push_back(placed);
                None
            }
            None => Some(placed),
        }
    }

    /// Counts a reference: the note's number and id, and which reference to it this is.
    fn refer(&mut self, label: &str) -> (usize, String, usize) {
        let label = key(label);
        let index = if let Some(index) = self.numbers.get(&label) {
            *index
        } else {
            let index = self.used.len();
            let id = format!("{}{}", self.prefix, slug(&label));
            // Labels that differ in punctuation only would share an id.
            let id = if self.ids.contains(&id) { format!("{id}--{}", index + 1) } else { id };
            self.ids.insert(id.clone());
            self.used.push(Used { label: label.clone(), id, references: 0 });
            self.numbers.insert(label, index);
            index
        };
        let used = &mut self.used[index];
        used.references += 1;
        (index + 1, used.id.clone(), used.references)
    }
}

/// Labels are compared without regard to case, as the parser does.
fn key(label: &str) -> String {
    label.to_lowercase()
}

impl<'t, I: Iterator<Item = Placed<'t>>> Events<'t, '_, I> {
    pub(super) fn reference(&mut self, label: &str) {
        let (number, id, count) = self.notes.refer(label);
        let id = escape_attribute(&id);
        let html = if self.in_link() {
            format!("<sup class=\"fn\" id=\"fnref-{id}-{count}\">{number}</sup>")
        } else {
            format!("<sup class=\"fn\"><a href=\"#fn-{id}\" id=\"fnref-{id}-{count}\">{number}</a></sup>")
        };
        self.emit(Event::InlineHtml(html.into()));
    }

    /// Ends the note before, starts the next and gives its events; ends the list after the last.
    pub(super) fn next_note(&mut self) -> Option<VecDeque<Placed<'t>>> {
        if self.notes.open {
            self.back_to_text();
            self.notes.open = false;
            self.write("</li>\n");
        }
        let Some(used) = self.notes.used.get(self.notes.written) else {
            if self.notes.written > 0 {
                self.notes.written = 0;
                self.notes.used.clear();
                self.write("</ol></section>\n");
            }
            return None;
        };
        let events = self.notes.defined.remove(&used.label).unwrap_or_default();
        let id = escape_attribute(&used.id);
        if self.notes.written == 0 {
            let word = escape_attribute(self.surroundings.word(Word::Footnotes));
            self.write(format!("<section class=\"footnotes\" aria-label=\"{word}\"><ol>\n"));
        }
        self.notes.written += 1;
        self.notes.open = true;
        self.notes.back_due = true;
        self.write(format!("<li id=\"fn-{id}\">"));
        Some(events)
    }

    /// The link from a note to its first reference: in its last paragraph, or after whatever else ends it.
    pub(super) fn back_to_text(&mut self) {
        if !self.notes.open || !self.notes.back_due {
            return;
        }
        self.notes.back_due = false;
        let Some(used) = self.notes.used.get(self.notes.written - 1) else {
            return;
        };
        let id = escape_attribute(&used.id);
        let word = escape_attribute(self.surroundings.word(Word::BackToText));
        self.write(format!(" <a href=\"#fnref-{id}-1\" aria-label=\"{word}\">↩</a>"));
    }
}
