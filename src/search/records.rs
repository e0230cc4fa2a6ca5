//! What is found: every record that people read, with its sections, and the words of each.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::chunk::{Chunk, Rank};
use crate::analysis::Analysis;
use crate::content::markdown::Mode;
use crate::escape::uri;
use crate::model::{Actor, Comparison, ComparisonId, Entity, Field, Graph, Knowledge, RoleFields, RoleId, Text, Valued};
use crate::plan::Page;
use crate::theme::Strings;

/// Longest excerpt, in characters.
const EXCERPT: usize = 150;

/// Reads records into a chunk.
pub(super) struct Reader<'a> {
    analysis: &'a Analysis,
    strings: &'a Strings,
    /// The titles of folders of guides.
    pub(super) folders: HashMap<&'a [String], &'a Text>,
}

/// A record as the results show it.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// As JSON, without its sections.
    pub json: String,
    /// How many sections follow it.
    pub sections: u32,
    /// Whom it is about: the positions of roles.
    pub roles: Vec<u32>,
}

/// A section as the results show it.
pub(super) struct Section {
    pub heading: String,
    pub anchor: String,
    pub excerpt: String,
}

/// What a kind of record says of itself.
#[derive(Default)]
pub(super) struct Told {
    pub title: String,
    pub text: String,
    pub context: Option<String>,
    pub abbreviation: Option<String>,
    pub aliases: Vec<String>,
    pub roles: Vec<RoleId>,
    pub sections: Vec<Section>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(analysis: &'a Analysis, strings: &'a Strings) -> Self {
        let indexes = analysis.knowledge.guides.iter().filter(|guide| guide.is_index);
        let folders = indexes.map(|guide| (guide.segments.as_slice(), &guide.meta.title)).collect();
        Self { analysis, strings, folders }
    }

    pub(super) fn kb(&self) -> &Knowledge {
        &self.analysis.knowledge
    }

    pub(super) fn graph(&self) -> &Graph {
        &self.analysis.graph
    }

    /// Reads one record.
    pub(super) fn read(&self, entity: Entity, chunk: &mut Chunk<'_>) -> Record {
        chunk.begin();
        let mut told = Told { title: self.title(entity), ..Told::default() };
        self.names(entity, &mut told);
        // An abbreviation that stands for something is found as that.
        let stands_in = matches!(entity, Entity::Term(id) if !self.kb()[id].means.is_empty() && self.kb()[id].def.is_none());
        if stands_in {
            chunk.add(&told.title, Rank::Field);
        } else {
            chunk.title(&told.title);
        }
        told.aliases.iter().for_each(|alias| chunk.add(alias, Rank::Alias));
        // The words of its address: a decision is often called by them.
        let is_decision = matches!(entity, Entity::Decision(_));
        let id = self.kb().id(entity).rsplit('/').next().unwrap_or_default().replace('-', " ");
        chunk.add(&id, if is_decision { Rank::Alias } else { Rank::Field });
        if let Some(abbreviation) = &told.abbreviation {
            chunk.add(abbreviation, Rank::Abbreviation);
        }
        if let Some(meta) = self.kb().meta(entity) {
            told.text = meta.summary.as_ref().map(|text| self.plain(text)).unwrap_or_default();
            chunk.add(&told.text, Rank::Field);
            meta.tags.iter().for_each(|(_, tag)| chunk.add(tag, Rank::Field));
        }
        self.fields(entity, &mut told, chunk);
        let body = self.kb().meta(entity).and_then(|meta| meta.body.as_ref());
        if let Some(body) = body {
            self.sections(body, chunk, &mut told.text, &mut told.sections);
        }
        told.text = shortened(&told.text, EXCERPT);
        self.record(entity, &told)
    }

    fn record(&self, entity: Entity, told: &Told) -> Record {
        let (page, anchor) = self.analysis.plan.home(self.kb(), entity);
        let mut url = String::new();
        uri::address(self.analysis.plan.url(page).as_str(), &mut url);
        if let Some(anchor) = anchor {
            url.push('#');
            url.push_str(&anchor);
        }
        let or_zero = |value: Value, is_there: bool| if is_there { value } else { json!(0) };
        let sections: Vec<Value> = told
            .sections
            .iter()
            .map(|s| {
                let usual = plain_anchor(&s.heading) == s.anchor;
                json!([s.heading, s.excerpt, or_zero(json!(s.anchor), !usual)])
            })
            .collect();
        let mut parts = vec![
            json!(told.title),
            json!(url),
            json!(told.text),
            or_zero(json!(sections), !sections.is_empty()),
            or_zero(json!(told.context), told.context.is_some()),
            or_zero(json!(told.abbreviation), told.abbreviation.is_some()),
            or_zero(json!(told.aliases), !told.aliases.is_empty()),
        ];
        while parts.last().is_some_and(|part| *part == json!(0)) {
            parts.pop();
        }
        let sections = u32::try_from(sections.len()).unwrap_or(u32::MAX);
        let roles = told.roles.iter().map(|role| u32::try_from(role.index()).unwrap_or(u32::MAX)).collect();
        Record { json: Value::Array(parts).to_string(), sections, roles }
    }

