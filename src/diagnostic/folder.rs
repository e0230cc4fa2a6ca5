//! Where the site stands, as the shell knows it.

use crate::escape::uri;
use crate::source::SitePath;

/// Where the site stands. Readers of a report look at its paths from the root of a repository, not from the site.
///
/// The default is a site that is itself the root, at an unknown place of the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// What stands before the paths of the site: empty, or `docs/handbook/`.
    prefix: String,
    /// The address of the site folder, ended by `/`.
    address: Option<String>,
}

impl Folder {
    /// A site at `path` below the root of the repository (empty: it is the root), at the absolute path `place` of the
    /// disk. Both have `/` between their parts.
    #[must_use]
    pub fn new(path: &str, place: Option<&str>) -> Self {
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        let address = place.map(|place| {
            // `C:/…` has no slash of its own
            let mut address = String::from(if place.starts_with('/') { "file://" } else { "file:///" });
            uri::path(place.trim_end_matches('/'), &mut address);
            address + "/"
        });
        Self { prefix, address }
    }

    /// A file, from the root of the repository.
    pub(super) fn path(&self, path: &SitePath) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The same as a relative address, percent-encoded.
    pub(super) fn relative(&self, path: &SitePath) -> String {
        uri::file(&self.path(path))
    }

    /// The address of a file on the disk.
    pub(super) fn absolute(&self, path: &SitePath) -> Option<String> {
        let mut out = self.address.clone()?;
        uri::path(path.as_str(), &mut out);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_where_they_are_read() {
        let path = SitePath::new("content/a b%41:ü.md").expect("a path");
        let folder = Folder::new("docs/hand book", Some("/home/x y/docs/hand book/"));
        assert_eq!(folder.path(&path), "docs/hand book/content/a b%41:ü.md");
        assert_eq!(folder.relative(&path), "docs/hand%20book/content/a%20b%2541%3A%C3%BC.md");
        let known = folder.absolute(&path).expect("the place is known");
        assert_eq!(known, "file:///home/x%20y/docs/hand%20book/content/a%20b%2541:%C3%BC.md");
        let known = Folder::new("", Some("C:/x")).absolute(&path).expect("the place is known");
        assert!(known.starts_with("file:///C:/x/content/"), "{known}");
        assert_eq!(Folder::default().path(&path), path.as_str());
        assert_eq!(Folder::default().absolute(&path), None);
    }
}
