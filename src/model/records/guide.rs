//! Guides (free articles, and the index pages of their folders), and the prose of derived sections.

use super::meta::Meta;
use crate::content::{is_index, markdown};
use crate::model::entity::Entity;
use crate::model::entries::Entry;
use crate::model::guide_path::guide_segments;
use crate::model::resolve::Cx;
use crate::model::text::Text;
use crate::source::Place;

/// A free article.
#[derive(Debug, Clone)]
pub struct Guide {
    /// Common fields.
    pub meta: Meta,
    /// Its address, part by part.
    pub segments: Vec<String>,
    /// Whether it is the index page of its folder.
    pub is_index: bool,
    /// The thoughts to take away.
    pub takeaways: Vec<Text>,
    /// What it is about.
    pub about: Vec<Entity>,
}

impl Guide {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a guide");
        let path = cx.base.sources.file(entry.document.file).path.clone();
        let text = cx.base.sources.file(entry.document.file).text.clone();
        // A plain markdown file is a page: its first heading is its title.
        let heading = (!fields.has("title")).then(|| markdown::first_heading(&text[entry.document.body.clone()])).flatten();
        let title = heading.as_ref().map(|(range, title)| {
            let start = entry.document.body.start;
            Text::bare(title, Place::bytes(entry.document.file, start + range.start..start + range.end))
        });
        let titled = title.is_some();
        let mut meta = Meta::read(entry, &mut fields, cx, title);
        if let Some(body) = &mut meta.body {
            body.titled = titled;
        }
        if parsed && !titled && !fields.has("title") {
            cx.missing(
                &mut fields,
                "a guide",
                "title",
                "write  title: …  between two lines `---` at the top, or start the text with  # A heading",
            );
        }
        let segments = guide_segments(&path, cx.base.sources);
        let guide = Self {
            segments,
            is_index: is_index(&path, cx.base.sources),
            takeaways: fields.take("takeaways").map(|n| cx.inlines(n, "takeaways")).unwrap_or_default(),
            about: fields.take("about").map(|n| cx.about(n)).unwrap_or_default(),
            meta,
        };
        fields.finish(&mut cx.found);
        guide
    }
}

/// The prose of a derived index page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Common fields; the title is empty unless written.
    pub meta: Meta,
    /// The folder below `content/`, `""` for the home page.
    pub dir: Box<str>,
    /// Whether the title is the editor's own.
    pub has_title: bool,
}

impl Section {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, _) = cx.fields(entry, "an index page");
        let text = cx.base.sources.file(entry.document.file).text.clone();
        let heading = (!fields.has("title")).then(|| markdown::first_heading(&text[entry.document.body.clone()])).flatten();
        let title = heading.map(|(_, title)| Text::bare(&title, entry.id_place));
        let has_title = title.is_some() || fields.has("title");
        let titled = title.is_some();
        let mut meta = Meta::read(entry, &mut fields, cx, title);
        if let Some(body) = &mut meta.body {
            body.titled = titled;
        }
        fields.finish(&mut cx.found);
        Self { meta, dir: entry.id.clone(), has_title }
    }
}
