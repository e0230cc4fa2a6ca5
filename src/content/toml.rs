//! TOML (`site.toml`, `strings.toml`) as the same [`Node`]s that YAML becomes.

use toml::de::{DeTable, DeValue};

use super::node::{Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Place, Span};

/// Parses a TOML file; every mistake is a finding, and what could be read is returned.
#[must_use]
pub fn parse_toml(file: FileId, text: &str) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let found = errors
        .iter()
        .map(|e| {
            let range = e.span().unwrap_or(0..0);
            Diagnostic::new(Code::KB101, Span::new(file, range), format!("this is not TOML that can be read: {}", e.message()))
                .help("texts stand in quotation marks, lists in `[…]`, and a section starts with a line `[name]`")
        })
        .collect();
    let value = table_value(file, table.get_ref());
    (Node { place: Place::bytes(file, 0..0), value }, found)
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
