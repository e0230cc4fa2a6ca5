//! TOML (`site.toml`, `strings.toml`) as the same [`Node`]s that YAML becomes.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::blanked::blanked;
use super::healing::MAX_BROKEN;
use super::node::{Node, Value};
use super::toml_advice;
use super::unshown;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Place};

/// Parses a TOML file; every mistake is a finding, and what could be read is returned.
#[must_use]
pub fn parse_toml(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut current = Cow::Borrowed(text);
    if let Some((finding, ours)) = toml_advice::unmerged(file, text) {
        found.push(finding);
        current = Cow::Owned(ours);
    }
    let (mut value, mut count) = (None, 0);
    // A line that cannot be read is left out, and the rest is read again: the parser takes much of it for a part of that line.
    for round in 0..MOST_ROUNDS {
        let (table, mut errors) = DeTable::parse_recoverable(&current);
        if errors.is_empty() || value.is_none() {
            value = Some(table_value(file, table.get_ref()));
        }
        errors.sort_by_key(|e| e.span().map_or(0, |span| span.start));
        let mut broken: Vec<Range<usize>> = Vec::new();
        // how far the lines go that cannot be read: what stands in them has been told of
        let mut reached = None;
        for error in &errors {
            let at = error.span().unwrap_or(0..0);
            if reached.is_some_and(|end| at.start <= end) {
                continue;
            }
            if count == MAX_BROKEN {
                break;
            }
            count += 1;
            let mistake = toml_advice::mistake(file, &current, at, error.message());
            // What shows only now may be an echo, unless it is known for what it is.
            if round == 0 || mistake.is_plain {
                found.push(mistake.finding);
            }
            reached = reached.max(Some(mistake.lines.end));
            broken.push(mistake.lines);
            if mistake.takes_rest {
                break;
            }
        }
        if broken.is_empty() {
            break;
        }
        current = Cow::Owned(blanked(&current, &broken));
    }
    let root = Node { place: Place::bytes(file, 0..0), value: value.unwrap_or(Value::Null) };
    if text.contains('\\') {
        unshown::escaped_in(&root, &mut found);
    }
    (root, found)
}

/// How often a file is read again without what could not be read.
const MOST_ROUNDS: usize = 8;

/// A text as TOML writes it.
pub(super) struct Written {
    /// With its quotation marks.
    pub(super) range: Range<usize>,
    /// The same from the beginning of its key.
    pub(super) entry: Range<usize>,
}

/// The part of a written text between its quotation marks; a line end directly behind the first three is none of it.
pub(super) fn within_quotes(written: &str) -> Range<usize> {
    let marks =
        ["\"\"\"", "'''", "\"", "'"].into_iter().find(|marks| written.starts_with(marks) && written.len() >= 2 * marks.len());
    let Some(marks) = marks else { return 0..written.len() };
    let inner = &written[marks.len()..written.len() - marks.len()];
    let is_long = marks.len() > 1;
    let line = inner.strip_prefix("\r\n").or_else(|| inner.strip_prefix('\n')).filter(|_| is_long);
    let start = written.len() - marks.len() - line.map_or(inner.len(), str::len);
    start..written.len() - marks.len()
}

/// Every key and text of a TOML file.
pub(super) fn texts(text: &str) -> Vec<Written> {
    let mut list = Vec::new();
    table_texts(DeTable::parse_recoverable(text).0.get_ref(), &mut list);
    list
}

fn table_texts(table: &DeTable<'_>, list: &mut Vec<Written>) {
    for (key, value) in table {
        list.push(Written { range: key.span(), entry: key.span() });
        value_texts(value, key.span().start, list);
    }
}

fn value_texts(value: &toml::Spanned<DeValue<'_>>, from: usize, list: &mut Vec<Written>) {
    match value.get_ref() {
        DeValue::String(_) => list.push(Written { range: value.span(), entry: from.min(value.span().start)..value.span().end }),
        DeValue::Array(items) => items.iter().for_each(|item| value_texts(item, item.span().start, list)),
        DeValue::Table(table) => table_texts(table, list),
        _ => {}
    }
}

fn table_value(file: FileId, table: &DeTable<'_>) -> Value {
    let entry = |(key, value): (&toml::Spanned<std::borrow::Cow<'_, str>>, &toml::Spanned<DeValue<'_>>)| {
        let key_node = Node { place: Place::bytes(file, key.span()), value: Value::Text(key.get_ref().as_ref().into()) };
        (key_node, node(file, value))
    };
    Value::Map(table.iter().map(entry).collect())
}

fn node(file: FileId, spanned: &toml::Spanned<DeValue<'_>>) -> Node {
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::Text(text.as_ref().into()),
        DeValue::Integer(n) => Value::Plain(n.as_str().into()),
        DeValue::Float(n) => Value::Plain(n.as_str().into()),
        DeValue::Boolean(b) => Value::Plain(b.to_string().into()),
        DeValue::Datetime(d) => Value::Plain(d.to_string().into()),
        DeValue::Array(items) => Value::List(items.iter().map(|i| node(file, i)).collect()),
        DeValue::Table(table) => table_value(file, table),
    };
    Node { place: Place::bytes(file, spanned.span()), value }
}
