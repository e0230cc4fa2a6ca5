//! The links, images and ids of raw HTML, so that they are checked like any other.

use std::ops::Range;

use super::tags::{Attribute, Piece, attributes, placed_pieces};
use super::{Link, LinkKind, Scan};

/// Adds what a piece of raw HTML at `range` of the text holds.
pub(super) fn collect(text: &str, html: &str, range: &Range<usize>, scan: &mut Scan) {
    for (piece, at) in placed_pieces(html, text, range) {
        let Piece::Open { name, attributes: inside, .. } = piece else {
            continue;
        };
        let (kind, wanted) = match name.to_ascii_lowercase().as_str() {
            "a" => (Some(LinkKind::Link), "href"),
            "img" => (Some(LinkKind::Image), "src"),
            "h2" | "h3" | "h4" | "h5" | "h6" => (None, "id"),
            _ => continue,
        };
        let Some(Attribute { value: Some(value), range: value_at, .. }) = find(inside, wanted) else {
            continue;
        };
        let start = at.start + 1 + name.len();
        let precise = start + value_at.start..start + value_at.end;
        // A tag over several lines of a quoted block stands there in another form.
        let dest_range = if text.get(precise.clone()) == Some(value) { precise } else { at.clone() };
        // The renderer's parser decodes every entity; for looking a name up, this one matters.
        let dest = value.replace("&amp;", "&");
        let Some(kind) = kind else {
            scan.html_ids.push((dest_range, dest));
            continue;
        };
        let alt = find(inside, "alt").and_then(|alt| alt.value).unwrap_or_default();
        scan.html_links.push(Link {
            kind,
            range: at,
            dest,
            dest_range,
            title: String::new(),
            text: alt.to_owned(),
            sentence: String::new(),
            line_alone: false,
        });
    }
}

fn find<'a>(inside: &'a str, wanted: &str) -> Option<Attribute<'a>> {
    attributes(inside).find(|attribute| attribute.name.eq_ignore_ascii_case(wanted))
}
