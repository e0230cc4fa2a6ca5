//! Accounts: what a field says according to whom. First hit wins, per field, never a deep merge.

use super::entity::{Account, Actor, DecisionId, EventId, RoleId, TermId};
use super::knowledge::Knowledge;
use super::records::{Completeness, Decision, DecisionVariant, Item, Part, Rights, Role, RoleFields, RoleVariant, Stated, Status};
use super::text::Text;

/// A field of a role that can be a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `summary`
    Summary,
    /// `primary_question`
    PrimaryQuestion,
    /// `focus`
    Focus,
    /// `owns`
    Owns,
    /// `works_with`
    WorksWith,
    /// `measures`
    Measures,
    /// `horizon`
    Horizon,
    /// `success`
    Success,
    /// `levers`
    Levers,
    /// `responsibilities`
    Responsibilities,
    /// `completeness`
    Completeness,
    /// `reports_to`
    ReportsTo,
    /// `facilitated_by`
    FacilitatedBy,
    /// `may_sit_with`
    MaySitWith,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 14] = [
        Self::Summary,
        Self::PrimaryQuestion,
        Self::Focus,
        Self::Owns,
        Self::WorksWith,
        Self::Measures,
        Self::Horizon,
        Self::Success,
        Self::Levers,
        Self::Responsibilities,
        Self::Completeness,
        Self::ReportsTo,
        Self::FacilitatedBy,
        Self::MaySitWith,
    ];

    /// The rows of a derived table unless a site or comparison says otherwise.
    pub const USUAL: [Self; 6] = [Self::PrimaryQuestion, Self::Focus, Self::Owns, Self::WorksWith, Self::Measures, Self::Horizon];

    /// The key in a role.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::PrimaryQuestion => "primary_question",
            Self::Focus => "focus",
            Self::Owns => "owns",
            Self::WorksWith => "works_with",
            Self::Measures => "measures",
            Self::Horizon => "horizon",
            Self::Success => "success",
            Self::Levers => "levers",
            Self::Responsibilities => "responsibilities",
            Self::Completeness => "completeness",
            Self::ReportsTo => "reports_to",
            Self::FacilitatedBy => "facilitated_by",
            Self::MaySitWith => "may_sit_with",
        }
    }
}

/// One item of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Valued<'a> {
    /// A text.
    Text(&'a Text),
    /// A term.
    Term(TermId),
    /// A role or party.
    Actor(Actor),
    /// All or any of the responsibilities.
    Completeness(Completeness),
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Written in the comparison itself.
    Here,
    /// The account asked for, or one it extends, says so.
    Account,
    /// The house says so, and the house was not asked: print it as our practice.
    Ours,
    /// Nobody says anything.
    NotStated,
    /// The account has no such role.
    NoSuchRole,
}

fn listed<'a, T>(stated: &'a Stated<Vec<T>>, wrap: impl Fn(&'a T) -> Valued<'a>) -> Stated<Vec<Valued<'a>>> {
    match stated {
        Stated::Absent => Stated::Absent,
        Stated::Silent => Stated::Silent,
        // An empty list states nothing.
        Stated::Given(items) if items.is_empty() => Stated::Absent,
        Stated::Given(items) => Stated::Given(items.iter().map(wrap).collect()),
    }
}

fn single<'a, T>(stated: &'a Stated<T>, wrap: impl Fn(&'a T) -> Valued<'a>) -> Stated<Vec<Valued<'a>>> {
    match stated {
        Stated::Absent => Stated::Absent,
        Stated::Silent => Stated::Silent,
        Stated::Given(value) => Stated::Given(vec![wrap(value)]),
    }
}

const fn item(item: &Item) -> Valued<'_> {
    match item {
        Item::Term(id, _) => Valued::Term(*id),
        Item::Text(text) => Valued::Text(text),
    }
}

impl RoleFields {
    /// What is written of a field.
    #[must_use]
    pub fn value(&self, field: Field) -> Stated<Vec<Valued<'_>>> {
        match field {
            Field::Summary => single(&self.summary, Valued::Text),
            Field::PrimaryQuestion => single(&self.primary_question, Valued::Text),
            Field::Focus => listed(&self.focus, Valued::Text),
            Field::Owns => listed(&self.owns, item),
            Field::WorksWith => listed(&self.works_with, |a| Valued::Actor(*a)),
            Field::Measures => listed(&self.measures, item),
            Field::Horizon => single(&self.horizon, Valued::Text),
            Field::Success => single(&self.success, Valued::Text),
            Field::Levers => listed(&self.levers, Valued::Text),
            Field::Responsibilities => listed(&self.responsibilities, Valued::Text),
            Field::Completeness => single(&self.completeness, |c| Valued::Completeness(*c)),
            Field::ReportsTo => single(&self.reports_to, |a| Valued::Actor(*a)),
            Field::FacilitatedBy => listed(&self.facilitated_by, |a| Valued::Actor(*a)),
            Field::MaySitWith => listed(&self.may_sit_with, |a| Valued::Actor(*a)),
        }
    }
}

