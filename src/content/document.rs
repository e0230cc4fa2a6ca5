//! One source file, parsed: its record as [`Node`]s and where its body stands. Names, not references.

use std::ops::Range;
use std::sync::Arc;

use super::front_matter::{self, split};
use super::healing;
use super::node::{Node, Value};
use super::recall::Recall;
use super::unmerged::unmerged;
use super::unshown;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SitePath, SourceFile, Sources, Span};

/// Largest front matter, in bytes.
pub const MAX_FRONT_MATTER: usize = 64 * 1024;

/// The kinds of record that stand together in one file, or one each in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Collection {
    /// `decisions.yaml`
    Decisions,
    /// `faq.yaml`
    Faq,
    /// `glossary.yaml`
    Glossary,
    /// `sources.yaml`
    Sources,
    /// `people.yaml`
    People,
    /// `parties.yaml`
    Parties,
    /// `events.yaml`
    Events,
}

impl Collection {
    /// Every collection.
    pub const ALL: [Self; 7] =
        [Self::Decisions, Self::Faq, Self::Glossary, Self::Sources, Self::People, Self::Parties, Self::Events];

    /// The file stem and folder name.
    #[must_use]
    pub const fn stem(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Faq => "faq",
            Self::Glossary => "glossary",
            Self::Sources => "sources",
            Self::People => "people",
            Self::Parties => "parties",
            Self::Events => "events",
        }
    }
}

/// What a file below `content/` is, judged by its path alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// One role; the stem is its id.
    Role,
    /// One comparison; the stem is its id.
    Comparison,
    /// Many records of one kind.
    Collection(Collection),
    /// One record of a kind that usually stands in a collection; the stem is its id.
    Record(Collection),
    /// The prose of a section (`index.md`); the folder below `content/`, `""` for the home page.
    Section(String),
    /// A free article.
    Guide,
    /// YAML the model does not know.
    Unknown,
}

/// One parsed file below `content/`.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub file: FileId,
    /// What it is.
    pub shape: Shape,
    /// The record or records; `None` when they do not parse (then a finding says so).
    pub data: Option<Node>,
    /// What is left of a record in which an entry does not parse. It is no record, but what it says can be wrong too.
    pub rest: Option<Node>,
    /// The text that `data` or `rest` was read from, where entries that do not parse had to be left out.
    pub healed: Option<Arc<str>>,
    /// The byte range of the markdown body in the file.
    pub body: Range<usize>,
}

/// The byte range of the YAML in a file: all of it, or the front matter of a `.md` file.
#[must_use]
pub(crate) fn yaml_range(path: &SitePath, text: &str) -> Range<usize> {
    if path.extension() == Some("md") { split(text).map_or(0..0, |s| s.yaml) } else { 0..text.len() }
}

/// What the file at this path (below `content/`) is.
#[must_use]
pub fn shape(path: &SitePath) -> Shape {
    let inner = path.as_str().strip_prefix("content/").unwrap_or(path.as_str());
    let markdown = path.extension() == Some("md");
    let (folder, depth) = match inner.split_once('/') {
        Some((folder, rest)) => (folder, 1 + rest.matches('/').count()),
        None => ("", 0),
    };
    if markdown && path.name() == "index.md" {
        return Shape::Section(inner.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned());
    }
    let by_stem = |stem: &str| Collection::ALL.into_iter().find(|c| c.stem() == stem);
    match (depth, folder) {
        (1, "roles") => Shape::Role,
        (1, "comparisons") => Shape::Comparison,
        (0, _) if !markdown => by_stem(path.stem()).map_or(Shape::Unknown, Shape::Collection),
        (1, _) => match by_stem(folder) {
            Some(kind) if markdown => Shape::Record(kind),
            Some(kind) => Shape::Collection(kind),
            None if markdown => Shape::Guide,
            None => Shape::Unknown,
        },
        _ if markdown => Shape::Guide,
        _ => Shape::Unknown,
    }
}

