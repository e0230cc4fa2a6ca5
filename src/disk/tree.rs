//! A site folder that is read again and again: a file is read anew only when it may have changed.
//!
//! A file is taken as unchanged while its size, times and number are what they were. Where a file was read so soon after it
//! was written that a second change could have the same time, that says nothing, and it is read again.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::door::Door;
use super::git;
use super::load::{self, Dates, Found, SETTINGS};
use crate::config::trusts_content;
use crate::source::{Fault, SitePath, SourceFile, Sources};

/// Files younger than this may change again without looking changed: clocks of file systems tick up to this slowly.
const TICK: Duration = Duration::from_secs(2);

/// A site folder and what was last read of it.
pub struct Tree {
    site: PathBuf,
    dates: Dates,
    history: git::History,
    stamps: BTreeMap<SitePath, Stamp>,
    sources: Sources,
}

/// What differs since the last time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Texts that say something else, are new or are gone, by path.
    pub texts: Vec<SitePath>,
    /// The same of files that are published as they are.
    pub assets: Vec<SitePath>,
}

impl Changed {
    /// Whether nothing differs.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.assets.is_empty()
    }
}

/// What tells one state of a file from another without reading it.
#[derive(Debug, Clone, Copy)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// When the system last touched its entry, and the entry's number.
    entry: (i64, i64, u64),
    /// Whether it was old enough when it was read.
    settled: bool,
}

impl Stamp {
    fn of(meta: &Metadata, now: SystemTime) -> Self {
        #[cfg(unix)]
        let entry = {
            use std::os::unix::fs::MetadataExt as _;
            (meta.ctime(), meta.ctime_nsec(), meta.ino())
        };
        #[cfg(not(unix))]
        let entry = (0, 0, 0);
        let modified = meta.modified().ok();
        let settled = modified.is_some_and(|time| now.duration_since(time).is_ok_and(|age| age > TICK));
        Self { size: meta.len(), modified, entry, settled }
    }

    fn equals(&self, other: &Self) -> bool {
        (self.size, self.modified, self.entry) == (other.size, other.modified, other.entry)
    }
}

impl Tree {
    /// Reads a site for the first time, and what the reader should know of that, a line each.
    ///
    /// # Errors
    /// As [`load`](super::load()).
    pub fn new(site: &Path, dates: Dates) -> anyhow::Result<(Self, Vec<String>)> {
        let mut tree = Self {
            site: site.to_owned(),
            dates,
            history: git::History::default(),
            stamps: BTreeMap::new(),
            sources: Sources::default(),
        };
        let history = std::thread::spawn({
            let site = site.to_owned();
            move || load::history(&site, dates)
        });
        let read = tree.read(&HashSet::new());
        tree.history = history.join().unwrap_or_default();
        read?;
        let notes = load::notes(site, &tree.history);
        tree.date();
        Ok((tree, notes))
    }

    /// The folder.
    #[must_use]
    pub fn site(&self) -> &Path {
        &self.site
    }

    /// Its files.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Reads these files again. A path that was no file before, or is none now, has the whole folder looked through.
    ///
    /// # Errors
    /// As [`load`](super::load()).
    pub fn refresh(&mut self, paths: &HashSet<PathBuf>) -> anyhow::Result<Changed> {
        let meant = || paths.iter().filter(|path| !self.is_of_no_matter(path));
        let known: Option<Vec<SitePath>> = meant().map(|path| self.plain(path)).collect();
        match known {
            Some(known) => self.read_again(&known),
            None => self.read(&meant().cloned().collect()),
        }
    }

    /// Whether something was at a path, or below it, when the folder was read last.
    #[must_use]
    pub fn knows(&self, path: &Path) -> bool {
        let Some(path) = self.site_path(path) else { return true };
        let below = format!("{path}/");
        let is_below = |file: &SitePath| file.as_str().starts_with(&below);
        self.sources.find(path.as_str()).is_some()
            || self.stamps.contains_key(&path)
            || SitePath::new(&format!("{path}/ "))
                .map_or(true, |from| self.stamps.range(from..).next().is_some_and(|(p, _)| is_below(p)))
    }

    /// Whether what came and went at a path is nothing, or a file that editors write for a moment.
    fn is_of_no_matter(&self, path: &Path) -> bool {
        let is_leftover = || path.file_name().and_then(|name| name.to_str()).is_some_and(load::is_leftover);
        !self.knows(path)
            && match fs::symlink_metadata(path) {
                Ok(meta) => !meta.is_dir() && is_leftover(),
                Err(e) => e.kind() == io::ErrorKind::NotFound,
            }
    }

    /// Looks through the whole folder, and reads whatever may have changed.
    ///
    /// # Errors
    /// As [`load`](super::load()).
    pub fn refresh_all(&mut self) -> anyhow::Result<Changed> {
        self.read(&HashSet::new())
    }

    /// Asks version control again. `true` when a date differs.
    pub fn refresh_dates(&mut self, dates: Dates) -> bool {
        self.dates = dates;
        self.history = load::history(&self.site, self.dates);
        self.date()
    }

    fn site_path(&self, path: &Path) -> Option<SitePath> {
        let relative = path.strip_prefix(&self.site).ok()?.to_str()?;
        SitePath::new(&if cfg!(windows) { relative.replace('\\', "/") } else { relative.to_owned() }).ok()
    }

    /// The path of a file that was a plain file and still is one.
    fn plain(&self, path: &Path) -> Option<SitePath> {
        let path = self.site_path(path)?;
        let was = self.stamps.contains_key(&path) && !self.is_faulty(&path);
        let is = || fs::symlink_metadata(self.site.join(path.as_str())).is_ok_and(|meta| meta.is_file());
        (was && is()).then_some(path)
    }

