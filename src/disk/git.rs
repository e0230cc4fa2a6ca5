//! The days files were first and last changed, from one `git log` read as it is written.
//!
//! No history is no failure: without a repository, files simply have no dates. Where there is one and it cannot be read (no program
//! `git`, a shallow clone), one line says so.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::Date;

use crate::source::{Commit, FileDates};

/// What the history says.
#[derive(Default)]
pub(super) struct History {
    /// Dates by path relative to the site.
    pub(super) dates: HashMap<String, FileDates>,
    /// Why there are none, where that is a surprise.
    pub(super) note: Option<String>,
}

/// Variables that point git at another repository. They are set inside hooks, and the site's own is meant.
const FOREIGN: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_SHALLOW_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_EXTERNAL_DIFF",
    "GIT_TRACE",
];

/// Settings of a user or a repository that would change what is printed, or reach for the network.
const SETTINGS: &[&str] = &[
    "core.quotepath=off",
    "core.fsmonitor=false",
    "log.showRoot=true",
    "log.showSignature=false",
    "log.follow=false",
    "log.diffMerges=off",
    "protocol.allow=never",
];

/// Where a repository keeps what tells its history: of this checkout, and of all checkouts. The same folder but in a
/// worktree.
#[must_use]
pub fn folders(site: &Path) -> Option<[PathBuf; 2]> {
    let mut git = git(site);
    git.args(["rev-parse", "--git-dir", "--git-common-dir"]).stdin(Stdio::null()).stderr(Stdio::null());
    let output = git.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    // relative to the site, unless it stands above
    let mut folders = text.lines().map(|line| site.join(line).canonicalize().ok());
    Some([folders.next()??, folders.next()??])
}

/// A program that speaks of the repository of a site alone.
fn git(site: &Path) -> Command {
    let mut git = Command::new("git");
    for name in FOREIGN {
        git.env_remove(name);
    }
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("LC_ALL", "C");
    git.arg("-C").arg(site);
    git
}

/// Reads the dates of everything in one folder of the site. Uncommitted changes do not count.
pub(super) fn history(site: &Path, folder: &str) -> History {
    // where no repository is, nobody expects dates of one: to start a program takes as long as a small site is read
    if !is_in_repository(site) {
        return History::default();
    }
    let mut git = git(site);
    git.args(["log", "--format=%x00%cs%x00%H%x00%D", "--decorate=full", "--name-only", "-z"]);
    git.args(["--no-merges", "--no-renames", "--no-ext-diff", "--no-color", "--relative", "--", folder]);
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match git.spawn() {
        Ok(child) => child,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return without("the site is in a repository, and there is no program `git` here");
        }
        Err(e) => return without(&format!("the program `git` does not start: {e}")),
    };
    let (Some(stdout), Some(mut stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return History::default();
    };
    // both are read at once: a full pipe of complaints would stop the other
    let (entries, complaint) = std::thread::scope(|scope| {
        let complaint = scope.spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        });
        (entries(BufReader::new(stdout)), complaint.join().unwrap_or_default())
    });
    match child.wait() {
        Ok(status) if status.success() => match entries {
            Some(dates) => History { dates, note: None },
            None => without("the repository is a shallow clone; fetch its whole history (fetch-depth: 0)"),
        },
        _ if complaint.contains("not a git repository") || complaint.contains("does not have any commits") => History::default(),
        _ => {
            let line = complaint.lines().next().unwrap_or("git stopped").trim_start_matches("fatal: ");
            let line: String = line.chars().filter(|c| !c.is_control()).collect();
            without(&format!("git says: {line}"))
        }
    }
}

/// Whether the folder, or one above it, looks like the work tree of a repository.
fn is_in_repository(site: &Path) -> bool {
    let site = site.canonicalize().unwrap_or_else(|_| site.to_owned());
    site.ancestors().any(|folder| folder.join(".git").exists())
}

fn without(why: &str) -> History {
    History { dates: HashMap::new(), note: Some(format!("no dates from git: {why}")) }
}

/// Reads records ended by NUL: an empty one, the day, the hash and the names of the commit, then its paths up to the next
/// empty one.
/// `None` when the history is cut off somewhere: the commit at the cut would seem to have made every file.
fn entries(mut log: impl BufRead) -> Option<HashMap<String, FileDates>> {
    let mut dates: HashMap<String, FileDates> = HashMap::new();
    let mut whole = true;
    let (mut day, mut commit) = (None, None);
    let mut record = Vec::new();
    // how many records ago the header of this commit began
    let mut since = 0;
    while next(&mut log, &mut record) {
        // only the names of a commit may be empty within its entry
        since = if record.is_empty() && since != 2 { 0 } else { since + 1 };
        match since {
            0 => {}
            1 => day = std::str::from_utf8(&record).ok().and_then(|text| text.parse::<Date>().ok()),
            2 => commit = std::str::from_utf8(&record).ok().and_then(Commit::new),
            3 => whole &= !record.split(|b| *b == b',').any(|name| name.trim_ascii() == b"grafted"),
            _ => {
                // a line end stands between the header and the first path
                let path = if since == 4 { record.strip_prefix(b"\n").unwrap_or(&record) } else { &record };
                if let (Some(day), Ok(path)) = (day, std::str::from_utf8(path)) {
                    seen(&mut dates, path, day, commit);
                }
            }
        }
    }
    whole.then_some(dates)
}

/// Reads up to the next NUL. What cannot be read ends the log; the status of git tells the rest.
fn next(log: &mut impl BufRead, record: &mut Vec<u8>) -> bool {
    record.clear();
    match log.read_until(0, record) {
        Ok(0) | Err(_) => false,
        Ok(_) => {
            if record.last() == Some(&0) {
                record.pop();
            }
            true
        }
    }
}

/// The log begins with the newest commit.
fn seen(dates: &mut HashMap<String, FileDates>, path: &str, day: Date, commit: Option<Commit>) {
    if let Some(known) = dates.get_mut(path) {
        known.first = known.first.min(Some(day));
        known.last = known.last.max(Some(day));
    } else {
        dates.insert(path.to_owned(), FileDates { first: Some(day), last: Some(day), commit });
    }
}
