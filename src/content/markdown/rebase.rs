//! The links of a page's twin, as they are written in a text that stands at the root of the site.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag};

use super::{Mode, parse};

/// The text of a page with this way to the root, with its links from the root. Those within pieces of HTML too.
pub(crate) fn from_root<'t>(text: &'t str, root: &str) -> Cow<'t, str> {
    if root.is_empty() || !text.contains(root) {
        return text.into();
    }
    let mut ways: Vec<usize> = Vec::new();
    for (event, range) in parse(text, Mode::Prose) {
        let start = range.start;
        let piece = text.get(range).unwrap_or_default();
        match event {
            // the last in the piece is its own: those before it belong to links and images in its words
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if dest_url.starts_with(root) => {
                ways.extend(piece.rfind(&format!("]({root}")).map(|at| start + at + 2));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                ways.extend(piece.match_indices(&format!("\"{root}")).map(|(at, _)| start + at + 1));
            }
            _ => {}
        }
    }
    ways.sort_unstable();
    ways.dedup();
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for way in ways {
        out += &text[from..way];
        from = way + root.len();
    }
    out += &text[from..];
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_root() {
        let text = "# A [role](../../roles/a/index.md) and [![x](../../a.png \"t\")](../../b.pdf)\n\n`[x](../../c)` [y](https://x.example/../../d)\n\n<a href=\"../../e\">e</a> [f](#f)\n";
        let read = "# A [role](roles/a/index.md) and [![x](a.png \"t\")](b.pdf)\n\n`[x](../../c)` [y](https://x.example/../../d)\n\n<a href=\"e\">e</a> [f](#f)\n";
        assert_eq!(from_root(text, "../../"), read);
        assert_eq!(from_root(text, ""), text);
    }
}