impl RoleFields {
    /// The other names that an account gives.
    #[must_use]
    pub fn other_names(&self) -> Stated<Vec<Valued<'_>>> {
        listed(&self.aka, Valued::Text)
    }
}

impl Role {
    /// What the house says of a field.
    #[must_use]
    pub fn own(&self, field: Field) -> Vec<Valued<'_>> {
        match field {
            Field::Summary => self.meta.summary.iter().map(Valued::Text).collect(),
            field => match self.fields.value(field) {
                Stated::Given(items) => items,
                Stated::Absent | Stated::Silent => Vec::new(),
            },
        }
    }
}

impl Knowledge {
    /// The account, the one it extends, and so on; never the same one twice.
    #[must_use]
    pub fn chain(&self, account: Account) -> Vec<super::entity::SourceId> {
        let mut chain = Vec::new();
        let mut next = match account {
            Account::House => None,
            Account::Source(id) => Some(id),
        };
        while let Some(id) = next.filter(|id| !chain.contains(id)) {
            chain.push(id);
            next = self[id].extends;
        }
        chain
    }

    /// What an account says of a role: its own words, or those of the account it extends.
    #[must_use]
    pub fn role_variant(&self, role: RoleId, account: Account) -> Option<&RoleVariant> {
        let chain = self.chain(account);
        chain.iter().find_map(|id| self[role].variants.iter().find(|v| v.source == *id))
    }

    /// The other names of a role according to an account, which may say that it has none.
    #[must_use]
    pub fn aka(&self, role: RoleId, account: Account) -> &[Text] {
        match self.said(role, account, |fields| &fields.aka) {
            Some(aka) => aka.given().map_or(&[], Vec::as_slice),
            None => &self[role].aka,
        }
    }

    /// The abbreviation of a role according to an account, which may say that it has none.
    #[must_use]
    pub fn abbr(&self, role: RoleId, account: Account) -> Option<&str> {
        match self.said(role, account, |fields| &fields.abbr) {
            Some(abbr) => abbr.given().map(|abbr| &**abbr),
            None => self[role].abbr.as_deref(),
        }
    }

    /// What the account, or the nearest one it builds on, has of a field.
    fn said<T>(&self, role: RoleId, account: Account, field: fn(&RoleFields) -> &Stated<T>) -> Option<&Stated<T>> {
        let said = self.chain(account).into_iter().filter_map(|id| self[role].variants.iter().find(|v| v.source == id));
        said.map(|variant| field(&variant.fields)).find(|said| !matches!(said, Stated::Absent))
    }

    /// How settled a decision is in an account: as it says, else as the record does. What is a draft with us is one everywhere.
    #[must_use]
    pub fn standing(&self, decision: DecisionId, account: Account) -> Status {
        let decision = &self[decision];
        let own = decision.meta.status;
        let said = self.chain(account).into_iter().filter_map(|id| decision.variants.iter().find(|v| v.source == id));
        match said.map(|variant| &variant.status).find(|said| !matches!(said, Stated::Absent)) {
            Some(said) if own != Status::Draft => said.given().copied().unwrap_or_default(),
            _ => own,
        }
    }

    /// A field of a role according to an account. Whom we work with is what either side says of it.
    #[must_use]
    pub fn field(&self, role: RoleId, field: Field, account: Account) -> (Vec<Valued<'_>>, Origin) {
        let record = &self[role];
        if self.lacks(role, account) {
            return (Vec::new(), Origin::NoSuchRole);
        }
        for source in self.chain(account) {
            let Some(variant) = record.variants.iter().find(|v| v.source == source) else { continue };
            match variant.fields.value(field) {
                Stated::Given(items) => return (items, Origin::Account),
                Stated::Silent => return (Vec::new(), Origin::NotStated),
                Stated::Absent => {}
            }
        }
        let mut own = record.own(field);
        if field == Field::WorksWith {
            let named_by = self.naming(Actor::Role(role), Account::House, |f| &f.works_with);
            let named_by = named_by.into_iter().map(|(other, _)| Valued::Actor(Actor::Role(other)));
            let new: Vec<Valued<'_>> = named_by.filter(|other| !own.contains(other)).collect();
            own.extend(new);
        }
        match (own, account) {
            (items, _) if items.is_empty() => (items, Origin::NotStated),
            (items, Account::House) => (items, Origin::Account),
            (items, Account::Source(_)) => (items, Origin::Ours),
        }
    }

