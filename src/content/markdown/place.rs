//! Finer places than the parser gives: within a construct, or widened to lines.

use std::borrow::Cow;
use std::ops::Range;

/// Makes a place reach over another that follows it.
pub(super) fn widen(range: &mut Range<usize>, by: &Range<usize>) {
    if range.start == range.end {
        *range = by.clone();
    } else {
        range.end = range.end.max(by.end);
    }
}

/// Takes in what stands before the first line: its indentation, and the marks of quotations.
pub(super) fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let indented = text[line..range.start].bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'));
    if indented && !range.is_empty() { line..range.end } else { range }
}

/// The lines of a block within another one that begins at `start`, with blanks for what makes them a part of the outer one: as many
/// marks of quotations, and tabs as far, as stand before the block itself. Everything else stays at its byte.
pub(super) fn without_margin(text: &str, start: usize, lines: Range<usize>) -> Cow<'_, str> {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let margin = &text[line..start];
    let quotes = margin.matches('>').count();
    if quotes == 0 && !margin.contains('\t') {
        return Cow::Borrowed(&text[lines]);
    }
    let mut out = String::with_capacity(lines.len());
    for line in text[lines].split_inclusive('\n') {
        let mut left = quotes;
        let own = line.bytes().enumerate().position(|(at, byte)| match byte {
            b'>' if left > 0 => {
                left -= 1;
                false
            }
            b'\t' => at >= margin.len(),
            byte => byte != b' ',
        });
        let own = own.unwrap_or_else(|| line.trim_end_matches('\n').len());
        out.extend(std::iter::repeat_n(' ', own));
        out.push_str(&line[own..]);
    }
    Cow::Owned(out)
}

/// The first place of `what` in a construct; the construct where it does not stand there letter for letter.
pub(super) fn find_within(text: &str, range: &Range<usize>, what: &str) -> Range<usize> {
    match text[range.clone()].find(what) {
        Some(at) => range.start + at..range.start + at + what.len(),
        None => range.clone(),
    }
}

/// The destination of `[text](dest "title")` as it is written.
pub(super) fn written_dest(text: &str, link: &Range<usize>, text_end: usize) -> Option<Range<usize>> {
    let open = text_end + text.get(text_end..link.end)?.find("](")? + 2;
    let rest = text.get(open..link.end)?;
    let start = open + (rest.len() - rest.trim_start().len());
    let rest = &text[start..link.end];
    if let Some(pointed) = rest.strip_prefix('<') {
        let mut escaped = false;
        let close = pointed.find(|c| {
            let here = c == '>' && !escaped;
            escaped = c == '\\' && !escaped;
            here
        })?;
        return Some(start + 1..start + 1 + close);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    let length = rest.find(|c: char| {
        let ends = match c {
            _ if escaped => false,
            '(' => {
                depth += 1;
                false
            }
            ')' if depth == 0 => true,
            ')' => {
                depth -= 1;
                false
            }
            c => c.is_ascii_whitespace() || c.is_ascii_control(),
        };
        escaped = c == '\\' && !escaped;
        ends
    })?;
    (length > 0).then_some(start..start + length)
}
