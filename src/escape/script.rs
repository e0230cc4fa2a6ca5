//! JSON in a `<script>` element.

/// JSON that no parser of HTML takes for anything but text: `<` and `>` stand in strings only, and so do the two line ends
/// that are none in JSON but are in scripts.
pub(crate) fn json(json: String) -> String {
    // 0xe2 begins both line ends, and other signs
    if memchr::memchr3(b'<', b'>', 0xe2, json.as_bytes()).is_none() {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}
