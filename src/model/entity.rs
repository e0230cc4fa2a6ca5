//! Ids of records. They are minted by `resolve` alone, so an id always names a record that exists.

/// Ids that are minted in the order of their records.
pub(super) trait Id {
    fn from_index(index: usize) -> Self;
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self::new(index)
            }
        }

        impl $name {
            pub(super) fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("fewer than 2^32 records"))
            }

            /// Position among the records of its kind.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A role.
    RoleId,
    /// A party: somebody without a role page.
    PartyId,
    /// A comparison.
    ComparisonId,
    /// A decision.
    DecisionId,
    /// A question.
    QuestionId,
    /// A term.
    TermId,
    /// A source.
    SourceId,
    /// A person or organisation.
    PersonId,
    /// An event.
    EventId,
    /// A guide.
    GuideId,
    /// The prose of a section.
    SectionId,
}

/// Any record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A role.
    Role(RoleId),
    /// A party.
    Party(PartyId),
    /// A comparison.
    Comparison(ComparisonId),
    /// A decision.
    Decision(DecisionId),
    /// A question.
    Question(QuestionId),
    /// A term.
    Term(TermId),
    /// A source.
    Source(SourceId),
    /// A person.
    Person(PersonId),
    /// An event.
    Event(EventId),
    /// A guide.
    Guide(GuideId),
    /// A section's prose.
    Section(SectionId),
}

/// Who may take part in a decision: a role, or a party without a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// A role.
    Role(RoleId),
    /// A party.
    Party(PartyId),
}

impl Entity {
    /// The kind of record; a section's prose is none.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Role(_) => Kind::Role,
            Self::Party(_) => Kind::Party,
            Self::Comparison(_) => Kind::Comparison,
            Self::Decision(_) => Kind::Decision,
            Self::Question(_) => Kind::Question,
            Self::Term(_) => Kind::Term,
            Self::Source(_) => Kind::Source,
            Self::Person(_) => Kind::Person,
            Self::Event(_) => Kind::Event,
            Self::Guide(_) => Kind::Guide,
            Self::Section(_) => return None,
        })
    }
}

impl From<Actor> for Entity {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Role(id) => Self::Role(id),
            Actor::Party(id) => Self::Party(id),
        }
    }
}

/// Whose account something is: ours, or a source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Our own practice.
    House,
    /// What a source says.
    Source(SourceId),
}

/// The kinds of record, as they are named in references and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A role.
    Role,
    /// A party.
    Party,
    /// A comparison.
    Comparison,
    /// A decision.
    Decision,
    /// A question.
    Question,
    /// A term.
    Term,
    /// A source.
    Source,
    /// A person.
    Person,
    /// An event.
    Event,
    /// A guide.
    Guide,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Role,
        Self::Party,
        Self::Comparison,
        Self::Decision,
        Self::Question,
        Self::Term,
        Self::Source,
        Self::Person,
        Self::Event,
        Self::Guide,
    ];

    /// The word in messages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Party => "party",
            Self::Comparison => "comparison",
            Self::Decision => "decision",
            Self::Question => "question",
            Self::Term => "term",
            Self::Source => "source",
            Self::Person => "person",
            Self::Event => "event",
            Self::Guide => "guide",
        }
    }

    /// The prefix of a typed reference (`faq:` for questions, `compare:` for comparisons).
    #[must_use]
    pub fn of_prefix(prefix: &str) -> Option<Self> {
        Some(match prefix {
            "role" => Self::Role,
            "party" => Self::Party,
            "compare" | "comparison" => Self::Comparison,
            "decision" => Self::Decision,
            "faq" | "question" => Self::Question,
            "term" => Self::Term,
            "source" => Self::Source,
            "person" => Self::Person,
            "event" => Self::Event,
            "guide" => Self::Guide,
            _ => return None,
        })
    }

    /// The kind a typed link names.
    #[must_use]
    pub const fn of_link(kind: crate::content::address::Kind) -> Self {
        use crate::content::address::Kind as Written;
        match kind {
            Written::Role => Self::Role,
            Written::Term => Self::Term,
            Written::Faq => Self::Question,
            Written::Compare => Self::Comparison,
            Written::Decision => Self::Decision,
            Written::Event => Self::Event,
            Written::Person => Self::Person,
            Written::Guide => Self::Guide,
            Written::Source => Self::Source,
        }
    }

    /// Where a record of this kind is written.
    #[must_use]
    pub const fn home(self) -> &'static str {
        match self {
            Self::Role => "content/roles/",
            Self::Party => "content/parties.yaml",
            Self::Comparison => "content/comparisons/",
            Self::Decision => "content/decisions.yaml",
            Self::Question => "content/faq.yaml",
            Self::Term => "content/glossary.yaml",
            Self::Source => "content/sources.yaml",
            Self::Person => "content/people.yaml",
            Self::Event => "content/events.yaml",
            Self::Guide => "content/guides/",
        }
    }
}

macro_rules! narrow {
    ($($variant:ident $id:ident,)*) => {$(
        impl From<$id> for Entity {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }

        impl TryFrom<Entity> for $id {
            type Error = Entity;

            fn try_from(entity: Entity) -> Result<Self, Entity> {
                match entity {
                    Entity::$variant(id) => Ok(id),
                    other => Err(other),
                }
            }
        }
    )*};
}

narrow! {
    Role RoleId,
    Party PartyId,
    Comparison ComparisonId,
    Decision DecisionId,
    Question QuestionId,
    Term TermId,
    Source SourceId,
    Person PersonId,
    Event EventId,
    Guide GuideId,
}
