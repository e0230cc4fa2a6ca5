//! A markdown body, heading by heading.

use super::chunk::{Chunk, Rank};
use super::records::{Reader, Section, shortened};
use crate::content::markdown::{Passage, passages};
use crate::model::Body;

/// Longest excerpt of a section, in characters.
const EXCERPT: usize = 90;

impl Reader<'_> {
    /// Notes the words of a body. Each heading begins a unit of its own; what stands before the first belongs to the record,
    /// and to `opening`, where that says nothing yet. What embeds show is not repeated.
    pub(super) fn sections(&self, body: &Body, chunk: &mut Chunk<'_>, opening: &mut String, sections: &mut Vec<Section>) {
        let mut headings = body.headings.iter().peekable();
        // the title of the page, told already
        if body.titled {
            headings.next();
        }
        let mut is_told = !opening.is_empty();
        let call = |at: usize, dest: &str| self.link_name(&body.text, at, dest);
        passages(&body.text, call, |passage, said, range| match passage {
            Passage::Heading => {
                while headings.next_if(|heading| heading.range.start < range.start).is_some() {}
                if let Some(heading) = headings.next_if(|heading| heading.range.start == range.start) {
                    chunk.begin();
                    chunk.add(said, Rank::Heading);
                    sections.push(Section { heading: said.to_owned(), anchor: heading.id.clone(), excerpt: String::new() });
                    is_told = false;
                }
            }
            Passage::Code => chunk.add(said, Rank::Code),
            Passage::Text => {
                chunk.add(said, Rank::Body);
                if !std::mem::replace(&mut is_told, true) {
                    let excerpt = shortened(said, EXCERPT);
                    match sections.last_mut() {
                        Some(section) => section.excerpt = excerpt,
                        None => *opening = excerpt,
                    }
                }
            }
        });
    }
}
