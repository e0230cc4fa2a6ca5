//! Terms, artefacts, groups and abbreviations.

use super::meta::Meta;
use crate::content::markdown::is_blank;
use crate::content::{Node, Value};
use crate::model::entity::{Entity, Kind, TermId};
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::slug::is_abbreviation;
use crate::model::text::Text;

/// What a term names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TermKind {
    /// A word.
    #[default]
    Term,
    /// Something that is made and can be owned.
    Artefact,
    /// A group of people.
    Group,
}

/// A term.
#[derive(Debug, Clone)]
pub struct Term {
    /// Common fields; the title is the display form.
    pub meta: Meta,
    /// What it means.
    pub def: Option<Text>,
    /// What an abbreviation stands for.
    pub means: Vec<Entity>,
    /// Other names.
    pub aka: Vec<Text>,
    /// What it names.
    pub kind: TermKind,
    /// See also.
    pub see: Vec<TermId>,
    /// Look-alikes.
    pub not: Vec<TermId>,
    /// Advice when the word is to be avoided.
    pub prefer: Option<Text>,
}

impl Term {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a term");
        let shown = fields.take("term").and_then(|n| cx.inline(n, "term"));
        let title = shown.unwrap_or_else(|| Text::bare(&display(&entry.id), entry.id_place));
        let is_empty = |node: &Node| matches!(&node.value, Value::List(items) if items.is_empty());
        let has_meanings = fields.take("means").is_some_and(|node| !is_empty(node));
        let means = fields.take("means").map(|n| meanings(n, cx)).unwrap_or_default();
        let mut meta = Meta::slim(entry, &mut fields, cx, title);
        meta.moved_from = cx.former_ids(&mut fields, "a term");
        if parsed && !fields.has("def") && !has_meanings && meta.body.is_none() {
            cx.missing(
                &mut fields,
                "a term",
                "def",
                "one sentence:  def: The one ordered list of work  (an abbreviation has `means: [id]` instead)",
            );
        }
        let choices = [("term", TermKind::Term), ("artefact", TermKind::Artefact), ("group", TermKind::Group)];
        let mut term = Self {
            def: fields.take("def").and_then(|n| cx.prose(n, "def")),
            means,
            aka: fields.take("aka").map(|n| cx.inlines(n, "aka")).unwrap_or_default(),
            kind: fields.choice("kind", &choices, &mut cx.found).unwrap_or_default(),
            see: fields.take("see").map(|n| cx.term_ids(n, "see")).unwrap_or_default(),
            not: fields.take("not").map(|n| cx.term_ids(n, "not")).unwrap_or_default(),
            prefer: fields.take("prefer").and_then(|n| cx.inline(n, "prefer")),
            meta,
        };
        if term.def.is_none() {
            term.def = term.meta.body.take().map(|body| body.text).filter(|text| !is_blank(text));
        }
        fields.finish(&mut cx.found);
        term
    }

    /// Whether its key is an abbreviation.
    #[must_use]
    pub fn is_abbreviation(&self) -> bool {
        is_abbreviation(&self.meta.id)
    }
}

fn meanings(node: &crate::content::Node, cx: &mut Cx<'_>) -> Vec<Entity> {
    const KINDS: [Kind; 5] = [Kind::Role, Kind::Party, Kind::Term, Kind::Event, Kind::Source];
    let mut means = Vec::new();
    for item in cx.found.list(node, "means") {
        let Some(id) = cx.found.item(item, "means") else { continue };
        means.extend(cx.reference(&KINDS, &id, item.place));
    }
    means
}

/// `product-backlog` reads "Product backlog"; an abbreviation reads as it is.
fn display(id: &str) -> String {
    if is_abbreviation(id) {
        return id.to_owned();
    }
    let words = id.replace('-', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