    /// Whether an account says of a field that it says nothing of it (`horizon: null`).
    #[must_use]
    pub fn is_silent(&self, role: RoleId, field: Field, account: Account) -> bool {
        let said = self.chain(account).into_iter().filter_map(|source| self[role].variants.iter().find(|v| v.source == source));
        let mut values = said.map(|variant| variant.fields.value(field)).filter(|value| !matches!(value, Stated::Absent));
        matches!(values.next(), Some(Stated::Silent))
    }

    /// What an account says of a decision.
    #[must_use]
    pub fn decision_variant<'a>(&'a self, decision: &'a Decision, account: Account) -> Option<&'a DecisionVariant> {
        let chain = self.chain(account);
        chain.iter().find_map(|id| decision.variants.iter().find(|v| v.source == *id))
    }

    /// Who has which part in a decision according to an account. Whoever answers for it also does the work unless
    /// somebody else is named.
    #[must_use]
    pub fn parts(&self, decision: &Decision, account: Account) -> Parts {
        let own = &decision.rights;
        let chain: Vec<_> = self
            .chain(account)
            .into_iter()
            .filter_map(|id| decision.variants.iter().find(|v| v.source == id))
            .map(|v| &v.rights)
            .chain([own])
            .collect();
        let accountable = first(&chain, |r| &r.accountable).copied();
        let responsible = first(&chain, |r| &r.responsible).filter(|l| !l.is_empty()).cloned();
        Parts {
            accountable,
            responsible: responsible.unwrap_or_else(|| accountable.into_iter().collect()),
            consulted: first(&chain, |r| &r.consulted).cloned().unwrap_or_default(),
            informed: first(&chain, |r| &r.informed).cloned().unwrap_or_default(),
            about: first(&chain, |r| &r.about).copied(),
            at: first(&chain, |r| &r.at).copied(),
            escalate_to: first(&chain, |r| &r.escalate_to).copied(),
        }
    }
}

impl Knowledge {
    /// The parts in a decision about which an account says nothing, so that [`Knowledge::parts`] gives our own practice.
    #[must_use]
    pub fn ours(&self, decision: &Decision, account: Account) -> Vec<Part> {
        if account == Account::House {
            return Vec::new();
        }
        let chain = self.chain(account);
        let said: Vec<&Rights> =
            chain.iter().filter_map(|id| decision.variants.iter().find(|v| v.source == *id)).map(|v| &v.rights).collect();
        let accountable = said.iter().all(|r| matches!(r.accountable, Stated::Absent));
        let silent = |get: fn(&Rights) -> &Stated<Vec<Actor>>| said.iter().all(|r| matches!(get(r), Stated::Absent));
        // Where nobody is named, whoever answers for it does the work, and it is theirs who named that one.
        let named = decision.rights.responsible.given().is_some_and(|l| !l.is_empty());
        let responsible = silent(|r| &r.responsible) && (named || accountable);
        [
            (Part::Accountable, accountable),
            (Part::Responsible, responsible),
            (Part::Consulted, silent(|r| &r.consulted)),
            (Part::Informed, silent(|r| &r.informed)),
        ]
        .into_iter()
        .filter_map(|(part, ours)| ours.then_some(part))
        .collect()
    }
}

/// What the first account says that does not leave a part of a decision out.
fn first<'a, T>(chain: &[&'a Rights], get: impl Fn(&'a Rights) -> &'a Stated<T>) -> Option<&'a T> {
    chain.iter().map(|r| get(r)).find(|s| !matches!(s, Stated::Absent)).and_then(Stated::given)
}

/// Who has which part in a decision, in one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Who answers for it.
    pub accountable: Option<Actor>,
    /// Who does the work.
    pub responsible: Vec<Actor>,
    /// Who is asked before.
    pub consulted: Vec<Actor>,
    /// Who is told after.
    pub informed: Vec<Actor>,
    /// The artefact it is about.
    pub about: Option<TermId>,
    /// Where it is taken.
    pub at: Option<EventId>,
    /// Who settles it when they cannot.
    pub escalate_to: Option<Actor>,
}

impl Parts {
    /// The parts one actor has, strongest first.
    #[must_use]
    pub fn of(&self, actor: Actor) -> Vec<Part> {
        let has = |list: &[Actor]| list.contains(&actor);
        [
            (Part::Accountable, self.accountable == Some(actor)),
            (Part::Responsible, has(&self.responsible)),
            (Part::Consulted, has(&self.consulted)),
            (Part::Informed, has(&self.informed)),
        ]
        .into_iter()
        .filter_map(|(part, yes)| yes.then_some(part))
        .collect()
    }

    /// Everybody who takes part, each once, strongest part first.
    #[must_use]
    pub fn everybody(&self) -> Vec<Actor> {
        let mut seen = std::collections::BTreeSet::new();
        let all = self.accountable.iter().chain(&self.responsible).chain(&self.consulted).chain(&self.informed);
        all.copied().filter(|a| seen.insert(*a)).collect()
    }
}
