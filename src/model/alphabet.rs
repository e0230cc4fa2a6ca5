//! The order of titles: by letters, whatever marks they bear.

use std::borrow::Cow;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// What titles are sorted by: Ä stands with A, as in the dictionaries of most languages (DIN 5007-1), and titles that differ in marks or
/// case alone keep an order of their own.
pub(crate) fn alphabetical(title: &str) -> (String, String) {
    let lower = title.to_lowercase();
    (folded(&lower).into_owned(), lower)
}

/// The letter a title is filed under: Ä under A; `#` where it begins with none.
pub(crate) fn letter(title: &str) -> char {
    let lower = title.to_lowercase();
    let first = folded(&lower).chars().next().filter(|c| c.is_alphabetic());
    first.and_then(|c| c.to_uppercase().next()).unwrap_or('#')
}

/// The word without the marks on its letters: `größe` and `grosse` are found by each other.
pub(crate) fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(word.chars()) {
        match c {
            // й is a letter, not an и with a mark
            '\u{306}' if out.ends_with(['и', 'у']) => out.push(c),
            '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            other => out.push(other),
        }
    }
    Cow::Owned(ComposingNormalizerBorrowed::new_nfc().normalize(&out).into_owned())
}

/// What the names of two files have in common that some disks take for one: letters in capitals or not, and accents written
/// as one sign or as two.
pub(crate) fn as_one_file(name: &str) -> String {
    composed(&name.to_lowercase()).into_owned()
}

/// The text with each accent and its letter as one sign, where there is such a sign (NFC).
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { ComposingNormalizerBorrowed::new_nfc().normalize(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_difference() {
        let cases = [
            ("gr\u{f6}\u{df}e", "grosse"),
            ("\u{e9}quipe", "equipe"),
            ("\u{439}", "\u{439}"),
            ("\u{451}", "\u{435}"),
            ("\u{142}\u{f8}", "lo"),
            ("\u{304c}", "\u{304c}"),
        ];
        for (word, expected) in cases {
            assert_eq!(folded(word), expected, "{word}");
        }
    }

    #[test]
    fn titles_stand_by_their_letters() {
        let mut titles = ["Zeit", "\u{c4}rger", "Azubi", "\u{d6}l", "Aufgabe", "arger"];
        titles.sort_by_cached_key(|title| alphabetical(title));
        assert_eq!(titles, ["arger", "\u{c4}rger", "Aufgabe", "Azubi", "\u{d6}l", "Zeit"]);
        assert_eq!(["\u{c4}rger", "10 rules", "\u{17b}aba", "\u{f8}re", ""].map(letter), ['A', '#', 'Z', 'O', '#']);
    }
}
