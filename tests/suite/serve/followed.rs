//! A site that is served while it changes, and held against what a build of its files writes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kb::analysis::analyze;
use kb::disk::{self, Dates};
use tempfile::TempDir;

use super::client::{Answer, Messages, Server};
use super::line::Line;
use super::{save, without_script};
use crate::site::{self, Published};

/// A page of the site of a test that says how far the test is.
const MARKER: &str = "content/guides/marker.md";

/// The folder of a site, its server, and somebody who asks.
pub(super) struct Followed {
    folder: TempDir,
    pub(super) server: Server,
    messages: Messages,
    line: Line,
    marks: usize,
    /// What there was when all was compared last.
    known: BTreeSet<String>,
    /// Where a build takes its dates from.
    pub(super) dates: Dates,
}

impl Followed {
    /// Serves a folder.
    pub(super) fn start(folder: TempDir) -> Result<Self, String> {
        mark(folder.path(), 0)?;
        let server = Server::start(folder.path(), &[], &[])?;
        let messages = server.listen()?;
        let (line, known) = (Line::default(), BTreeSet::new());
        Ok(Self { folder, server, messages, line, marks: 0, known, dates: Dates::Unknown })
    }

    /// The folder.
    pub(super) fn site(&self) -> &Path {
        self.folder.path()
    }

    /// A place in the folder.
    pub(super) fn at(&self, path: &str) -> PathBuf {
        self.site().join(path)
    }

    /// Writes a file.
    pub(super) fn save(&self, path: &str, text: &str) -> Result<(), String> {
        save(self.site(), path, text)
    }

    /// Asks for a page.
    pub(super) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.line.get(&self.server, path)
    }

    /// Waits until the server has seen all that was written before; each message may be of what came before that.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        self.marks += 1;
        mark(self.site(), self.marks)?;
        let words = mark_of(self.marks);
        self.until("/guides/marker/", |answer| answer.text().contains(&words))
    }

    /// Waits until a page is as it should be, looking again whenever the server says that something changed.
    pub(super) fn until(&mut self, path: &str, is_right: impl Fn(&Answer) -> bool) -> Result<(), String> {
        loop {
            let answer = self.get(path)?;
            if is_right(&answer) {
                return Ok(());
            }
            self.messages.next().map_err(|e| format!("{e}; {path} is not as it should be ({})", answer.status))?;
        }
    }

    /// Waits until everything was seen, and compares everything.
    pub(super) fn is_as_built(&mut self) -> Result<(), String> {
        self.settle()?;
        let expected = self.built()?;
        self.compare(&expected)
    }

    /// What a build writes, from nothing.
    pub(super) fn built(&self) -> Result<Published, String> {
        let sources = disk::load(self.site(), self.dates).map_err(|e| format!("{e:#}"))?.sources;
        let analysis = analyze(sources, &site::options());
        let findings = format!("{:?}", analysis.diagnostics);
        let checked = analysis.checked().map_err(|_| findings)?;
        site::publish(&checked).map_err(|e| format!("{e:?}"))
    }

    /// Every file that is published, and that what is published no more is gone.
    pub(super) fn compare(&mut self, expected: &Published) -> Result<(), String> {
        for (path, bytes) in expected {
            let answer = self.get(&format!("/{path}"))?;
            let served = if path.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body };
            // of a file that is published as it is, the build says only where it stands
            let asset = self.at("content").join(path);
            let same = if asset.is_file() { served == std::fs::read(asset).map_err(|e| e.to_string())? } else { served == *bytes };
            if answer.status != 200 || !same {
                return Err(format!("/{path} is {}: {}", answer.status, difference(&served, bytes)));
            }
        }
        let known = std::mem::replace(&mut self.known, expected.keys().cloned().collect());
        for gone in known.difference(&self.known.clone()) {
            let status = self.get(&format!("/{gone}"))?.status;
            if status != 404 {
                return Err(format!("/{gone} is gone and answered by {status}"));
            }
        }
        Ok(())
    }
}

/// The first line that differs.
fn difference(served: &[u8], built: &[u8]) -> String {
    let (served, built) = (String::from_utf8_lossy(served), String::from_utf8_lossy(built));
    let pair = served.lines().zip(built.lines()).find(|(served, built)| served != built);
    pair.map_or_else(
        || format!("{} and {} bytes", served.len(), built.len()),
        |(served, built)| format!("{served}\nand built: {built}"),
    )
}

fn mark_of(version: usize) -> String {
    format!("Mark {version}.")
}

fn mark(site: &Path, version: usize) -> Result<(), String> {
    let words = mark_of(version);
    save(site, MARKER, &format!("---\ntitle: Marker\nsummary: Says how far we are.\n---\n\n{words}\n"))
}
