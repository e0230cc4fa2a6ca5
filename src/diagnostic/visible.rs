//! Text from content on a terminal: what would steer the terminal or hide is shown as a sign instead.

use std::borrow::Cow;

/// The text with every control, direction and invisible character replaced by one visible character.
///
/// Line ends and tabs stay when `keep` names them.
pub(crate) fn visible<'a>(text: &'a str, keep: &[char]) -> Cow<'a, str> {
    if text.chars().all(|c| keep.contains(&c) || sign(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if keep.contains(&c) { c } else { sign(c).unwrap_or(c) }).collect())
}

/// The visible stand-in of a character that must not reach a terminal, a page of a terminal log, or a diff as it is.
pub(super) fn sign(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls, marks and overrides of writing direction, separators that terminals take for line ends, the tag block
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("plain ü 日本", &[]), "plain ü 日本");
        assert_eq!(visible("a\u{1b}[31mb\r\n", &['\n']), "a␛[31mb␍\n");
        assert_eq!(visible("a\tb\u{9b}c\u{202e}d\u{7f}", &['\t']), "a\tb\u{fffd}c\u{fffd}d␡");
    }
}
