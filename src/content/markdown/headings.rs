//! Heading ids as GitHub makes them, unique on a page.

use std::collections::{HashMap, HashSet};

/// Gives out ids and remembers which are taken.
pub(super) struct Ids {
    taken: HashSet<String>,
    /// The number to try next for an id that was taken before: keeps 10,000 equal headings linear.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Starts with the ids a page uses for itself.
    pub(super) fn new(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|id| (*id).to_owned()).collect(), next: HashMap::new() }
    }

    /// The wanted id, or the first of `wanted-1`, `wanted-2` … that is free.
    pub(super) fn claim(&mut self, wanted: String) -> String {
        if !numbered(&wanted) && self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.next.entry(wanted.clone()).or_insert(1);
        loop {
            let id = format!("{wanted}-{number}");
            *number += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Whether pages count with such ids: their footnotes (`fn-1`), the references to them, sources (`s1`) and notes (`n1`).
fn numbered(id: &str) -> bool {
    let counted = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    id.starts_with("fn-") || id.starts_with("fnref-") || id.strip_prefix(['s', 'n']).is_some_and(counted)
}

/// A title as an id: lower case, spaces to hyphens, punctuation dropped, letters of all scripts kept.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    slug.extend(title.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        c if c.is_whitespace() => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' || is_mark(c) => Some(c),
        _ => None,
    }));
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// An id written by the author, reduced to what can stand in an id and a URL; nothing when nothing remains.
pub(super) fn written(id: &str) -> Option<String> {
    let id: String = id.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':') || is_mark(*c)).collect();
    (!id.is_empty()).then_some(id)
}

/// Combining marks belong to the letter before them; the common blocks are enough for titles.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}
