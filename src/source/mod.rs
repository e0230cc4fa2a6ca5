//! The input as a value: every source file's path and text. The core has no other way to see a file.

mod commit;
mod path;
mod place;
mod span;

use std::collections::BTreeMap;

pub use commit::Commit;
pub(crate) use path::LONGEST_SEGMENT;
pub use path::{PathError, SitePath};
pub use place::{At, Place};
pub use span::{FileId, LineCol, Span};

/// Dates of a file as its version control knows them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileDates {
    /// Day of the first change that holds the file.
    pub first: Option<jiff::civil::Date>,
    /// Day of the last change to the file.
    pub last: Option<jiff::civil::Date>,
    /// That change.
    pub commit: Option<Commit>,
}

/// Why a source file cannot be used although it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The bytes are not UTF-8 from this byte of the (lossily decoded) text on.
    NotUtf8 {
        /// Byte offset in the decoded text.
        offset: usize,
    },
    /// A NUL byte at this byte offset.
    Nul {
        /// Byte offset in the text.
        offset: usize,
    },
    /// Larger than the documented limit, both in bytes.
    TooLarge {
        /// Size found.
        size: u64,
        /// Size allowed.
        limit: u64,
    },
    /// Not a regular file: a device, a pipe, a socket.
    Special,
    /// A symbolic link.
    Link,
    /// The system refused to read it, in its words.
    Unreadable(String),
    /// The file's name is not UTF-8 or holds characters a site path cannot.
    BadName,
    /// It is published as it is, and would run scripts where it is opened: by this.
    Active(String),
    /// Its name says that it was meant to be read, and keeps it from being so. Here it would be read.
    Misnamed(SitePath),
    /// It stands in more folders than this.
    TooDeep {
        /// Folders allowed.
        limit: usize,
    },
    /// A folder that is not there, though what is published was made of it.
    Missing {
        /// Where it was looked for.
        site: String,
        /// Where the site stands that was made of it.
        published: String,
    },
}

/// One text file below the site folder.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path relative to the site folder.
    pub path: SitePath,
    /// The text: UTF-8, without byte order mark, lines ended by LF.
    pub text: std::sync::Arc<str>,
    /// What version control says of its dates.
    pub dates: FileDates,
    /// Set when the text must not be used.
    pub fault: Option<Fault>,
}

impl SourceFile {
    /// Whether something may be written here that cannot be read.
    #[must_use]
    pub const fn hides_something(&self) -> bool {
        !matches!(self.fault, None | Some(Fault::Active(_)))
    }
}

/// Every input of a build. Files stand in the order of their paths, so that ids are the same on every machine.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    assets: BTreeMap<SitePath, u64>,
    images: BTreeMap<SitePath, (u32, u32)>,
}

impl Sources {
    /// Collects text files and assets (path and size in bytes).
    #[must_use]
    pub fn new(mut files: Vec<SourceFile>, assets: BTreeMap<SitePath, u64>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, assets, images: BTreeMap::new() }
    }

    /// The same with the width and height in pixels of the assets that are images.
    #[must_use]
    pub fn with_images(self, images: BTreeMap<SitePath, (u32, u32)>) -> Self {
        Self { images, ..self }
    }

    /// The same with something besides that cannot be used.
    #[must_use]
    pub fn with_fault(mut self, path: SitePath, fault: Fault) -> Self {
        let file = SourceFile { path, text: "".into(), dates: FileDates::default(), fault: Some(fault) };
        let at = self.files.partition_point(|other| other.path < file.path);
        self.files.insert(at, file);
        self
    }

    /// The file with this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// Puts another text in the place of a file's, and gives back the one it had.
    pub fn set_text(&mut self, id: FileId, text: std::sync::Arc<str>) -> std::sync::Arc<str> {
        std::mem::replace(&mut self.files[id.index()].text, text)
    }

    /// Puts another state of a file in its place.
    pub fn set_file(&mut self, id: FileId, file: SourceFile) {
        debug_assert_eq!(self.files[id.index()].path, file.path, "files keep their places");
        self.files[id.index()] = file;
    }

    /// Says how large an asset is now, in bytes and, where it is an image that tells, in pixels.
    pub fn set_asset(&mut self, path: &SitePath, size: u64, pixels: Option<(u32, u32)>) {
        self.assets.insert(path.clone(), size);
        match pixels {
            Some(pixels) => _ = self.images.insert(path.clone(), pixels),
            None => _ = self.images.remove(path),
        }
    }

    /// Gives every file the dates that version control knows of it; `true` when one differs.
    pub fn set_dates(&mut self, dates: impl Fn(&SitePath) -> FileDates) -> bool {
        let mut differs = false;
        for file in &mut self.files {
            let dates = dates(&file.path);
            differs |= file.dates != dates;
            file.dates = dates;
        }
        differs
    }

    /// All text files with their ids, by path.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId::new(i), f))
    }

    /// Whether these are the same files, of the same days and with the same faults, whatever they say.
    #[must_use]
    pub fn has_files_of(&self, other: &Self) -> bool {
        let alike = |(a, b): (&SourceFile, &SourceFile)| a.path == b.path && a.fault == b.fault && a.dates == b.dates;
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(alike)
            && self.assets.keys().eq(other.assets.keys())
            && self.images == other.images
    }

    /// The id of the file at this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|f| f.path.as_str().cmp(path)).ok().map(FileId::new)
    }

    /// Files that are published as they are, by path, with their size in bytes.
    #[must_use]
    pub fn assets(&self) -> &BTreeMap<SitePath, u64> {
        &self.assets
    }

    /// The width and height in pixels of all images that tell.
    #[must_use]
    pub const fn images(&self) -> &BTreeMap<SitePath, (u32, u32)> {
        &self.images
    }

    /// The width and height of an image in pixels, where its file tells.
    #[must_use]
    pub fn pixels(&self, path: &SitePath) -> Option<(u32, u32)> {
        self.images.get(path).copied()
    }

    /// Line and column, from 1, columns in characters, of the start of a span.
    #[must_use]
    pub fn line_col(&self, span: Span) -> LineCol {
        LineCol::of(&self.file(span.file).text, span.start)
    }
}
