//! The raw HTML elements and attributes that are published: this table is the whole allow-list.

/// What an element may hold, as far as a browser's parser cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Model {
    /// Part of a line of text.
    Phrase,
    /// Part of a line, without content.
    VoidPhrase,
    /// A block without content.
    VoidBlock,
    /// A block that holds a line of text.
    Line,
    /// A block that holds blocks.
    Flow,
    /// A table or a part of it that holds rows or cells only.
    Rows,
}

impl Model {
    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::VoidPhrase | Self::VoidBlock)
    }
}

/// An element that is published.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) model: Model,
    pub(super) attributes: &'static [&'static str],
    /// It stands only inside one of these; anywhere when empty.
    pub(super) parents: &'static [&'static str],
}

impl Element {
    /// Content does not leave it.
    pub(super) fn is_cell(&self) -> bool {
        matches!(self.name, "td" | "th" | "caption")
    }

    /// Part of a table, whose start ends the part before it.
    pub(super) fn is_row_part(&self) -> bool {
        matches!(self.name, "td" | "th" | "caption" | "tr" | "thead" | "tbody" | "tfoot")
    }

    /// What has to stand around its tag so that a parser takes it.
    pub(super) fn frame(&self) -> (&'static str, &'static str) {
        match self.name {
            "td" | "th" => ("<table><tbody><tr>", "</tr></tbody></table>"),
            _ => ("", ""),
        }
    }
}

const fn phrase(name: &'static str, attributes: &'static [&'static str]) -> Element {
    Element { name, model: Model::Phrase, attributes, parents: &[] }
}

const fn line(name: &'static str, attributes: &'static [&'static str]) -> Element {
    Element { name, model: Model::Line, attributes, parents: &[] }
}

const fn flow(name: &'static str, attributes: &'static [&'static str], parents: &'static [&'static str]) -> Element {
    Element { name, model: Model::Flow, attributes, parents }
}

const fn rows(name: &'static str, parents: &'static [&'static str]) -> Element {
    Element { name, model: Model::Rows, attributes: &[], parents }
}

const CELL: &[&str] = &["colspan", "rowspan", "scope"];

/// The allow-list, by name.
pub(super) const ELEMENTS: [Element; 50] = [
    phrase("a", &["href", "title"]),
    phrase("abbr", &["title"]),
    phrase("b", &[]),
    flow("blockquote", &["cite"], &[]),
    Element { name: "br", model: Model::VoidPhrase, attributes: &[], parents: &[] },
    flow("caption", &[], &["table"]),
    phrase("cite", &[]),
    phrase("code", &[]),
    flow("dd", &[], &["dl"]),
    phrase("del", &[]),
    flow("details", &["open"], &[]),
    flow("div", &[], &[]),
    flow("dl", &[], &[]),
    flow("dt", &[], &["dl"]),
    phrase("em", &[]),
    flow("figcaption", &[], &["figure"]),
    flow("figure", &[], &[]),
    line("h2", &["id"]),
    line("h3", &["id"]),
    line("h4", &["id"]),
    line("h5", &["id"]),
    line("h6", &["id"]),
    Element { name: "hr", model: Model::VoidBlock, attributes: &[], parents: &[] },
    phrase("i", &[]),
    Element { name: "img", model: Model::VoidPhrase, attributes: &["src", "alt", "title", "width", "height"], parents: &[] },
    phrase("ins", &[]),
    phrase("kbd", &[]),
    flow("li", &[], &["ul", "ol"]),
    phrase("mark", &[]),
    flow("ol", &[], &[]),
    line("p", &[]),
    line("pre", &[]),
    phrase("q", &[]),
    phrase("s", &[]),
    phrase("small", &[]),
    phrase("span", &[]),
    phrase("strong", &[]),
    phrase("sub", &[]),
    flow("summary", &[], &["details"]),
    phrase("sup", &[]),
    rows("table", &[]),
    rows("tbody", &["table"]),
    flow("td", CELL, &["tr"]),
    rows("tfoot", &["table"]),
    flow("th", CELL, &["tr"]),
    rows("thead", &["table"]),
    phrase("time", &["datetime"]),
    rows("tr", &["thead", "tbody", "tfoot", "table"]),
    phrase("u", &[]),
    flow("ul", &[], &[]),
];
