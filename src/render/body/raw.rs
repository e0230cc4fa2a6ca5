//! Raw HTML in a text, by the policy of the site.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::content::markdown::{Piece, Placed, pieces};
use crate::content::sanitise::{Want, escape_text, site};

use super::HtmlPolicy;
use super::events::Events;

/// Whether a piece of HTML holds nothing but comments and white space.
pub(super) fn only_comments(html: &str) -> bool {
    pieces(html).all(|(piece, _)| match piece {
        Piece::Comment => true,
        Piece::Text(text) => text.trim().is_empty(),
        _ => false,
    })
}

/// Comments are notes among authors, so no policy publishes them.
pub(super) fn without_comments(html: &str) -> String {
    pieces(html).filter(|(piece, _)| *piece != Piece::Comment).map(|(_, at)| &html[at]).collect()
}

impl<'t, I: Iterator<Item = Placed<'t>>> Events<'t, '_, I> {
    pub(super) fn raw(&mut self, html: &str, range: &Range<usize>, block: bool) {
        match self.options.html {
            HtmlPolicy::Sanitise => {
                let event = if block { Event::Html(html.into()) } else { Event::InlineHtml(html.into()) };
                let site = site(&event, self.in_link());
                let mut out = String::new();
                let surroundings = &mut *self.surroundings;
                let mut resolve = |want, at, dest: &str| match want {
                    Want::Link => surroundings.link(at, dest).map(|href| (href, None)),
                    Want::Image => surroundings.image(at, dest).map(|image| (image.src, image.size)),
                };
                let place = (self.text, range);
                self.sanitiser.html(html, place, site, &mut out, &mut resolve);
                self.write(out);
            }
            HtmlPolicy::Escape => {
                let shown = without_comments(html);
                let shown = escape_text(shown.trim_end_matches('\n'));
                if block && !shown.trim().is_empty() {
                    self.write(format!("<p>{shown}</p>\n"));
                } else {
                    self.write(shown);
                }
            }
            HtmlPolicy::Trust => self.write(without_comments(html)),
        }
    }
}
