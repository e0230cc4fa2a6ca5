//! Where the nodes of a YAML text stand, told by a second, span-aware parser that only runs when somebody asks.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::aligned::Quotes;
use super::yaml::MAX_NODES;

/// A node as the event parser sees it.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The decoded string of a scalar that stands right here.
    pub(super) scalar: Option<(Box<str>, Quotes)>,
}

/// Every node of `text` in document order, as far as the text parses.
pub(super) fn spots(text: &str) -> Vec<Spot> {
    let mut scalars: HashMap<usize, (Box<str>, Quotes)> = HashMap::new();
    let spans = walk(text, |index, value, style| {
        let quotes = match style {
            ScalarStyle::SingleQuoted => Quotes::Single,
            ScalarStyle::DoubleQuoted => Quotes::Double,
            ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => Quotes::None,
        };
        scalars.insert(index, (value.into(), quotes));
    });
    spans.into_iter().enumerate().map(|(index, range)| Spot { range, scalar: scalars.remove(&index) }).collect()
}

/// The byte range of every node of `text` in document order, as far as the text parses.
pub(super) fn node_spans(text: &str) -> Vec<Range<usize>> {
    walk(text, |_, _, _| {})
}

/// Walks the nodes of `text` and tells of each scalar: its number, decoded string and style.
fn walk(text: &str, mut scalar: impl FnMut(usize, &str, ScalarStyle)) -> Vec<Range<usize>> {
    let bytes = CharIndex::new(text);
    let mut spans: Vec<Range<usize>> = Vec::new();
    // Open collections: index of their node, and the anchor they define.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut anchors: HashMap<usize, usize> = HashMap::new();
    // Where the last node that is complete ends.
    let mut last = 0;
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let range = bytes.byte(span.start.index())..bytes.byte(span.end.index());
        match event {
            Event::Scalar(value, style, anchor, _) => {
                if anchor > 0 {
                    anchors.insert(anchor, 1);
                }
                scalar(spans.len(), &value, style);
                let range = trimmed(text, range, style);
                last = range.end;
                spans.push(range);
            }
            Event::Alias(anchor) => {
                let count = anchors.get(&anchor).copied().unwrap_or(1);
                if spans.len() + count > MAX_NODES as usize {
                    break;
                }
                last = range.end;
                spans.extend(std::iter::repeat_n(range, count));
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                open.push((spans.len(), anchor));
                spans.push(range);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((index, anchor)) = open.pop() {
                    spans[index] = collection(text, spans[index].start..range.end, last);
                    last = spans[index].end;
                    if anchor > 0 {
                        anchors.insert(anchor, spans.len() - index);
                    }
                }
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    spans
}

/// Places where a plain text is cut by a comment that was hardly meant as one: ` #3`, a number sign.
pub(super) fn cut_by_comment(text: &str) -> impl Iterator<Item = Range<usize>> {
    let suspects: Vec<usize> = text
        .match_indices(" #")
        .map(|(i, _)| i + 1)
        .filter(|i| text.as_bytes().get(i + 1).is_some_and(u8::is_ascii_digit))
        .collect();
    let scalars: Vec<Range<usize>> = if suspects.is_empty() { Vec::new() } else { scalar_spans(text) };
    suspects.into_iter().filter_map(move |at| {
        let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        // The last scalar that starts before: either the mark stands in it, or right after it on the same line.
        let before = scalars[..scalars.partition_point(|s| s.start < at)].last()?;
        let cut = before.start >= line && before.end <= at && text[before.end..at].trim().is_empty();
        cut.then_some(at..end)
    })
}

/// Tags that say what a value is (`!!binary`), each at its place and as it is written. None is read, and a text that is said to be
/// something else is not what it seems; `!!str` says what every text is.
pub(super) fn tags(text: &str) -> Vec<(Range<usize>, &str)> {
    // of the others, those of the writer's own (`!thing`), the fast parser complains
    if !text.contains("!!") && !text.contains("!<") && !text.contains("%TAG") {
        return Vec::new();
    }
    let bytes = CharIndex::new(text);
    let mut found = Vec::new();
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        let (Event::Scalar(_, _, _, Some(tag)) | Event::SequenceStart(_, Some(tag)) | Event::MappingStart(_, Some(tag))) = event
        else {
            continue;
        };
        let is_own = tag.handle == "!" || (tag.handle.is_empty() && tag.suffix == "!");
        if is_own || (tag.handle == "tag:yaml.org,2002:" && tag.suffix == "str") {
            continue;
        }
        // an anchor may stand before it
        let from = bytes.byte(span.start.index());
        let start = text[from..].find('!').map_or(from, |length| from + length);
        let is_whole = text[start..].starts_with("!<");
        let ends = |c: char| c.is_whitespace() || (!is_whole && matches!(c, ',' | ']' | '}'));
        let end = text[start..].find(ends).map_or(text.len(), |length| start + length);
        found.push((start..end, &text[start..end]));
    }
    found
}

/// Names that texts were given by a `&` at their beginning, and that no `*` takes up: somebody meant them as text.
pub(super) fn unused_anchors(text: &str) -> Vec<Range<usize>> {
    // most texts that hold the sign hold it within words
    let may_be = |at: usize| !text[..at].ends_with(|c: char| !c.is_whitespace() && !matches!(c, '[' | ',' | '{'));
    if !memchr::memchr_iter(b'&', text.as_bytes()).any(may_be) {
        return Vec::new();
    }
    let bytes = CharIndex::new(text);
    let mut names: HashMap<usize, usize> = HashMap::new();
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        match event {
            Event::Scalar(_, _, anchor, _) if anchor > 0 => _ = names.insert(anchor, bytes.byte(span.start.index())),
            Event::Alias(anchor) => _ = names.remove(&anchor),
            _ => {}
        }
    }
    let range = |scalar: usize| {
        // the name stands before its text, on a line above it or on the same
        let start = if text[scalar..].starts_with('&') { scalar } else { text[..scalar].rfind('&')? };
        let length = text[start..].find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'));
        Some(start..length.map_or(text.len(), |length| start + length))
    };
    let mut found: Vec<_> = names.into_values().filter_map(range).collect();
    found.sort_by_key(|range| range.start);
    found
}

