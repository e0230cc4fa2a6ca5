//! Sources: who said so. Some are accounts a reader may choose to follow.

use super::meta::Meta;
use crate::content::address::{Address, classify};
use crate::content::{Fields, Node, Value};
use crate::diagnostic::Code;
use crate::escape::uri;
use crate::model::entity::{Kind, SourceId};
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::text::Text;

/// A source.
#[derive(Debug, Clone)]
pub struct Source {
    /// Common fields.
    pub meta: Meta,
    /// As plain text.
    pub authors: Option<Box<str>>,
    /// Who published it.
    pub publisher: Option<Box<str>>,
    /// Which edition.
    pub edition: Option<Box<str>>,
    /// YYYY, YYYY-MM, YYYY-MM-DD or `undated`.
    pub date: Option<Box<str>>,
    /// Where to read it.
    pub url: Option<Box<str>>,
    /// When we read it.
    pub accessed: Option<jiff::civil::Date>,
    /// Short name.
    pub short: Option<Box<str>>,
    /// Licence of the source.
    pub licence: Option<Box<str>>,
    /// Whether it is an account that a reader may choose.
    pub frame: bool,
    /// The account it builds on, with its place.
    pub extends: Option<SourceId>,
}

impl Source {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a source");
        let title = fields.take("title").and_then(|n| cx.inline(n, "title"));
        if parsed && !fields.has("title") {
            cx.missing(&mut fields, "a source", "title", "title: The Scrum Guide");
        }
        let title = title.unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
        let meta = Meta::slim(entry, &mut fields, cx, title);
        let frame = fields.flag("frame", &mut cx.found).unwrap_or(false);
        let extends = fields.take("extends");
        if let Some(node) = extends.filter(|_| frame)
            && let Some(id) = node.as_text()
            && cx.base.names.find(Kind::Source, id).is_some()
        {
            cx.must_be_account(id, node.place);
        }
        let source = Self {
            authors: authors(&mut fields, cx),
            publisher: fields.text("publisher", &mut cx.found),
            edition: fields.text("edition", &mut cx.found),
            date: date(&mut fields, cx),
            url: web_address(&mut fields, cx),
            accessed: cx.date(&mut fields, "accessed"),
            short: fields.text("short", &mut cx.found),
            licence: fields.text("licence", &mut cx.found),
            frame,
            extends: extends.and_then(|n| cx.one(Kind::Source, n, "extends")),
            meta,
        };
        fields.finish(&mut cx.found);
        source
    }

    /// The name in running text: the short one where there is one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.meta.title)
    }

    /// Edition, else date, for telling editions of one text apart.
    #[must_use]
    pub fn when(&self) -> Option<&str> {
        self.edition.as_deref().or(self.date.as_deref())
    }
}

/// Authors of a source are plain text, one or a list.
fn authors(fields: &mut Fields<'_>, cx: &mut Cx<'_>) -> Option<Box<str>> {
    let node = fields.take("authors")?;
    match &node.value {
        Value::List(items) => {
            let names: Vec<Box<str>> = items.iter().filter_map(|n| cx.found.text(n, "authors")).collect();
            (!names.is_empty()).then(|| names.join(", ").into())
        }
        _ => cx.found.text(node, "authors"),
    }
}

fn date(fields: &mut Fields<'_>, cx: &mut Cx<'_>) -> Option<Box<str>> {
    let node: &Node = fields.take("date")?;
    let text = cx.found.text(node, "date")?;
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let fits = match parts.as_slice() {
        ["undated"] => true,
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2) && matches!(month.parse(), Ok(1..=12)),
        [_, _, _] => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    };
    if fits {
        return Some(text);
    }
    let d = cx
        .found
        .at(Code::KB106, node.place, format!("`date: {text}` is not a date"))
        .help("one of  2026   2026-09   2026-09-01   undated");
    cx.found.push(d);
    None
}

fn web_address(fields: &mut Fields<'_>, cx: &mut Cx<'_>) -> Option<Box<str>> {
    let node = fields.take("url")?;
    cx.web_address(node, "url")
}

impl Cx<'_> {
    /// A full web address (or mail address) that may be published.
    pub(super) fn web_address(&mut self, node: &Node, name: &'static str) -> Option<Box<str>> {
        let text = self.found.text(node, name)?;
        match classify(&text) {
            Address::External(url) => {
                self.external(&url, node.place);
                Some(uri::written(&text).into())
            }
            Address::Mail(_) | Address::Tel(_) => Some(text),
            Address::Refused { scheme } => {
                let d = self
                    .found
                    .at(Code::KB812, node.place, format!("`{scheme}:` links are not published"))
                    .help("a web address starts with https://");
                self.found.push(d);
                None
            }
            _ => {
                let d = self
                    .found
                    .at(Code::KB106, node.place, format!("`{name}: {text}` is not a web address"))
                    .help(format!("a web address starts with https://, as in  {name}: https://example.org/"));
                self.found.push(d);
                None
            }
        }
    }
}
