//! Where the parts of a record are written. Records keep few places; a file with a finding is read once more to find the rest.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::{self, Node, Value, parse_toml};
use crate::source::{FileId, Place, Sources};

/// Finds the places of keys and values in the records of a site.
pub(super) struct Written<'a> {
    sources: &'a Sources,
    files: Mutex<HashMap<FileId, Arc<Option<Node>>>>,
}

/// The last thing found on a path.
struct Step {
    key: Place,
    value: Place,
    /// How many steps led to it.
    depth: usize,
    null: bool,
    /// An empty list or group.
    empty: bool,
    /// Its own keys, if it is a group.
    keys: Vec<Box<str>>,
}

impl<'a> Written<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, files: Mutex::default() }
    }

    /// The value that stands in a record under a path of keys and item numbers (from 0), as in
    /// `according_to/safe-2021/consulted/0`. `record` is the place of its id. Where the path ends early, the last value on it.
    pub(super) fn value(&self, record: Place, path: &str) -> Place {
        self.walk(record, path).map_or(record, |step| step.value)
    }

    /// As [`value`](Self::value), but the key that the path ends with.
    pub(super) fn key(&self, record: Place, path: &str) -> Place {
        self.walk(record, path).map_or(record, |step| step.key)
    }

    /// Whether anything but `null` stands in a record under the whole path, even if it could not be understood.
    pub(super) fn has(&self, record: Place, path: &str) -> bool {
        self.walk(record, path).is_some_and(|step| step.depth == path.split('/').count() && !step.null)
    }

    /// Whether an empty list or group stands in a record under the whole path.
    pub(super) fn is_empty(&self, record: Place, path: &str) -> bool {
        self.walk(record, path).is_some_and(|step| step.depth == path.split('/').count() && step.empty)
    }

    /// The keys of the group that stands in a record under a path.
    pub(super) fn keys(&self, record: Place, path: &str) -> Vec<Box<str>> {
        self.walk(record, path).map(|step| step.keys).unwrap_or_default()
    }

    fn walk(&self, record: Place, path: &str) -> Option<Step> {
        let root = self.file(record.file);
        let mut node = root.as_ref().as_ref()?.record(record);
        let mut found = None;
        for (depth, step) in (1..).zip(path.split('/')) {
            let next = match &node.value {
                Value::Map(map) => map.iter().find(|(key, _)| key.as_text() == Some(step)).map(|(key, value)| (key.place, value)),
                Value::List(items) => step.parse().ok().and_then(|i: usize| items.get(i)).map(|item| (item.place, item)),
                _ => None,
            };
            let Some((key, value)) = next else { break };
            found = Some((key, value, depth));
            node = value;
        }
        let (key, value, depth) = found?;
        let keys = match &value.value {
            Value::Map(map) => map.iter().filter_map(|(key, _)| key.as_text().map(Into::into)).collect(),
            _ => Vec::new(),
        };
        let empty = match &value.value {
            Value::Map(map) => map.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        };
        Some(Step { key, value: value.place, depth, null: value.value == Value::Null, empty, keys })
    }

    fn file(&self, file: FileId) -> Arc<Option<Node>> {
        // A poisoned lock only means another thread stopped between two whole inserts.
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let source = self.sources.file(file);
            // the settings are the one file that is no document
            let is_toml = source.path.as_str().ends_with(".toml");
            Arc::new(if is_toml { Some(parse_toml(file, &source.text).0) } else { content::parse(file, source).0.data })
        };
        files.entry(file).or_insert_with(read).clone()
    }
}
