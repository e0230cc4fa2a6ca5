//! What the relations look like from the other side: written once, derived here.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::accounts::{Field, Parts, Valued};
use super::entity::{Account, Actor, ComparisonId, DecisionId, Entity, EventId, PersonId, QuestionId, RoleId, SourceId, TermId};
use super::knowledge::Knowledge;
use super::records::{Item, Owner, Part};
use super::text::Target;
use crate::PIECE;

/// One record mentions another in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The record the text belongs to.
    pub from: Entity,
    /// The record mentioned.
    pub to: Entity,
    /// The sentence it does so in.
    pub sentence: Arc<Sentence>,
}

/// A sentence as plain text, in parts: between them stand the titles of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// One more than there are names.
    pub parts: Vec<Box<str>>,
    /// What stands after each part but the last; nothing where a link is broken.
    pub names: Vec<Option<Entity>>,
}

impl Sentence {
    fn told(&self, kb: &Knowledge) -> Box<str> {
        let mut told = String::new();
        for (i, part) in self.parts.iter().enumerate() {
            told.push_str(part);
            if let Some(Some(name)) = self.names.get(i) {
                told.push_str(&kb.called(*name, &|titles| titles.join(" vs ")));
            }
        }
        told.into()
    }
}

/// A mention, or another relation, seen from the record it points to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// Where it comes from.
    pub from: Entity,
    /// The sentence it stands in; a relation without a text has none.
    pub sentence: Option<Box<str>>,
}

/// Every relation, from the side it is not written on.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Texts and fields that name a record.
    pub backlinks: HashMap<Entity, Vec<Backlink>>,
    /// The parts in decisions as the page of each gives them, by decision.
    pub parts: Vec<Parts>,
    /// Decisions an actor has a part in on their own pages, strongest part first.
    pub decisions: HashMap<Actor, Vec<(Part, DecisionId)>>,
    /// Decisions in which an actor has a part, or that come to it in the end, in any account.
    pub named: HashMap<Actor, Vec<DecisionId>>,
    /// Decisions about a term, in our account.
    pub about_term: HashMap<TermId, Vec<DecisionId>>,
    /// Decisions taken at an event.
    pub at_event: HashMap<EventId, Vec<DecisionId>>,
    /// Comparisons of a role.
    pub comparisons: HashMap<RoleId, Vec<ComparisonId>>,
    /// Questions about a record.
    pub questions: HashMap<Entity, Vec<QuestionId>>,
    /// Questions listed under a role: those about it, and those of comparisons that begin with it.
    pub faq: HashMap<RoleId, Vec<QuestionId>>,
    /// Terms that say they are not the same as this one.
    pub confused: HashMap<TermId, Vec<TermId>>,
    /// Terms that send their reader to this one.
    pub seen: HashMap<TermId, Vec<TermId>>,
    /// Roles that own a term, each with the account that says so.
    pub owners: HashMap<TermId, Vec<(RoleId, Account)>>,
    /// Events an actor facilitates.
    pub facilitates: HashMap<Actor, Vec<EventId>>,
    /// Roles with duties at an event, by account.
    pub duties: HashMap<EventId, Vec<(RoleId, Account)>>,
    /// Conflicts a decision settles: the comparison and the conflict's position in it.
    pub conflicts: HashMap<DecisionId, Vec<(ComparisonId, usize)>>,
    /// Abbreviations that stand for a record.
    pub abbreviations: HashMap<Entity, Vec<TermId>>,
    /// Pages a person or actor answers for.
    pub owned: BTreeMap<OwnerKey, Vec<Entity>>,
    /// Pages a person wrote.
    pub wrote: HashMap<PersonId, Vec<Entity>>,
    /// Records that cite a source.
    pub cited: HashMap<SourceId, BTreeSet<Entity>>,
    /// Tags: slug, the name first written, and the pages.
    pub tags: BTreeMap<String, (Box<str>, Vec<Entity>)>,
}

/// An owner as a key.
pub(crate) type OwnerKey = (u8, u32);

/// The key of an owner.
#[must_use]
pub fn owner_key(owner: Owner) -> OwnerKey {
    let index = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
    match owner {
        Owner::Person(id) => (0, index(id.index())),
        Owner::Actor(Actor::Role(id)) => (1, index(id.index())),
        Owner::Actor(Actor::Party(id)) => (2, index(id.index())),
    }
}

