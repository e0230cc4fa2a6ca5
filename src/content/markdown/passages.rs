//! A text passage by passage: what stands in a heading, in running text and in code.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{EMBED, Mode, language, parse};

/// What a passage stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// A heading.
    Heading,
    /// A paragraph, an item, a cell.
    Text,
    /// A code block.
    Code,
}

/// Tells each passage as plain text, with the place of its block. Citations, embeds and raw HTML are left out. `call` gives
/// the words of a link that has none of its own, by where it starts and where it leads.
pub fn passages(
    text: &str,
    mut call: impl FnMut(usize, &str) -> Option<String>,
    mut tell: impl FnMut(Passage, &str, &Range<usize>),
) {
    let (mut said, mut open, mut is_embed) = (String::new(), 0..0, false);
    let mut opened = None;
    for (event, range) in parse(text, Mode::Prose) {
        let nameless = opened.take();
        let close = match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                is_embed = language(&kind) == EMBED;
                open = range.clone();
                Some(Passage::Text)
            }
            Event::Start(Tag::Heading { .. }) => {
                open = range.clone();
                Some(Passage::Text)
            }
            Event::End(TagEnd::Heading(_)) => Some(Passage::Heading),
            Event::End(TagEnd::CodeBlock) => {
                is_embed = false;
                Some(Passage::Code)
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => Some(Passage::Text),
            Event::Start(Tag::Link { link_type: LinkType::ShortcutUnknown, .. }) => {
                said.truncate(said.trim_end().len());
                None
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                opened = Some((range.start, dest_url));
                None
            }
            Event::End(TagEnd::Link) => {
                if let Some(words) = nameless.and_then(|(at, dest)| call(at, &dest)) {
                    said.push_str(&words);
                }
                None
            }
            Event::Text(run) | Event::Code(run) if !is_embed => {
                said.push_str(&run);
                None
            }
            Event::SoftBreak | Event::HardBreak => {
                said.push(' ');
                None
            }
            _ => None,
        };
        if let Some(passage) = close
            && !said.is_empty()
        {
            let place = if passage == Passage::Text { &range } else { &open };
            tell(passage, said.trim(), place);
            said.clear();
        }
    }
    if !said.trim().is_empty() {
        tell(Passage::Text, said.trim(), &(text.len()..text.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_passage_is_told_once() {
        let text = "# Top\n\nOne *two*\nthree [@a].\n\n- item\n\n  ```sh\n  ls\n  ```\n\n```kb\nrole: a\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        let mut told = Vec::new();
        passages(
            text,
            |_, _| None,
            |passage, said, range| {
                told.push((passage, said.to_owned(), text[range.clone()].starts_with('#')));
            },
        );
        let text = |said: &str| (Passage::Text, said.to_owned(), false);
        let expected = vec![
            (Passage::Heading, "Top".to_owned(), true),
            text("One two three."),
            text("item"),
            (Passage::Code, "ls".to_owned(), false),
            text("a"),
            text("b"),
            text("c"),
            text("d"),
        ];
        assert_eq!(told, expected);
    }
}
