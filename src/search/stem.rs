//! What words of one language have in common: `decide`, `decides` and `deciding`.

use frostem::{Algorithm, Stemmer};

use crate::model::alphabet::folded;

/// The stems of one language. Where it is none of those known, every word is its own stem.
#[derive(Clone, Copy)]
pub struct Stems(Option<Stemmer>);

impl Stems {
    /// The stems of the language that a tag names: `en`, `de-CH`. The theme has a script `stem-….js` for each.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let algorithm = match base.as_str() {
            "en" => Algorithm::English,
            "de" => Algorithm::German,
            "fr" => Algorithm::French,
            "es" => Algorithm::Spanish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::new(algorithm)))
    }

    /// What a word in lower case is filed under. A word with a digit is a name.
    #[must_use]
    pub fn key(self, word: &str) -> String {
        match self.0 {
            Some(stemmer) if !word.bytes().any(|b| b.is_ascii_digit()) => folded(&stemmer.stem(word)).into_owned(),
            _ => folded(word).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same words stand in a test of the scripts that readers get.
    #[test]
    fn stems_are_those_of_the_scripts() {
        let words: serde_json::Value = serde_json::from_str(include_str!("../../tests/browser/stems.json")).unwrap();
        let mut count = 0;
        for (language, pairs) in words.as_object().unwrap() {
            let stemmer = Stems::of(language).0.unwrap();
            for (word, stem) in pairs.as_object().unwrap() {
                assert_eq!(stemmer.stem(word), stem.as_str().unwrap(), "{language}: {word}");
                count += 1;
            }
        }
        assert!(count > 500);
    }

    #[test]
    fn forms_of_a_word_are_one() {
        let en = Stems::of("en-GB");
        for word in ["decide", "decides", "deciding", "decided"] {
            assert_eq!(en.key(word), "decid");
        }
        assert_eq!(en.key("1.10"), "1.10");
        let de = Stems::of("de");
        assert_eq!(de.key("\u{e4}nderungen"), de.key("aenderung"));
        assert_eq!(de.key("stra\u{df}en"), de.key("strasse"));
        assert_eq!(Stems::of("tlh").key("\u{e9}t\u{e9}s"), "etes");
    }
}
