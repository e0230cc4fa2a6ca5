//! Which files may have changed: what the system tells, gathered until a burst is over.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::disk;

/// A burst is over when so long nothing more came …
const QUIET: Duration = Duration::from_millis(5);
/// … or when it lasts so long: then what came so far is shown.
const LONGEST: Duration = Duration::from_millis(50);
/// Where the system tells nothing, files are looked at so often.
const LOOK: Duration = Duration::from_millis(500);

/// Where a repository names the last commit of each branch, one file each.
const BRANCHES: &str = "refs/heads";

/// Watches the folders of a site.
pub(super) struct Watching {
    site: PathBuf,
    watcher: Option<RecommendedWatcher>,
    sender: Sender<notify::Result<Event>>,
    events: Receiver<notify::Result<Event>>,
    /// Whether every folder is watched.
    is_whole: bool,
    /// Where version control keeps its history: of this checkout, and of all.
    history: Option<[PathBuf; 2]>,
}

/// What may have changed.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// These files.
    pub paths: HashSet<PathBuf>,
    /// Nobody knows what: folders came or went, or there was more than the system could tell.
    pub all: bool,
    /// The folders that are watched came or went.
    pub roots: bool,
    /// Whether version control was busy.
    pub history: bool,
}

impl Watching {
    /// Begins to watch.
    pub(super) fn new(site: &Path) -> Self {
        let (sender, events) = mpsc::channel();
        let mut watching = Self { site: site.to_owned(), watcher: None, sender, events, is_whole: false, history: None };
        watching.begin_again();
        watching
    }

    /// Watches with a new watch, which knows nothing of what was: an old one may yet come upon news of a folder that was
    /// moved away and back, and stop watching the folder that stands there now.
    pub(super) fn begin_again(&mut self) {
        let sender = self.sender.clone();
        let watcher = notify::recommended_watcher(move |event| {
            // whoever listened is gone when the program ends
            let _ = sender.send(event);
        });
        self.watcher = watcher.ok();
        self.history = disk::history_folders(&self.site);
        self.watch();
    }

    /// Whether files are only looked at now and then.
    pub(super) const fn is_slow(&self) -> bool {
        !self.is_whole
    }

    /// Watches what there is. Folders that came since, and those that came while the system could not tell, are added.
    pub(super) fn watch(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let mut is_whole = watcher.watch(&self.site, RecursiveMode::NonRecursive).is_ok();
        for folder in ["content", "themes"] {
            let folder = self.site.join(folder);
            if folder.is_dir() && !folder.is_symlink() {
                is_whole &= watcher.watch(&folder, RecursiveMode::Recursive).is_ok();
            }
        }
        // only to learn of commits: without it dates come late, and nothing else is wrong
        match &self.history {
            Some([own, common]) => {
                let folders = [own.clone(), own.join("logs"), common.clone(), common.join("reftable")];
                for folder in folders.iter().filter(|folder| folder.is_dir()) {
                    let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
                }
                let _ = watcher.watch(&common.join(BRANCHES), RecursiveMode::Recursive);
            }
            None => _ = watcher.watch(&self.site.join(".git"), RecursiveMode::NonRecursive),
        }
        self.is_whole = is_whole;
    }

    /// Waits for a change, and for the end of its burst; `None` when `patience` was too short.
    pub(super) fn wait(&self, patience: Option<Duration>) -> Option<Batch> {
        let mut batch = Batch::default();
        let begun = Instant::now();
        while batch.is_empty() {
            let left = patience.map(|patience| patience.saturating_sub(begun.elapsed()));
            let longest = if self.is_whole { Duration::from_hours(1) } else { LOOK };
            match self.events.recv_timeout(left.map_or(longest, |left| left.min(longest))) {
                Ok(event) => self.add(event, &mut batch),
                Err(_) if !self.is_whole && begun.elapsed() >= LOOK => batch.all = true,
                Err(RecvTimeoutError::Timeout) if left.is_some_and(|left| left <= longest) => return None,
                Err(_) => {}
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.add(event, &mut batch),
                Err(_) => break,
            }
        }
        Some(batch)
    }

    fn add(&self, event: notify::Result<Event>, batch: &mut Batch) {
        let Ok(event) = event else {
            (batch.all, batch.roots) = (true, true);
            return;
        };
        let overflow = event.need_rescan();
        (batch.all, batch.roots) = (batch.all | overflow, batch.roots | overflow);
        match event.kind {
            // to read is to change nothing
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            EventKind::Access(_) => return,
            _ => {}
        }
        for path in event.paths {
            if let Some(folder) = self.history.iter().flatten().find(|folder| path.starts_with(folder)) {
                batch.history |= tells_of_history(path.strip_prefix(folder).unwrap_or(&path));
                // a repository that goes away
                batch.roots |= path == *folder;
                continue;
            }
            match path.strip_prefix(&self.site).ok().and_then(|path| path.components().next()) {
                Some(first) if first.as_os_str() == ".git" => {
                    // a repository that comes
                    (batch.history, batch.roots) = (true, true);
                }
                Some(first) if ["content", "themes"].iter().any(|folder| first.as_os_str() == *folder) => {
                    batch.roots |= path.parent() == Some(&*self.site);
                    if !is_hidden(&path, &self.site) {
                        batch.paths.insert(path);
                    }
                }
                Some(_) if path.file_name().is_some_and(|name| name == "site.toml" || name == crate::gate::BASELINE) => {
                    batch.paths.insert(path);
                }
                Some(_) => {}
                // the site itself was moved or removed
                None => (batch.all, batch.roots) = (true, true),
            }
        }
    }
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all && !self.history
    }

    /// Takes in what came later.
    pub(super) fn join(&mut self, more: Self) {
        self.paths.extend(more.paths);
        self.all |= more.all;
        self.roots |= more.roots;
        self.history |= more.history;
    }
}

/// Whether a file of a repository, named from its folder, says which commits there are.
fn tells_of_history(path: &Path) -> bool {
    let names = ["", "HEAD", "packed-refs", "shallow", "logs/HEAD", "reftable/tables.list"];
    names.iter().any(|name| path == Path::new(name))
        || (path.starts_with(BRANCHES) && path.extension().is_none_or(|ending| ending != "lock"))
}

/// Editors write beside a file before they put it in its place; such names are never read.
fn is_hidden(path: &Path, site: &Path) -> bool {
    let below = path.strip_prefix(site).unwrap_or(path);
    below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
}
