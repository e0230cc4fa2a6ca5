//! What was learned of addresses in earlier runs, so that nobody is asked for the same page day after day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::verdict::{Dead, Verdict};

const VERSION: u32 = 1;
const HOUR: u64 = 60 * 60;
/// How long a link that leads somewhere is believed to.
const ALIVE: u64 = 7 * 24 * HOUR;
/// How long a dead one: its site may be repaired, and the editor wants to see that.
const DEAD: u64 = HOUR;

/// What is remembered of addresses.
#[derive(Debug, Default)]
pub struct Cache {
    links: BTreeMap<String, Entry>,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    links: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    /// In seconds since 1970.
    asked: u64,
    /// Why it is dead; nothing when it is alive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dead: Option<String>,
}

impl Entry {
    /// Nothing when it is too old, or from a day to come.
    fn verdict(&self, now: u64) -> Option<Verdict> {
        let age = now.checked_sub(self.asked)?;
        match &self.dead {
            None => (age < ALIVE).then_some(Verdict::Alive),
            Some(reason) => {
                let dead = Dead::ALL.into_iter().find(|dead| dead.reason() == reason)?;
                (age < DEAD).then_some(Verdict::Dead(dead))
            }
        }
    }
}

impl Cache {
    /// Where it is kept.
    pub const NAME: &str = "links.json";

    /// Reads what an earlier run has written; what cannot be read is forgotten.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match serde_json::from_str::<File>(text) {
            Ok(File { version: VERSION, links }) => Self { links },
            _ => Self::default(),
        }
    }

    /// What is left of it to remember.
    ///
    /// # Panics
    /// Never: strings and numbers always have a JSON form.
    #[must_use]
    pub fn write(&self, now: u64) -> String {
        let fresh = self.links.iter().filter(|(_, entry)| entry.verdict(now).is_some());
        let links = fresh.map(|(url, entry)| (url.clone(), entry.clone())).collect();
        serde_json::to_string_pretty(&File { version: VERSION, links }).expect("strings and numbers") + "\n"
    }

    pub(super) fn get(&self, url: &str, now: u64) -> Option<Verdict> {
        self.links.get(url)?.verdict(now)
    }

    /// What nobody could tell is asked again next time.
    pub(super) fn put(&mut self, url: &str, verdict: &Verdict, now: u64) {
        let dead = match verdict {
            Verdict::Alive => None,
            Verdict::Dead(dead) => Some(dead.reason().to_owned()),
            Verdict::Untold(_) => return,
        };
        self.links.insert(url.to_owned(), Entry { asked: now, dead });
    }
}