    fn is_faulty(&self, path: &SitePath) -> bool {
        let faults = |fault: &Fault| !matches!(fault, Fault::NotUtf8 { .. } | Fault::Nul { .. } | Fault::TooLarge { .. });
        self.sources.find(path.as_str()).is_some_and(|id| self.sources.file(id).fault.as_ref().is_some_and(faults))
    }

    fn read_again(&mut self, paths: &[SitePath]) -> anyhow::Result<Changed> {
        let door = Door::new(&self.site);
        let now = SystemTime::now();
        let mut changed = Changed::default();
        let settings = self.sources.find(SETTINGS).map(|id| Arc::clone(&self.sources.file(id).text));
        let trusted = || settings.as_ref().is_some_and(|text| trusts_content(text));
        for path in paths {
            let was_text = self.sources.find(path.as_str());
            let Ok(meta) = fs::symlink_metadata(self.site.join(path.as_str())) else { return self.read(&HashSet::new()) };
            self.stamps.insert(path.clone(), Stamp::of(&meta, now));
            let found = load::judge(meta.file_type(), path.clone(), || Ok(meta.len()));
            let read = load::source(&door, &found);
            let pixels = if read.is_none() { load::asset(&door, path, trusted()).ok() } else { None };
            match (was_text, read, pixels) {
                (Some(id), Some(mut file), _) => {
                    let old = self.sources.file(id);
                    file.dates = old.dates;
                    if file.text != old.text || file.fault != old.fault {
                        self.sources.set_file(id, file);
                        changed.texts.push(path.clone());
                    }
                }
                (None, None, Some(pixels)) => {
                    if let Found::Asset { size, .. } = found {
                        self.sources.set_asset(path, size, pixels);
                    }
                    changed.assets.push(path.clone());
                }
                // it was published as it is and cannot be any more, or the other way round: rare, and a look at all settles it
                _ => {
                    let rest = self.read(&HashSet::new())?;
                    changed.texts.extend(rest.texts);
                    changed.assets.extend(rest.assets);
                    break;
                }
            }
        }
        changed.texts.sort();
        changed.assets.sort();
        Ok(changed)
    }

    /// Reads everything that may have changed, these paths in any case.
    fn read(&mut self, paths: &HashSet<PathBuf>) -> anyhow::Result<Changed> {
        let found = load::find(&self.site)?;
        let door = Door::new(&self.site);
        let now = SystemTime::now();
        let one = |found: &Found| -> (Option<Stamp>, Option<SourceFile>) {
            let path = found.path();
            let full = self.site.join(path.as_str());
            let stamp = fs::symlink_metadata(&full).ok().map(|meta| Stamp::of(&meta, now));
            let same = self.is_same(path, stamp.as_ref()) && !paths.contains(&full);
            let old = self.sources.find(path.as_str()).map(|id| self.sources.file(id));
            match (found, old) {
                (Found::Text { .. }, Some(old)) if same => (stamp, Some(old.clone())),
                (Found::Asset { .. }, None) if same => (stamp, None),
                _ => (stamp, load::source(&door, found).map(|file| keep_text(file, old))),
            }
        };
        let read: Vec<_> = found.par_iter().map(one).collect();
        let mut stamps = BTreeMap::new();
        let mut files = Vec::with_capacity(read.len());
        for (found, (stamp, file)) in found.iter().zip(read) {
            stamps.extend(stamp.map(|stamp| (found.path().clone(), stamp)));
            files.extend(file);
        }
        let sources = load::put_together(&self.site, &found, files, &self.history)?;
        let old_stamps = std::mem::replace(&mut self.stamps, stamps);
        let old = std::mem::replace(&mut self.sources, sources);
        Ok(self.difference(&old, &old_stamps, paths))
    }

    /// Whether a file was read when it was what it is now.
    fn is_same(&self, path: &SitePath, stamp: Option<&Stamp>) -> bool {
        self.stamps.get(path).zip(stamp).is_some_and(|(old, new)| old.settled && old.equals(new))
    }

    /// What is different from before; these paths may have been written again within one tick of the clock.
    fn difference(&self, old: &Sources, stamps: &BTreeMap<SitePath, Stamp>, paths: &HashSet<PathBuf>) -> Changed {
        let mut changed = Changed::default();
        for (_, file) in self.sources.files() {
            let before = old.find(file.path.as_str()).map(|id| old.file(id));
            if !before.is_some_and(|old| Arc::ptr_eq(&old.text, &file.text) && old.fault == file.fault) {
                changed.texts.push(file.path.clone());
            }
        }
        let gone = |path: &&SitePath| self.sources.find(path.as_str()).is_none();
        changed.texts.extend(old.files().map(|(_, file)| &file.path).filter(gone).cloned());
        let differs = |path: &&SitePath| {
            let known = old.assets().contains_key(*path);
            let same = stamps.get(*path).zip(self.stamps.get(*path)).is_some_and(|(old, new)| old.equals(new));
            !known || !same || paths.contains(&self.site.join(path.as_str()))
        };
        changed.assets.extend(self.sources.assets().keys().filter(differs).cloned());
        changed.assets.extend(old.assets().keys().filter(|path| !self.sources.assets().contains_key(*path)).cloned());
        changed.texts.sort();
        changed.assets.sort();
        changed
    }

    /// Gives the files their dates; `true` when one differs.
    fn date(&mut self) -> bool {
        let history = &self.history;
        self.sources.set_dates(|path| history.dates.get(path.as_str()).copied().unwrap_or_default())
    }
}

/// A file that says what it said keeps the very text, by which others see that it did.
fn keep_text(mut file: SourceFile, old: Option<&SourceFile>) -> SourceFile {
    if let Some(old) = old
        && old.text == file.text
    {
        file.text = Arc::clone(&old.text);
    }
    file
}
