//! Files to publish, as values. Nothing here touches a disk: [`crate::disk`] is the only writer.

use std::fmt;
use std::sync::Arc;

use crate::source::LONGEST_SEGMENT;

/// A path below the output folder, with `/` between its parts.
///
/// It cannot be absolute, leave its folder or name something a file system cannot hold, because it is only made from
/// parts that were looked at one by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

/// Why a text is no [`OutputPath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputPathError {
    /// Empty, absolute, or with an empty, `.` or `..` part.
    Shape,
    /// A control character (NUL too) or a backslash.
    Character,
    /// A part longer than 255 bytes.
    Length,
}

impl OutputPath {
    /// Checks and keeps a path.
    ///
    /// # Errors
    /// When the text is empty or absolute, or a part is empty, `.`, `..`, too long, or holds a character no file name may.
    pub fn new(path: &str) -> Result<Self, OutputPathError> {
        for segment in path.split('/') {
            if matches!(segment, "" | "." | "..") {
                return Err(OutputPathError::Shape);
            }
            if segment.len() > LONGEST_SEGMENT {
                return Err(OutputPathError::Length);
            }
            if segment.chars().any(|c| c.is_control() || c == '\\') {
                return Err(OutputPathError::Character);
            }
        }
        Ok(Self(path.into()))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder this path stands in, `""` at the top.
    #[must_use]
    pub fn parent(&self) -> &str {
        self.0.rfind('/').map_or("", |i| &self.0[..i])
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for OutputPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => "it is empty, absolute, or has an empty, `.` or `..` part",
            Self::Character => "it holds a control character or a backslash",
            Self::Length => "one of its parts is longer than 255 bytes",
        })
    }
}

impl std::error::Error for OutputPathError {}

/// A file to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Where it goes below the output folder.
    pub path: OutputPath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_below_its_folder() {
        for good in ["index.html", "roles/product-owner/index.html", ".well-known/x", "a b/ü.png", "..a", "a..", "..."] {
            assert!(OutputPath::new(good).is_ok(), "{good}");
        }
        for bad in ["", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", "../a"] {
            assert_eq!(OutputPath::new(bad), Err(OutputPathError::Shape), "{bad}");
        }
        for bad in ["a\0b", "a\nb", "a\u{7f}", "a\u{85}b", "a\\b", "..\\a"] {
            assert_eq!(OutputPath::new(bad), Err(OutputPathError::Character), "{bad:?}");
        }
        assert!(OutputPath::new(&"x".repeat(255)).is_ok());
        assert_eq!(OutputPath::new(&format!("a/{}", "x".repeat(256))), Err(OutputPathError::Length));
    }
}
