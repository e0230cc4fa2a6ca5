//! Characters that no page can show: HTML has none of them, not even as a reference.

use std::ops::Range;

use super::node::{Node, Value};
use super::spots;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{At, FileId, Span};

/// Whether HTML forbids a character in a text (WHATWG HTML, "control-character-in-input-stream" and "noncharacter-…").
pub(super) fn is_unshown(c: char) -> bool {
    let is_space = matches!(c, '\t' | '\n' | '\x0c' | '\r');
    let is_nothing = u32::from(c) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    is_nothing || (c.is_control() && !is_space)
}

/// KB105: the first such character that stands in Markdown as it is; YAML and TOML have none. Those beyond ASCII are left alone: what
/// they stand for is clear mostly, and old programs wrote quotation marks with them.
pub(super) fn in_prose(file: FileId, text: &str, body: Range<usize>) -> Option<Diagnostic> {
    let is_one = |b: u8| b == 0x7f || (b < b' ' && !matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r'));
    // by blocks, which the processor looks through at once
    let mut blocks = text.as_bytes()[body.clone()].chunks(256).enumerate();
    let (nth, block) = blocks.find(|(_, block)| block.iter().fold(false, |any, b| any | is_one(*b)))?;
    let at = body.start + nth * 256 + block.iter().position(|b| is_one(*b))?;
    let c = char::from(text.as_bytes()[at]);
    let d = Diagnostic::new(Code::KB105, Span::new(file, at..at + 1), format!("an invisible character stands here, {}", named(c)));
    Some(d.label("no page can show it").help("delete it; most editors show it only on request (\"show invisibles\")"))
}

/// KB105: texts of a YAML file that hold such a character by an escape (`"\0"`). `base` is where the YAML begins.
pub(super) fn escaped(file: FileId, yaml: &str, base: usize) -> Vec<Diagnostic> {
    if !yaml.contains('\\') {
        return Vec::new();
    }
    let texts = spots::spots(yaml).into_iter().filter_map(|spot| Some((spot.range, spot.scalar?.0)));
    texts.filter_map(|(range, text)| by_escape(file, base + range.start..base + range.end, &text)).collect()
}

/// The same of a TOML file, whose values know their places.
pub(super) fn escaped_in(node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Text(text) => {
            if let At::Bytes(start, end) = node.place.at {
                found.extend(by_escape(node.place.file, start as usize..end as usize, text));
            }
        }
        Value::List(items) => items.iter().for_each(|item| escaped_in(item, found)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| escaped_in(value, found)),
        Value::Null | Value::Plain(_) => {}
    }
}

fn by_escape(file: FileId, at: Range<usize>, text: &str) -> Option<Diagnostic> {
    let c = text.chars().find(|c| is_unshown(*c))?;
    let d = Diagnostic::new(
        Code::KB105,
        Span::new(file, at),
        format!("this text holds a character that no page can show, {}", named(c)),
    );
    Some(d.label("written with a backslash").help("delete the escape; between single quotation marks a backslash is one"))
}

fn named(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}
