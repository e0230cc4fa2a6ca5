//! Abbreviations in a text: what stands for one, and where it is written out.

use std::ops::Range;

use super::meaning::Meaning;
use crate::content::token::joins;

/// Words without weight in what an abbreviation stands for.
pub(super) const SMALL: [&str; 14] = ["of", "the", "and", "for", "to", "in", "on", "a", "an", "der", "die", "das", "und", "von"];

/// Runs of ASCII letters and digits that look like an abbreviation: two to five capitals, a plural `s` apart.
pub(super) fn capitals(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Most letters are small: those are passed over in one stride.
    while let Some(step) = bytes[at..].iter().position(u8::is_ascii_uppercase) {
        let start = at + step;
        at = start;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let run = &bytes[start..at];
        if run.len() < 2 || run.len() > 6 || !run[0].is_ascii_uppercase() {
            continue;
        }
        let letters = if run.len() > 2 { run.strip_suffix(b"s").unwrap_or(run) } else { run };
        let before = &text[..start];
        // `[!INFO]` is the kind of a callout; `@ACME` and `#OPS` are names of their own.
        let named = before.ends_with("[!") || before.ends_with(['@', '#']);
        let alone = !named && !joined(before.chars().next_back()) && !joined(text[at..].chars().next());
        if alone && (2..=5).contains(&letters.len()) && letters.iter().all(u8::is_ascii_uppercase) {
            found.push(start..start + letters.len());
        }
    }
    found
}

fn joined(c: Option<char>) -> bool {
    c.is_some_and(|c| joins(c) || c == '_')
}

/// Whether a bracket holds the abbreviation behind what it stands for: the end of the words before `(PM)`.
pub(super) fn bracket_before(text: &str, letters: &Range<usize>) -> Option<usize> {
    let closed = text[letters.end..].trim_start_matches(['s', '\'', '’', '"', '”', '“']);
    if !closed.starts_with([')', ',', ';', ' ', ']']) {
        return None;
    }
    let mut before = text[..letters.start].trim_end_matches(QUOTES);
    for lead in ["the ", "or ", "oder ", "kurz ", "short "] {
        before = before.strip_suffix(lead).unwrap_or(before);
    }
    let before = before.strip_suffix(['(', '['])?;
    Some(before.trim_end_matches([' ', '"', '”', '“', '\u{a0}']).len())
}

/// Quotation marks around an abbreviation or what it means.
const QUOTES: [char; 8] = ['"', '“', '„', '”', '\'', '‘', '’', '‚'];

/// Whether an abbreviation is another name for the words before it, "the project manager, or PM": their end. Two
/// letters need the comma, for "a person or PO" is a choice.
pub(super) fn or_before(text: &str, letters: &Range<usize>) -> Option<usize> {
    let before = text[..letters.start].trim_end_matches(QUOTES);
    let before = before.strip_suffix("the ").unwrap_or(before);
    let before = [" or ", " oder ", " short ", " kurz "].into_iter().find_map(|or| before.strip_suffix(or))?;
    match before.strip_suffix(',') {
        Some(before) => Some(before.len()),
        None => (letters.len() > 2).then_some(before.len()),
    }
}

/// What stands between an abbreviation and what it means: `PM (…`, `PM = …`, `PM stands for …`. The start of the meaning.
pub(super) fn meaning_after(text: &str, letters: &Range<usize>) -> Option<usize> {
    const LINKS: [&str; 14] = [
        " (",
        " [",
        " = ",
        ": ",
        " – ",
        " — ",
        " - ",
        " stands for ",
        " means ",
        " is short for ",
        ", short for ",
        " steht für ",
        ", kurz für ",
        " bedeutet ",
    ];
    let rest = &text[letters.end..];
    let rest = rest.strip_prefix('s').unwrap_or(rest).trim_start_matches(QUOTES);
    let link = LINKS.into_iter().find(|link| rest.starts_with(link))?;
    let mut rest = rest[link.len()..].trim_start_matches(QUOTES);
    for article in ["the ", "a ", "an ", "our "] {
        rest = rest.strip_prefix(article).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches(QUOTES);
    Some(text.len() - rest.len())
}

/// How far from an abbreviation its meaning can stand, in bytes.
pub(super) const NEAR: usize = 600;

/// The words whose initials an abbreviation is, with their place.
struct Word<'t> {
    text: &'t str,
    start: usize,
}

fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = range.start;
    for word in text[range].split_inclusive(|c: char| !c.is_alphanumeric()) {
        let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !letters.is_empty() {
            words.push(Word { text: letters, start: at });
        }
        at += word.len();
    }
    words
}

/// What the words before `(PM)` say that it means, if they say so.
pub(super) fn meaning_before(text: &str, end: usize, letters: &str) -> Option<Meaning> {
    if let Some(words) = spelled_before(text, end, letters) {
        return Some(Meaning::Words(words));
    }
    let start = text.floor_char_boundary(end.saturating_sub(NEAR));
    let from = text[start..end].rfind(['\n', '.', '(', ')']).map_or(start, |at| start + at + 1);
    let explained = is_within(text, from..end, letters) || is_in_word(text, from..end, letters);
    explained.then(|| Meaning::Loose(folded(&text[from..end])))
}

