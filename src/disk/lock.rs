//! One build at a time for an output folder.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// How long a build waits for another one before it gives up.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// Held while a build writes. The system lets go of it when the program dies in whatever way.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits for the lock. `shown` is the output folder, for messages.
    pub(super) fn take(path: PathBuf, shown: &Path) -> anyhow::Result<Self> {
        let begun = Instant::now();
        loop {
            let file = open(&path).with_context(|| format!("cannot create the lock {}", path.display()))?;
            match file.try_lock() {
                // the one who had it may just have removed the file; then this is a lock on nothing
                Ok(()) if is_at(&file, &path) => return Ok(Self { path, _file: file }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let (shown, seconds) = (shown.display(), PATIENCE.as_secs());
                    bail!("another build has been writing {shown} for {seconds} s (lock {})", path.display())
                }
                Err(TryLockError::Error(e)) => {
                    let _ = fs::remove_file(&path);
                    return Err(e).with_context(|| format!("cannot lock {}", path.display()));
                }
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // removed while it is still held, so that nobody can hold a lock on a file that is gone without noticing
        let _ = fs::remove_file(&self.path);
    }
}

/// Opens or makes the file, never through a link to another one, and never waiting for a pipe.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file: File = rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?.into();
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no plain file")) }
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(path)
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    file.metadata().is_ok_and(|open| fs::symlink_metadata(path).is_ok_and(|there| id(open) == id(there)))
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
