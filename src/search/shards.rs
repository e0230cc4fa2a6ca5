//! Files of the index, each small enough to be fetched for one query.

use std::fmt::Write as _;

use serde_json::json;

use super::code;
use super::sink::Sink;
use super::terms::{Entry, Fame, Terms};
use crate::model::alphabet::folded;

/// Size of a file of words, in bytes.
const WORDS: usize = 40_000;
/// Size of a file of places.
const PLACES: usize = 16_000;
/// Size of a file of records, of which a query fetches twenty.
const RECORDS: usize = 10_000;
/// Roles in a file of what is about them.
const ROLES: usize = 64;

/// Where each of some files begins.
#[derive(Default)]
pub(super) struct Shards {
    /// For words the first word, for others nothing.
    pub words: Vec<String>,
    /// The number of the first thing in each file.
    pub first: Vec<u32>,
    /// Files so far.
    files: usize,
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The words: how many characters each shares with the one before, the rest of it, and which term it is of: a letter up
/// to `P` is a new term and what it is worth guessing at, one from `Q` a term of some words ago.
pub(super) fn words(entries: &[Entry<'_>], fame: &[Fame], sink: &mut Sink<'_>) -> anyhow::Result<Shards> {
    let mut shards = Shards::default();
    let (mut out, mut last, mut next): (String, &str, u32) = (String::new(), "", 0);
    for entry in entries {
        if out.is_empty() || out.len() > WORDS {
            shards.close(&mut out, 'w', sink)?;
            shards.words.push(folded(entry.word).into_owned());
            shards.first.push(next);
            last = "";
        }
        let (shared, rest) = shared(entry.word, last);
        out.push(char::from(b'#' + shared));
        out.push_str(rest);
        if entry.term == next {
            out.push(char::from(b'A' + fame[entry.term as usize]));
            next += 1;
        } else {
            match next - entry.term {
                back @ 1..=9 => out.extend(char::from_u32(u32::from(b'P') + back)),
                back => _ = write!(out, "Z{back};"),
            }
        }
        last = entry.word;
    }
    shards.close(&mut out, 'w', sink)?;
    Ok(shards)
}

/// How many characters, as JavaScript counts them, a word shares with the one before, and the rest of it.
fn shared<'w>(word: &'w str, last: &str) -> (u8, &'w str) {
    let (mut units, mut at) = (0_u8, 0);
    for (a, _) in word.chars().zip(last.chars()).take_while(|(a, b)| a == b) {
        let more = if a.len_utf16() == 1 { 1 } else { 2 };
        if units + more > 29 {
            break;
        }
        units += more;
        at += a.len_utf8();
    }
    (units, &word[at..])
}

/// The places of each term, a line each, and how much each is worth guessing at.
pub(super) fn places(
    terms: &Terms<'_>,
    first: &[u32],
    record_of: &[u32],
    sink: &mut Sink<'_>,
) -> anyhow::Result<(Shards, Vec<Fame>)> {
    let mut lines = Lines::new(PLACES, 'p');
    let mut fame = Vec::new();
    for (list, worth) in terms.lists(first, record_of).flatten() {
        lines.push(&list, sink)?;
        fame.push(worth);
    }
    Ok((lines.done(sink)?, fame))
}

/// Records as JSON, a line each, given in pieces that are dropped as soon as they are taken.
pub(super) fn records(shown: impl Iterator<Item = String>, sink: &mut Sink<'_>) -> anyhow::Result<Shards> {
    let mut lines = Lines::new(RECORDS, 'r');
    for some in shown {
        some.lines().try_for_each(|line| lines.push(line, sink))?;
    }
    lines.done(sink)
}

/// What is about each role: the numbers of records, a line each.
pub(super) fn roles(lists: &[Vec<u32>], sink: &mut Sink<'_>) -> anyhow::Result<()> {
    let mut shards = Shards::default();
    for some in lists.chunks(ROLES) {
        let mut out: String = some.iter().map(|list| code::steps(list.iter().copied()) + "\n").collect();
        shards.close(&mut out, 'a', sink)?;
    }
    Ok(())
}

/// Files of lines.
struct Lines {
    shards: Shards,
    out: String,
    /// Lines so far.
    count: usize,
    limit: usize,
    letter: char,
}

impl Lines {
    fn new(limit: usize, letter: char) -> Self {
        Self { shards: Shards::default(), out: String::new(), count: 0, limit, letter }
    }

    fn push(&mut self, line: &str, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        if self.out.is_empty() || self.out.len() + line.len() > self.limit {
            self.shards.close(&mut self.out, self.letter, sink)?;
            self.shards.first.push(size(self.count));
        }
        self.out.push_str(line);
        self.out.push('\n');
        self.count += 1;
        Ok(())
    }

    fn done(mut self, sink: &mut Sink<'_>) -> anyhow::Result<Shards> {
        self.shards.close(&mut self.out, self.letter, sink)?;
        Ok(self.shards)
    }
}

impl Shards {
    fn close(&mut self, out: &mut String, letter: char, sink: &mut Sink<'_>) -> anyhow::Result<()> {
        if out.is_empty() {
            return Ok(());
        }
        let name = format!("{letter}{}.txt", self.files);
        self.files += 1;
        sink.file(&name, std::mem::take(out).into_bytes())
    }
}

/// What is in the manifest besides the kinds and the roles.
pub(super) struct Manifest<'m> {
    pub folder: &'m str,
    pub kinds: Vec<serde_json::Value>,
    pub units: String,
    pub words: &'m Shards,
    pub places: &'m Shards,
    pub records: &'m Shards,
    pub roles: usize,
}

impl Manifest<'_> {
    pub(super) fn json(self) -> Vec<u8> {
        let starts = |shards: &Shards| code::steps(shards.first.iter().copied());
        let value = json!({
            "folder": self.folder,
            "kinds": self.kinds,
            "units": self.units,
            "words": self.words.words,
            "terms": starts(self.words),
            "places": starts(self.places),
            "records": starts(self.records),
            "roles": self.roles,
        });
        value.to_string().into_bytes()
    }
}
