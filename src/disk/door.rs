//! The one door for reading: regular files below the site folder, never through a link, never more than a limit.
//!
//! A file is judged by what was opened, not by what stood there a moment before, and opening never waits for a pipe.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::source::{Fault, SitePath};

/// Opens files below one folder.
#[derive(Debug)]
pub(super) struct Door {
    root: PathBuf,
    #[cfg(target_os = "linux")]
    handle: Option<File>,
}

impl Door {
    pub(super) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            #[cfg(target_os = "linux")]
            handle: File::open(root).ok(),
        }
    }

    /// Reads a whole file.
    pub(super) fn read(&self, path: &SitePath, limit: u64) -> Result<Vec<u8>, Fault> {
        let (file, size) = self.open(path, limit)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // it may grow while it is read
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| refused(&e))?;
        let size = bytes.len() as u64;
        if size > limit { Err(Fault::TooLarge { size, limit }) } else { Ok(bytes) }
    }

    /// Opens a file and tells its size.
    pub(super) fn open(&self, path: &SitePath, limit: u64) -> Result<(File, u64), Fault> {
        let file = self.open_any(path).map_err(|e| self.why(path, &e))?;
        let meta = file.metadata().map_err(|e| refused(&e))?;
        if !meta.is_file() {
            return Err(Fault::Special);
        }
        let size = meta.len();
        if size > limit { Err(Fault::TooLarge { size, limit }) } else { Ok((file, size)) }
    }

    /// The kernel itself refuses links anywhere on the way. Where it cannot (an old one, a sandbox), at least the file
    /// itself may not be one; its folders were found by a walk that follows none.
    #[cfg(target_os = "linux")]
    fn open_any(&self, path: &SitePath) -> io::Result<File> {
        use rustix::fs::{Mode, ResolveFlags, openat2};
        use rustix::io::Errno;

        if let Some(handle) = &self.handle {
            let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
            match openat2(handle, path.as_str(), flags(), Mode::empty(), resolve) {
                Ok(fd) => return Ok(fd.into()),
                Err(Errno::NOSYS | Errno::PERM | Errno::AGAIN | Errno::INVAL) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(rustix::fs::open(self.root.join(path.as_str()), flags(), Mode::empty())?.into())
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    fn open_any(&self, path: &SitePath) -> io::Result<File> {
        Ok(rustix::fs::open(self.root.join(path.as_str()), flags(), rustix::fs::Mode::empty())?.into())
    }

    #[cfg(not(unix))]
    fn open_any(&self, path: &SitePath) -> io::Result<File> {
        let path = self.root.join(path.as_str());
        if path.symlink_metadata()?.is_symlink() {
            return Err(io::Error::other("it is a link"));
        }
        File::open(path)
    }

    /// Sockets cannot be opened and links answer with different errors: the file's type says it best.
    fn why(&self, path: &SitePath, error: &io::Error) -> Fault {
        match self.root.join(path.as_str()).symlink_metadata() {
            Ok(meta) if meta.is_symlink() => Fault::Link,
            Ok(meta) if !meta.is_file() => Fault::Special,
            _ => refused(error),
        }
    }
}

#[cfg(unix)]
fn flags() -> rustix::fs::OFlags {
    use rustix::fs::OFlags;
    // without NONBLOCK, opening a pipe waits for somebody to write into it
    OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
}

/// The system's words without its number.
pub(super) fn refused(error: &io::Error) -> Fault {
    let words = error.to_string();
    Fault::Unreadable(words.split(" (os error").next().unwrap_or_default().to_owned())
}

/// Why a file could not be read.
pub(super) fn words(fault: &Fault) -> String {
    match fault {
        Fault::TooLarge { size, limit } => format!("it has {size} bytes, and {limit} are allowed"),
        Fault::Link => "it is a link".into(),
        Fault::Unreadable(why) => why.clone(),
        _ => "it is not a plain file".into(),
    }
}