    pub(super) fn title(&self, entity: Entity) -> String {
        if let Entity::Section(id) = entity
            && !self.kb()[id].has_title
        {
            return self.page_title(Page::of_section(&self.kb()[id].dir));
        }
        self.kb().called(entity, &|titles| self.strings.versus(titles))
    }

    /// A text of one line.
    pub(super) fn plain(&self, text: &Text) -> String {
        self.kb().plain(text, Mode::Inline, &|titles| self.strings.versus(titles))
    }

    /// A text of paragraphs as one line.
    fn prose(&self, text: &Text) -> String {
        self.kb().plain(text, Mode::Prose, &|titles| self.strings.versus(titles))
    }

    /// What a link of a text is called that has no words of its own.
    pub(super) fn link_name(&self, text: &Text, at: usize, dest: &str) -> Option<String> {
        self.kb().link_name(text, at, dest, &|titles| self.strings.versus(titles))
    }

    /// The title of an index page whose editor gave it none.
    fn page_title(&self, page: Page) -> String {
        let key = match page {
            Page::Roles => "roles",
            Page::Compare => "compare",
            Page::Decisions => "decisions",
            Page::Faq => "faq",
            Page::Glossary => "glossary",
            Page::Sources => "sources",
            Page::Events => "events",
            Page::People => "people",
            Page::Tags => "tags",
            _ => return self.analysis.config.title.clone(),
        };
        self.strings.get(&format!("section.{key}.title")).to_owned()
    }

