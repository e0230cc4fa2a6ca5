//! Paths below the site folder.

use std::fmt;
use std::sync::Arc;

/// A path relative to the site folder, with `/` between its parts. Never absolute, never with an empty, `.` or `..` part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

/// Why a text is no [`SitePath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// Empty, absolute, or with an empty, `.` or `..` part.
    Shape,
    /// A control character or a backslash.
    Character,
    /// A part longer than 255 bytes, which cannot be published everywhere, be it a name here.
    Length,
}

/// The longest name most file systems take for one part of a path, in bytes.
pub(crate) const LONGEST_SEGMENT: usize = 255;

impl SitePath {
    /// Checks and keeps a path.
    ///
    /// # Errors
    /// When the text is empty, absolute, leaves its folder, or holds control characters or a part that is too long.
    pub fn new(path: &str) -> Result<Self, PathError> {
        if path.chars().any(|c| c.is_control() || c == '\\') {
            return Err(PathError::Character);
        }
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(PathError::Shape);
        }
        if path.split('/').any(|part| part.len() > LONGEST_SEGMENT) {
            return Err(PathError::Length);
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

    /// The last part.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rfind('/').map_or(&*self.0, |i| &self.0[i + 1..])
    }

    /// The last part without its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rfind('.').filter(|i| *i > 0).map_or(name, |i| &name[..i])
    }

    /// The ending of the last part, without the dot.
    #[must_use]
    pub fn extension(&self) -> Option<&str> {
        let name = self.name();
        name.rfind('.').filter(|i| *i > 0).map(|i| &name[i + 1..])
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
