//! What the door and the watch share: what is shown now, and who is to be told of the next.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use tokio::sync::watch;

use super::address::Names;
use super::editor::Editor;
use super::held::Held;
use crate::diagnostic::{Diagnostic, Severity};

/// What all connections share.
pub(super) struct Shop {
    pub site: PathBuf,
    pub names: Names,
    pub editor: Option<Editor>,
    held: RwLock<Arc<Held>>,
    news: watch::Sender<Arc<str>>,
    last: Mutex<News>,
    run: u64,
    pub tabs: Arc<AtomicUsize>,
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
            news: watch::Sender::new("".into()),
            last: Mutex::default(),
            run: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()),
            tabs: Arc::default(),
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
        std::mem::replace(&mut self.held.write().unwrap_or_else(PoisonError::into_inner), Arc::new(held))
    }

    /// Tells every tab.
    pub(super) fn tell(&self, news: News) {
        let tabs = self.tabs.load(Ordering::Relaxed);
        let news = News { tabs, run: self.run, ..news };
        let text = serde_json::to_string(&news).unwrap_or_default();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = news;
        self.news.send_replace(text.into());
    }

    /// Tells every tab how much is wrong, where that is more or less than they were told.
    pub(super) fn count_again(&self) {
        let held = self.held();
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