    /// What a record says of itself in fields.
    fn fields(&self, entity: Entity, told: &mut Told, chunk: &mut Chunk<'_>) {
        let kb = self.kb();
        let prose = |text: &Option<Text>, chunk: &mut Chunk<'_>, rank: Rank| {
            let plain = text.as_ref().map(|text| self.prose(text)).unwrap_or_default();
            chunk.add(&plain, rank);
            plain
        };
        match entity {
            Entity::Role(id) => {
                self.role(&kb[id].fields, chunk);
                for variant in &kb[id].variants {
                    self.role(&variant.fields, chunk);
                    prose(&variant.note, chunk, Rank::Body);
                }
            }
            Entity::Decision(id) => {
                let parts = &self.graph().parts[id.index()];
                for actor in parts.everybody() {
                    chunk.add(&self.title(actor.into()), Rank::Field);
                }
                let answer = parts.accountable.map(|actor| self.accountable(actor));
                let note = prose(&kb[id].note, chunk, Rank::Field);
                kb[id].variants.iter().for_each(|variant| _ = prose(&variant.note, chunk, Rank::Body));
                let said = [answer.unwrap_or_default(), std::mem::take(&mut told.text), note];
                told.text = said.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
            }
            Entity::Comparison(id) => self.comparison(id, told, chunk),
            Entity::Question(id) => {
                told.text = prose(&kb[id].a, chunk, Rank::Field);
                if let Some(body) = &kb[id].body {
                    self.sections(body, chunk, &mut told.text, &mut told.sections);
                }
            }
            Entity::Term(id) => {
                let term = &kb[id];
                let def = prose(&term.def, chunk, Rank::Field);
                prose(&term.prefer, chunk, Rank::Body);
                let means: Vec<String> = term.means.iter().map(|entity| self.title(*entity)).collect();
                told.text = if def.is_empty() { means.join(", ") } else { def };
            }
            Entity::Event(id) => {
                let cadence = prose(&kb[id].cadence, chunk, Rank::Field);
                told.text = if told.text.is_empty() { cadence } else { format!("{} {cadence}", told.text).trim_end().to_owned() };
            }
            Entity::Person(id) => {
                let person = &kb[id];
                let (job, bio) = (prose(&person.job_title, chunk, Rank::Field), prose(&person.bio, chunk, Rank::Body));
                told.text = if job.is_empty() { bio } else { job };
            }
            Entity::Source(id) => {
                let source = &kb[id];
                let edition = source.edition.as_deref().unwrap_or_default();
                // An edition that is named after its date says it already.
                let date =
                    source.date.as_deref().map(|date| self.strings.loose_date(date)).filter(|date| !edition.contains(&**date));
                let said = [source.authors.as_deref(), source.publisher.as_deref(), source.edition.as_deref(), date.as_deref()];
                told.text = said.into_iter().flatten().collect::<Vec<&str>>().join(", ");
                chunk.add(&told.text, Rank::Field);
            }
            Entity::Guide(id) => kb[id].takeaways.iter().for_each(|text| chunk.add(&self.plain(text), Rank::Field)),
            Entity::Party(_) | Entity::Section(_) => {}
        }
    }

    fn accountable(&self, actor: Actor) -> String {
        let set = match self.analysis.config.labels {
            crate::config::Labels::Raci => "raci",
            crate::config::Labels::Daci => "daci",
            crate::config::Labels::Rapid => "rapid",
        };
        let key = format!("letters.{set}.a.word");
        format!("{}: {}.", self.strings.get(&key), self.title(actor.into()))
    }

    fn role(&self, fields: &RoleFields, chunk: &mut Chunk<'_>) {
        for field in Field::ALL {
            for value in fields.value(field).given().into_iter().flatten() {
                match value {
                    Valued::Text(text) => chunk.add(&self.plain(text), Rank::Field),
                    Valued::Term(id) => chunk.add(&self.title((*id).into()), Rank::Body),
                    Valued::Actor(actor) => chunk.add(&self.title((*actor).into()), Rank::Body),
                    Valued::Completeness(_) => {}
                }
            }
        }
        for text in fields.duties.given().into_iter().flatten().flat_map(|(_, texts)| texts) {
            chunk.add(&self.plain(text), Rank::Body);
        }
        for (label, text) in fields.facts.given().into_iter().flatten() {
            chunk.add(label, Rank::Body);
            chunk.add(&self.plain(text), Rank::Body);
        }
    }

    fn comparison(&self, id: ComparisonId, told: &mut Told, chunk: &mut Chunk<'_>) {
        let kb = self.kb();
        let comparison: &Comparison = &kb[id];
        for role in &comparison.roles {
            chunk.add(&self.title((*role).into()), Rank::Alias);
            kb[*role].abbr.iter().for_each(|abbr| chunk.add(abbr, Rank::Alias));
            let terms = self.graph().abbreviations.get(&(*role).into()).into_iter().flatten();
            terms.for_each(|term| chunk.add(&kb[*term].meta.title.plain(), Rank::Alias));
        }
        let lists = [&comparison.takeaways, &comparison.overlap, &comparison.collaborate, &comparison.need_both];
        for text in lists.into_iter().flatten() {
            chunk.add(&self.plain(text), Rank::Body);
        }
        for row in comparison.rows.iter().flatten() {
            let cells = row.cells.iter().map(|cell| &cell.text);
            cells.chain(&row.label).chain(&row.note).for_each(|text| chunk.add(&self.prose(text), Rank::Body));
        }
        comparison.also.iter().for_each(|(_, text)| chunk.add(&self.plain(text), Rank::Body));
        if told.text.is_empty() {
            told.text = comparison.takeaways.first().map(|text| self.plain(text)).unwrap_or_default();
        }
        let part = |heading: String, anchor: &str, texts: Vec<String>, chunk: &mut Chunk<'_>, told: &mut Told| {
            chunk.begin();
            chunk.add(&heading, Rank::Heading);
            for text in &texts {
                chunk.add(text, Rank::Body);
            }
            let excerpt = shortened(texts.first().map_or("", String::as_str), EXCERPT);
            told.sections.push(Section { heading, anchor: anchor.to_owned(), excerpt });
        };
        for conflict in &comparison.conflicts {
            let texts = conflict.when.iter().chain(&conflict.resolve).map(|text| self.prose(text)).collect();
            part(self.plain(&conflict.title), "clash", texts, chunk, told);
        }
        if let Some(combine) = &comparison.combine {
            let key = if comparison.roles.len() > 2 { "compare.both_all" } else { "compare.both" };
            let texts = combine.works_when.iter().chain(&combine.breaks_when).chain(&combine.cost);
            let texts = texts.map(|text| self.plain(text)).collect();
            part(self.strings.get(key).to_owned(), "both", texts, chunk, told);
        }
    }
}

/// The beginning of a text, up to the end of a word.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let end = text[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}\u{2026}", text[..end].trim_end_matches([' ', ',', ';', ':', '.']))
}

/// The anchor that the readers' script makes of a heading; another one is written out.
fn plain_anchor(heading: &str) -> String {
    let mut out = String::new();
    for c in heading.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_end_with_a_word() {
        assert_eq!(shortened("one two, three", 10), "one two\u{2026}");
        assert_eq!(shortened("short", 10), "short");
        assert_eq!(shortened("\u{4e2d}\u{4e2d}\u{4e2d}", 2), "\u{4e2d}\u{4e2d}\u{2026}");
    }

    #[test]
    fn usual_anchors_are_left_to_the_reader() {
        assert_eq!(plain_anchor("Why we do, again?"), "why-we-do-again");
    }
}
