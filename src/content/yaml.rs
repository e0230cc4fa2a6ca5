//! The one owner of the YAML parser: text in, [`Node`]s out, and places back from node numbers.
//!
//! `serde_yaml` reads every file; it is the fastest but has no positions for good values, so nodes are numbered in
//! document order and [`super::spots`] walks the span-aware event parser only when somebody asks where a node stands.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, Visitor};
use xxhash_rust::xxh3::xxh3_128;

use super::node::{Node, Value};
use super::packed;
use super::recall::Recall;
use super::spots::node_spans;
use crate::source::{FileId, Place};

/// Deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 64;
/// Most values in one file, aliases expanded.
pub const MAX_NODES: u32 = 1_000_000;

/// Why a YAML text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlError {
    /// It does not parse. Byte offset and the parser's words.
    Syntax {
        /// Byte offset in the text.
        offset: usize,
        /// The parser's own words.
        message: String,
    },
    /// It holds a second document, which starts at this byte.
    SecondDocument(usize),
    /// It is nested deeper than [`MAX_DEPTH`] or larger than [`MAX_NODES`].
    Limit {
        /// Byte offset in the text.
        offset: usize,
        /// Which limit, in words.
        what: &'static str,
    },
}

/// Parses `text`, which begins at byte `base` of `file`.
///
/// # Errors
/// When the text is no YAML, holds two documents, or is over a limit.
pub fn parse(file: FileId, text: &str) -> Result<Node, YamlError> {
    let mut builder = Builder { file, next: 0, plain: false, signs: BTreeSet::new(), limit: None };
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(first) = documents.next() else {
        return Ok(Node { place: Place::node(file, 0), value: Value::Null });
    };
    let place = |e: &serde_yaml::Error| e.location().map_or(0, |l| byte_offset(text, l.line(), l.column()));
    let result = Seed { builder: &mut builder, depth: 0 }.deserialize(first);
    let mut root = result.map_err(|e| match builder.limit {
        Some(what) => YamlError::Limit { offset: place(&e), what },
        None => failure(place(&e), e.to_string()),
    })?;
    if let Some(second) = documents.next() {
        return Err(match (second_document(text), IgnoredAny::deserialize(second)) {
            // nothing begins a document: it is what the parser could not make a part of the first
            (None, Err(e)) => failure(place(&e), e.to_string()),
            (offset, _) => YamlError::SecondDocument(offset.unwrap_or(0)),
        });
    }
    if builder.plain || builder.signs.iter().any(|sign| text.contains(sign)) {
        let spans = node_spans(text);
        let mut next = 0;
        as_written(&mut root, text, &spans, &mut next);
    }
    Ok(root)
}

/// As [`parse`], unless `recall` knows what came of the same text.
///
/// # Errors
/// As [`parse`].
pub fn parse_recalling(file: FileId, text: &str, recall: Option<&dyn Recall>) -> Result<Node, YamlError> {
    let Some(recall) = recall else { return parse(file, text) };
    let number = xxh3_128(text.as_bytes());
    if let Some(known) = recall.get(number).and_then(|bytes| packed::unpack(file, bytes)) {
        return Ok(known);
    }
    let root = parse(file, text)?;
    if let Some(bytes) = packed::pack(&root) {
        recall.keep(number, &bytes);
    }
    Ok(root)
}

/// Numbers and truth values lose their spelling in the fast parser (`1.10`, `True`); take it from the text again.
fn as_written(node: &mut Node, text: &str, spans: &[Range<usize>], next: &mut usize) {
    let number = *next;
    *next += 1;
    match &mut node.value {
        Value::Plain(raw) => {
            if let Some(span) = spans.get(number) {
                // An alias stands where the value is used; its spelling is that of the anchor, which is close enough.
                let written = &text[span.clone()];
                if !written.starts_with('*') {
                    *raw = written.into();
                }
            }
        }
        Value::List(items) => items.iter_mut().for_each(|n| as_written(n, text, spans, next)),
        Value::Map(entries) => entries.iter_mut().for_each(|(k, v)| {
            as_written(k, text, spans, next);
            as_written(v, text, spans, next);
        }),
        Value::Null | Value::Text(_) => {}
    }
}

