//! Reading a group of keys: each key at most once, each value of its type, and whatever nobody asked for is unknown.

use std::collections::{BTreeSet, HashSet};

use super::again::twice;
use super::locator::Locator;
use super::meaning::{glued, several, truth};
use super::nearest::{meant, meant_of, nearest_of};
use super::node::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::source::{Place, Sources, Span};

/// What each record of a collection says first.
const FIRST_KEYS: [(&str, &str); 5] =
    [("a term", "def"), ("a decision", "decide"), ("a source", "title"), ("a person", "name"), ("an event", "title")];

/// Collects findings while records are read.
pub struct Findings<'a> {
    pub(super) locator: &'a Locator<'a>,
    list: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    /// An empty collection that finds places with `locator`.
    #[must_use]
    pub const fn new(locator: &'a Locator<'a>) -> Self {
        Self { locator, list: Vec::new() }
    }

    /// A finding at a place; refine and [`push`](Self::push) it.
    #[must_use]
    pub fn at(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.locator.span(place), message)
    }

    /// Where a place stands in bytes.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        self.locator.span(place)
    }

    /// The edit that writes `new` where `old` stands within a place; none where `old` does not stand there exactly once.
    #[must_use]
    pub fn replacing(&self, place: Place, old: &str, new: &str) -> Option<Fix> {
        let span = self.locator.span(place);
        let written = self.locator.sources().file(span.file).text.get(span.range())?;
        let mut hits = written.match_indices(old);
        let (at, _) = hits.next().filter(|_| !old.is_empty())?;
        let start = span.start + at;
        hits.next().is_none().then(|| Fix::replace(Span::new(span.file, start..start + old.len()), new))
    }

    /// Keeps a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The findings so far.
    #[must_use]
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }

    /// `path:line` of a place, for a help text that names another file.
    #[must_use]
    pub fn cite(&self, sources: &Sources, place: Place) -> String {
        let span = self.locator.span(place);
        format!("{}:{}", sources.file(span.file).path, sources.line_col(span).line)
    }

    /// Where the words of a text begin that TOML writes in quotation marks.
    #[must_use]
    pub fn within_quotes(&self, place: Place) -> Place {
        self.locator.within_quotes(place)
    }

    /// Reports a value of the wrong type. `name` is a key, or words such as "an item of `focus`".
    pub fn wrong_type(&mut self, node: &Node, name: &str, wanted: &str, help: Option<String>) {
        let mut d = self
            .at(Code::KB101, node.place, format!("{} must be {wanted}, not {}", named(name), node.describe()))
            .label(format!("this is {}", node.describe()));
        if let Some(help) = help {
            d = d.help(help);
        }
        self.push(d);
    }

    /// A text, or a finding.
    pub fn text(&mut self, node: &Node, name: &str) -> Option<Box<str>> {
        match &node.value {
            Value::Text(t) if t.trim().is_empty() => {
                let d = self
                    .at(Code::KB106, node.place, format!("{} is empty", named(name)))
                    .help("write the text, or delete the line");
                self.push(d);
                None
            }
            Value::Text(t) | Value::Plain(t) => Some(t.clone()),
            Value::List(_) => {
                self.wrong_type(
                    node,
                    name,
                    "a text",
                    Some("a comma or a `[` can make a list of a text: put the whole text in quotes".to_owned()),
                );
                None
            }
            Value::Map(entries) => {
                let help = match entries.as_slice() {
                    [(key, _)] => {
                        key.as_text().map(|k| format!("the text contains `: ` after `{k}`: put the whole text in quotes"))
                    }
                    _ => None,
                };
                self.wrong_type(node, name, "a text", help);
                None
            }
            Value::Null => {
                self.wrong_type(node, name, "a text", Some("write the text, or delete the line".to_owned()));
                None
            }
        }
    }

    /// The text of an item of the list `name`, or a finding.
    pub fn item(&mut self, node: &Node, name: &str) -> Option<Box<str>> {
        match node.as_text() {
            Some(text) if !text.trim().is_empty() => Some(text.into()),
            _ => self.text(node, &format!("an item of `{name}`")),
        }
    }

    /// The items of a list, or a finding. Nothing counts as an empty list.
    pub fn list<'n>(&mut self, node: &'n Node, name: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Null => &[],
            Value::Text(t) => {
                let several = several(t);
                let help = if let Some(list) = &several {
                    format!("a list stands in brackets:  {name}: {list}")
                } else if t.starts_with(['-', '•', '–', '*']) {
                    "start each item on its own line with a hyphen and a space, `- `".to_owned()
                } else if t.contains([',', '[', ']', '"', ':', '#']) {
                    format!("a list of one:  {name}: [\"{}\"]", t.replace('"', "\\\""))
                } else {
                    format!("a list of one:  {name}: [{t}]")
                };
                let is_one = help.ends_with(&format!("[{t}]"));
                let is_joined = t.split_whitespace().any(|word| matches!(word, "and" | "or" | "&" | "/" | "und" | "oder"));
                let is_plain_list = several.is_some() || (is_one && !is_joined && t.split_whitespace().count() <= 3);
                self.wrong_type(node, name, "a list", Some(help));
                if let Some(last) = self.list.last_mut().filter(|_| is_plain_list) {
                    let span = last.primary.span;
                    let written = self.locator.sources().file(span.file).text.get(span.range()).unwrap_or_default();
                    // A longer text was more likely meant as several items, and one with an anchor or over several lines as more
                    // than its words.
                    let is_plain = written.trim_matches(['"', '\'']) == &**t;
                    last.fix = is_plain.then(|| Fix::replace(span, several.unwrap_or_else(|| format!("[{t}]"))));
                }
                &[]
            }
            Value::Plain(_) | Value::Map(_) => {
                self.wrong_type(node, name, "a list", Some("start each item on its own line with `- `".to_owned()));
                &[]
            }
        }
    }
}

