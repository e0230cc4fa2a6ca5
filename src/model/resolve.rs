//! Names become ids: documents in, [`Knowledge`] out, with every finding on the way.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, Weak};

use rustc_hash::FxHashMap;

use super::entity::{Actor, Entity, EventId, Kind, PersonId, RoleId, SectionId, SourceId, TermId};
use super::entries::{self, Entry};
use super::graph::Mention;
use super::knowledge::Knowledge;
use super::names;
use super::patch::{self, Before};
use super::paths::Paths;
use super::reading::{Besides, Reader, Remembered};
use super::records::{
    Comparison, Decision, Event, Guide, InlineQuestion, Owner, Party, Person, Question, Role, RoleFields, Section, Source, Term,
    question,
};
use super::shelves::Names;
use super::slug::is_id;
use super::text::Target;
use crate::config::Config;
use crate::content::recall::Recall;
use crate::content::{Document, Fields, Findings, Locator, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Sources};

/// A link to a heading, to be looked up once every page is known.
#[derive(Debug, Clone)]
pub struct Anchored {
    /// Where the link stands.
    pub place: Place,
    /// The record it stands in.
    pub from: Entity,
    /// What it points to; the anchor is in it.
    pub target: Target,
}

/// A link to another site.
#[derive(Debug, Clone)]
pub struct Outward {
    /// Where its address stands.
    pub place: Place,
    /// The address, `http:` or `https:`.
    pub url: Box<str>,
}

/// What `resolve` makes.
pub struct Resolved {
    /// The whole base.
    pub knowledge: Knowledge,
    /// What came of reading it besides: mentions, links, findings.
    pub besides: Besides,
    /// What is wrong with names.
    pub diagnostics: Vec<Diagnostic>,
    /// The records that differ from before, if they do in words alone: who names whom is what it was.
    pub reworded: Option<Vec<Entity>>,
}

/// What every record is read against.
pub(super) struct Base<'a> {
    pub sources: &'a Sources,
    pub config: &'a Config,
    pub names: &'a Names,
    /// Files that links may lead to, and those that pictures may be, once somebody asks.
    pub paths: [OnceLock<Paths>; 2],
    /// What was read of bodies by an earlier run.
    pub recall: Option<&'a dyn Recall>,
}

/// One record being read: what it is read against, and what comes out besides the record.
pub(super) struct Cx<'a> {
    pub base: &'a Base<'a>,
    pub found: Findings<'a>,
    pub mentions: Vec<Mention>,
    pub anchors: Vec<Anchored>,
    pub outward: Vec<Outward>,
    /// The records that unknown names were probably meant to name.
    pub meant: Vec<Entity>,
    /// The record being read.
    pub from: Entity,
    /// Whether it is a question written on the page of that record.
    pub in_answer: bool,
    /// Questions written on pages of their own accord (`faq:` on a role or comparison).
    pub questions: Vec<InlineQuestion>,
}

/// Reads every record.
#[must_use]
pub fn resolve(documents: Vec<Arc<Document>>, sources: &Sources, config: &Config, locator: &Locator<'_>) -> Resolved {
    resolve_again(documents, sources, config, (locator, None), &mut Remembered::default())
}