/// The spans of scalars alone.
fn scalar_spans(text: &str) -> Vec<Range<usize>> {
    let bytes = CharIndex::new(text);
    let scalars = Parser::new_from_str(text).map_while(Result::ok).filter_map(|(event, span)| match event {
        Event::Scalar(_, style, ..) => Some(trimmed(text, bytes.byte(span.start.index())..bytes.byte(span.end.index()), style)),
        _ => None,
    });
    scalars.collect()
}

/// A scalar's span without the white space and comments a parser may count to it.
fn trimmed(text: &str, range: Range<usize>, style: ScalarStyle) -> Range<usize> {
    let end = range.end.max(range.start);
    match style {
        ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => {
            range.start..range.start + text[range.start..end].trim_end().len()
        }
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => range.start..end,
    }
}

/// A collection's span without the white space and comments that the parser counts to it. `last` is where its last node ends.
fn collection(text: &str, counted: Range<usize>, last: usize) -> Range<usize> {
    let start = counted.start;
    let end = counted.end.max(start);
    let close = match text.as_bytes().get(start) {
        Some(b'[') => Some(']'),
        Some(b'{') => Some('}'),
        _ => None,
    };
    let within = match close {
        Some(close) => {
            let from = last.max(start + close.len_utf8()).min(end);
            closed(&text[from..end], close).map(|len| from + len)
        }
        None => (start < last && last <= end).then_some(last),
    };
    start..within.unwrap_or_else(|| start + text[start..end].trim_end().len())
}

/// How far it is to the end of the bracket that closes a list: behind its last item stand commas, blanks and comments.
fn closed(text: &str, close: char) -> Option<usize> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == ':');
        match rest.strip_prefix('#') {
            Some(comment) => rest = &comment[comment.find('\n')?..],
            None => return rest.starts_with(close).then(|| text.len() - rest.len() + close.len_utf8()),
        }
    }
}

/// Character positions to byte positions.
enum CharIndex {
    Ascii(usize),
    Table(Vec<u32>),
}

impl CharIndex {
    fn new(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii(text.len())
        } else {
            let ends = std::iter::once(text.len());
            #[expect(clippy::cast_possible_truncation, reason = "files are far below 4 GiB")]
            Self::Table(text.char_indices().map(|(i, _)| i).chain(ends).map(|i| i as u32).collect())
        }
    }

    fn byte(&self, index: usize) -> usize {
        match self {
            Self::Ascii(len) => index.min(*len),
            Self::Table(table) => table.get(index).or(table.last()).copied().unwrap_or(0) as usize,
        }
    }
}
