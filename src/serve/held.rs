//! What is shown now: the newest state, and of pages that are broken in it their last good version.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::state::State;
use crate::analysis::Analysis;
use crate::build::Made;
use crate::plan::{Page, Url, twin_of};
use crate::source::SitePath;

/// So many pages are rendered before they are lost; of more, the whole state they were good in is kept.
const FEW: usize = 64;

/// A page as it was when it was good.
#[derive(Clone)]
struct Kept {
    version: Version,
    /// The file of its record.
    file: Option<SitePath>,
}

#[derive(Clone)]
enum Version {
    Bytes(Arc<[u8]>),
    In(Arc<State>),
}

/// The newest state and what it lacks.
pub(super) struct Held {
    /// Counts the states, from 1.
    pub number: u64,
    /// The newest one.
    pub state: Arc<State>,
    /// The last one with sound settings, while they are not.
    settled: Option<Arc<State>>,
    /// Broken pages as they were, by path.
    kept: BTreeMap<String, Kept>,
    /// Why the site cannot be read at all.
    pub trouble: Option<String>,
}

/// What is shown at a path.
pub(super) enum Shown {
    /// It is published, or will be.
    Made(Made),
    /// As it was when it was last in order.
    Kept(Vec<u8>),
    /// A page that was never in order.
    Broken,
    /// There is none.
    Nothing,
}

impl Held {
    pub(super) fn new(state: State) -> Self {
        Self { number: 1, state: Arc::new(state), settled: None, kept: BTreeMap::new(), trouble: None }
    }

    /// The site cannot be read any more: nothing else changes.
    pub(super) fn in_trouble(&self, why: String) -> Self {
        Self {
            number: self.number + 1,
            state: Arc::clone(&self.state),
            settled: self.settled.clone(),
            kept: self.kept.clone(),
            trouble: Some(why),
        }
    }

    /// After a change.
    pub(super) fn followed_by(&self, state: State) -> Self {
        let old = &self.state;
        let settled = state.is_unsettled().then(|| {
            let last = (!old.is_unsettled()).then(|| Arc::clone(old));
            last.or_else(|| self.settled.clone())
        });
        let settled = settled.flatten();
        let kept = if state.is_unsettled() { self.kept.clone() } else { self.keep(&state) };
        Self { number: self.number + 1, state: Arc::new(state), settled, kept, trouble: None }
    }

    /// The same state, of which all is known now.
    pub(super) fn completed(&self, analysis: Analysis) -> Self {
        Self {
            number: self.number,
            state: Arc::new(self.state.completed(analysis)),
            settled: self.settled.clone(),
            kept: self.kept.clone(),
            trouble: self.trouble.clone(),
        }
    }

    /// The last good versions of what is broken in the new state.
    fn keep(&self, new: &State) -> BTreeMap<String, Kept> {
        if !new.has_broken() {
            return BTreeMap::new();
        }
        // what was broken while the settings were is compared with the last state whose settings were not
        let old = self.settled.as_ref().unwrap_or(&self.state);
        let is_kept = |(path, kept): &(&String, &Kept)| match new.page(path) {
            Some(page) => new.is_broken(page),
            None => kept.file.as_ref().is_some_and(|file| new.is_broken_file(file.as_str())),
        };
        let mut kept: BTreeMap<String, Kept> =
            self.kept.iter().filter(is_kept).map(|(path, kept)| (path.clone(), kept.clone())).collect();
        let lost = |(page, url): &&(Page, Url)| {
            let is_lost = match new.page(url.output()) {
                Some(page) => new.is_broken(page),
                // gone because its file holds an error, and not because nobody wants it any more
                None => old.file(*page).is_some_and(|file| new.is_broken_file(file.as_str())),
            };
            is_lost && !kept.contains_key(url.output()) && !old.is_broken(*page)
        };
        let lost: Vec<&(Page, Url)> = old.analysis.plan.pages().iter().filter(lost).collect();
        for (page, url) in &lost {
            let twin = twin_of(url).map(|twin| twin.output().to_owned());
            for path in [url.output().to_owned()].into_iter().chain(twin) {
                let version = if lost.len() <= FEW { rendered(old, &path) } else { Some(Version::In(Arc::clone(old))) };
                if let Some(version) = version {
                    kept.insert(path, Kept { version, file: old.file(*page).cloned() });
                }
            }
        }
        kept
    }

    /// What is shown at a path.
    pub(super) fn at(&self, path: &str) -> Shown {
        if self.state.is_unsettled() {
            return match &self.settled {
                Some(state) if state.page(path).is_none_or(|page| !state.is_broken(page)) => made(state, path),
                _ => self.kept_at(path).unwrap_or_else(|| self.broken_or_nothing(path)),
            };
        }
        if self.state.page(path).is_none_or(|page| self.state.is_broken(page))
            && let Some(kept) = self.kept_at(path)
        {
            return kept;
        }
        match self.state.page(path) {
            Some(page) if self.state.is_broken(page) => Shown::Broken,
            _ => made(&self.state, path),
        }
    }

    /// Whether a page stands at a path: no redirect, which is left at once, and no file that only looks like one.
    pub(super) fn is_page(&self, path: &str) -> bool {
        let is_page = |state: &State| state.page(path).is_some();
        path.ends_with(".html")
            && (self.kept.contains_key(path) || self.settled.as_deref().is_some_and(is_page) || is_page(&self.state))
    }

    fn kept_at(&self, path: &str) -> Option<Shown> {
        Some(match &self.kept.get(path)?.version {
            Version::Bytes(bytes) => Shown::Kept(bytes.to_vec()),
            Version::In(state) => match made(state, path) {
                Shown::Made(Made::Bytes(bytes)) => Shown::Kept(bytes),
                other => other,
            },
        })
    }

    /// Without settings nobody knows which pages there are.
    fn broken_or_nothing(&self, path: &str) -> Shown {
        if path.ends_with(".html") { Shown::Broken } else { made(&self.state, path) }
    }
}

fn made(state: &State, path: &str) -> Shown {
    match state.at(path) {
        Ok(Some(made)) => Shown::Made(made),
        // not every page has a twin
        Ok(None) if path.ends_with(".html") && state.page(path).is_some() => Shown::Broken,
        Ok(None) => Shown::Nothing,
        Err(_) => Shown::Broken,
    }
}

fn rendered(state: &State, path: &str) -> Option<Version> {
    match state.at(path) {
        Ok(Some(Made::Bytes(bytes))) => Some(Version::Bytes(bytes.into())),
        _ => None,
    }
}
