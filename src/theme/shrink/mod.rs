//! Style sheets and scripts without what only their authors read: comments, indentation, blank lines.
//!
//! Nothing is renamed, reordered or joined, and a file that is in doubt is published as it was written. A comment that begins
//! with `!` or names a licence stays.

mod css;
mod js;
#[cfg(test)]
mod tests;

pub(super) use css::css;
pub(super) use js::js;

/// Whether a comment is for readers of the published file.
fn stays(comment: &str) -> bool {
    comment.starts_with('!') || comment.contains("@license") || comment.contains("@preserve") || comment.contains("@copyright")
}
