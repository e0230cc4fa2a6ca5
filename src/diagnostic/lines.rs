//! Line and column of many places, without reading a file from its start for each of them.

use std::collections::HashMap;

use crate::source::{FileId, LineCol, Sources};

/// Finds lines and columns; remembers where the lines of each file begin.
pub(super) struct Lines<'a> {
    sources: &'a Sources,
    files: HashMap<FileId, Starts>,
}

/// Bytes between two counts of [`Starts::counts`].
const BLOCK: usize = 4096;

/// Where the lines of one file begin, and how many characters stand before each block of it: no question reads more than
/// a block or two, whether the file has a million lines or one.
struct Starts {
    lines: Vec<usize>,
    counts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self { sources, files: HashMap::new() }
    }

    /// Line and column of a byte offset, clamped to the text and to a character boundary.
    pub(super) fn at(&mut self, file: FileId, offset: usize) -> LineCol {
        let text = &*self.sources.file(file).text;
        let offset = text.floor_char_boundary(offset);
        let starts = self.files.entry(file).or_insert_with(|| Starts::of(text));
        let line = starts.lines.partition_point(|start| *start <= offset);
        let col = starts.characters(text, offset) - starts.characters(text, starts.lines[line - 1]) + 1;
        LineCol { line, col }
    }

    /// The byte range of a line (from 1), without its line end.
    pub(super) fn range(&mut self, file: FileId, line: usize) -> std::ops::Range<usize> {
        let text = &*self.sources.file(file).text;
        let starts = self.files.entry(file).or_insert_with(|| Starts::of(text));
        let start = starts.lines.get(line - 1).copied().unwrap_or(text.len());
        let end = starts.lines.get(line).map_or(text.len(), |next| next - 1);
        start..end
    }
}

impl Starts {
    fn of(text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let counts = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let here = *before;
            *before += characters(block);
            Some(here)
        });
        Self { lines, counts: counts.collect() }
    }

    /// The number of characters before a character boundary.
    fn characters(&self, text: &str, offset: usize) -> usize {
        // the end of a text of whole blocks has no block of its own
        let block = (offset / BLOCK).min(self.counts.len().saturating_sub(1));
        self.counts.get(block).map_or(0, |before| before + characters(&text.as_bytes()[block * BLOCK..offset]))
    }
}

/// Counts the bytes that begin a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::source::{FileDates, SitePath, SourceFile};

    #[test]
    fn agrees_with_the_plain_count_in_any_order() {
        for tail in ["last".to_owned(), "ü".repeat(BLOCK), "x".repeat(BLOCK - 17)] {
            agrees(&format!("é1\n\nabc ü def\n{tail}"));
        }
    }

    fn agrees(text: &str) {
        let path = SitePath::new("content/a.md").expect("a path");
        let file = SourceFile { path, text: text.into(), dates: FileDates::default(), fault: None };
        let sources = Sources::new(vec![file], BTreeMap::new());
        let id = sources.find("content/a.md").expect("the file");
        let mut lines = Lines::new(&sources);
        for offset in (0..=text.len() + 2).chain((0..=text.len()).rev()) {
            assert_eq!(lines.at(id, offset), LineCol::of(text, offset), "at {offset}");
        }
        assert_eq!(&text[lines.range(id, 3)], "abc ü def");
        assert_eq!(lines.range(id, 4).end, text.len());
    }
}
