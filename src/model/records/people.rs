//! People and organisations, and parties: groups that take part without a page of their own.

use super::meta::Meta;
use crate::content::{Node, Value};
use crate::diagnostic::Code;
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::text::{Target, Text};
use crate::source::SitePath;

/// A person or organisation.
#[derive(Debug, Clone)]
pub struct Person {
    /// Common fields; the title is the name.
    pub meta: Meta,
    /// Whether it is an organisation.
    pub organisation: bool,
    /// What they do.
    pub job_title: Option<Text>,
    /// Letters after the name.
    pub credentials: Option<Box<str>>,
    /// A few sentences.
    pub bio: Option<Text>,
    /// A picture below `content/`.
    pub photo: Option<SitePath>,
    /// Their own page.
    pub url: Option<Box<str>>,
}

impl Person {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a person");
        let name = fields.take("name").and_then(|n| cx.inline(n, "name"));
        if parsed && !fields.has("name") {
            cx.missing(&mut fields, "a person", "name", "name: Ines Okafor");
        }
        let name = name.unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
        let mut meta = Meta::slim(entry, &mut fields, cx, name);
        meta.moved_from = cx.moved_from(&mut fields);
        let person = Self {
            organisation: fields.choice("kind", &[("person", false), ("organisation", true)], &mut cx.found).unwrap_or(false),
            job_title: fields.take("job_title").and_then(|n| cx.inline(n, "job_title")),
            credentials: fields.text("credentials", &mut cx.found),
            bio: fields.take("bio").and_then(|n| cx.prose(n, "bio")),
            photo: fields.take("photo").and_then(|n| photo(n, cx)),
            url: fields.take("url").and_then(|n| cx.web_address(n, "url")),
            meta,
        };
        fields.finish(&mut cx.found);
        person
    }
}

fn photo(node: &Node, cx: &mut Cx<'_>) -> Option<SitePath> {
    let path = cx.found.text(node, "photo")?;
    if path.contains("://") {
        let d = cx
            .found
            .at(Code::KB106, node.place, "`photo` is a web address")
            .help("put the image beside the file, and write its path");
        cx.found.push(d);
        return None;
    }
    match cx.relative(&path, None, crate::content::markdown::LinkKind::Image, node.place)? {
        Target::Asset(path) => Some(path),
        _ => {
            let d =
                cx.found.at(Code::KB801, node.place, format!("`{path}` is no image")).help("the path of an image beside the file");
            cx.found.push(d);
            None
        }
    }
}

/// A group that takes part without a page.
#[derive(Debug, Clone)]
pub struct Party {
    /// Common fields; the title is the name.
    pub meta: Meta,
    /// Whether it may be accountable.
    pub can_decide: bool,
}

impl Party {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let bare = entry.node().filter(|n| n.as_text().is_some());
        if let Some(node) = bare {
            let name = cx.inline(node, "a party").unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
            let empty = Node { place: entry.id_place, value: Value::Null };
            let mut fields = crate::content::Fields::new(&empty, "a party", entry.id_place, &mut cx.found);
            return Self { meta: Meta::slim(entry, &mut fields, cx, name), can_decide: false };
        }
        let (mut fields, parsed) = cx.fields(entry, "a party");
        let name = fields.take("name").and_then(|n| cx.inline(n, "name"));
        if parsed && !fields.has("name") {
            cx.missing(&mut fields, "a party", "name", "a pair will do:  users: Users");
        }
        let name = name.unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
        let meta = Meta::slim(entry, &mut fields, cx, name);
        // what is said otherwise than by `true` or `false` has its finding, and is no reason for another
        let can_decide = fields.flag("can_decide", &mut cx.found).unwrap_or_else(|| fields.has("can_decide"));
        fields.finish(&mut cx.found);
        Self { meta, can_decide }
    }
}
