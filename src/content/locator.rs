//! From places back to bytes: which part of a file a finding underlines.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::aligned::Aligned;
use super::document::yaml_range;
use super::spots::{Spot, spots};
use super::toml;
use crate::source::{At, FileId, Place, Sources, Span};

/// Finds the bytes of a [`Place`]. Files are walked at most once, and only those that somebody asks about.
pub struct Locator<'a> {
    sources: &'a Sources,
    files: Mutex<HashMap<FileId, Arc<OnceLock<Arc<[Spot]>>>>>,
    /// How strings in which something was found are written.
    strings: Mutex<HashMap<(FileId, u32), Arc<OnceLock<Option<Aligned>>>>>,
    /// Files whose nodes are numbered in another text of the same length: without the entries that do not parse.
    healed: Mutex<HashMap<FileId, Arc<str>>>,
}

impl<'a> Locator<'a> {
    /// A locator over these sources.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, files: Mutex::new(HashMap::new()), strings: Mutex::new(HashMap::new()), healed: Mutex::new(HashMap::new()) }
    }

    /// The files it finds places in.
    #[must_use]
    pub const fn sources(&self) -> &'a Sources {
        self.sources
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
            At::Within(n, start, end) => Span::new(file, self.within(file, n, &(start as usize..end as usize))),
        }
    }

    /// Where the words of a text begin that TOML writes in quotation marks; any other place as it is.
    #[must_use]
    pub fn within_quotes(&self, place: Place) -> Place {
        let At::Bytes(start, end) = place.at else { return place };
        if !self.is_toml(place.file) {
            return place;
        }
        let range = start as usize..end as usize;
        let inner = toml::within_quotes(self.sources.file(place.file).text.get(range.clone()).unwrap_or_default());
        Place::bytes(place.file, range.start + inner.start..range.start + inner.end)
    }

    /// Whether a byte of a file's YAML or TOML stands in a text, and not between texts as a comment does.
    #[must_use]
    pub fn is_in_text(&self, file: FileId, at: usize) -> bool {
        if self.is_toml(file) {
            return toml::texts(&self.sources.file(file).text).iter().any(|written| written.range.contains(&at));
        }
        let (spots, base) = self.spots(file);
        spots.iter().any(|spot| spot.scalar.is_some() && (base + spot.range.start..base + spot.range.end).contains(&at))
    }

    /// Texts of several lines, with the lines they stand in, in a TOML file that begin or end in these bytes.
    #[must_use]
    pub fn long_texts(&self, file: FileId, part: &Range<usize>) -> Vec<Range<usize>> {
        if !self.is_toml(file) {
            return Vec::new();
        }
        let text = &self.sources.file(file).text;
        let is_long = |written: &toml::Written| text[written.range.clone()].contains('\n');
        let touches = |written: &toml::Written| part.contains(&written.entry.start) || part.contains(&(written.entry.end - 1));
        let long = toml::texts(text).into_iter().filter(|written| is_long(written) && touches(written));
        long.map(|written| written.entry).collect()
    }

    fn is_toml(&self, file: FileId) -> bool {
        self.sources.file(file).path.extension() == Some("toml")
    }

    /// The nodes of a file, and where its YAML starts.
    fn spots(&self, file: FileId) -> (Arc<[Spot]>, usize) {
        let source = self.sources.file(file);
        let healed = self.healed.lock().unwrap_or_else(PoisonError::into_inner).get(&file).cloned();
        let text = healed.as_deref().unwrap_or(&source.text);
        let yaml = yaml_range(&source.path, text);
        // A poisoned lock only means another thread stopped between two whole inserts.
        let nodes = Arc::clone(self.files.lock().unwrap_or_else(PoisonError::into_inner).entry(file).or_default());
        (Arc::clone(nodes.get_or_init(|| spots(&text[yaml.clone()]).into())), yaml.start)
    }

    fn node(&self, file: FileId, number: u32) -> Range<usize> {
        let (spots, base) = self.spots(file);
        if number == 0 && base > 0 {
            // The record as a whole: its front matter begins at the fence.
            let text = &self.sources.file(file).text;
            return 0..text.find('\n').unwrap_or(text.len());
        }
        spots.get(number as usize).map_or(0..0, |spot| base + spot.range.start..base + spot.range.end)
    }

    /// A part of a decoded string.
    fn within(&self, file: FileId, number: u32, part: &Range<usize>) -> Range<usize> {
        let node = self.node(file, number);
        let aligned = Arc::clone(self.strings.lock().unwrap_or_else(PoisonError::into_inner).entry((file, number)).or_default());
        let aligned = aligned.get_or_init(|| {
            let (spots, _) = self.spots(file);
            let (decoded, quotes) = spots.get(number as usize)?.scalar.as_ref()?;
            Some(Aligned::new(decoded, &self.sources.file(file).text[node.clone()], *quotes))
        });
        let found = aligned.as_ref().and_then(|aligned| aligned.written(part));
        found.map_or(node.clone(), |r| node.start + r.start..node.start + r.end)
    }
}
