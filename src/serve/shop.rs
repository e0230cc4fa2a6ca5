//! What the door and the watch share: what is shown now, and who is to be told of the next.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use tokio::sync::watch;

use super::address::Names;
use super::editor::Editor;
use super::held::Held;
use crate::diagnostic::{Diagnostic, Severity};

/// So many seconds somebody waits who asks for what all checks say.
const PATIENCE: usize = 30;

/// What all connections share.
pub(super) struct Shop {
    pub site: PathBuf,
    pub names: Names,
    pub editor: Option<Editor>,
    held: RwLock<Arc<Held>>,
    /// Rings when another state is shown.
    shown: (Mutex<()>, Condvar),
    news: watch::Sender<Arc<str>>,
    last: Mutex<News>,
    run: u64,
    pub tabs: Arc<AtomicUsize>,
    /// How many pages are being made.
    asked: AtomicUsize,
    /// How many of those who ask wait for all checks.
    waiting: AtomicUsize,
}

/// Counts somebody for as long as it is held.
pub(super) struct Counted<'s>(&'s AtomicUsize);

impl<'s> Counted<'s> {
    fn new(count: &'s AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What browsers are told of a change.
#[derive(Serialize, Default, Clone)]
pub(super) struct News {
    /// Tells one run of the program from another.
    pub run: u64,
    /// The number of the state.
    pub number: u64,
    /// How many errors and warnings there are.
    pub errors: usize,
    /// See `errors`.
    pub warnings: usize,
    /// The addresses of the pages that show what was changed as their own, with their titles.
    pub changed: Vec<(String, String)>,
    /// How many tabs are open.
    pub tabs: usize,
}

impl News {
    /// With the numbers of these findings.
    pub(super) fn counting(self, findings: &[Diagnostic]) -> Self {
        let count = |severity: Severity| findings.iter().filter(|d| d.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), ..self }
    }
}

impl Shop {
    pub(super) fn new(site: PathBuf, host: &str, editor: Option<Editor>, held: Held, news: News) -> Self {
        let shop = Self {
            site,
            names: Names::new(host),
            editor,
            held: RwLock::new(Arc::new(held)),
            shown: Default::default(),
            news: watch::Sender::new("".into()),
            last: Mutex::default(),
            run: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()),
            tabs: Arc::default(),
            asked: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
        };
        shop.tell(news);
        shop
    }

    /// What is shown now.
    pub(super) fn held(&self) -> Arc<Held> {
        Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Shows something else. What was shown before is given back: to let go of it takes time that nobody should wait for.
    pub(super) fn show(&self, held: Held) -> Arc<Held> {
        let old = std::mem::replace(&mut *self.held.write().unwrap_or_else(PoisonError::into_inner), Arc::new(held));
        let _shown = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.shown.1.notify_all();
        old
    }

    /// What is shown as soon as all is known of it.
    pub(super) fn held_whole(&self) -> Arc<Held> {
        let _waiting = Counted::new(&self.waiting);
        let mut guard = self.shown.0.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..PATIENCE {
            let held = self.held();
            if held.state.is_whole {
                return held;
            }
            let waited = self.shown.1.wait_timeout(guard, Duration::from_secs(1));
            guard = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        self.held()
    }

    /// Says that a page is being made.
    pub(super) fn ask(&self) -> Counted<'_> {
        Counted::new(&self.asked)
    }

    /// Whether a page is being made.
    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed) > 0
    }

    /// Whether somebody waits for all checks.
    pub(super) fn is_waited_for(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Tells every tab.
    pub(super) fn tell(&self, news: News) {
        let tabs = self.tabs.load(Ordering::Relaxed);
        let news = News { tabs, run: self.run, ..news };
        let text = serde_json::to_string(&news).unwrap_or_default();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = news;
        self.news.send_replace(text.into());
    }

    /// What tabs were told last.
    pub(super) fn last(&self) -> News {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells every tab how much is wrong, where that is more or less than they were told.
    pub(super) fn count_again(&self) {
        let held = self.held();
        if !held.state.is_whole {
            return;
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let news = last.clone().counting(&held.state.findings());
        if held.trouble.is_none() && held.number == news.number && (news.errors, news.warnings) != (last.errors, last.warnings) {
            self.tell(news);
        }
    }

    /// Hears of every change, the last one first.
    pub(super) fn listen(&self) -> watch::Receiver<Arc<str>> {
        let mut news = self.news.subscribe();
        news.mark_changed();
        news
    }
}
