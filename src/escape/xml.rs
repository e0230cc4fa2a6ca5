//! Text in XML.

/// Appends a text to XML so that it reads back as it is, in an element or in a quoted attribute. Characters that XML
/// cannot hold, even escaped, are left out.
pub(crate) fn text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Written as they are, a parser would turn them into spaces in attributes, and CR into LF anywhere.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}

/// Appends a text to an element of XML with its line ends as they are, which a parser keeps there.
pub(crate) fn lines(lines: &str, out: &mut String) {
    for (i, line) in lines.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        text(line, out);
    }
}

/// Appends an element that holds a text, on a line of its own.
pub(crate) fn element(indent: &str, name: &str, value: &str, out: &mut String) {
    out.push_str(indent);
    out.push('<');
    out.push_str(name);
    out.push('>');
    text(value, out);
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

/// The first line of every XML file.
pub(crate) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