/// Reads every record whose document, or the name of any record, is another than before. The files there are, and the
/// settings `html` and `git_dates`, must be the same. Bodies are not read that `recall` knows. A document that nobody else holds
/// is given back as soon as its records are read: together they take as much memory as the texts they were parsed from.
#[must_use]
pub fn resolve_again(
    documents: Vec<Arc<Document>>,
    sources: &Sources,
    config: &Config,
    (locator, recall): (&Locator<'_>, Option<&dyn Recall>),
    memory: &mut Remembered,
) -> Resolved {
    let known: Vec<Weak<Document>> = documents.iter().map(Arc::downgrade).collect();
    if let Some((mut knowledge, changed)) = patch::patch(&documents, (sources, config), locator, memory) {
        let base = Base { sources, config, names: &memory.names, paths: Default::default(), recall };
        let reader = Reader { base: &base, locator };
        let mut besides = memory.besides();
        let before = Before { documents: known, knowledge: knowledge.clone(), in_order: true };
        refer(&mut knowledge, &reader, &mut besides);
        memory.before = Some(before);
        return Resolved { knowledge, besides, diagnostics: Vec::new(), reworded: Some(changed) };
    }
    let mut found = Findings::new(locator);
    let (names, entries) = names::collect(&documents, sources, config, &mut found);
    if !names.equal(&memory.names) {
        *memory = Remembered::default();
    }
    let all_parsed = documents.iter().all(|d| d.data.is_some() && d.healed.is_none());
    drop(documents);
    let base = Base { sources, config, names: &names, paths: Default::default(), recall };
    let reader = Reader { base: &base, locator };

    let mut knowledge = Knowledge {
        parties: reader.read(entries.parties, Entity::Party, &mut memory.parties, Party::read).into(),
        people: reader.read(entries.people, Entity::Person, &mut memory.people, Person::read).into(),
        sources: reader.read(entries.sources, Entity::Source, &mut memory.sources, Source::read).into(),
        events: reader.read(entries.events, Entity::Event, &mut memory.events, Event::read).into(),
        terms: reader.read(entries.terms, Entity::Term, &mut memory.terms, Term::read).into(),
        roles: reader.read(entries.roles, Entity::Role, &mut memory.roles, Role::read).into(),
        decisions: reader.read(entries.decisions, Entity::Decision, &mut memory.decisions, Decision::read).into(),
        comparisons: reader.read(entries.comparisons, Entity::Comparison, &mut memory.comparisons, Comparison::read).into(),
        questions: reader.read(entries.questions, Entity::Question, &mut memory.questions, Question::read).into(),
        guides: reader.read(entries.guides, Entity::Guide, &mut memory.guides, Guide::read).into(),
        sections: reader.read(entries.sections, Entity::Section, &mut memory.sections, Section::read).into(),
        page_questions: Arc::default(),
        namers: Arc::default(),
        site: super::site::SiteRefs::default(),
        meant: std::collections::BTreeSet::new(),
        left_out: names.left_out.clone(),
        is_whole: all_parsed
            && !names.is_incomplete_anywhere()
            && sources.files().all(|(_, file)| !file.hides_something() || file.path.as_str().starts_with("themes/")),
    };
    let mut besides = memory.besides();
    knowledge.meant.extend(besides.meant());
    super::abbreviations::adopt(&mut knowledge);
    let mut cx = reader.cx(Entity::Section(SectionId::new(0)));
    question::faults(&knowledge.questions, &mut cx);
    let own = question::adopt(Arc::make_mut(&mut knowledge.questions), &besides.questions().cloned().collect::<Vec<_>>(), &mut cx);
    cx.former_ids_clash("question", knowledge.questions.iter().map(|question| (&**question).into()));
    cx.former_ids_clash("term", knowledge.terms.iter().map(|term| (&**term).into()));
    let roles = knowledge.role_ids().map(|id| (Entity::Role(id), knowledge[id].questions().collect::<Vec<_>>()));
    let comparisons = knowledge.comparison_ids().map(|id| (Entity::Comparison(id), knowledge[id].faq.clone()));
    let page_questions: FxHashMap<_, _> = roles
        .chain(comparisons)
        .filter(|(_, faq)| !faq.is_empty())
        .map(|(page, faq)| (page, question::of_page(faq, own.get(&page))))
        .collect();
    question::borrowed(&knowledge, &mut cx);
    knowledge.page_questions = Arc::new(page_questions);
    let mut namers: FxHashMap<Actor, Vec<RoleId>> = FxHashMap::default();
    for id in knowledge.role_ids() {
        let role = &knowledge[id];
        let accounts = std::iter::once(&role.fields).chain(role.variants.iter().map(|v| &v.fields));
        for actor in accounts.flat_map(RoleFields::related).collect::<BTreeSet<_>>() {
            namers.entry(actor).or_default().push(id);
        }
    }
    knowledge.namers = Arc::new(namers);
    let mut diagnostics = found.into_list();
    diagnostics.extend(cx.found.into_list());
    let in_order = diagnostics.is_empty();
    memory.before = Some(Before { documents: known, knowledge: knowledge.clone(), in_order });
    refer(&mut knowledge, &reader, &mut besides);
    memory.names = names;
    Resolved { knowledge, besides, diagnostics, reworded: None }
}

/// Reads what `site.toml` refers to.
fn refer(knowledge: &mut Knowledge, reader: &Reader<'_>, besides: &mut Besides) {
    let mut cx = reader.cx(Entity::Section(SectionId::new(0)));
    knowledge.site = super::site::SiteRefs::read(&mut cx);
    let more = cx.into_leftovers();
    knowledge.meant.extend(more.meant.iter().copied());
    besides.add(more);
}

/// A stand-in for a record whose file does not parse.
static EMPTY: Node =
    Node { place: Place { file: crate::source::FileId::FIRST, at: crate::source::At::Node(0) }, value: Value::Null };

impl Cx<'_> {
    /// The keys of an entry; `true` when there is something to read, so that missing keys are worth a finding.
    pub(super) fn fields<'d>(&mut self, entry: &'d Entry, what: &'static str) -> (Fields<'d>, bool) {
        let node = entry.node().unwrap_or(&EMPTY);
        // Where a text or list stands in a record's place, that is the one thing to say.
        let readable = entry.node().is_some() && matches!(node.value, Value::Map(_) | Value::Null);
        (Fields::new(node, what, entry.id_place, &mut self.found), readable)
    }

    /// Reports a missing key.
    pub(super) fn missing(&mut self, fields: &mut Fields<'_>, what: &str, key: &'static str, help: &str) {
        // A misspelt key is one mistake: the unknown key says what was meant.
        if !fields.misspells(key) && !fields.is_misread() {
            let d = self.found.at(Code::KB103, fields.place(), format!("{what} needs `{key}`")).help(help);
            self.found.push(d);
        }
    }

    /// The record an id names, of the first kind that has it; an unknown id is a finding.
    pub(super) fn reference(&mut self, kinds: &[Kind], id: &str, place: Place) -> Option<Entity> {
        let (prefix, bare) = match id.split_once(':') {
            Some((prefix, bare)) => match Kind::of_prefix(prefix) {
                Some(kind) if kinds.contains(&kind) => (Some(kind), bare),
                _ => (None, id),
            },
            None => (None, id),
        };
        let own = prefix.map(|k| [k]);
        let kinds: &[Kind] = own.as_ref().map_or(kinds, |k| k);
        if let Some(entity) = kinds.iter().find_map(|k| self.base.names.find(*k, bare)) {
            return Some(entity);
        }
        // One cause, one finding: a file that does not parse makes no id unknown.
        if !kinds.iter().any(|k| self.base.names.is_incomplete(*k) || self.base.names.is_misnamed(*k, bare)) {
            let d = self.unknown(kinds, bare, place);
            self.found.push(d);
            self.meant.extend(self.base.names.meant(kinds, bare));
        }
        None
    }

    fn unknown(&self, kinds: &[Kind], id: &str, place: Place) -> Diagnostic {
        let names = self.base.names;
        let words: Vec<&str> = kinds.iter().map(|k| k.word()).collect();
        let words = match words.as_slice() {
            [one] => (*one).to_owned(),
            [many @ .., last] => format!("{} or {last}", many.join(", ")),
            [] => String::new(),
        };
        let code = if kinds == [Kind::Source] { Code::KB206 } else { Code::KB201 };
        let mut d = self.found.at(code, place, format!("no {words} `{id}`"));
        if kinds.iter().any(|k| names.is_draft(*k, id)) {
            return d
                .label("it is a draft")
                .help("publish it (`status: agreed`), or take the reference out; `--drafts` shows drafts too");
        }
        if let Some(roles) = names.abbreviated.get(id).filter(|_| kinds.contains(&Kind::Role)) {
            let list: Vec<&str> = roles.iter().map(|role| &**role).collect();
            return match list.as_slice() {
                [role] => d
                    .help(format!("`{id}` is the abbreviation of {role}; write `{role}`"))
                    .fix(self.found.replacing(place, id, role)),
                several => d.help(format!("`{id}` is the abbreviation of {}; write the one you mean", several.join(" and "))),
            };
        }
        let near = names.nearest(kinds, id);
        if let Some(near) = &near {
            d = d.help(format!("did you mean `{}`?", near.id));
        }
        let elsewhere = Kind::ALL.into_iter().filter(|k| !kinds.contains(k)).find(|k| names.find(*k, id).is_some());
        if let Some(kind) = elsewhere {
            let article = if kind == Kind::Event { "an" } else { "a" };
            let d = d.label(format!("`{id}` is {article} {}", kind.word()));
            let are_people = kinds == [Kind::Person] && matches!(kind, Kind::Role | Kind::Party);
            return if are_people { d.help(format!("only people can stand here: add `{id}` to content/people.yaml")) } else { d };
        }
        // `owner: x` and `owner?` say more than a name: what is left out would be lost
        let is_name = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        d = d.fix(near.as_ref().filter(|near| near.alone && is_name).and_then(|near| self.found.replacing(place, id, &near.id)));
        if kinds.contains(&Kind::Party) && is_id(id) {
            d.help(format!("to use a group without a page add  {id}: …  to content/parties.yaml"))
        } else if let ([kind], None) = (kinds, near) {
            d.help(format!("{} are written in {}", entries::plural(*kind), kind.home()))
        } else {
            d
        }
    }

    /// A role or party.
    pub(super) fn actor(&mut self, node: &Node, name: &str) -> Option<Actor> {
        let id = self.found.text(node, name)?;
        self.actor_named(&id, node.place)
    }

    pub(super) fn actor_named(&mut self, id: &str, place: Place) -> Option<Actor> {
        match self.reference(&[Kind::Role, Kind::Party], id, place)? {
            Entity::Role(id) => Some(Actor::Role(id)),
            Entity::Party(id) => Some(Actor::Party(id)),
            _ => None,
        }
    }

    /// A list of roles and parties.
    pub(super) fn actors(&mut self, node: &Node, name: &str) -> Vec<Actor> {
        let mut actors = Vec::new();
        for item in self.found.list(node, name) {
            let Some(id) = self.found.item(item, name) else { continue };
            actors.extend(self.actor_named(&id, item.place));
        }
        actors
    }

    /// One id of one kind.
    pub(super) fn one<I: TryFrom<Entity>>(&mut self, kind: Kind, node: &Node, name: &str) -> Option<I> {
        let id = self.found.text(node, name)?;
        self.reference(&[kind], &id, node.place)?.try_into().ok()
    }

    /// Ids of one kind.
    pub(super) fn ids<I: TryFrom<Entity>>(&mut self, kind: Kind, node: &Node, name: &str) -> Vec<I> {
        let mut ids = Vec::new();
        for item in self.found.list(node, name) {
            let Some(id) = self.found.item(item, name) else { continue };
            ids.extend(self.reference(&[kind], &id, item.place).and_then(|e| e.try_into().ok()));
        }
        ids
    }

    /// A role key.
    pub(super) fn role_of(&mut self, id: &str, place: Place) -> Option<RoleId> {
        self.reference(&[Kind::Role], id, place)?.try_into().ok()
    }

    /// An event key.
    pub(super) fn event_of(&mut self, id: &str, place: Place) -> Option<EventId> {
        self.reference(&[Kind::Event], id, place)?.try_into().ok()
    }

    /// A source key.
    pub(super) fn source_of(&mut self, id: &str, place: Place) -> Option<SourceId> {
        self.reference(&[Kind::Source], id, place)?.try_into().ok()
    }

    /// Terms by id.
    pub(super) fn term_ids(&mut self, node: &Node, name: &str) -> Vec<TermId> {
        self.ids(Kind::Term, node, name)
    }

    /// Who owns a page: a person or a party.
    pub(super) fn owner(&mut self, id: &str, place: Place) -> Option<Owner> {
        match self.reference(&[Kind::Person, Kind::Party, Kind::Role], id, place)? {
            Entity::Person(id) => Some(Owner::Person(id)),
            Entity::Party(id) => Some(Owner::Actor(Actor::Party(id))),
            Entity::Role(id) => Some(Owner::Actor(Actor::Role(id))),
            _ => None,
        }
    }

    /// People by id; a single one needs no list.
    pub(super) fn people(&mut self, node: &Node, name: &str) -> Vec<PersonId> {
        match node.as_text() {
            Some(_) => self.one(Kind::Person, node, name).into_iter().collect(),
            None => self.ids(Kind::Person, node, name),
        }
    }
}
