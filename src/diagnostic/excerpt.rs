//! The lines of a file that a finding shows: which ones, cut where, and where its marks fall in them.

use std::ops::Range;

use super::lines::Lines;
use super::visible::visible;
use super::{Diagnostic, Label};
use crate::source::{FileId, LineCol, SitePath, Sources};

/// Places further apart than this stand in excerpts of their own, each with its line and column.
const APART: usize = 8;
/// What stays visible before a mark when the start of its line is cut away, and after it.
const BEFORE: usize = 16;
const AFTER: usize = 24;
/// Room for line numbers and the rule beside them.
const GUTTER: usize = 9;
/// In place of what was cut.
const CUT: char = '…';

/// Some consecutive lines of one file.
pub(super) struct Excerpt {
    /// The file's path, and as it is shown.
    pub(super) file: SitePath,
    pub(super) path: String,
    /// The number of the first line.
    pub(super) first_line: usize,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
    /// Where the first mark stands in the file …
    pub(super) at: LineCol,
    /// … and its column in the text shown.
    pub(super) drawn_col: usize,
}

/// A place in the text of an [`Excerpt`].
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// A label on the one line it begins on. Longer spans are marked to the end of that line: a box around half a file is
/// no help to anyone.
struct Place {
    file: FileId,
    at: LineCol,
    range: Range<usize>,
    text: String,
    primary: bool,
}

/// The excerpts of a finding: its own place first, then the others in their order.
pub(super) fn of(d: &Diagnostic, sources: &Sources, lines: &mut Lines<'_>, width: usize) -> Vec<Excerpt> {
    let room = width.saturating_sub(GUTTER).max(BEFORE + AFTER);
    let labels = std::iter::once(&d.primary).chain(&d.labels).enumerate();
    let mut groups: Vec<Vec<Place>> = Vec::new();
    for place in labels.map(|(i, label)| place(label, i == 0, sources, lines, room)) {
        match groups.iter_mut().find(|group| group.iter().any(|p| near(p, &place, room))) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups.into_iter().map(|group| excerpt(group, sources, lines, room)).collect()
}

fn place(label: &Label, primary: bool, sources: &Sources, lines: &mut Lines<'_>, room: usize) -> Place {
    let span = label.span;
    let text = &*sources.file(span.file).text;
    let at = lines.at(span.file, span.start);
    let line = lines.range(span.file, at.line);
    let start = text.floor_char_boundary(span.start).clamp(line.start, line.end);
    let end = text.ceil_char_boundary(span.end).clamp(start, line.end);
    let end = start + text[start..end].trim_end().len();
    let end = text[start..end].char_indices().nth(room - BEFORE).map_or(end, |(i, _)| start + i);
    Place { file: span.file, at, range: start..end, text: visible(&label.text, &[]).into_owned(), primary }
}

fn near(a: &Place, b: &Place, room: usize) -> bool {
    a.file == b.file && a.at.line.abs_diff(b.at.line) <= APART && (a.at.line != b.at.line || a.at.col.abs_diff(b.at.col) < room / 2)
}

fn excerpt(mut group: Vec<Place>, sources: &Sources, lines: &mut Lines<'_>, room: usize) -> Excerpt {
    group.sort_by_key(|p| p.at);
    let file = group[0].file;
    let source = sources.file(file);
    let (first_line, last_line) = (group[0].at.line, group[group.len() - 1].at.line);
    // the place named above the excerpt is the finding's own, if it stands in here
    let named = group.iter().position(|p| p.primary).unwrap_or(0);
    let mut out = Excerpt {
        file: source.path.clone(),
        path: visible(source.path.as_str(), &[]).into_owned(),
        first_line,
        text: String::new(),
        marks: Vec::new(),
        at: group[named].at,
        drawn_col: group[named].at.col,
    };
    let mut places = group.into_iter().enumerate().peekable();
    for number in first_line..=last_line {
        let line = lines.range(file, number);
        let mut here = Vec::new();
        while let Some(p) = places.next_if(|(_, p)| p.at.line == number) {
            here.push(p);
        }
        let shown = window(&source.text, &line, here.iter().map(|(_, p)| p), room);
        if number > first_line {
            out.text.push('\n');
        }
        let line_start = out.text.len();
        if shown.start > line.start {
            out.text.push(CUT);
        }
        let text_start = out.text.len();
        let within = |offset: usize| text_start + visible(&source.text[shown.start..offset.min(shown.end)], &['\t']).len();
        let marked: Vec<_> = here.into_iter().map(|(i, p)| (i, within(p.range.start)..within(p.range.end), p)).collect();
        out.text.push_str(&visible(&source.text[shown.clone()], &['\t']));
        if shown.end < line.end {
            out.text.push(CUT);
        }
        for (i, range, place) in marked {
            if i == named {
                out.drawn_col = out.text[line_start..range.start].chars().count() + 1;
            }
            out.marks.push(Mark { range, text: place.text, primary: place.primary });
        }
    }
    out
}

/// The part of a line to show, so that its marks and what is said of them fit into `room` characters.
///
/// It looks only at the neighbourhood of the marks: a line of ten million characters costs no more than any other.
fn window<'a>(text: &str, line: &Range<usize>, places: impl Iterator<Item = &'a Place> + Clone, room: usize) -> Range<usize> {
    let leftmost = places.clone().map(|p| p.range.start).min().unwrap_or(line.start);
    let needed = places.map(|p| {
        let after = text[p.range.end..line.end].chars().take(AFTER).count();
        text[leftmost..p.range.end].chars().count() + after.max(p.text.chars().count() + 1)
    });
    let needed = needed.max().unwrap_or(0);
    let before = text[line.start..leftmost].chars().rev().take(room).count();
    let start = if before + needed <= room {
        line.start
    } else {
        let kept = room.saturating_sub(needed + 1).max(BEFORE);
        // one more than is kept tells whether anything is cut at all
        match text[line.start..leftmost].char_indices().rev().take(kept + 1).last() {
            Some((i, c)) if i > 0 => line.start + i + c.len_utf8(),
            _ => line.start,
        }
    };
    let room = room - usize::from(start > line.start);
    let nth = |n: usize| text[start..line.end].char_indices().nth(n).map_or(line.end, |(i, _)| start + i);
    if nth(room) == line.end { start..line.end } else { start..nth(room - 1) }
}
