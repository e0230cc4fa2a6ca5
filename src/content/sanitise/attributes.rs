//! The attributes of a raw tag: which may stay, read and judged by the sanitiser library.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use crate::content::address::{self, Address, Kind};
use crate::content::markdown::attributes;

use super::elements::{ELEMENTS, Element};
use super::{Found, Want, escape_into};

/// Judges attributes; the library's tables are made when the first tag has some.
#[derive(Default)]
pub(super) struct Attributes {
    builder: Option<Builder<'static>>,
}

/// The attributes of one tag.
#[derive(Default)]
pub(super) struct Written {
    /// As they are to stand in the tag.
    pub(super) html: String,
    /// There is an `href` or `src` that leads somewhere.
    pub(super) leads: bool,
    /// The first that may not stay.
    pub(super) refused: Option<String>,
}

impl Attributes {
    /// Writes what may stay of what stands between a tag's name and its `>`.
    pub(super) fn write(&mut self, element: &Element, inside: &str, resolve: &mut dyn FnMut(Want, &str) -> Found) -> Written {
        let mut written = Written::default();
        if !inside.trim().is_empty() {
            let kept = self.kept(element, inside);
            let names = attributes(inside).map(|attribute| attribute.name);
            written.refused = names.map(str::to_owned).find(|name| !kept.iter().any(|(kept, _)| kept.eq_ignore_ascii_case(name)));
            for (name, value) in kept {
                written.add(judge(element, &name, value, resolve), name, inside);
            }
        }
        if element.name == "img" {
            if !has(inside, "alt") {
                push_attribute(&mut written.html, "alt", "");
            }
            push_attribute(&mut written.html, "loading", "lazy");
        }
        written
    }

    /// Those on the element's list, decoded.
    fn kept(&mut self, element: &Element, inside: &str) -> Vec<(String, String)> {
        if element.attributes.is_empty() {
            return Vec::new();
        }
        let builder = self.builder.get_or_insert_with(builder);
        let (before, after) = element.frame();
        let name = element.name;
        let end = if element.model.is_void() { String::new() } else { format!("</{name}>") };
        let clean = builder.clean(&format!("{before}<{name} {inside}>{end}{after}")).to_string();
        // Anything but this one tag means that the library read it in another way: then nothing stays.
        clean
            .strip_prefix(before)
            .and_then(|rest| rest.strip_prefix('<')?.strip_prefix(name))
            .and_then(|rest| rest.strip_suffix(after)?.strip_suffix(end.as_str()))
            .and_then(written_attributes)
            .unwrap_or_default()
    }
}

impl Written {
    fn add(&mut self, value: Value, name: String, inside: &str) {
        match value {
            Value::Keep(value) => push_attribute(&mut self.html, &name, &value),
            Value::Link(href) => {
                self.leads = true;
                push_attribute(&mut self.html, "href", &href);
            }
            Value::Image(src, size) => {
                self.leads = true;
                push_attribute(&mut self.html, "src", &src);
                let sized = has(inside, "width") || has(inside, "height");
                if let Some((width, height)) = size.filter(|_| !sized) {
                    push_attribute(&mut self.html, "width", &width.to_string());
                    push_attribute(&mut self.html, "height", &height.to_string());
                }
            }
            Value::Nowhere => {}
            Value::Drop => {
                self.refused.get_or_insert(name);
            }
        }
    }
}

enum Value {
    Keep(String),
    Link(String),
    Image(String, Option<(u32, u32)>),
    /// A link that leads nowhere, which the checks report.
    Nowhere,
    Drop,
}

fn judge(element: &Element, name: &str, value: String, resolve: &mut dyn FnMut(Want, &str) -> Found) -> Value {
    match (element.name, name) {
        ("a", "href") | ("img", "src") => {
            let want = if name == "href" { Want::Link } else { Want::Image };
            if matches!(address::classify(&value), Address::Refused { .. }) {
                return Value::Drop;
            }
            match resolve(want, &value).filter(|(url, _)| address::publishable(url)) {
                Some((url, size)) if want == Want::Image => Value::Image(url, size),
                Some((url, _)) => Value::Link(url),
                None => Value::Nowhere,
            }
        }
        (_, "cite") if !matches!(address::classify(&value), Address::External(_)) => Value::Drop,
        (_, "width" | "height" | "colspan" | "rowspan") if !is_number(&value) => Value::Drop,
        (_, "id") if !is_id(&value) => Value::Drop,
        (_, "scope") if !matches!(value.as_str(), "col" | "row" | "colgroup" | "rowgroup") => Value::Drop,
        (_, "open") => Value::Keep(String::new()),
        _ => Value::Keep(value),
    }
}

fn is_number(value: &str) -> bool {
    (1..=5).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

fn is_id(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(value, true, out);
    out.push('"');
}

fn has(inside: &str, name: &str) -> bool {
    attributes(inside).any(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

fn builder() -> Builder<'static> {
    let tags = ELEMENTS.iter().map(|element| element.name);
    let by_tag: HashMap<&str, HashSet<&str>> =
        ELEMENTS.iter().map(|element| (element.name, element.attributes.iter().copied().collect())).collect();
    let schemes = ["http", "https", "mailto", "tel"].into_iter().chain(Kind::ALL.into_iter().map(Kind::as_str));
    let mut builder = Builder::empty();
    builder
        .tags(tags.collect())
        .clean_content_tags(HashSet::new())
        .tag_attributes(by_tag)
        .generic_attributes(HashSet::new())
        .url_schemes(schemes.collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
}

/// Reads the attributes of a tag the library wrote, up to its `>`; nothing when it is anything else.
fn written_attributes(mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, value) = attribute.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        found.push((name.to_owned(), decode(value).into_owned()));
        rest = after;
    }
    (rest == ">").then_some(found)
}

/// Undoes the library's own escapes, the last one last.
fn decode(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let value = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}");
    Cow::Owned(value.replace("&amp;", "&"))
}