/// The same where the files beside it are known: a `README.md` is the `index.md` of a folder that has none.
#[must_use]
pub fn shape_among(path: &SitePath, sources: &Sources) -> Shape {
    if is_index(path, sources) { shape(&index_beside(path).unwrap_or_else(|| path.clone())) } else { shape(path) }
}

/// Whether the file at this path is the prose of its folder.
#[must_use]
pub fn is_index(path: &SitePath, sources: &Sources) -> bool {
    match path.name() {
        "index.md" => true,
        "README.md" => index_beside(path).is_some_and(|index| sources.find(index.as_str()).is_none()),
        _ => false,
    }
}

fn index_beside(path: &SitePath) -> Option<SitePath> {
    SitePath::new(&format!("{}/index.md", path.parent())).ok()
}

/// Whether the file at this path holds a record or an article.
#[must_use]
pub fn is_document(path: &SitePath) -> bool {
    let ending = path.extension().map(str::to_ascii_lowercase);
    path.as_str().starts_with("content/") && matches!(ending.as_deref(), Some("md" | "yaml" | "yml"))
}

/// Parses one file. Never fails: what is wrong becomes findings, and `data` is `None` where there is nothing to use.
#[must_use]
pub fn parse(file: FileId, source: &SourceFile) -> (Document, Vec<Diagnostic>) {
    parse_recalling(file, source, None)
}

/// The same, with the data of files that `recall` knows.
#[must_use]
pub fn parse_recalling(file: FileId, source: &SourceFile, recall: Option<&dyn Recall>) -> (Document, Vec<Diagnostic>) {
    let shape = shape(&source.path);
    let text = &*source.text;
    if source.fault.is_some() {
        // A finding says so; what stands in it is unknown, as in a file that does not parse.
        return (Document { file, shape, data: None, rest: None, healed: None, body: 0..0 }, Vec::new());
    }
    // Another finding says what its ending should be.
    if !matches!(source.path.extension(), Some("md" | "yaml" | "yml")) {
        return (Document { file, shape, data: None, rest: None, healed: None, body: 0..0 }, Vec::new());
    }
    let mut found = Vec::new();
    let mut body = 0..text.len();
    let (mut rest, mut healed) = (None, None);
    if let Some(finding) = unmerged(file, text) {
        return (Document { file, shape, data: None, rest: None, healed: None, body: 0..0 }, vec![finding]);
    }
    let mut data = Some(Node { place: crate::source::Place::bytes(file, 0..0), value: Value::Null });
    if source.path.extension() == Some("md") {
        if let Some(split) = split(text) {
            body = split.body;
            data = if split.closed {
                if let Some(prose) = split.prose {
                    found.push(front_matter::swallowed(file, text, prose));
                }
                let node;
                (node, healed) = healing::parse(file, text, split.yaml, recall, &mut found);
                node
            } else {
                let at = Span::new(file, 0..3.min(text.len()));
                found.push(
                    Diagnostic::new(Code::KB101, at, "the front matter opened here is never closed")
                        .label("opened here")
                        .help("end it with a line that holds only `---`"),
                );
                None
            };
        } else if text.starts_with("+++") {
            found.push(
                Diagnostic::new(Code::KB101, Span::new(file, 0..3), "front matter in TOML is not read")
                    .help("write it as YAML between two lines `---`: `title: …` instead of `title = …`"),
            );
            data = None;
        } else if let Some(finding) = front_matter::misplaced(file, text) {
            found.push(finding);
            data = None;
        }
        found.extend(unshown::in_prose(file, text, body.clone()));
    } else {
        body = 0..0;
        (data, healed) = healing::parse(file, text, 0..text.len(), recall, &mut found);
    }
    // A record without the key that does not parse is not what its editor wrote.
    if !matches!(shape, Shape::Collection(_)) && healed.is_some() {
        rest = data.take();
    }
    (Document { file, shape, data, rest, healed, body }, found)
}
