//! Structured data as it was written: YAML or TOML, each value with its place.

use crate::source::Place;

/// One value with the place it was written at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, or an explicit `null`.
    Null,
    /// A string.
    Text(Box<str>),
    /// A number or a truth value, as it was written.
    Plain(Box<str>),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written, duplicate keys included.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar as written; a number or truth value counts as its text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(t) | Value::Plain(t) => Some(t),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value of a key; the first where the key stands twice.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Value::Map(map) = &self.value else { return None };
        map.iter().find(|(k, _)| k.as_text() == Some(key)).map(|(_, value)| value)
    }

    /// The record of a file whose id stands at `place`: an entry of a collection, or the whole file.
    #[must_use]
    pub fn record(&self, place: Place) -> &Self {
        // Places are numbered in the order of the file, and a collection may hold thousands.
        let entry = match &self.value {
            Value::Map(map) => map.binary_search_by_key(&place, |(key, _)| key.place).ok().map(|i| &map[i].1),
            Value::List(items) => items.binary_search_by_key(&place, |item| item.place).ok().map(|i| &items[i]),
            _ => None,
        };
        entry.unwrap_or(self)
    }

    /// What the value is, in an editor's words.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Text(_) => "a text",
            Value::Plain(raw) if raw.contains(|c: char| c.is_ascii_digit()) => "a number",
            Value::Plain(_) => "true or false",
            Value::List(_) => "a list",
            Value::Map(_) => "a group of keys",
        }
    }
}