/// A key in backticks; words as they are.
fn named(name: &str) -> String {
    if name.contains(' ') { name.to_owned() } else { format!("`{}`", name.trim_matches('`')) }
}

/// Whether a key that nobody knows was probably meant to be this one.
fn stands_for(name: &str, key: &'static str) -> bool {
    meant(name, [key]) == Some(key) || glued(name).is_some_and(|(known, _)| known == key)
}

/// The keys of one record.
pub struct Fields<'n> {
    what: &'static str,
    place: Place,
    entries: Vec<(&'n str, Place, &'n Node)>,
    asked: BTreeSet<&'static str>,
    /// Some keys are data, so none is unknown.
    open: bool,
    /// Keys that a record cannot do without, and that it has under a misspelt name alone.
    misspelt: Vec<&'static str>,
    /// Something else than keys stands there: that is the one thing to say.
    misread: bool,
}

impl<'n> Fields<'n> {
    /// The keys of `node`; duplicate keys and anything but a group of keys are findings. `what` names the record
    /// as in "a role has no key …", `place` is where the record as a whole is said to stand.
    pub fn new(node: &'n Node, what: &'static str, place: Place, found: &mut Findings<'_>) -> Self {
        let mut entries: Vec<(&str, Place, &Node)> = Vec::new();
        let mut again: Vec<(&str, Place, Place)> = Vec::new();
        match &node.value {
            Value::Map(map) => {
                let mut known = HashSet::with_capacity(map.len());
                for (key, value) in map {
                    let Some(name) = key.as_text() else {
                        found.wrong_type(key, "a key", "a word", None);
                        continue;
                    };
                    if known.insert(name) {
                        entries.push((name, key.place, value));
                    } else if let Some(&(_, first, _)) = entries.iter().find(|(n, ..)| *n == name) {
                        again.push((name, key.place, first));
                    }
                }
                twice(&again, entries.first().map(|(name, ..)| *name), what, found);
            }
            Value::Null => {}
            _ => {
                // A single text is most likely what the first key of such a record says.
                let key = FIRST_KEYS.iter().find(|(record, _)| *record == what).map(|(_, key)| key);
                let help = match (key, node.as_text()) {
                    (Some(key), Some(text)) if !text.starts_with(key) => {
                        format!("write keys below it, further in:\n  {key}: {text}")
                    }
                    _ => "write `key: value` lines".to_owned(),
                };
                found.wrong_type(node, what, "a group of keys", Some(help));
            }
        }
        let misread = !matches!(node.value, Value::Map(_) | Value::Null);
        Self { what, place, entries, asked: BTreeSet::new(), open: false, misspelt: Vec::new(), misread }
    }

