//! Texts that need no parser, as most titles, items and notes are.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Placed;

/// Signs in which markdown may read something. `:` and `.` are looked at more closely: they may belong to a bare address.
const SIGNS: [bool; 256] = table(b"*_`~[]<&\\\n\r@:.", 0);

/// Beside those, signs that do not stand as they are in HTML or in a twin; control characters too, some of which begin with 0xc2.
const ESCAPED: [bool; 256] = table(b">\"'\x7f\xc2", b' ');

/// Which bytes are some signs, or below one.
const fn table(signs: &[u8], below: u8) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    let mut control = 0;
    while control < below {
        table[control as usize] = true;
        control += 1;
    }
    table
}

/// Whether a text of one line holds nothing that markdown reads, as most titles and list items do: no parser is needed for it.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| SIGNS[usize::from(*byte)]) {
        let at = from + at;
        let is_read = match bytes[at] {
            b':' => bytes[at + 1..].starts_with(b"//"),
            b'.' => at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www"),
            _ => true,
        };
        if is_read {
            return false;
        }
        from = at + 1;
    }
    true
}

/// Whether a text of one line stands in every form as it is written: nothing in it is read or escaped, and no space is left out.
#[must_use]
pub fn is_verbatim(text: &str) -> bool {
    let bytes = text.as_bytes();
    is_plain(text)
        && !bytes.iter().any(|byte| ESCAPED[usize::from(*byte)])
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.contains("  ")
}

/// Whether a text of paragraphs is a single one in which markdown reads nothing, as most answers and notes are: no block begins with
/// a letter that does not end in another line.
pub(super) fn is_sentence(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic()) && !text.ends_with(char::is_whitespace) && is_plain(text)
}

/// What the parser reads in such a text.
pub(super) fn events(text: &str) -> Vec<Placed<'_>> {
    let whole = 0..text.len();
    vec![
        (Event::Start(Tag::Paragraph), whole.clone()),
        (Event::Text(CowStr::Borrowed(text)), whole.clone()),
        (Event::End(TagEnd::Paragraph), whole),
    ]
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::super::{Placed, options};
    use super::*;

    /// Every text of up to four of these pieces.
    #[test]
    fn verbatim_texts_are_written_as_they_are() {
        const PIECES: [&str; 21] = [
            "a", "B", "é", "1", ".", "-", "#", "|", "'", "\"", ">", "&", "<", "*", "_", "  ", " ", "\u{a0}", "\u{85}", "://",
            "\u{7f}",
        ];
        let mut found = 0;
        let mut texts: Vec<String> = vec![String::new()];
        for _ in 0..4 {
            texts = texts.iter().flat_map(|text| PIECES.map(|piece| format!("{text}{piece}"))).collect();
            for text in texts.iter().filter(|text| is_verbatim(text)) {
                assert_eq!(crate::content::sanitise::escape_attribute(text), *text);
                assert_eq!(crate::escape::markdown::text(text), *text);
                assert_eq!(super::super::plain(text, super::super::Mode::Inline), *text);
                found += 1;
            }
        }
        assert!(found > 1_000);
    }

    #[test]
    fn a_sentence_is_what_the_parser_reads() {
        const PIECES: [&str; 25] = [
            "a", "B c", "é", "1", ".", ")", "-", "+", "=", "#", "|", ":", "$", "^", "\"", "'", "(", "{#x}", "www", "http:", "//",
            " ", "\t", "\u{a0}", "\u{2028}",
        ];
        let mut found = 0;
        let mut texts: Vec<String> = vec![String::new()];
        for _ in 0..4 {
            texts = texts.iter().flat_map(|text| PIECES.map(|piece| format!("{text}{piece}"))).collect();
            for text in texts.iter().filter(|text| is_sentence(text)) {
                let read: Vec<Placed<'_>> = Parser::new_ext(text, options()).into_offset_iter().collect();
                assert_eq!(read, events(text), "{text:?}");
                found += 1;
            }
        }
        assert!(found > 10_000);
    }
}