/// The byte offset of a line and column, both from 1, columns in characters. More than a line feed ends a line in YAML 1.1, 4.2.
pub(super) fn byte_offset(text: &str, line: usize, col: usize) -> usize {
    let mut ends = text.char_indices().filter(|(_, c)| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'));
    let start = if line <= 1 { 0 } else { ends.nth(line - 2).map_or(text.len(), |(i, end)| i + end.len_utf8()) };
    let rest = &text[start..];
    start + rest.char_indices().nth(col.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

/// `serde_yaml` has limits of its own for aliases that hold one another.
fn failure(offset: usize, message: String) -> YamlError {
    match () {
        () if message.contains("repetition limit") => YamlError::Limit { offset, what: "aliases that expand to too many values" },
        () if message.contains("recursion limit") => YamlError::Limit { offset, what: "an alias that holds itself" },
        () => YamlError::Syntax { offset, message },
    }
}

/// Where the second document of a text starts, if something says that one does.
fn second_document(text: &str) -> Option<usize> {
    let mut seen = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let mark = line.starts_with("---") || line.starts_with("...");
        let directive = line.starts_with('%');
        if (mark || directive) && seen {
            return Some(offset);
        }
        seen |= mark || !(directive || line.trim().is_empty() || line.trim_start().starts_with('#'));
        offset += line.len();
    }
    None
}

struct Builder {
    file: FileId,
    next: u32,
    /// Whether a value may be written otherwise than it is told.
    plain: bool,
    /// What stands in the text if a value that seems as it is written is not.
    signs: BTreeSet<&'static str>,
    limit: Option<&'static str>,
}

struct Seed<'a> {
    builder: &'a mut Builder,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let number = self.builder.next;
        self.builder.next += 1;
        if self.builder.next > MAX_NODES {
            self.builder.limit = Some("more than 1,000,000 values in one file");
            return Err(serde::de::Error::custom("too many values"));
        }
        let place = Place::node(self.builder.file, number);
        Ok(Node { place, value: deserializer.deserialize_any(self)? })
    }
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(&mut self) -> Result<usize, E> {
        if self.depth >= MAX_DEPTH {
            self.builder.limit = Some("nested deeper than 64 levels");
            return Err(E::custom("nested too deep"));
        }
        Ok(self.depth + 1)
    }

    /// A value that may be written otherwise.
    fn plain(self, value: &impl ToString) -> Value {
        self.builder.plain = true;
        Value::Plain(value.to_string().into())
    }

    /// A value that is written as it is told, but in a text that holds one of these.
    fn usual(self, value: &impl ToString, signs: &[&'static str]) -> Value {
        self.builder.signs.extend(signs);
        Value::Plain(value.to_string().into())
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or a group of keys")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.into()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(self.usual(&value, if value { &["True", "TRUE"] } else { &["False", "FALSE"] }))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(self.plain(&value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(self.usual(&value, &["+", "0x", "0o", "0b"]))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(self.plain(&value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(self.plain(&value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.plain(&value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Seed { builder: self.builder, depth })? {
            items.push(item);
        }
        // all files stand in memory at once
        items.shrink_to_fit();
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Seed { builder: self.builder, depth })? {
            let value = map.next_value_seed(Seed { builder: self.builder, depth })?;
            entries.push((key, value));
        }
        entries.shrink_to_fit();
        Ok(Value::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(serde::de::Error::custom("a `!` tag"))
    }
}

/// Like [`parse`], with byte places, for YAML that stands inside another text at byte `base` of `file`.
///
/// # Errors
/// As [`parse`].
pub fn parse_inside(file: FileId, text: &str, base: usize) -> Result<Node, YamlError> {
    let mut root = parse(file, text)?;
    let spans = node_spans(text);
    let mut next = 0;
    in_bytes(&mut root, base, &spans, &mut next);
    Ok(root)
}

fn in_bytes(node: &mut Node, base: usize, spans: &[Range<usize>], next: &mut usize) {
    let span = spans.get(*next).cloned().unwrap_or(0..0);
    *next += 1;
    node.place = Place::bytes(node.place.file, base + span.start..base + span.end);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|n| in_bytes(n, base, spans, next)),
        Value::Map(entries) => entries.iter_mut().for_each(|(k, v)| {
            in_bytes(k, base, spans, next);
            in_bytes(v, base, spans, next);
        }),
        Value::Null | Value::Text(_) | Value::Plain(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_spelled_as_it_is_written() {
        let odd =
            ["True", "TRUE", "False", "FALSE", "+12", "-12", "-0", "0x1F", "0o17", "0b11", "1.10", ".5", "1e3", "007", "1_000"];
        for written in odd.into_iter().chain(["true", "false", "12", "0"]) {
            let root = parse(FileId::FIRST, &format!("a: {written}\nb: [16, true, x]\n")).expect("it is YAML");
            let Value::Map(entries) = root.value else { panic!("no map") };
            assert_eq!(entries[0].1.as_text(), Some(written));
        }
    }
}
