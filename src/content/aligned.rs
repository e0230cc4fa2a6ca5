//! From a part of a decoded YAML string to where it is written: escapes, folded lines and indentation make the two differ.

use std::ops::Range;

/// How a string is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Plain, or in a block of its own.
    None,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
}

/// Where each character of a decoded string stands in the written one.
#[derive(Debug)]
pub(super) struct Aligned {
    /// By byte of the decoded string: where the character that starts there is written.
    starts: Vec<u32>,
    /// … and where the one that ends there is written to its end.
    ends: Vec<u32>,
}

/// In place of a byte at which no character starts or ends.
const NOWHERE: u32 = u32::MAX;

impl Aligned {
    /// Walks both strings once. Where the two do not fit together, the rest stays without a place.
    pub(super) fn new(decoded: &str, written: &str, quotes: Quotes) -> Self {
        let length = decoded.len() + 1;
        let mut aligned = Self { starts: vec![NOWHERE; length], ends: vec![NOWHERE; length] };
        let mut at = usize::from(quotes != Quotes::None);
        for (index, c) in decoded.char_indices() {
            if !c.is_whitespace() {
                at = skip(written, at, quotes);
            }
            let Some(rest) = written.get(at..) else { break };
            aligned.starts[index] = place(at);
            let blank = |w: char| w.is_whitespace() || (w == '\\' && quotes == Quotes::Double);
            if !c.is_whitespace() {
                if rest.is_empty() {
                    break;
                }
                at += width(rest, quotes);
            } else if rest.starts_with(blank) {
                // White space may be longer or shorter than written; what follows lines up again.
                at += width(rest, quotes);
            }
            aligned.ends[index + c.len_utf8()] = place(at);
        }
        aligned
    }

    /// Where a part of the decoded string is written.
    pub(super) fn written(&self, part: &Range<usize>) -> Option<Range<usize>> {
        let known = |places: &[u32], at: usize| places.get(at).copied().filter(|p| *p != NOWHERE).map(|p| p as usize);
        let (start, end) = (known(&self.starts, part.start)?, known(&self.ends, part.end)?);
        (start <= end).then_some(start..end)
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NOWHERE)
}

/// Past what stands in the written text alone: indentation, line ends, and a backslash before a line end.
fn skip(written: &str, mut at: usize, quotes: Quotes) -> usize {
    while let Some(rest) = written.get(at..) {
        let blank = rest.len() - rest.trim_start().len();
        let joined = quotes == Quotes::Double && rest[blank..].starts_with("\\\n");
        at += blank + if joined { 2 } else { 0 };
        if blank == 0 && !joined {
            break;
        }
    }
    at
}

/// How many bytes the next character takes as it is written.
fn width(written: &str, quotes: Quotes) -> usize {
    let length = |c: char| match c {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        c => 1 + c.len_utf8(),
    };
    let mut chars = written.chars();
    let width = match (chars.next(), quotes) {
        (Some('\\'), Quotes::Double) => chars.next().map_or(1, length),
        (Some('\''), Quotes::Single) => 2,
        (Some(c), _) => c.len_utf8(),
        (None, _) => 0,
    };
    written.floor_char_boundary(width.min(written.len()))
}

/// The first escape by number from `at` on that names no character: too few digits, or half of a pair as JSON has them.
pub(super) fn wrong_escape(text: &str, at: usize) -> Option<Range<usize>> {
    let mut from = at;
    while let Some(found) = text[from..].find('\\').map(|found| from + found) {
        let digits = match text[found + 1..].chars().next()? {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c => {
                from = found + 1 + c.len_utf8();
                continue;
            }
        };
        let written = text[found + 2..].chars().take(digits).take_while(char::is_ascii_hexdigit).count();
        let end = found + 2 + written;
        let code = u32::from_str_radix(&text[found + 2..end], 16).ok().filter(|_| written == digits);
        if code.and_then(char::from_u32).is_none() {
            return Some(found..end);
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'w>(decoded: &str, written: &'w str, quotes: Quotes, wanted: &str) -> Option<&'w str> {
        let at = decoded.find(wanted).unwrap_or(0);
        Aligned::new(decoded, written, quotes).written(&(at..at + wanted.len())).map(|r| &written[r])
    }

    #[test]
    fn finds_what_is_written_otherwise() {
        assert_eq!(of("a b c", "a\n   b\n c", Quotes::None, "b"), Some("b"));
        assert_eq!(of("a\n\n  b c\n", "a\n\n    b c", Quotes::None, "b c"), Some("b c"));
        assert_eq!(of("it's b's", "'it''s b''s'", Quotes::Single, "b's"), Some("b''s"));
        assert_eq!(
            of(
                "\"ü\"\tx y",
                r#""\"\u00fc\"\tx \
            y""#,
                Quotes::Double,
                "y"
            ),
            Some("y")
        );
        assert_eq!(of("a\tb", r#""a\tb""#, Quotes::Double, "b"), Some("b"));
        assert_eq!(of("abc", "a", Quotes::None, "c"), None);
    }
}
