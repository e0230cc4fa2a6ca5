//! TOML (`site.toml`, `strings.toml`) as the same [`Node`]s that YAML becomes.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::node::{Node, Value};
use super::unshown;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Place, Span};

/// Parses a TOML file; every mistake is a finding, and what could be read is returned.
#[must_use]
pub fn parse_toml(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<Diagnostic> = errors
        .iter()
        .map(|e| {
            let range = e.span().unwrap_or(0..0);
            let (message, help) = advice(e.message());
            Diagnostic::new(Code::KB101, Span::new(file, range), message).help(help)
        })
        .collect();
    let root = Node { place: Place::bytes(file, 0..0), value: table_value(file, table.get_ref()) };
    if text.contains('\\') {
        unshown::escaped_in(&root, &mut found);
    }
    (root, found)
}

/// A text as TOML writes it.
pub(super) struct Written {
    /// With its quotation marks.
    pub(super) range: Range<usize>,
    /// The same from the beginning of its key.
    pub(super) entry: Range<usize>,
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

/// The parser's complaint in an editor's words.
fn advice(parser: &str) -> (&'static str, &'static str) {
    const FORM: &str = "texts stand in quotation marks, lists in `[…]`, and a section starts with a line `[name]`";
    match parser {
        p if p.contains("duplicate key") => ("this key stands twice", "keep one"),
        p if p.contains("must be quoted") => {
            ("no text in quotation marks stands here", "write it in quotation marks:  title = \"Our handbook\"")
        }
        p if p.contains("string") => ("this text is never closed", "put the same quotation mark at its end"),
        p if p.contains("unclosed table") => ("the name of this section is never closed", "end it with `]`"),
        p if p.contains("unclosed array") => ("this list is never closed", "end it with `]`"),
        p if p.contains("invalid boolean") || p.contains("expected value") || p.contains("missing value") => {
            ("no value that can be read stands here", FORM)
        }
        _ => ("this is not TOML that can be read", FORM),
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
