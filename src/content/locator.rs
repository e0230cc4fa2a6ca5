//! From places back to bytes: which part of a file a finding underlines.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::document::yaml_range;
use super::yaml::node_spans;
use crate::source::{At, FileId, Place, Sources, Span};

/// Finds the bytes of a [`Place`]. Files are walked at most once, and only those that somebody asks about.
pub struct Locator<'a> {
    sources: &'a Sources,
    files: Mutex<HashMap<FileId, Arc<[Range<usize>]>>>,
    /// Files whose nodes are numbered in another text of the same length: without the entries that do not parse.
    healed: Mutex<HashMap<FileId, Arc<str>>>,
}

impl<'a> Locator<'a> {
    /// A locator over these sources.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, files: Mutex::new(HashMap::new()), healed: Mutex::new(HashMap::new()) }
    }

    /// Says that the nodes of a file were numbered in this text.
    pub fn heal(&self, file: FileId, text: Arc<str>) {
        self.healed.lock().unwrap_or_else(PoisonError::into_inner).insert(file, text);
    }

    /// The bytes of a place.
    #[must_use]
    pub fn span(&self, place: Place) -> Span {
        let file = place.file;
        match place.at {
            At::Bytes(start, end) => Span::new(file, start as usize..end as usize),
            At::Node(n) => Span::new(file, self.node(file, n)),
            At::Within(n, start, end) => Span::new(file, self.within(file, n, start as usize..end as usize)),
        }
    }

    fn node(&self, file: FileId, number: u32) -> Range<usize> {
        let healed = self.healed.lock().unwrap_or_else(PoisonError::into_inner).get(&file).cloned();
        let text = healed.as_ref().unwrap_or(&self.sources.file(file).text);
        let base = yaml_range(&self.sources.file(file).path, text).start;
        // A poisoned lock only means another thread stopped between two whole inserts.
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let spans = files
            .entry(file)
            .or_insert_with(|| node_spans(&text[yaml_range(&self.sources.file(file).path, text)]).into())
            .clone();
        drop(files);
        if number == 0 && base > 0 {
            // The record as a whole: its front matter begins at the fence.
            return 0..text.find('\n').unwrap_or(text.len());
        }
        spans.get(number as usize).map_or(0..0, |r| base + r.start..base + r.end)
    }

    /// A part of a decoded string: found by its words, for escapes and folded lines make offsets differ.
    fn within(&self, file: FileId, number: u32, part: Range<usize>) -> Range<usize> {
        let text = &self.sources.file(file).text;
        let node = self.node(file, number);
        let written = &text[node.clone()];
        let decoded = crate::content::yaml::parse(file, written).ok();
        let Some(decoded) = decoded.as_ref().and_then(|n| n.as_text()) else { return node };
        let Some(needle) = decoded.get(part.clone()).filter(|n| !n.is_empty()) else { return node };
        let nth = decoded[..part.start].matches(needle).count();
        written
            .match_indices(needle)
            .nth(nth)
            .map_or(node.clone(), |(i, _)| node.start + i..node.start + i + needle.len())
    }
}
