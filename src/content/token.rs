//! Whole words in running text: where a name that was found by its letters begins and ends as a word.

use std::ops::Range;

/// The end of a whole word, plural and possessive included; `None` when the hit is a part of another word.
#[must_use]
pub fn token_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| joins(c) || matches!(c, '-' | '/' | '@' | '.')) {
        return None;
    }
    let rest = &text[end..];
    let longer = ["s'", "s’", "'s", "’s", "es", "s", ""]
        .into_iter()
        .find(|ending| rest.strip_prefix(ending).is_some_and(|after| !after.chars().next().is_some_and(joins)))?;
    let after = rest[longer.len()..].chars().next();
    // `backlog-order` and `example.org` are words of their own.
    if after == Some('-') && rest[longer.len() + 1..].chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    Some(end + longer.len())
}

/// The whole of an abbreviation, plural and possessive included; `None` when the hit is a part of another word.
///
/// Only ASCII letters and digits make one word with it, so that it is found in scripts that put no spaces between
/// words (`PMは`). A low line does where it makes a name of a program: `MY_PM`, `PM_ID`, but not `PM_innen`.
#[must_use]
pub fn letters_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let (before, after) = (&text.as_bytes()[..start], &text[end..]);
    let preceded = match before {
        [.., letter, b'_'] => letter.is_ascii_alphanumeric(),
        [.., last] => last.is_ascii_alphanumeric(),
        [] => false,
    };
    let followed = |rest: &str| match rest.as_bytes() {
        [b'_', next, ..] => next.is_ascii_uppercase() || next.is_ascii_digit(),
        [next, ..] => next.is_ascii_alphanumeric(),
        [] => false,
    };
    if preceded {
        return None;
    }
    let longer = ["'s", "’s", "s'", "s’", "s", ""]
        .into_iter()
        .find(|ending| after.strip_prefix(ending).is_some_and(|rest| !followed(rest)))?;
    Some(end + longer.len())
}

/// Whether letters are an hour of the day: `3 PM`, `5:00 PM`, `10h30 PM`, `noon PM`, `AM/PM`.
#[must_use]
pub fn is_clock_time(text: &str, range: Range<usize>) -> bool {
    if !matches!(&text[range.clone()], "AM" | "PM") {
        return false;
    }
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if before.ends_with("AM/") || after.starts_with("/PM") {
        return true;
    }
    let before = before.trim_end_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    let tail = before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'h'));
    let number = &before[tail.len()..];
    if number.is_empty() {
        return is_hour_in_words(before);
    }
    if tail.ends_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    // `1700 PM`; `2024` is a year.
    if matches!(number.len(), 3 | 4) && number.bytes().all(|b| b.is_ascii_digit()) {
        return number.parse::<u16>().is_ok_and(|time| time < 2400 && time % 100 < 60 && !(2000..2060).contains(&time));
    }
    let mut parts = number.strip_suffix('h').unwrap_or(number).split([':', '.', 'h']);
    let hour = parts.next().and_then(|hour| hour.parse::<u8>().ok());
    hour.is_some_and(|hour| (1..=12).contains(&hour)) && parts.all(|minute| minute.len() == 2)
}

/// `noon` or `at five`, but not `two`, which may count people.
fn is_hour_in_words(before: &str) -> bool {
    const HOURS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let mut words = before.rsplit(' ').map(str::to_ascii_lowercase);
    let Some(last) = words.next() else { return false };
    if matches!(&*last, "noon" | "midday" | "midnight") {
        return true;
    }
    HOURS.contains(&&*last) && words.next().is_some_and(|word| matches!(&*word, "at" | "until" | "till" | "around" | "past"))
}

/// Whether a hit is a part of an address or a file name that stands in the text as it is: `docs/PM.md`, `PM-1234`.
#[must_use]
pub fn is_in_address(text: &str, range: Range<usize>) -> bool {
    let numbered = text[range.end..].strip_prefix(['-', '#']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let before = &text[..range.start];
    // `#PM` and `@PM` are words of a sentence, `page#PM` and `info@PM` are not.
    let within = before.strip_suffix(['@', '#']).is_some_and(|rest| rest.ends_with(|c: char| c.is_alphanumeric() || c == '/'));
    if numbered || within || before.ends_with(['\\', '$']) {
        return true;
    }
    let from = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let from = text.ceil_char_boundary(from);
    let to = text[range.end..].find(char::is_whitespace).map_or(text.len(), |at| range.end + at);
    let word = &text[from..to];
    let dotted = word.match_indices('.').any(|(at, _)| word[at + 1..].starts_with(|c: char| c.is_alphanumeric()));
    word.contains("://") || (dotted && (word.contains('/') || word.contains('@'))) || is_file_name(&text[range.end..to])
}

/// `.md` and the like behind a word.
fn is_file_name(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether a name keeps its capitals: an abbreviation does, words do not.
#[must_use]
pub fn keeps_capitals(text: &str) -> bool {
    !text.contains(' ') && text.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// Whether a letter makes one word with its neighbour: all do but those of scripts without spaces.
#[must_use]
pub fn joins(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}