impl Graph {
    /// Derives every relation.
    #[must_use]
    pub fn new<'m>(kb: &Knowledge, mentions: impl Iterator<Item = &'m Mention>) -> Self {
        let mut graph = Self::default();
        graph.roles(kb);
        graph.decisions(kb);
        graph.comparisons(kb);
        graph.questions(kb);
        graph.terms(kb);
        graph.pages(kb);
        for event in kb.event_ids() {
            for actor in &kb[event].facilitated_by {
                graph.facilitates.entry(*actor).or_default().push(event);
            }
        }
        let mentions: Vec<&Mention> = mentions.filter(|mention| mention.from != mention.to).collect();
        let told = |mention: &&Mention| {
            let sentence = Some(mention.sentence.told(kb)).filter(|s| !s.is_empty());
            (mention.to, Backlink { from: mention.from, sentence })
        };
        let told: Vec<(Entity, Backlink)> = mentions.par_iter().with_max_len(PIECE).map(told).collect();
        for (to, backlink) in told {
            graph.backlinks.entry(to).or_default().push(backlink);
        }
        graph.backlinks.par_iter_mut().for_each(|(_, list)| {
            // A sentence says more than a bare relation: keep one entry for each place.
            list.sort();
            let told: BTreeSet<Entity> = list.iter().filter(|b| b.sentence.is_some()).map(|b| b.from).collect();
            list.retain(|b| b.sentence.is_some() || !told.contains(&b.from));
            list.dedup();
        });
        graph.citations(kb);
        graph
    }

    fn link(&mut self, from: Entity, to: Entity) {
        if from != to {
            self.backlinks.entry(to).or_default().push(Backlink { from, sentence: None });
        }
    }

    fn roles(&mut self, kb: &Knowledge) {
        for id in kb.role_ids() {
            let role = &kb[id];
            let accounts = std::iter::once((Account::House, &role.fields))
                .chain(role.variants.iter().filter(|v| v.defined).map(|v| (Account::Source(v.source), &v.fields)));
            for (account, fields) in accounts {
                for item in fields.owns.given().into_iter().flatten() {
                    if let Item::Term(term, _) = item {
                        self.owners.entry(*term).or_default().push((id, account));
                    }
                }
                for (event, _) in fields.duties.given().into_iter().flatten() {
                    self.duties.entry(*event).or_default().push((id, account));
                }
            }
            for item in role.fields.measures.given().into_iter().flatten() {
                if let Item::Term(term, _) = item {
                    self.link(id.into(), (*term).into());
                }
            }
        }
    }

    fn decisions(&mut self, kb: &Knowledge) {
        for id in kb.decision_ids() {
            let decision = &kb[id];
            let parts = kb.parts(decision, kb.frame(&decision.meta));
            for actor in parts.everybody() {
                for part in parts.of(actor) {
                    self.decisions.entry(actor).or_default().push((part, id));
                }
            }
            let rights = std::iter::once(&decision.rights).chain(decision.variants.iter().map(|v| &v.rights));
            let named = rights.flat_map(|r| r.actors().chain(r.escalate_to.given().copied()));
            for actor in named.collect::<BTreeSet<_>>() {
                self.named.entry(actor).or_default().push(id);
            }
            if let Some(term) = parts.about {
                self.about_term.entry(term).or_default().push(id);
            }
            if let Some(event) = parts.at {
                self.at_event.entry(event).or_default().push(id);
            }
            self.parts.push(parts);
        }
        for list in self.decisions.values_mut() {
            list.sort_by_key(|(part, _)| *part);
        }
    }

    fn comparisons(&mut self, kb: &Knowledge) {
        for id in kb.comparison_ids() {
            let comparison = &kb[id];
            for role in &comparison.roles {
                self.comparisons.entry(*role).or_default().push(id);
            }
            for (i, conflict) in comparison.conflicts.iter().enumerate() {
                if let Some(decision) = conflict.decision {
                    self.conflicts.entry(decision).or_default().push((id, i));
                }
            }
            for (actor, _) in &comparison.also {
                self.link(id.into(), (*actor).into());
            }
        }
    }

    fn questions(&mut self, kb: &Knowledge) {
        for id in kb.question_ids() {
            let question = &kb[id];
            for about in &question.about {
                self.questions.entry(*about).or_default().push(id);
            }
            let roles = question.about.iter().filter_map(|e| if let Entity::Role(role) = e { Some(*role) } else { None });
            for role in roles.chain(kb.question_role(id)).collect::<BTreeSet<_>>() {
                self.faq.entry(role).or_default().push(id);
            }
        }
    }

    fn terms(&mut self, kb: &Knowledge) {
        for id in kb.term_ids() {
            for meaning in &kb[id].means {
                self.abbreviations.entry(*meaning).or_default().push(id);
            }
            for other in &kb[id].not {
                self.confused.entry(*other).or_default().push(id);
            }
            for other in &kb[id].see {
                self.seen.entry(*other).or_default().push(id);
            }
        }
    }

    fn pages(&mut self, kb: &Knowledge) {
        for page in kb.pages() {
            let Some(meta) = kb.meta(page) else { continue };
            if let Some(owner) = kb.owner(meta) {
                self.owned.entry(owner_key(owner)).or_default().push(page);
            }
            for author in &meta.authors {
                self.wrote.entry(*author).or_default().push(page);
            }
            for (slug, name) in &meta.tags {
                self.tags.entry(slug.clone()).or_insert_with(|| (name.clone(), Vec::new())).1.push(page);
            }
            for target in &meta.related {
                if let Target::Record(to, _) = target {
                    self.link(page, *to);
                }
            }
            if let Entity::Guide(id) = page {
                for about in &kb[id].about {
                    self.link(page, *about);
                }
            }
        }
    }

    fn citations(&mut self, kb: &Knowledge) {
        let mut cite = |source: SourceId, by: Entity| {
            self.cited.entry(source).or_default().insert(by);
        };
        for id in kb.role_ids() {
            for variant in &kb[id].variants {
                cite(variant.source, id.into());
                variant.sources.iter().for_each(|s| cite(*s, id.into()));
            }
        }
        for id in kb.decision_ids() {
            for variant in &kb[id].variants {
                cite(variant.source, id.into());
                variant.sources.iter().for_each(|s| cite(*s, id.into()));
            }
        }
        for id in kb.question_ids() {
            kb[id].sources.iter().for_each(|s| cite(*s, id.into()));
        }
        for page in kb.pages() {
            if let Some(meta) = kb.meta(page) {
                meta.sources.iter().for_each(|s| cite(*s, page));
            }
        }
        for (to, backlinks) in &self.backlinks {
            if let Entity::Source(source) = to {
                self.cited.entry(*source).or_default().extend(backlinks.iter().map(|b| b.from));
            }
        }
    }

    /// The roles nearest to a role: those it is compared with, then those it works with, then those it shares decisions with.
    #[must_use]
    pub fn nearest_roles(&self, kb: &Knowledge, role: RoleId, count: usize) -> Vec<RoleId> {
        let mut scores: BTreeMap<RoleId, u32> = BTreeMap::new();
        let mut add = |other: RoleId, score: u32| {
            if other != role {
                *scores.entry(other).or_default() += score;
            }
        };
        for comparison in self.comparisons.get(&role).into_iter().flatten() {
            kb[*comparison].roles.iter().for_each(|r| add(*r, 10));
        }
        let own = kb[role].fields.works_with.given().into_iter().flatten();
        own.filter_map(|a| if let Actor::Role(r) = a { Some(*r) } else { None }).for_each(|r| add(r, 3));
        kb.naming(Actor::Role(role), Account::House, |f| &f.works_with).into_iter().for_each(|(r, _)| add(r, 3));
        // A decision shared by a whole company says nothing of nearness, and would make this quadratic.
        for (_, decision) in self.decisions.get(&Actor::Role(role)).into_iter().flatten().take(200) {
            let everybody = self.parts[decision.index()].everybody();
            if everybody.len() <= 12 {
                everybody.into_iter().filter_map(|a| if let Actor::Role(r) = a { Some(r) } else { None }).for_each(|r| add(r, 1));
            }
        }
        let mut ranked: Vec<(RoleId, u32)> = scores.into_iter().collect();
        ranked.sort_by_key(|(id, score)| (std::cmp::Reverse(*score), *id));
        ranked.into_iter().take(count).map(|(id, _)| id).collect()
    }

    /// What a value links to, for records that are named by fields.
    #[must_use]
    pub fn owns(kb: &Knowledge, role: RoleId, account: Account) -> Vec<TermId> {
        let (items, _) = kb.field(role, Field::Owns, account);
        items.into_iter().filter_map(|v| if let Valued::Term(id) = v { Some(id) } else { None }).collect()
    }
}
