//! The sentence around a link, as a backlink shows it.

use std::ops::Range;

use super::collapse;

/// About how many characters are shown.
const LENGTH: usize = 240;
/// How many bytes are searched for the sentence's ends on each side: bounds the work for each link.
const REACH: usize = 300;

/// Abbreviations behind which a name or another capital goes on, as they are written: "HR" is a word, "Hr" is none. Those that
/// end sentences as often as not ("etc.", "usw.", "Jr.") are left out.
const ABBREVIATIONS: [&str; 46] = [
    "Abb", "Abs", "Bspw", "Capt", "Cf", "Dipl", "Dr", "Drs", "Evtl", "Fig", "Frl", "Ggf", "Hon", "Hr", "Hrn", "Inkl", "Messrs",
    "Mlle", "Mme", "Mr", "Mrs", "Ms", "Mx", "Nr", "Prof", "Rev", "Sen", "Sog", "Sra", "St", "Vgl", "Vol", "approx", "bspw", "bzw",
    "ca", "cf", "evtl", "exkl", "ggf", "incl", "inkl", "sog", "vgl", "vs", "zzgl",
];

/// The sentence of `text` in which `link` stands, cut at words with `…` when it is long.
pub(super) fn around(text: &str, link: &Range<usize>) -> String {
    let start = link.start.min(text.len());
    let link_end = text.floor_char_boundary(link.end.clamp(start, start + LENGTH).min(text.len()));
    let low = text.floor_char_boundary(start.saturating_sub(REACH));
    let high = text.ceil_char_boundary((link_end + REACH).min(text.len()));
    let begin = ends(&text[low..start]).next_back().map(|end| low + end);
    let finish = ends(&text[link_end..high]).next().map(|end| link_end + end);
    let cut_before = begin.is_none() && low > 0;
    let cut_after = finish.is_none() && high < text.len();
    let (begin, finish) = (begin.unwrap_or(low), finish.unwrap_or(high));
    shorten(&text[begin..finish], start - begin..link_end - begin, cut_before, cut_after)
}

/// Where sentences end: after the mark and its closing quote, before the white space.
fn ends(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.char_indices().filter_map(move |(at, c)| {
        let after = at + c.len_utf8();
        if matches!(c, '。' | '！' | '？') {
            return Some(after);
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            return None;
        }
        let rest = text[after..].trim_start_matches(['"', '\'', ')', '”', '’', '»', '“', '*']);
        let closed = text.len() - rest.len();
        let next = rest.trim_start();
        if next.len() == rest.len() && !rest.is_empty() {
            return None;
        }
        // "e.g. this", "z. B. so", "No. 5", "Mr. Smith": what goes on in lower case, after a single letter, with a number or
        // after an abbreviation does not end.
        let goes_on = next.starts_with(|n: char| n.is_lowercase() || n.is_numeric());
        (!(c == '.' && (goes_on || is_abbreviated(&text[..at])))).then_some(closed)
    })
}

/// Whether a dot behind this belongs to its last word.
fn is_abbreviated(text: &str) -> bool {
    let word = &text[text.trim_end_matches(char::is_alphanumeric).len()..];
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && (letters.next().is_none() || ABBREVIATIONS.contains(&word))
}

fn shorten(text: &str, link: Range<usize>, cut_before: bool, cut_after: bool) -> String {
    let whole = collapse(text);
    let fits = whole.chars().count() <= LENGTH;
    if fits && !cut_before && !cut_after {
        return whole.into_owned();
    }
    // A third of the room goes before the link, the rest to it and what follows.
    let from = back(text, link.start, LENGTH / 3);
    let to = forward(text, from, LENGTH);
    let mut part = &text[from..to];
    if (from > 0 || cut_before)
        && let Some(space) = part.find(char::is_whitespace).filter(|space| from + space <= link.start)
    {
        part = &part[space..];
    }
    if (to < text.len() || cut_after)
        && let Some(space) = part.rfind(char::is_whitespace).filter(|space| *space > 0)
    {
        part = &part[..space];
    }
    let before = if from > 0 || cut_before { "… " } else { "" };
    let after = if to < text.len() || cut_after { " …" } else { "" };
    format!("{before}{}{after}", collapse(part))
}

fn back(text: &str, at: usize, chars: usize) -> usize {
    text[..at].char_indices().rev().take(chars).last().map_or(at, |(index, _)| index)
}

fn forward(text: &str, at: usize, chars: usize) -> usize {
    text[at..].char_indices().nth(chars).map_or(text.len(), |(index, _)| at + index)
}