    /// Where the record stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// Whether a key stands in the record with a value; an explicit `null` counts as absent. Does not count as asking for it.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(n, _, node)| *n == name && node.value != Value::Null)
    }

    /// Whether something else than keys stands in the record's place, so that no key is missing.
    #[must_use]
    pub const fn is_misread(&self) -> bool {
        self.misread
    }

    /// Whether a key that nobody knows was probably meant to be this one, without which there is no page to make. The finding about
    /// it then stands for that as well.
    #[must_use]
    pub fn misspells(&mut self, key: &'static str) -> bool {
        let mut unknown = self.entries.iter().map(|(name, ..)| *name).filter(|name| !self.asked.contains(name));
        let misspells = unknown.any(|name| stands_for(name, key));
        if misspells && !self.has(key) {
            self.misspelt.push(key);
        }
        misspells
    }

    /// The value of a key. An explicit `null` counts as absent.
    pub fn take(&mut self, name: &'static str) -> Option<&'n Node> {
        self.take_or_null(name).filter(|n| n.value != Value::Null)
    }

    /// The value of a key, explicit `null` included.
    pub fn take_or_null(&mut self, name: &'static str) -> Option<&'n Node> {
        self.asked.insert(name);
        self.entries.iter().find(|(n, ..)| *n == name).map(|(_, _, v)| *v)
    }

    /// The place of a key as written.
    #[must_use]
    pub fn key_place(&self, name: &str) -> Option<Place> {
        self.entries.iter().find(|(n, ..)| *n == name).map(|(_, p, _)| *p)
    }

    /// The text of a key.
    pub fn text(&mut self, name: &'static str, found: &mut Findings<'_>) -> Option<Box<str>> {
        let node = self.take(name)?;
        found.text(node, name)
    }

    /// A truth value.
    pub fn flag(&mut self, name: &'static str, found: &mut Findings<'_>) -> Option<bool> {
        let node = self.take(name)?;
        match node.as_text() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let written = node.as_text().map_or_else(String::new, |t| format!(": {t}"));
                let d = found.at(Code::KB106, node.place, format!("`{name}{written}` is neither `true` nor `false`"));
                found.push(match node.as_text().and_then(|word| Some((word, truth(word)?))) {
                    Some((word, meant)) => {
                        d.help(format!("write `{meant}`")).fix(found.replacing(node.place, word, &meant.to_string()))
                    }
                    None => d.help("write one of the two"),
                });
                None
            }
        }
    }

    /// A whole number.
    pub fn number(&mut self, name: &'static str, found: &mut Findings<'_>) -> Option<i64> {
        let node = self.take(name)?;
        let number = node.as_text().and_then(|t| t.parse().ok());
        if number.is_none() {
            let d = found
                .at(Code::KB106, node.place, format!("`{name}` must be a whole number"))
                .help(format!("for example  {name}: 3"));
            found.push(d);
        }
        number
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(&'static str, T)], found: &mut Findings<'_>) -> Option<T> {
        let node = self.take(name)?;
        let text = found.text(node, name)?;
        let hit = choices.iter().find(|(word, _)| *word == &*text).map(|(_, value)| *value);
        if hit.is_none() {
            let words: Vec<&str> = choices.iter().map(|(w, _)| *w).collect();
            let mut d = found
                .at(Code::KB106, node.place, format!("`{name}: {text}` is not possible"))
                .label(format!("one of {}", words.join(", ")));
            if let Some((near, alone)) = nearest_of(&text, words.iter().copied()) {
                d = d.help(format!("did you mean `{near}`?"));
                d = d.fix(alone.then(|| found.replacing(node.place, &text, near)).flatten());
            }
            found.push(d);
        }
        hit
    }

    /// Keys whose names are data (ids, labels), with the fixed ones in `known` left for the other methods.
    pub fn rest(&mut self, known: &[&'static str]) -> Vec<(&'n str, Place, &'n Node)> {
        self.open = true;
        self.asked.extend(known);
        self.entries.iter().filter(|(n, ..)| !known.contains(n)).copied().collect()
    }

    /// Every key with its value, in the order written.
    #[must_use]
    pub fn entries(&self) -> &[(&'n str, Place, &'n Node)] {
        &self.entries
    }

    /// Reports every key that nobody asked for. Call it last.
    pub fn finish(self, found: &mut Findings<'_>) {
        for (name, place, value) in &self.entries {
            let known = self.open || self.asked.contains(name);
            if known || (meant(name, self.asked.iter().copied()).is_none() && found.cut(value)) {
                continue;
            }
            let mut d =
                found.at(Code::KB102, *place, format!("unknown key `{name}`")).label(format!("{} has no such key", self.what));
            if self.misspelt.iter().any(|key| stands_for(name, key)) {
                d = d.of_missing();
            }
            if let Some((key, rest)) = glued(name).filter(|(key, _)| self.asked.contains(key)) {
                found.push(d.help(format!("a space is missing after the colon:  {key}: {rest}")));
                continue;
            }
            d = match meant_of(name, self.asked.iter().copied()) {
                Some((near, alone)) => {
                    // A key that stands there already was not misspelt here: which of the two values is right?
                    let is_there = self.entries.iter().any(|(n, ..)| *n == near);
                    // One of them is published and the other never: who wrote it says which is meant.
                    let is_private = [*name, near].contains(&"notes");
                    let free = alone && !is_there && !is_private;
                    let help = if is_there {
                        format!("`{near}` stands there already: keep one of them")
                    } else {
                        format!("did you mean `{near}`?")
                    };
                    d.help(help).fix(free.then(|| found.replacing(*place, name, near)).flatten())
                }
                None if *name == "<<" => d.help("merge keys are not read; write the keys out in each record"),
                None => d.help(format!("{} can have: {}", self.what, self.asked.iter().copied().collect::<Vec<_>>().join(", "))),
            };
            found.push(d);
        }
    }
}