/// What the words behind `PM (` or `PM =` say that it means, if they say so.
pub(super) fn meaning_behind(text: &str, start: usize, letters: &str) -> Option<Meaning> {
    if let Some(words) = spelled_after(text, start, letters) {
        return Some(Meaning::Words(words));
    }
    let near = &text[start..text.ceil_char_boundary(start + NEAR)];
    let end = near.find(['\n', '.', ')', ',', ';']).map_or(start + near.len(), |at| start + at);
    is_within(text, start..end, letters).then(|| Meaning::Loose(folded(&text[start..end])))
}

/// What the words from `start` say that an abbreviation means. They explain it, in whatever form, and bind it to nothing.
pub(super) fn meaning_of(text: &str, start: usize) -> Option<Meaning> {
    let words = &text[start..];
    let words = words[..words.floor_char_boundary(NEAR)].lines().next().unwrap_or_default().trim();
    words.contains(char::is_alphanumeric).then(|| Meaning::Loose(folded(words)))
}

/// The words right before `end` that an abbreviation is made of, letter by letter; small words need no letter.
pub(super) fn spelled_before(text: &str, end: usize, letters: &str) -> Option<String> {
    // An abbreviation of five letters has no more words than that, small ones included.
    let start = text.floor_char_boundary(end.saturating_sub(160));
    let from = text[start..end].rfind(['\n', '.', ';', ':', '(', ')']).map_or(start, |at| start + at + 1);
    let words = words(text, from..end);
    let mut wanted = letters.chars().rev();
    let mut next = wanted.next();
    for word in words.iter().rev() {
        let Some(letter) = next else { break };
        let initial = word.text.chars().next()?;
        if initial.eq_ignore_ascii_case(&letter) {
            next = wanted.next();
            if next.is_none() {
                return Some(of_one(&text[word.start..end]));
            }
        } else if !SMALL.contains(&word.text.to_lowercase().as_str()) {
            return None;
        }
    }
    None
}

/// The words from `start` that an abbreviation is made of.
pub(super) fn spelled_after(text: &str, start: usize, letters: &str) -> Option<String> {
    let near = &text[start..text.ceil_char_boundary(start + NEAR)];
    let to = near.find(['\n', '.', ';', ':', '(', ')', ',']).map_or(start + near.len(), |at| start + at);
    let mut wanted = letters.chars();
    let mut next = wanted.next();
    for word in words(text, start..to) {
        let letter = next?;
        let initial = word.text.chars().next()?;
        if initial.eq_ignore_ascii_case(&letter) {
            next = wanted.next();
            if next.is_none() {
                return Some(of_one(&text[start..word.start + word.text.len()]));
            }
        } else if !SMALL.contains(&word.text.to_lowercase().as_str()) {
            return None;
        }
    }
    None
}

/// Whether words could be what an abbreviation stands for though not every letter is an initial, as in "extensible markup language (XML)".
pub(super) fn is_within(text: &str, range: Range<usize>, letters: &str) -> bool {
    let all = words(text, range);
    let count = letters.len() + 2;
    let tail = &all[all.len().saturating_sub(count)..];
    (0..tail.len()).any(|from| {
        let mut wanted = letters.chars().peekable();
        for (i, word) in tail[from..].iter().enumerate() {
            for (j, c) in word.text.chars().enumerate() {
                let first = i == 0 && j == 0;
                match wanted.peek() {
                    Some(letter) if c.eq_ignore_ascii_case(letter) => _ = wanted.next(),
                    _ if first => return false,
                    _ => {}
                }
            }
        }
        // One word alone is a remark, not what the letters stand for.
        wanted.peek().is_none() && tail.len() - from > 1
    })
}

/// Whether the last word is a long one that holds the letters in their order, as in "Betriebsrat (BR)": one word in German is
/// several elsewhere.
fn is_in_word(text: &str, range: Range<usize>, letters: &str) -> bool {
    let all = words(text, range.clone());
    let Some(word) = all.last().filter(|word| word.start + word.text.len() == range.end) else { return false };
    let mut rest = word.text.chars();
    let mut wanted = letters.chars();
    word.text.chars().count() >= 3 * letters.len()
        && wanted.next().is_some_and(|first| rest.next().is_some_and(|c| c.eq_ignore_ascii_case(&first)))
        && wanted.all(|letter| rest.any(|c| c.eq_ignore_ascii_case(&letter)))
}

/// Lower case and without hyphens: "Product-Manager" and "product manager" are the same.
pub(super) fn folded(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

/// As [`folded`], and of one: "Project Managers" and "project manager" are the same.
pub(super) fn of_one(words: &str) -> String {
    let words = folded(words);
    words.strip_suffix('s').map(str::to_owned).unwrap_or(words)
}
