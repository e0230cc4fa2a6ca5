//! Text in markdown.

use super::uri;

/// Plain text of one line, so that it reads back as it is.
pub(crate) fn text(text: &str) -> String {
    // 0xc2 begins the control characters beyond ASCII, and some others
    let may_matter = |b: u8| matches!(b, 0..b' ' | 0x7f | 0xc2 | b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'_' | b'~' | b'&');
    if !text.bytes().any(may_matter) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let marks = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            // Within a word it is a letter like any other.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '~' => before == '~' || next == '~',
            '&' => next == '#' || next.is_ascii_alphabetic(),
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
    out
}

/// Markdown of one line that is to begin a line: nothing at its start makes a block.
pub(crate) fn guarded(line: &str) -> String {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if digits > 0 {
        let numbered = digits < 10 && rest.starts_with(['.', ')']) && ends_word(&rest[1..]);
        return if numbered { format!("{}\\{rest}", &line[..digits]) } else { line.to_owned() };
    }
    let after = |c: char| line.trim_start_matches(c);
    let only = |c: char| line.chars().all(|x| x == c || x == ' ');
    let block = match line.chars().next() {
        Some('#') => ends_word(after('#')),
        Some('>' | '|') => true,
        Some(c @ ('-' | '+' | '*')) => ends_word(&line[1..]) || only(c),
        Some('=') => only('='),
        Some('_') => only('_'),
        Some('`') => line.starts_with("```") && !line[3..].contains('`'),
        Some('~') => line.starts_with("~~~"),
        Some(':') => ends_word(&line[1..]),
        // A definition of a link or note, or the box of a task.
        Some('[') => line.contains("]:") || ["[ ]", "[x]", "[X]"].iter().any(|b| line.strip_prefix(b).is_some_and(ends_word)),
        _ => false,
    };
    if block { format!("\\{line}") } else { line.to_owned() }
}

/// Markdown of one line in a cell of a table.
pub(crate) fn cell(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if !escaped => out.push_str("\\|"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

/// The destination of a link, percent-encoded where it would end early.
pub(crate) fn address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    uri::encode(
        address,
        |b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'<' | b'>' | b'\\' | b'`' | b'*' | b'[' | b']'),
        &mut out,
    );
    out
}

/// The title of a link with the blank before it; nothing without one.
pub(crate) fn title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", title.replace(['\n', '\r'], " ").replace('\\', "\\\\").replace('"', "\\\""))
}
