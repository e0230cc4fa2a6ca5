//! Numbers as text that compresses well and needs no escape in JSON: five bits a character, the sixth says that more follow.

/// The character of a number below 64.
fn digit(value: u32) -> u8 {
    // from `#` on, without the backslash
    let code = u8::try_from(value).unwrap_or(0) + b'#';
    if code >= b'\\' { code + 1 } else { code }
}

/// Writes a number, lowest bits first.
pub(super) fn number(mut value: u32, out: &mut Vec<u8>) {
    while value >= 32 {
        out.push(digit(value % 32 + 32));
        value /= 32;
    }
    out.push(digit(value));
}

/// Ascending numbers as the steps between them.
pub(super) fn steps(values: impl IntoIterator<Item = u32>) -> String {
    let (mut out, mut last) = (Vec::new(), 0);
    for value in values {
        number(value - last, &mut out);
        last = value;
    }
    text(out)
}

/// What [`number`] wrote is ASCII.
pub(super) fn text(digits: Vec<u8>) -> String {
    String::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_characters() {
        let mut out = Vec::new();
        for value in 0..64 {
            number(value, &mut out);
        }
        assert!(out.iter().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\')));
        assert_eq!(steps([0, 5, 5, 40]), "#(#F$");
    }
}
