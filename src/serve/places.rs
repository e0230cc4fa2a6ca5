//! The places that connections take. They are few, and who holds one and asks for nothing makes room for whoever comes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// Places of one kind.
pub(super) struct Places {
    limit: usize,
    /// So long nobody has to make room who waits.
    grace: Duration,
    taken: Mutex<Taken>,
    /// Rings when a place is given back.
    freed: Notify,
}

#[derive(Default)]
struct Taken {
    last: u64,
    guests: BTreeMap<u64, Guest>,
}

/// Somebody in a place.
struct Guest {
    /// Since when it holds the place for nothing; `None` while an answer is made.
    waits: Option<Instant>,
    /// Rings when it has to leave.
    leave: Arc<Notify>,
}

/// A place as long as it is held.
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
}

impl Places {
    pub(super) fn new(limit: usize, grace: Duration) -> Arc<Self> {
        Arc::new(Self { limit, grace, taken: Mutex::default(), freed: Notify::new() })
    }

    /// Takes a place as soon as there is one. Where all are taken, whoever has waited longest in one is told by its `leave` to go.
    pub(super) async fn take(self: &Arc<Self>, leave: &Arc<Notify>) -> Place {
        loop {
            // whose request has come, but was not read yet, does not wait
            tokio::task::yield_now().await;
            if let Some(number) = self.try_take(leave) {
                return Place { places: Arc::clone(self), number };
            }
            let _ = tokio::time::timeout(self.grace, self.freed.notified()).await;
        }
    }

    fn try_take(&self, leave: &Arc<Notify>) -> Option<u64> {
        let mut taken = self.taken();
        if taken.guests.len() >= self.limit {
            taken.make_room(self.grace)?;
        }
        taken.last += 1;
        let number = taken.last;
        taken.guests.insert(number, Guest { waits: Some(Instant::now()), leave: Arc::clone(leave) });
        Some(number)
    }

    /// Has whoever has waited longest go, though there may be places: the system has no more of something.
    pub(super) fn make_room(&self) {
        let _ = self.taken().make_room(self.grace);
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn make_room(&mut self, grace: Duration) -> Option<()> {
        let waiting = self.guests.iter().filter_map(|(number, guest)| Some((guest.waits?, *number)));
        let (_, longest) = waiting.min().filter(|(since, _)| since.elapsed() >= grace)?;
        self.guests.remove(&longest)?.leave.notify_one();
        Some(())
    }
}

impl Place {
    /// A request has come: its answer is waited for.
    pub(super) fn asks(&self) {
        self.wait(None);
    }

    /// The answer is made: it has to be taken, and the next request to come.
    pub(super) fn waits(&self) {
        self.wait(Some(Instant::now()));
    }

    fn wait(&self, since: Option<Instant>) {
        if let Some(guest) = self.places.taken().guests.get_mut(&self.number) {
            guest.waits = since;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken().guests.remove(&self.number);
        self.places.freed.notify_one();
    }
}
