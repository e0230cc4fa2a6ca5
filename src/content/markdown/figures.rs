//! Figures that a text mentions and does not hold.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Mode, Placed, parse};

/// What a figure is called, before its number.
const NAMES: [&str; 3] = ["Figure ", "Fig. ", "Abbildung "];

/// How the text goes on where the figure stands somewhere else: "Figure 2 of the Scrum Guide".
const ELSEWHERE: [&str; 9] = ["of ", "in ", "from ", "on ", "by ", "der ", "des ", "aus ", "von "];

/// The first mention of a figure by its number in a text that shows none. An image is a figure, and so is a table, a block
/// of code or raw HTML that stands beside a caption ("Figure 1: …"). What a link, a citation or code says is not looked at.
#[must_use]
pub fn missing_figure(text: &str) -> Option<Range<usize>> {
    // Most texts name none, and need no second reading.
    if !NAMES.iter().any(|name| memmem::find(text.as_bytes(), name.as_bytes()).is_some()) {
        return None;
    }
    let mut mention = None;
    let (mut silent, mut depth) = (0_usize, 0_usize);
    // Whether the block before this one shows something, and whether it is a caption.
    let (mut shows, mut caption) = (false, false);
    for (event, range) in parse(text, Mode::Prose) {
        if is_picture(&event) {
            return None;
        }
        if depth == 0 && !matches!(event, Event::End(_)) {
            let block_shows = matches!(event, Event::Start(Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock));
            let block_caption = is_caption(&text[range.clone()]);
            if (block_shows && caption) || (block_caption && shows) {
                return None;
            }
            (shows, caption) = (block_shows, block_caption);
        }
        match &event {
            Event::Start(tag) => {
                depth += 1;
                silent += usize::from(matches!(tag, Tag::CodeBlock(_) | Tag::Link { .. }));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                silent -= usize::from(matches!(end, TagEnd::CodeBlock | TagEnd::Link)).min(silent);
            }
            Event::Text(_) if silent == 0 && mention.is_none() => mention = named(text, &(event, range)),
            _ => {}
        }
    }
    mention
}

fn is_picture(event: &Event<'_>) -> bool {
    let drawn = |html: &str| ["<img", "<svg", "<figure", "<picture"].iter().any(|tag| html.to_lowercase().contains(tag));
    match event {
        Event::Start(Tag::Image { .. }) => true,
        Event::Html(html) | Event::InlineHtml(html) => drawn(html),
        _ => false,
    }
}

/// A paragraph that begins with the name of a figure and a colon or full stop.
fn is_caption(block: &str) -> bool {
    let block = block.trim_start_matches(['*', '_', ' ']);
    let rest = NAMES.iter().find_map(|name| block.strip_prefix(name));
    rest.is_some_and(|rest| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        after.len() < rest.len() && after.trim_start_matches(['*', '_']).starts_with([':', '.', ',', ' ', '\n'])
    })
}

/// A figure named in a run of text, and not one that stands elsewhere.
fn named(text: &str, (_, range): &Placed<'_>) -> Option<Range<usize>> {
    let run = &text[range.clone()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in NAMES {
        for (at, _) in run.match_indices(name) {
            let digits = run[at + name.len()..].bytes().take_while(u8::is_ascii_digit).count();
            let end = range.start + at + name.len() + digits;
            // What follows may be a citation, which is no part of this run.
            let after = text[end..].trim_start().trim_start_matches(['(', ',']).trim_start();
            if digits > 0 && !ELSEWHERE.iter().any(|word| after.starts_with(word)) && !after.starts_with("[@") {
                found.push(range.start + at..end);
            }
        }
    }
    found.into_iter().min_by_key(|place| place.start)
}
