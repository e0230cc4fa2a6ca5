//! A build that dies: whatever moment it is, the published folder is the whole old site or the whole new one.

use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;

use super::chance::Chance;
use super::program::{PATIENCE, build, run, start};
use super::tree::{Tree, difference, leftovers, tree};
use crate::Outcome;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("killed_in_a_first_build", || killed(Kind::First, Signal::KILL, super::share(8, 200))),
    ("killed_in_a_rebuild", || killed(Kind::Again, Signal::KILL, super::share(12, 200))),
    ("killed_with_a_cold_cache", || killed(Kind::Cold, Signal::KILL, super::share(4, 200))),
    ("killed_where_nothing_changed", || killed(Kind::Same, Signal::KILL, super::share(4, 200))),
    ("killed_where_one_article_changed", || killed(Kind::Article, Signal::KILL, super::share(6, 200))),
    ("interrupted", || killed(Kind::Again, Signal::INT, super::share(4, 50))),
];

/// What a build finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// No site.
    First,
    /// The other version of the site.
    Again,
    /// The same, and nothing remembered of the last run.
    Cold,
    /// The very version that is published, with all that is remembered of the last run.
    Same,
    /// The same, but for the words of one article.
    Article,
}

impl Kind {
    /// The version that is to be published where this one stands.
    const fn next(self, stands: Option<usize>) -> usize {
        match (self, stands) {
            (_, None) => 0,
            (Self::Same, Some(turn)) => turn,
            (_, Some(turn)) => 1 - turn,
        }
    }

    /// Makes a version of the site.
    fn write(self, site: &Path, turn: u32) -> Result<(), String> {
        if self == Self::Article { super::site_with_an_article(site, turn) } else { super::small_site(site, turn) }
    }
}

/// What the two versions of the site are when nothing goes wrong.
pub(super) struct Versions {
    pub(super) folder: tempfile::TempDir,
    pub(super) trees: [Tree; 2],
}

impl Versions {
    pub(super) fn new() -> Result<Self, String> {
        Self::of(super::small_site)
    }

    /// Those of another site.
    pub(super) fn of(write: impl Fn(&Path, u32) -> Result<(), String>) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let mut trees = [Tree::new(), Tree::new()];
        for (turn, expected) in (0..).zip(&mut trees) {
            let (site, output) = (folder.path().join("site"), folder.path().join(format!("clean-{turn}/out")));
            write(&site, turn)?;
            let ran = run(build(&site, &output))?;
            if ran.code != Some(0) {
                return Err(ran.said);
            }
            *expected = tree(&output)?;
        }
        if difference(&trees[0], &trees[1]).is_none() {
            return Err("the two versions are the same".into());
        }
        Ok(Self { folder, trees })
    }

    /// Which of the two versions a folder holds; nothing when it is not there.
    pub(super) fn which(&self, output: &Path) -> Result<Option<usize>, String> {
        let found = tree(output)?;
        if found.is_empty() {
            return Ok(None);
        }
        match self.trees.iter().position(|expected| difference(expected, &found).is_none()) {
            Some(turn) => Ok(Some(turn)),
            None => {
                let [even, odd] = self.trees.each_ref().map(|t| difference(t, &found).unwrap_or_default());
                Err(format!("it is neither version.\nAgainst the even one: {even}\nAgainst the odd one: {odd}"))
            }
        }
    }
}

fn killed(kind: Kind, signal: Signal, times: usize) -> Outcome {
    let versions = Versions::of(|site, turn| kind.write(site, turn))?;
    let (site, output) = (versions.folder.path().join("site"), versions.folder.path().join("place/out"));
    let mut chance = Chance::new(7);
    // Half the span in which a build is killed; it follows how long builds take on this machine.
    let mut span = 1_000_000_usize;
    let (mut died, mut in_time, mut old, mut new) = (0, 0, 0, 0);
    let mut stands = None;
    while died < times {
        let next = kind.next(stands);
        kind.write(&site, u32::try_from(next)?)?;
        if kind == Kind::Cold {
            let _ = std::fs::remove_dir_all(site.join(".kb-cache"));
        }
        let running = start(build(&site, &output))?;
        let ended = running.ends_within(Duration::from_micros(chance.below(span) as u64))?;
        if ended.is_none() {
            running.signal(signal);
            let ran = running.ends_within(PATIENCE)?.ok_or("it lives on")?;
            died += 1;
            in_time += usize::from(ran.code.is_none());
            span += span / 4;
        } else {
            span -= span / 4;
        }
        let found = versions.which(&output).map_err(|why| format!("after {died} deaths: {why}"))?;
        match found {
            Some(turn) if turn == next => new += 1,
            turn if turn == stands => old += 1,
            turn => return Err(format!("the site was {stands:?}, was to be {next}, and is {turn:?}").into()),
        }
        if kind == Kind::First {
            let _ = std::fs::remove_dir_all(&output);
        } else {
            stands = found;
        }
    }
    if in_time * 2 < died {
        // one that was started with the signal ignored lives on, and so would its children
        return Err(format!("{signal:?} ended {in_time} builds of {died}: is it ignored here?").into());
    }
    let ran = run(build(&site, &output))?;
    let left = leftovers(&output);
    if ran.code != Some(0) || !left.is_empty() {
        return Err(format!("the build after {died} deaths: {ran:?}, left behind: {left:?}").into());
    }
    versions.which(&output)?;
    println!("{died} deaths in {} builds: {old} times the old site, {new} times the new one, never another", old + new);
    Ok(())
}
