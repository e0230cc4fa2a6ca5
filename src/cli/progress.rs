//! A bar for those who wait. Short builds never show one.

use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const REFRESH: u8 = 12;

/// Shows how far a build is, if somebody is there to see it.
pub(super) struct Progress {
    begun: Instant,
    bar: Option<ProgressBar>,
    shown: Once,
}

impl Progress {
    /// Nobody is there.
    pub(super) fn none() -> Self {
        Self { begun: Instant::now(), bar: None, shown: Once::new() }
    }

    /// A bar where standard error is a terminal that a person may watch.
    pub(super) fn on_terminal() -> Self {
        let bar = terminal::is_watched().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            let style = ProgressStyle::with_template("{bar:32} {pos} of {len}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━━╌"));
            bar
        });
        Self { bar, ..Self::none() }
    }

    /// So much is done. May be called from many threads.
    pub(super) fn tick(&self, done: u64, total: u64) {
        let Some(bar) = &self.bar else { return };
        if self.begun.elapsed() < PATIENCE {
            return;
        }
        self.shown.call_once(|| bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(REFRESH)));
        bar.set_length(total);
        bar.set_position(done);
    }

    /// Removes the bar.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
