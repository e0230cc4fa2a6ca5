//! Sentences, paragraphs and the things that stand in them.

use super::names::Names;
use super::rng::Rng;
use super::words::{ADJECTIVES, ADVERBS, NOUNS, VERBS, rare};

/// Different made-up words a site can draw on, the first of them far more often.
const RARE: usize = 60_000;

/// The words of one thing.
pub struct Prose<'a> {
    pub names: &'a Names,
    pub rng: Rng,
}

impl<'a> Prose<'a> {
    pub fn of(names: &'a Names, kind: &str, n: usize) -> Self {
        Self { names, rng: Rng::of(kind, n) }
    }

    pub fn adjective(&mut self) -> &'static str {
        ADJECTIVES[self.rng.skewed(ADJECTIVES.len())]
    }

    /// A noun, once in a while one that few other pages have.
    pub fn noun(&mut self) -> String {
        if self.rng.one_in(9) { rare(self.rare()) } else { NOUNS[self.rng.skewed(NOUNS.len())].to_owned() }
    }

    fn rare(&mut self) -> usize {
        let first = self.rng.skewed(RARE);
        self.rng.skewed(first + 1)
    }

    pub fn verb(&mut self) -> &'static str {
        VERBS[self.rng.skewed(VERBS.len())]
    }

    /// A few words without a verb: an item of a list, a cell.
    pub fn phrase(&mut self) -> String {
        let (adjective, first, second) = (self.adjective(), self.noun(), self.noun());
        let adjective = capital(adjective);
        match self.rng.below(4) {
            0 => format!("{adjective} {first} and {second}"),
            1 => format!("{adjective} {first}s for the {second}"),
            2 => format!("{adjective} {first} {}", self.rng.pick(ADVERBS)),
            _ => format!("{adjective} {first} of each {second}"),
        }
    }

    /// An item in run-in form.
    pub fn duty(&mut self) -> String {
        let (label, verb, adjective, noun) = (self.noun(), self.verb(), self.adjective(), self.noun());
        format!("**{}.** {}s the {adjective} {noun} {}", capital(&label), capital(verb), self.rng.pick(ADVERBS))
    }

    #[expect(clippy::many_single_char_names, reason = "a, b, c are nouns, v, w verbs, x, y adjectives")]
    pub fn sentence(&mut self) -> String {
        let (a, b, c) = (self.noun(), self.noun(), self.noun());
        let (x, y) = (self.adjective(), self.adjective());
        let (v, w) = (self.verb(), self.verb());
        let end = self.rng.pick(ADVERBS);
        match self.rng.below(12) {
            0 => format!("The {x} {a} {v}s the {b} {end}."),
            1 => format!("When the {a} is {x}, the {b} {v}s {end}, and the {c} stays {y}."),
            2 => format!("Most {a}s {v} a {x} {b} before anyone can {w} the {c}."),
            3 => format!("A team that {v}s its {a} {end} needs fewer {b}s and a {x} {c}."),
            4 => format!("It is easier to {v} the {a} than to {w} why the {b} was {x}."),
            5 => format!("Nobody {v}s the {a} on the day the {b} {w}s."),
            6 => format!("We {v} the {x} {a}, because a {y} {b} is forgotten within a {c}."),
            7 => format!("Ask who {v}s the {a}: the {x} answer names a {b}, not a {c}."),
            8 => format!("Without a {x} {a} the {b} becomes a {c}."),
            9 => format!("First {v} the {a}, then {w} the {x} {b} {end}."),
            10 => format!("Two {a}s and a {x} {b} are no reason to {v} the {c} {end}."),
            _ => format!("What the {a} {v}s is {x}; what the {b} {w}s is `{c}`."),
        }
    }

    pub fn sentences(&mut self, count: usize) -> String {
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// A sentence that names a role or a term in plain words, which become a link.
    pub fn mention(&mut self) -> String {
        let name = if self.rng.one_in(2) {
            let n = self.rng.skewed(self.names.terms.len());
            self.names.terms[n].title.to_lowercase()
        } else {
            self.some_role().1
        };
        let (noun, adjective, verb) = (self.noun(), self.adjective(), self.verb());
        format!("Here the {name} {verb}s what a {adjective} {noun} leaves open.")
    }

    /// Some role, a few of them far more often: id and title.
    fn some_role(&mut self) -> (String, String) {
        let count = self.names.roles.len();
        let n = if self.rng.one_in(3) { self.rng.skewed(count / 8 + 1) } else { self.rng.below(count) };
        (self.names.roles[n].id.clone(), self.names.roles[n].title.clone())
    }

    /// A sentence with a typed link to some record.
    pub fn linked(&mut self) -> String {
        let target = self.typed_link();
        let (noun, adjective, verb) = (self.noun(), self.adjective(), self.verb());
        match self.rng.below(3) {
            0 => format!("See {target} for the {adjective} {noun}."),
            1 => format!("The {noun} {verb}s what {target} says of it."),
            _ => format!("That is settled elsewhere, by {target}, and a {adjective} {noun} does not change it."),
        }
    }

    fn typed_link(&mut self) -> String {
        let names = self.names;
        let words = format!("the {} {}", self.adjective(), self.noun());
        match self.rng.below(16) {
            0..6 => match self.some_role() {
                (id, _) if self.rng.one_in(2) => format!("[](role:{id})"),
                (id, _) => format!("[{words}](role:{id})"),
            },
            6..9 => format!("[{words}](decision:{})", names.decisions[self.rng.below(names.decisions.len())].id),
            9..12 => format!("[{words}](term:{})", names.terms[self.rng.skewed(names.terms.len())].id),
            12..14 => format!("[](compare:{})", names.comparisons[self.rng.below(names.comparisons.len())].0),
            14 => format!("[{words}](event:{})", names.events[self.rng.below(names.events.len())].id),
            _ => format!("[{words}](faq:{})", names.questions[self.rng.below(names.questions.len())]),
        }
    }

    /// A sentence that rests on a source.
    pub fn cited(&mut self, source: usize) -> String {
        let id = &self.names.sources[source].id;
        let locator = if self.rng.one_in(3) { ", chapter 2" } else { "" };
        let (noun, adjective) = (self.noun(), self.adjective());
        format!("One author counts the {noun} among the {adjective} ones [@{id}{locator}].")
    }

    /// A day of the last three years, before a given month of the last of them.
    pub fn day(&mut self) -> String {
        format!("{}-{:02}-{:02}", self.rng.between(2024, 2026), self.rng.between(1, 10), self.rng.between(1, 28))
    }
}

pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
