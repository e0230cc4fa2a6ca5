//! Text in the path of an address.

/// Appends a path, percent-encoded, `/` between its parts.
pub(crate) fn path(path: &str, out: &mut String) {
    encode(path, may_stand, out);
}

/// The path of a file as a relative address: a colon in its first part would end a scheme.
pub(crate) fn file(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode(path, |b| b != b':' && may_stand(b), &mut out);
    out
}

/// Appends an address that is encoded already, but for what stands beyond ASCII.
pub(crate) fn address(address: &str, out: &mut String) {
    encode(address, |b| b == b'%' || may_stand(b), out);
}

/// Characters of the path of an address that stand for themselves (RFC 3986, `pchar` and `/`).
pub(crate) fn may_stand(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'&'..=b';' | b'_' | b'~' | b'!' | b'$' | b'=' | b'@')
}

/// An address as somebody wrote it, with what may not stand in one encoded: a `%` there is an escape already.
pub(crate) fn written(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    encode(address, |b| may_stand(b) || b"%?#[]".contains(&b), &mut out);
    out
}

/// Appends a text; bytes that may not stand for themselves become `%41`.
pub(crate) fn encode(text: &str, stands: impl Fn(u8) -> bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if text.bytes().all(&stands) {
        out.push_str(text);
        return;
    }
    for byte in text.bytes() {
        if stands(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}
