//! Text into words, as `search.js` reads the words of a query: what is done here is done there, step by step.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// Longer words are cut: nobody types them.
const LONGEST: usize = 40;

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter, digit or mark.
    Word,
    /// A letter of a script written without spaces: every two neighbours are a word.
    Dense,
    /// A picture: a word of its own.
    Picture,
    /// Between words.
    Other,
}

fn class(c: char) -> Class {
    match c {
        _ if c.is_ascii() => {
            if c.is_ascii_alphanumeric() {
                Class::Word
            } else {
                Class::Other
            }
        }
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{20000}'..='\u{3ffff}' => Class::Dense,
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Class::Picture,
        _ if c.is_alphanumeric() || GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c)) => {
            Class::Word
        }
        _ => Class::Other,
    }
}

/// Tells every word of a text in lower case. `room` is written over; giving it back each time saves an allocation.
pub(super) fn words(text: &str, room: &mut String, mut tell: impl FnMut(&str)) {
    room.clear();
    if text.is_ascii() {
        room.push_str(text);
        room.make_ascii_lowercase();
        of_ascii(room, &mut tell);
        return;
    }
    let kept = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'));
    let plain: String = ComposingNormalizerBorrowed::new_nfkc().normalize_iter(kept).collect();
    room.push_str(&plain.to_lowercase().replace(['\u{2019}', '\u{2bc}'], "'"));
    of_any(room, &mut tell);
}

/// The words of a text without other letters than English ones, which most are: what [`of_any`] tells, found byte by byte.
fn of_ascii(text: &str, tell: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        if !is_word(at) {
            at += 1;
            continue;
        }
        let (start, mut is_joined) = (at, false);
        loop {
            while is_word(at) {
                at += 1;
            }
            let goes_on = match bytes.get(at) {
                Some(b'\'' | b'-' | b'&') => is_word(at + 1),
                Some(b'.' | b',') => is_digit(at - 1) && is_digit(at + 1),
                _ => false,
            };
            if !goes_on {
                break;
            }
            is_joined = true;
            at += 1;
        }
        if is_joined { taken_apart(&text[start..at], tell) } else { tell(cut(&text[start..at])) }
    }
}

/// The words of any text in lower case.
fn of_any(text: &str, tell: &mut impl FnMut(&str)) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        match class(c) {
            Class::Other => {}
            Class::Picture => tell(&text[start..start + c.len_utf8()]),
            Class::Dense => {
                let (mut before, mut pairs) = (start, 0);
                let mut end = start + c.len_utf8();
                while let Some((at, next)) = rest.next_if(|(_, next)| class(*next) == Class::Dense) {
                    end = at + next.len_utf8();
                    tell(&text[before..end]);
                    before = at;
                    pairs += 1;
                }
                if pairs == 0 {
                    tell(&text[start..end]);
                }
            }
            Class::Word => {
                let (mut last, mut end, mut is_joined) = (c, start + c.len_utf8(), false);
                while let Some(&(at, next)) = rest.peek() {
                    if class(next) == Class::Word {
                        (last, end) = (next, at + next.len_utf8());
                    } else if joins(last, next, &text[at + next.len_utf8()..]) {
                        (last, is_joined) = (next, true);
                    } else {
                        break;
                    }
                    rest.next();
                }
                if is_joined { taken_apart(&text[start..end], tell) } else { tell(cut(&text[start..end])) }
            }
        }
    }
}

/// Whether a character between two letters keeps them together.
fn joins(last: char, joint: char, rest: &str) -> bool {
    let Some(next) = rest.chars().next() else { return false };
    match joint {
        '\'' | '-' | '\u{2010}' | '&' => class(last) == Class::Word && class(next) == Class::Word,
        '.' | ',' => last.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// `release-date` is two words and one: whoever writes `e-mail` looks for `email` too.
fn taken_apart(joined: &str, tell: &mut impl FnMut(&str)) {
    let parts: Vec<Cow<'_, str>> = joined.split(['-', '\u{2010}', '&']).map(without_clitics).collect();
    for part in &parts {
        tell(cut(part));
    }
    if (2..=3).contains(&parts.len()) {
        tell(cut(&parts.concat()));
    }
}

/// `team's` is about the team, `l'équipe` too: what is shorter than three letters at an apostrophe says nothing.
fn without_clitics(part: &str) -> Cow<'_, str> {
    if !part.contains('\'') {
        return Cow::Borrowed(part);
    }
    let long: String = part.split('\'').filter(|piece| piece.chars().nth(2).is_some()).collect();
    Cow::Owned(if long.is_empty() { part.replace('\'', "") } else { long })
}

fn cut(word: &str) -> &str {
    if word.len() <= LONGEST {
        return word;
    }
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        words(text, &mut String::new(), |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn bytes_and_characters_make_the_same_words() {
        let signs = b"ab0-'&.,_ \"9z";
        // Numerical Recipes' generator: the same texts each time
        let mut state: u32 = 11;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push(char::from(signs[(state >> 16) as usize % signs.len()]));
            }
            let (mut bytes, mut characters) = (Vec::new(), Vec::new());
            of_ascii(&text, &mut |word: &str| bytes.push(word.to_owned()));
            of_any(&text, &mut |word: &str| characters.push(word.to_owned()));
            assert_eq!(bytes, characters, "{text}");
        }
    }

    #[test]
    fn words_of_every_script() {
        let cases: [(&str, &[&str]); 16] = [
            ("The Release-Date", &["the", "release", "date", "releasedate"]),
            ("an e-mail, R&D", &["an", "e", "mail", "email", "r", "d", "rd"]),
            ("version 1.10, part 2.", &["version", "1.10", "part", "2"]),
            ("the team\u{2019}s \u{2018}yes\u{2019} isn't I'm", &["the", "team", "yes", "isn", "im"]),
            ("l'\u{e9}quipe", &["\u{e9}quipe"]),
            ("https://a.example/x?y=1", &["https", "a", "example", "x", "y", "1"]),
            ("C, C++ and C#", &["c", "c", "and", "c"]),
            ("Gr\u{f6}\u{df}e STRASSE", &["gr\u{f6}\u{df}e", "strasse"]),
            ("\u{420}\u{435}\u{43b}\u{438}\u{437} \u{439}", &["\u{440}\u{435}\u{43b}\u{438}\u{437}", "\u{439}"]),
            ("\u{7522}\u{54c1}\u{8ca0}", &["\u{7522}\u{54c1}", "\u{54c1}\u{8ca0}"]),
            ("Scrum\u{306e}", &["scrum", "\u{306e}"]),
            ("go \u{1f680} now", &["go", "\u{1f680}", "now"]),
            ("a-b-c-d", &["a", "b", "c", "d"]),
            ("\u{ff21}\u{ff22} \u{fb01}n", &["ab", "fin"]),
            ("so\u{ad}ft e\u{301}t\u{e9}", &["soft", "\u{e9}t\u{e9}"]),
            ("--- ''' ...", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(all(text), expected, "{text}");
        }
        let long = "x".repeat(50);
        assert_eq!(all(&long), ["x".repeat(40)]);
    }
}
