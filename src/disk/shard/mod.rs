//! A part of a site in one file, to be carried to where the others are: not a folder of pages, which would have to be made twice,
//! and which somebody might take for the site.
//!
//! The file is a label, a list of what is in it in the order of the paths, a number over both, and then the bytes of all files. It
//! may come from anywhere: whoever reads it believes neither a path nor a length nor a byte of it before it was looked at.

mod label;
mod packed;
mod packing;
mod set;

pub use label::Label;
pub use packing::Packing;
pub use set::{Merged, Set};

use crate::output::OutputPath;

/// The name of the file in the folder of a shard. It is not hidden, because what carries build results leaves hidden files out.
pub(super) const NAME: &str = "kb-shard";
/// The first line of the file. Another one is another form.
const HEAD: &str = "kb: a shard of a site, in the first form. `kb merge` makes the site of all of them.";

/// A file in a shard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    path: OutputPath,
    kind: Kind,
    size: u64,
    hash: u128,
}

/// What it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A published file.
    File,
    /// What this shard has to say in a file that all of them make together.
    Part,
}

impl Entry {
    /// A line of the list, without its end.
    fn line(&self) -> String {
        let kind = if self.kind == Kind::File { "file" } else { "part" };
        format!("{:032x} {} {kind} {}", self.hash, self.size, self.path)
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.splitn(4, ' ');
        let (hash, size, kind, path) = (words.next()?, words.next()?, words.next()?, words.next()?);
        let kind = match kind {
            "file" => Kind::File,
            "part" => Kind::Part,
            _ => return None,
        };
        let entry =
            Self { path: OutputPath::new(path).ok()?, kind, size: size.parse().ok()?, hash: u128::from_str_radix(hash, 16).ok()? };
        // as it would be written, and in no other way
        (entry.line() == line).then_some(entry)
    }
}

#[cfg(test)]
mod tests;
