//! Web and mail addresses that stand bare in a text, found by the rules of GitHub's autolink extension.

use std::ops::Range;

use memchr::memchr3_iter;

/// An address in a text run and what it links to.
pub(super) struct Bare {
    /// Place in the run.
    pub(super) range: Range<usize>,
    /// The destination, with its scheme.
    pub(super) dest: String,
}

/// Finds the addresses of one run, in order. `before` is the character in front of the run.
///
/// Each byte is looked at a bounded number of times: a candidate that fails never reaches beyond the next candidate.
pub(super) fn addresses(text: &str, before: Option<char>) -> Vec<Bare> {
    let bytes = text.as_bytes();
    let mut found: Vec<Bare> = Vec::new();
    // nearly all texts hold none, which is seen much faster than where one would be
    let is_sign = |at: usize| match bytes[at] {
        b':' => bytes.get(at + 1) == Some(&b'/'),
        b'.' => bytes[..at].ends_with(b"w") || bytes[..at].ends_with(b"W"),
        _ => true,
    };
    if !memchr3_iter(b'@', b':', b'.', bytes).any(is_sign) {
        return found;
    }
    let mut free = 0;
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|b| matches!(b, b':' | b'@' | b'w' | b'W')) {
        at += step;
        let hit = match bytes[at] {
            b':' => web(text, free, at, before),
            b'@' => mail(text, free, at),
            _ => www(text, at, before),
        };
        if let Some(bare) = hit {
            at = bare.range.end;
            free = at;
            found.push(bare);
        } else {
            at += 1;
        }
    }
    found
}

fn previous(text: &str, at: usize, before: Option<char>) -> Option<char> {
    text[..at].chars().next_back().or(before)
}

fn web(text: &str, free: usize, colon: usize, before: Option<char>) -> Option<Bare> {
    let host = text[colon..].strip_prefix("://").map(|_| colon + 3)?;
    let head = &text.as_bytes()[free..colon];
    // One letter more than the longest scheme is enough to see that it is another word.
    let letters = head.iter().rev().take(6).take_while(|b| b.is_ascii_alphabetic()).count();
    let start = colon - letters;
    let scheme = &text[start..colon];
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    if previous(text, start, before).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let domain = domain(&text[host..])?;
    let end = trimmed_end(text, start, host + domain);
    (end >= host + domain).then(|| Bare { range: start..end, dest: text[start..end].to_owned() })
}

fn www(text: &str, start: usize, before: Option<char>) -> Option<Bare> {
    if !text.as_bytes().get(start..start + 4)?.eq_ignore_ascii_case(b"www.") {
        return None;
    }
    let open = previous(text, start, before).is_none_or(|c| c.is_whitespace() || "*_~(>|".contains(c));
    if !open {
        return None;
    }
    let host = start + domain(&text[start..])?;
    let end = trimmed_end(text, start, host);
    // Something must follow `www.`.
    (end >= host && end > start + 4).then(|| Bare { range: start..end, dest: format!("http://{}", &text[start..end]) })
}

/// Length of the domain at the start of the text, without trailing dots.
fn domain(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(text.len());
    let name = text[..end].trim_end_matches(['.', '-', '_']);
    let underscore_late = name.rsplit('.').take(2).any(|segment| segment.contains('_'));
    (!name.is_empty() && !name.starts_with(['.', '-']) && !underscore_late).then_some(name.len())
}

/// Where an address ends: before white space or `<`, and without the punctuation of the sentence around it.
fn trimmed_end(text: &str, start: usize, known: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = &text[known..];
    let mut end = known + rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    let opened = text[start..end].matches('(').count();
    let mut closed = text[start..end].matches(')').count();
    while end > known {
        match bytes[end - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            // What looks like an entity belongs to the sentence, as on GitHub.
            b';' => {
                let name = bytes[known..end - 1].iter().rev().take_while(|b| b.is_ascii_alphanumeric()).count();
                let ampersand = (end - 1).checked_sub(name + 1).filter(|at| *at >= known && bytes[*at] == b'&');
                end = ampersand.filter(|_| name > 0).unwrap_or(end - 1);
            }
            _ => break,
        }
    }
    end
}

fn mail(text: &str, free: usize, at: usize) -> Option<Bare> {
    let bytes = text.as_bytes();
    let local = bytes[free..at].iter().rev().take_while(|b| b.is_ascii_alphanumeric() || b".-_+".contains(b)).count();
    let start = at - local;
    if local == 0 || start.checked_sub(1).is_some_and(|i| bytes[i] == b'/') {
        return None;
    }
    let mut end = at + 1;
    let mut dots = 0;
    while let Some(b) = bytes.get(end) {
        match b {
            b'.' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => dots += 1,
            b'-' | b'_' => {}
            b if b.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let complete = dots > 0 && bytes[end - 1].is_ascii_alphanumeric();
    complete.then(|| Bare { range: start..end, dest: format!("mailto:{}", &text[start..end]) })
}
