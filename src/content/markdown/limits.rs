//! What is too much for one text, seen before it is parsed: a short text can be a table of a thousand million empty cells.

use std::ops::Range;

/// Most headings of one page.
pub const MAX_HEADINGS: usize = 10_000;
/// Most table cells of one text, those included that a row lacks and the reader adds.
pub const MAX_CELLS: usize = 100_000;
/// Deepest nesting of block quotes and lists on one line.
pub const MAX_NESTING: usize = 100;

/// The first line with which a text is over a limit, and which limit that is.
#[must_use]
pub fn over_limit(text: &str) -> Option<(Range<usize>, &'static str)> {
    let (mut cells, mut columns, mut at) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end().len();
        at += line.len();
        if line.len() > MAX_NESTING && nesting(line) > MAX_NESTING {
            return Some((range, "block quotes and lists nested deeper than 100"));
        }
        if range.is_empty() {
            columns = 0;
        } else if let Some(found) = delimiters(line) {
            columns = found;
        }
        cells += columns;
        if cells > MAX_CELLS {
            return Some((range, "more than 100,000 table cells in one text"));
        }
    }
    None
}

/// The columns of a table whose head ends with this line.
fn delimiters(line: &str) -> Option<usize> {
    // nearly every line has words, which is seen at once
    if !matches!(line.bytes().find(|b| !matches!(b, b' ' | b'\t' | b'>')), Some(b'|' | b'-' | b':')) {
        return None;
    }
    let line = line.trim_matches([' ', '\t', '\n', '\r', '>']);
    let fits = line.contains('-') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'));
    (fits && line.contains('|')).then(|| line.trim_matches('|').matches('|').count() + 1)
}

/// How many quotes and lists a line opens before its words.
fn nesting(line: &str) -> usize {
    let mut count = 0;
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let marker = match rest.as_bytes().get(digits) {
            Some(b'>') if digits == 0 => 1,
            Some(b'-' | b'+' | b'*') if digits == 0 && rest[1..].starts_with([' ', '\t']) => 1,
            Some(b'.' | b')') if digits > 0 && rest[digits + 1..].starts_with([' ', '\t']) => digits + 1,
            _ => break,
        };
        count += 1;
        rest = &rest[marker..];
    }
    // a line of marks alone is a rule
    if rest.trim().is_empty() { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_where_they_say() {
        let table = |columns: usize, rows: usize| "|a".repeat(columns) + "\n" + &"|-".repeat(columns) + "|\n" + &"|\n".repeat(rows);
        // the line of delimiters counts as a row: that of the head
        assert_eq!(over_limit(&table(100, 999)), None);
        assert!(over_limit(&table(100, 1000)).is_some());
        assert_eq!(over_limit(&(table(100, 900) + "\n" + &"text\n".repeat(200_000))), None);
        assert_eq!(over_limit(&(">".repeat(100) + "a")), None);
        assert!(over_limit(&(">".repeat(101) + "a")).is_some());
        assert_eq!(over_limit(&("- ".repeat(100) + "a")), None);
        assert!(over_limit(&("- ".repeat(101) + "a")).is_some());
        assert!(over_limit(&("12. ".repeat(101) + "a")).is_some());
        assert_eq!(over_limit(&"- ".repeat(101)), None);
        assert_eq!(over_limit(&"-".repeat(1000)), None);
        assert_eq!(over_limit(&("|".to_owned() + &"-".repeat(1000))), None);
    }
}
