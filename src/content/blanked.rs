//! A text without some of its parts, where everything else stays at its byte.

use std::ops::Range;

/// The same text with blanks in place of some parts, line ends kept.
pub(super) fn blanked(text: &str, parts: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for part in parts {
        bytes[part.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    // parts begin and end with whole characters, so what is left of a text is one
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn what_is_left_stays_where_it_is() {
        assert_eq!(blanked("aü\nb日c", &[1..3, 4..8]), "a  \n    c");
    }
}
