//! A tree of values as bytes, to be read again without the parser. Places are left out: they count the values.

use super::node::{Node, Value};
use super::yaml::MAX_DEPTH;
use crate::source::{FileId, Place};

const NULL: u8 = 0;
const TEXT: u8 = 1;
const PLAIN: u8 = 2;
const LIST: u8 = 3;
const MAP: u8 = 4;
/// For so many values room is made before they are read.
const ROOM: usize = 4096;

/// The tree as bytes; nothing of one that is larger than any file.
pub(super) fn pack(node: &Node) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    write(node, &mut out)?;
    Some(out)
}

fn write(node: &Node, out: &mut Vec<u8>) -> Option<()> {
    let mut head = |kind: u8, length: usize| {
        out.push(kind);
        out.extend(u32::try_from(length).ok()?.to_le_bytes());
        Some(())
    };
    match &node.value {
        Value::Null => out.push(NULL),
        Value::Text(text) => {
            head(TEXT, text.len())?;
            out.extend(text.as_bytes());
        }
        Value::Plain(text) => {
            head(PLAIN, text.len())?;
            out.extend(text.as_bytes());
        }
        Value::List(items) => {
            head(LIST, items.len())?;
            items.iter().try_for_each(|item| write(item, out))?;
        }
        Value::Map(entries) => {
            head(MAP, entries.len())?;
            for (key, value) in entries {
                write(key, out)?;
                write(value, out)?;
            }
        }
    }
    Some(())
}

/// The tree that was [packed](pack) into these bytes; nothing where they are anything else.
pub(super) fn unpack(file: FileId, bytes: &[u8]) -> Option<Node> {
    let mut reader = Reader { file, rest: bytes, next: 0 };
    let root = reader.node(0)?;
    reader.rest.is_empty().then_some(root)
}

struct Reader<'b> {
    file: FileId,
    rest: &'b [u8],
    /// The number of the next value.
    next: u32,
}

impl Reader<'_> {
    fn node(&mut self, depth: usize) -> Option<Node> {
        let place = Place::node(self.file, self.next);
        self.next += 1;
        let (kind, rest) = self.rest.split_first()?;
        self.rest = rest;
        let value = match *kind {
            NULL => Value::Null,
            TEXT => Value::Text(self.text()?),
            PLAIN => Value::Plain(self.text()?),
            LIST | MAP if depth >= MAX_DEPTH => return None,
            LIST => {
                let length = self.length()?;
                let mut items = Vec::with_capacity(length.min(ROOM));
                for _ in 0..length {
                    items.push(self.node(depth + 1)?);
                }
                Value::List(items)
            }
            MAP => {
                let length = self.length()?;
                let mut entries = Vec::with_capacity(length.min(ROOM));
                for _ in 0..length {
                    entries.push((self.node(depth + 1)?, self.node(depth + 1)?));
                }
                Value::Map(entries)
            }
            _ => return None,
        };
        Some(Node { place, value })
    }

    /// How many bytes or values follow: no more than there is room for.
    fn length(&mut self) -> Option<usize> {
        let (length, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        usize::try_from(u32::from_le_bytes(*length)).ok().filter(|length| *length <= rest.len())
    }

    fn text(&mut self) -> Option<Box<str>> {
        let length = self.length()?;
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        std::str::from_utf8(text).ok().map(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::yaml;

    #[test]
    fn trees_are_unpacked_as_they_were_packed_or_not_at_all() {
        let text = "a: [1.10, True, ~, {b: ü, c: []}]\n? [d]\n: |\n  two\n  lines\ne: {}\n";
        let tree = yaml::parse(FileId::FIRST, text).expect("it parses");
        let packed = pack(&tree).expect("it is small");
        assert_eq!(unpack(FileId::FIRST, &packed), Some(tree));
        for at in 0..packed.len() {
            assert_eq!(unpack(FileId::FIRST, &packed[..at]), None, "cut at {at}");
            for bit in 0..8 {
                let mut damaged = packed.clone();
                damaged[at] ^= 1 << bit;
                // whatever comes of it, it ends
                unpack(FileId::FIRST, &damaged);
            }
        }
    }
}
