//! Slugs: what a title becomes in an address.

/// Lower-case letters, digits and hyphens of a text; German umlauts are spelled out, other accents dropped.
/// Empty when nothing of the text can stand in an address.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let piece = match c {
            'a'..='z' | '0'..='9' => {
                out.push(c);
                continue;
            }
            'ä' | 'æ' => "ae",
            'ö' | 'œ' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ã' | 'å' => "a",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
            'ù' | 'ú' | 'û' => "u",
            '\'' | '’' | '\u{300}'..='\u{36f}' => continue,
            _ if c.is_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => "-",
        };
        if piece != "-" {
            out.push_str(piece);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Whether two tags are one: case, blanks and hyphens make no difference, other signs do.
#[must_use]
pub fn is_one_tag(a: &str, b: &str) -> bool {
    let heard = |tag: &str| {
        let lower = tag.to_lowercase();
        let words = lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    heard(a) == heard(b)
}

/// What to do about tags that would share a page without being one.
pub const TAG_HELP: &str = "write the signs of one of them as words, as in `C sharp`";

/// The longest tag in an address, in bytes: below what a file name may have, in any script.
pub(super) const LONGEST_TAG: usize = 200;

/// So many letters an id has at most: it is part of an address, and of a file name.
pub(super) const LONGEST_ID: usize = 100;

/// Whether a text is an id: lower-case letters, digits and single hyphens between them.
#[must_use]
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_ID
        && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Whether a text is an abbreviation, the other form a glossary key may take: it has a capital and no spaces.
#[must_use]
pub(super) fn is_abbreviation(text: &str) -> bool {
    text.len() <= 20
        && text.bytes().any(|b| b.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b'/' | b'-' | b'.' | b'+'))
}

/// Whether a text is an id that somebody wrote with capitals, `Roadmap` or `Value-Stream`, and no abbreviation: words of five
/// letters and more that have a capital at most at their start.
#[must_use]
pub(super) fn is_capitalised_id(text: &str) -> bool {
    let is_word = |part: &str| part.len() >= 5 && part.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.split('-').all(is_word)
}
