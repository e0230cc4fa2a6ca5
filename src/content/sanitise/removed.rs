//! What of a text's raw HTML is not published, without rendering it.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Removed, Sanitiser, Site};
use crate::content::markdown::{Mode, parse};

/// The raw HTML of a text that is not published, without rendering it: place and tag or attribute.
#[must_use]
pub fn removed(text: &str, mode: Mode) -> Vec<Removed> {
    if !text.contains('<') {
        return Vec::new();
    }
    let mut sanitiser = Sanitiser::new(mode == Mode::Inline);
    let mut out = String::new();
    let mut links = 0_usize;
    let mut images = 0_usize;
    for (event, range) in parse(text, mode) {
        out.clear();
        follow(&mut sanitiser, &event, &mut out);
        match &event {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            // An image's text is shown without its tags.
            Event::Html(html) | Event::InlineHtml(html) if images == 0 => {
                let site = site(&event, links > 0);
                sanitiser.html(html, (text, &range), site, &mut out, &mut |_, _, dest| Some((dest_as_it_is(dest), None)));
            }
            _ => {}
        }
    }
    sanitiser.into_removed()
}

/// Where a link leads is not this function's question, only whether the tag may stand.
fn dest_as_it_is(dest: &str) -> String {
    if crate::content::address::publishable(dest) { dest.to_owned() } else { String::new() }
}

/// Where a piece of raw HTML stands.
pub(crate) fn site(event: &Event<'_>, linked: bool) -> Site {
    match event {
        Event::Html(_) => Site::Block,
        _ if linked => Site::Link,
        _ => Site::Text,
    }
}

/// Tells the sanitiser of an event of markdown, and writes the end tags that are due before it.
pub(crate) fn follow(sanitiser: &mut Sanitiser, event: &Event<'_>, out: &mut String) {
    match event {
        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) | Event::SoftBreak => {
        }
        Event::Start(tag) => {
            if is_span(tag.to_end()) {
                sanitiser.before_text(out);
            } else {
                sanitiser.before_block(out);
            }
            sanitiser.enter(is_line(tag.to_end()));
        }
        Event::End(tag) => sanitiser.leave(is_line(*tag), out),
        Event::Rule => sanitiser.before_block(out),
        _ => sanitiser.before_text(out),
    }
}

fn is_span(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Whether it holds a line of text and no blocks.
fn is_line(tag: TagEnd) -> bool {
    is_span(tag) || matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle)
}
