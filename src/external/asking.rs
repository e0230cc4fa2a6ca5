//! How other sites are asked: few at once, one request at a time for each host and a pause between two, headers before
//! pages, and again where an answer may be another one in a moment. It waits and asks through what it is given.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::address::Address;
use super::verdict::Answer;

/// How many hosts are asked at once.
const HOSTS: usize = 8;
/// Between two requests to a host.
const PAUSE: Duration = Duration::from_millis(250);
/// Before the second and the third attempt.
const RETRIES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(4)];
/// Longer than this no server makes us wait: then nothing can be told today.
const PATIENCE: Duration = Duration::from_secs(30);
/// After so many addresses without an answer, a host is asked no more.
const SILENCES: usize = 2;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// What a page would be answered with, and not the page.
    Head,
    /// The page, for servers that have no answer otherwise. Nobody reads it.
    Get,
}

/// How requests are made, and how time passes.
pub struct Asking<'a> {
    /// Makes a request.
    pub fetch: &'a (dyn Fn(Method, &str) -> Answer + Sync),
    /// Lets time pass.
    pub wait: &'a (dyn Fn(Duration) + Sync),
    /// So many addresses are done, of so many.
    pub tick: &'a (dyn Fn(u64, u64) + Sync),
}

impl Asking<'_> {
    /// The answers to some addresses, in their order.
    pub(super) fn all(&self, addresses: &[&Address]) -> Vec<Answer> {
        let mut by_host: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, address) in addresses.iter().enumerate() {
            by_host.entry(&address.host).or_default().push(number);
        }
        let mut hosts: Vec<Vec<usize>> = by_host.into_values().collect();
        // the longest first, so that none is left alone at the end
        hosts.sort_by_key(|numbers| std::cmp::Reverse(numbers.len()));

        let answers = Mutex::new(vec![Answer::Other("not asked"); addresses.len()]);
        let (next, done) = (AtomicUsize::new(0), AtomicU64::new(0));
        let total = addresses.len() as u64;
        let told = |number: usize, answer: Answer| {
            // A poisoned lock only means that another thread stopped between two answers.
            answers.lock().unwrap_or_else(PoisonError::into_inner)[number] = answer;
            (self.tick)(done.fetch_add(1, Ordering::Relaxed) + 1, total);
        };
        std::thread::scope(|scope| {
            for _ in 0..HOSTS.min(hosts.len()) {
                scope.spawn(|| {
                    while let Some(numbers) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.host(numbers, addresses, &told);
                    }
                });
            }
        });
        answers.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks one host for all its addresses.
    fn host(&self, numbers: &[usize], addresses: &[&Address], told: &dyn Fn(usize, Answer)) {
        let mut pace = Pace { wait: self.wait, begun: false };
        let mut silences = 0;
        let mut hopeless: Option<Answer> = None;
        for &number in numbers {
            let answer = hopeless.clone().unwrap_or_else(|| self.one(&addresses[number].url, &mut pace));
            silences = if answer == Answer::Silent { silences + 1 } else { 0 };
            if answer.is_unreached() || silences >= SILENCES {
                hopeless = Some(answer.clone());
            }
            told(number, answer);
        }
    }

    fn one(&self, url: &str, pace: &mut Pace<'_>) -> Answer {
        let mut method = Method::Head;
        let mut retries = RETRIES.into_iter();
        loop {
            pace.step();
            let answer = (self.fetch)(method, url);
            // Many servers have a page and no answer to this method: the page decides.
            if method == Method::Head && matches!(answer, Answer::Status(400.., _) | Answer::Broken) && !is_busy(&answer) {
                method = Method::Get;
                continue;
            }
            let Some(usual) = retries.next().filter(|_| answer.may_pass()) else { return answer };
            let asked = if let Answer::Status(_, asked) = answer { asked } else { None };
            if asked.is_some_and(|asked| asked > PATIENCE) {
                return answer;
            }
            (self.wait)(asked.unwrap_or(usual));
        }
    }
}

/// Whether the server asks for less, not for another method.
fn is_busy(answer: &Answer) -> bool {
    matches!(answer, Answer::Status(429, _) | Answer::Status(503, Some(_)))
}

/// Keeps requests to one host apart.
struct Pace<'a> {
    wait: &'a (dyn Fn(Duration) + Sync),
    begun: bool,
}

impl Pace<'_> {
    fn step(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            (self.wait)(PAUSE);
        }
    }
}
