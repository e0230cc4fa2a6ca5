//! The whole base, resolved. An id always names a record: `kb[id]` never fails.

use std::ops::Index;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::entity::{
    Account, Actor, ComparisonId, DecisionId, Entity, EventId, GuideId, PartyId, PersonId, QuestionId, RoleId, SectionId, SourceId,
    TermId,
};
use super::records::{
    Comparison, Decision, Event, Guide, Meta, Owner, Party, Person, Question, Role, Section, SiteRefs, Source, Term,
};
use super::text::Text;
use crate::config::Config;
use crate::source::Sources;

/// All records of a kind. A base is handed on often and seldom changed, so each list is shared until it is.
pub type Records<R> = Arc<Vec<Arc<R>>>;

/// The whole base.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Roles, by file.
    pub roles: Records<Role>,
    /// Parties.
    pub parties: Records<Party>,
    /// Comparisons, by file.
    pub comparisons: Records<Comparison>,
    /// Decisions, in the order written.
    pub decisions: Records<Decision>,
    /// Questions, those of `faq.yaml` first.
    pub questions: Records<Question>,
    /// Terms.
    pub terms: Records<Term>,
    /// Sources.
    pub sources: Records<Source>,
    /// People and organisations.
    pub people: Records<Person>,
    /// Events.
    pub events: Records<Event>,
    /// Guides, by file.
    pub guides: Records<Guide>,
    /// Prose of derived index pages.
    pub sections: Records<Section>,
    /// The questions a page names itself, in its order.
    pub page_questions: Arc<FxHashMap<Entity, Vec<QuestionId>>>,
    /// Roles that name an actor in a relation, in whatever account: a relation is written on one side and holds on both.
    pub namers: Arc<FxHashMap<Actor, Vec<RoleId>>>,
    /// What `site.toml` refers to.
    pub site: SiteRefs,
    /// Records that an unknown name was probably meant to name: nobody can say that nothing names them.
    pub meant: std::collections::BTreeSet<Entity>,
    /// Whether every file that may name a record could be read. If not, nothing can be said to be named nowhere.
    pub is_whole: bool,
    /// Files with a draft that was not read.
    pub left_out: std::collections::BTreeSet<crate::source::FileId>,
}

macro_rules! index {
    ($($id:ident $field:ident $record:ident,)*) => {$(
        impl Index<$id> for Knowledge {
            type Output = $record;

            fn index(&self, id: $id) -> &$record {
                &self.$field[id.index()]
            }
        }
    )*};
}

index! {
    RoleId roles Role,
    PartyId parties Party,
    ComparisonId comparisons Comparison,
    DecisionId decisions Decision,
    QuestionId questions Question,
    TermId terms Term,
    SourceId sources Source,
    PersonId people Person,
    EventId events Event,
    GuideId guides Guide,
    SectionId sections Section,
}

macro_rules! ids_of {
    ($($name:ident $field:ident $id:ident,)*) => {
        impl Knowledge {$(
            /// The ids of all records of this kind, in order.
            pub fn $name(&self) -> impl DoubleEndedIterator<Item = $id> + ExactSizeIterator + use<> {
                (0..self.$field.len()).map($id::new)
            }
        )*}
    };
}

ids_of! {
    role_ids roles RoleId,
    party_ids parties PartyId,
    comparison_ids comparisons ComparisonId,
    decision_ids decisions DecisionId,
    question_ids questions QuestionId,
    term_ids terms TermId,
    source_ids sources SourceId,
    person_ids people PersonId,
    event_ids events EventId,
    guide_ids guides GuideId,
    section_ids sections SectionId,
}

impl Knowledge {
    /// The records with pages of their own that have an owner, a review and tags: by kind, in order.
    pub fn pages(&self) -> impl Iterator<Item = Entity> + use<> {
        (self.role_ids().map(Entity::from))
            .chain(self.comparison_ids().map(Entity::from))
            .chain(self.decision_ids().map(Entity::from))
            .chain(self.event_ids().map(Entity::from))
            .chain(self.guide_ids().map(Entity::from))
    }

    /// Every record that has common fields, which is all of them but questions.
    pub fn records(&self) -> impl Iterator<Item = Entity> + use<> {
        let rows = (self.party_ids().map(Entity::from))
            .chain(self.term_ids().map(Entity::from))
            .chain(self.source_ids().map(Entity::from))
            .chain(self.person_ids().map(Entity::from));
        self.pages().chain(rows).chain(self.section_ids().map(Entity::Section))
    }

    /// The common fields of a record; questions have none.
    #[must_use]
    pub fn meta(&self, entity: Entity) -> Option<&Meta> {
        Some(match entity {
            Entity::Role(id) => &self[id].meta,
            Entity::Party(id) => &self[id].meta,
            Entity::Comparison(id) => &self[id].meta,
            Entity::Decision(id) => &self[id].meta,
            Entity::Question(_) => return None,
            Entity::Term(id) => &self[id].meta,
            Entity::Source(id) => &self[id].meta,
            Entity::Person(id) => &self[id].meta,
            Entity::Event(id) => &self[id].meta,
            Entity::Guide(id) => &self[id].meta,
            Entity::Section(id) => &self[id].meta,
        })
    }

    /// Whether a record is the very one that others have.
    #[must_use]
    pub fn is_same(&self, other: &Self, entity: Entity) -> bool {
        fn same<R>(one: &[Arc<R>], other: &[Arc<R>], nth: usize) -> bool {
            one.get(nth).zip(other.get(nth)).is_some_and(|(one, other)| Arc::ptr_eq(one, other))
        }
        match entity {
            Entity::Role(id) => same(&self.roles, &other.roles, id.index()),
            Entity::Party(id) => same(&self.parties, &other.parties, id.index()),
            Entity::Comparison(id) => same(&self.comparisons, &other.comparisons, id.index()),
            Entity::Decision(id) => same(&self.decisions, &other.decisions, id.index()),
            Entity::Question(id) => same(&self.questions, &other.questions, id.index()),
            Entity::Term(id) => same(&self.terms, &other.terms, id.index()),
            Entity::Source(id) => same(&self.sources, &other.sources, id.index()),
            Entity::Person(id) => same(&self.people, &other.people, id.index()),
            Entity::Event(id) => same(&self.events, &other.events, id.index()),
            Entity::Guide(id) => same(&self.guides, &other.guides, id.index()),
            Entity::Section(id) => same(&self.sections, &other.sections, id.index()),
        }
    }

    /// Whether there are as many records of each kind as others have.
    #[must_use]
    pub fn has_records_of(&self, other: &Self) -> bool {
        let numbers = |kb: &Self| {
            [
                kb.roles.len(),
                kb.parties.len(),
                kb.comparisons.len(),
                kb.decisions.len(),
                kb.questions.len(),
                kb.terms.len(),
                kb.sources.len(),
                kb.people.len(),
                kb.events.len(),
                kb.guides.len(),
                kb.sections.len(),
            ]
        };
        numbers(self) == numbers(other)
    }

    /// The id of a record as written.
    #[must_use]
    pub fn id(&self, entity: Entity) -> &str {
        match entity {
            Entity::Question(id) => &self[id].id,
            other => self.meta(other).map_or("", |m| &m.id),
        }
    }

    /// What names a record and no other: its file, or where that holds several its kind and id.
    #[must_use]
    pub fn reference(&self, entity: Entity, sources: &Sources) -> String {
        match (entity.kind(), self.meta(entity)) {
            (_, Some(meta)) if meta.whole_file => sources.file(meta.file).path.to_string(),
            (Some(kind), _) => format!("{}:{}", kind.word(), self.id(entity)),
            (None, _) => self.id(entity).to_owned(),
        }
    }

    /// What a record is called, as markdown of one line.
    #[must_use]
    pub fn title(&self, entity: Entity) -> &Text {
        match entity {
            // A question without words is a finding and is never published; its answer stands in.
            Entity::Question(id) => {
                let question = &self[id];
                question.q.as_ref().or(question.a.as_ref()).unwrap_or(Text::empty())
            }
            other => self.meta(other).map_or(Text::empty(), |m| &m.title),
        }
    }

    /// The account a page is given in.
    #[must_use]
    pub fn frame(&self, meta: &Meta) -> Account {
        meta.frame.or(self.site.frame).unwrap_or(Account::House)
    }

    /// Who answers for a page.
    #[must_use]
    pub fn owner(&self, meta: &Meta) -> Option<Owner> {
        meta.owner.or(self.site.owner)
    }

    /// The role under which a question is listed: the first it is about, else the first of the comparison it is about.
    #[must_use]
    pub fn question_role(&self, id: QuestionId) -> Option<RoleId> {
        let about = &self[id].about;
        let role = about.iter().find_map(|e| if let Entity::Role(role) = e { Some(*role) } else { None });
        role.or_else(|| {
            about.iter().find_map(|e| if let Entity::Comparison(id) = e { self[*id].roles.first().copied() } else { None })
        })
    }

    /// What an actor is called.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> &Text {
        self.title(actor.into())
    }
}

impl Meta {
    /// The day this was last reviewed: as written, else the file's last change.
    #[must_use]
    pub fn reviewed_on(&self) -> Option<Date> {
        self.reviewed.or(self.dates.last)
    }

    /// The day it is due again.
    #[must_use]
    pub fn next_review(&self, config: &Config) -> Option<Date> {
        self.review_every.or(config.review_every)?.after(self.reviewed_on()?)
    }

    /// The day it was first published. A record that shares its file with others cannot tell from the file's dates, and one
    /// that changed before its file was there is older than it.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        let is_first = |day: &Date| self.whole_file && self.changes.last().is_none_or(|change| *day <= change.date);
        self.published.or(self.dates.first.filter(is_first))
    }

    /// The day it last changed: as written, there or with the newest change, else the file's last change. Records that share
    /// a file share its date, which says little of any of them.
    #[must_use]
    pub fn updated_on(&self) -> Option<Date> {
        let written = self.updated.max(self.changes.first().map(|change| change.date));
        written.or(self.dates.last.filter(|_| self.whole_file)).or(self.published)
    }
}
