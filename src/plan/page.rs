//! The kinds of page.

use super::{BACKLINKS, Plan};
use crate::content::Collection;
use crate::model::{Actor, ComparisonId, DecisionId, Entity, EventId, Graph, GuideId, Knowledge, PersonId, RoleId, SourceId};

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// `/`
    Home,
    /// `/roles/`
    Roles,
    /// `/roles/<id>/`
    Role(RoleId),
    /// `/graph/`: how the roles are related.
    Graph,
    /// `/compare/`
    Compare,
    /// `/compare/<id>/`
    Comparison(ComparisonId),
    /// `/compare/<role>-vs-<role>/`: two roles that work together and that nobody has compared.
    Pair(u32),
    /// `/decisions/`
    Decisions,
    /// `/decisions/of/<role>/`: a role's part of a matrix that is too large for one page.
    RoleDecisions(RoleId),
    /// `/decisions/<id>/`
    Decision(DecisionId),
    /// `/faq/`
    Faq,
    /// `/faq/about/<role>/`: the questions about a role when there are too many for one page.
    RoleFaq(RoleId),
    /// `/faq/about-other/`: the questions about no role.
    OtherFaq,
    /// `/glossary/`
    Glossary,
    /// `/sources/`
    Sources,
    /// `/according-to/`: whose accounts the site knows.
    Accounts,
    /// `/according-to/<source>/`: what an account says differently.
    Account(SourceId),
    /// `/events/`
    Events,
    /// `/events/<id>/`
    Event(EventId),
    /// `/people/`
    People,
    /// `/people/<id>/`
    Person(PersonId),
    /// A guide, or the index page of a folder of guides.
    Guide(GuideId),
    /// The derived index page of a folder of guides that has none.
    Folder(u32),
    /// `/tags/`
    Tags,
    /// `/tags/<slug>/`
    Tag(u32),
    /// `/health/`: the state of the handbook.
    Health,
    /// `/search/`
    Search,
    /// `…/used-in/`: all backlinks of a page that has many.
    UsedIn(Entity),
    /// `/404.html`
    NotFound,
}

/// What a page is, without which one; names its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// The home page.
    Home,
    /// Everything about roles.
    Roles,
    /// Comparisons.
    Compare,
    /// Decisions.
    Decisions,
    /// Questions.
    Faq,
    /// Terms.
    Glossary,
    /// Sources.
    Sources,
    /// Accounts.
    Accounts,
    /// Events.
    Events,
    /// People.
    People,
    /// Guides.
    Guides,
    /// Tags.
    Tags,
    /// None of these.
    Other,
}

impl Page {
    /// The record a page is about.
    #[must_use]
    pub const fn entity(self) -> Option<Entity> {
        match self {
            Self::Role(id) | Self::RoleDecisions(id) | Self::RoleFaq(id) => Some(Entity::Role(id)),
            Self::Comparison(id) => Some(Entity::Comparison(id)),
            Self::Decision(id) => Some(Entity::Decision(id)),
            Self::Event(id) => Some(Entity::Event(id)),
            Self::Person(id) => Some(Entity::Person(id)),
            Self::Guide(id) => Some(Entity::Guide(id)),
            Self::UsedIn(entity) => Some(entity),
            _ => None,
        }
    }

    /// Whether this is the record's own page, not a list of a part of it.
    #[must_use]
    pub const fn is_home_of_record(self) -> bool {
        matches!(self, Self::Role(_) | Self::Comparison(_) | Self::Decision(_) | Self::Event(_) | Self::Person(_) | Self::Guide(_))
    }

    /// The section of the navigation the page belongs to.
    #[must_use]
    pub fn section(self) -> PageKind {
        match self {
            Self::Home => PageKind::Home,
            Self::Roles | Self::Role(_) | Self::Graph => PageKind::Roles,
            Self::Compare | Self::Comparison(_) | Self::Pair(_) => PageKind::Compare,
            Self::Decisions | Self::RoleDecisions(_) | Self::Decision(_) => PageKind::Decisions,
            Self::Faq | Self::RoleFaq(_) | Self::OtherFaq => PageKind::Faq,
            Self::Glossary => PageKind::Glossary,
            Self::Sources => PageKind::Sources,
            Self::Accounts | Self::Account(_) => PageKind::Accounts,
            Self::Events | Self::Event(_) => PageKind::Events,
            Self::People | Self::Person(_) => PageKind::People,
            Self::Guide(_) | Self::Folder(_) => PageKind::Guides,
            Self::Tags | Self::Tag(_) => PageKind::Tags,
            Self::UsedIn(entity) => match entity {
                Entity::Role(id) => Self::Role(id).section(),
                Entity::Comparison(_) => PageKind::Compare,
                Entity::Decision(_) => PageKind::Decisions,
                Entity::Event(_) => PageKind::Events,
                Entity::Guide(_) => PageKind::Guides,
                _ => PageKind::Other,
            },
            Self::Health | Self::Search | Self::NotFound => PageKind::Other,
        }
    }

    /// The derived index page of a content folder.
    #[must_use]
    pub fn of_section(dir: &str) -> Self {
        match dir {
            "roles" => Self::Roles,
            "comparisons" => Self::Compare,
            "decisions" => Self::Decisions,
            "faq" => Self::Faq,
            "glossary" => Self::Glossary,
            "sources" => Self::Sources,
            "people" => Self::People,
            "events" => Self::Events,
            "tags" => Self::Tags,
            _ => Self::Home,
        }
    }

    /// The page that shows the records of a collection file.
    #[must_use]
    pub const fn of_collection(collection: Collection) -> Self {
        match collection {
            Collection::Decisions => Self::Decisions,
            Collection::Faq => Self::Faq,
            Collection::Glossary => Self::Glossary,
            Collection::Sources => Self::Sources,
            Collection::People => Self::People,
            Collection::Parties => Self::Roles,
            Collection::Events => Self::Events,
        }
    }

    /// The content folder whose `index.md` is this page's prose.
    #[must_use]
    pub const fn section_dir(self) -> Option<&'static str> {
        Some(match self {
            Self::Home => "",
            Self::Roles => "roles",
            Self::Compare => "comparisons",
            Self::Decisions => "decisions",
            Self::Faq => "faq",
            Self::Glossary => "glossary",
            Self::Sources => "sources",
            Self::People => "people",
            Self::Events => "events",
            Self::Tags => "tags",
            _ => return None,
        })
    }

    /// The path of the page's address.
    pub(super) fn path(self, kb: &Knowledge, plan: &Plan) -> String {
        let id = |entity: Entity| kb.id(entity);
        match self {
            Self::Home => String::new(),
            Self::Roles => "roles".to_owned(),
            Self::Role(r) => format!("roles/{}", id(r.into())),
            Self::Graph => "graph".to_owned(),
            Self::Compare => "compare".to_owned(),
            Self::Comparison(c) => format!("compare/{}", id(c.into())),
            Self::Pair(i) => {
                let (a, b) = plan.pair(i);
                format!("compare/{}-vs-{}", id(a.into()), id(b.into()))
            }
            Self::Decisions => "decisions".to_owned(),
            Self::RoleDecisions(r) => format!("decisions/of/{}", id(r.into())),
            Self::Decision(d) => format!("decisions/{}", id(d.into())),
            Self::Faq => "faq".to_owned(),
            Self::RoleFaq(r) => format!("faq/about/{}", id(r.into())),
            Self::OtherFaq => "faq/about-other".to_owned(),
            Self::Glossary => "glossary".to_owned(),
            Self::Sources => "sources".to_owned(),
            Self::Accounts => "according-to".to_owned(),
            Self::Account(s) => format!("according-to/{}", id(s.into())),
            Self::Events => "events".to_owned(),
            Self::Event(e) => format!("events/{}", id(e.into())),
            Self::People => "people".to_owned(),
            Self::Person(p) => format!("people/{}", id(p.into())),
            Self::Guide(g) => kb[g].segments.join("/"),
            Self::Folder(i) => plan.folder(i).join("/"),
            Self::Tags => "tags".to_owned(),
            Self::Tag(i) => format!("tags/{}", plan.tag(i)),
            Self::Health => "health".to_owned(),
            Self::Search => "search".to_owned(),
            Self::UsedIn(entity) => {
                let (home, anchor) = plan.home(kb, entity);
                match anchor {
                    Some(anchor) => format!("{}/{anchor}/used-in", home.path(kb, plan)),
                    None => format!("{}/used-in", home.path(kb, plan)),
                }
            }
            Self::NotFound => "404".to_owned(),
        }
    }
}

/// Every page the knowledge asks for. The pages of a site that has nothing of a kind are left out.
pub(super) fn all(kb: &Knowledge, graph: &Graph, plan: &Plan) -> Vec<Page> {
    let mut pages = vec![Page::Home, Page::NotFound];
    let mut list = |page: Page, filled: bool, items: &mut dyn Iterator<Item = Page>| {
        if filled {
            pages.push(page);
            pages.extend(items);
        }
    };
    list(Page::Roles, !kb.roles.is_empty() || !kb.parties.is_empty(), &mut kb.role_ids().map(Page::Role));
    // One role has nothing to be related to.
    list(Page::Graph, kb.roles.len() > 1, &mut std::iter::empty());
    // Two roles are enough to be compared, whether or not somebody has.
    list(Page::Compare, !kb.comparisons.is_empty() || kb.roles.len() > 1, &mut kb.comparison_ids().map(Page::Comparison));
    list(Page::Decisions, !kb.decisions.is_empty(), &mut kb.decision_ids().map(Page::Decision));
    list(Page::Faq, !kb.questions.is_empty(), &mut std::iter::empty());
    list(Page::Glossary, !kb.terms.is_empty(), &mut std::iter::empty());
    list(Page::Sources, !kb.sources.is_empty(), &mut std::iter::empty());
    let frames = kb.source_ids().filter(|id| kb[*id].frame);
    list(Page::Accounts, kb.sources.iter().any(|s| s.frame), &mut frames.map(Page::Account));
    list(Page::Events, !kb.events.is_empty(), &mut kb.event_ids().map(Page::Event));
    list(Page::People, !kb.people.is_empty(), &mut kb.person_ids().map(Page::Person));
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    list(Page::Tags, !graph.tags.is_empty(), &mut (0..count(graph.tags.len())).map(Page::Tag));
    pages.extend((0..count(plan.folders().len())).map(Page::Folder));
    pages.extend(kb.guide_ids().map(Page::Guide));
    if plan.split_matrix {
        let with_part = kb.role_ids().filter(|r| !graph.shares(kb, Actor::Role(*r), kb.site_account()).is_empty());
        pages.extend(with_part.map(Page::RoleDecisions));
    }
    if plan.split_faq {
        let asked = kb.role_ids().filter(|r| graph.faq.contains_key(r));
        pages.extend(asked.map(Page::RoleFaq));
        let other = kb.question_ids().any(|q| kb.question_role(q).is_none());
        pages.extend(other.then_some(Page::OtherFaq));
    }
    let mut many: Vec<Entity> = graph
        .backlinks
        .iter()
        .filter(|(to, list)| list.len() > BACKLINKS && Plan::lists_backlinks(**to))
        .map(|(to, _)| *to)
        .collect();
    many.sort_unstable();
    pages.extend(many.into_iter().map(Page::UsedIn));
    pages
}

impl Plan {
    /// Whether the page of a record lists what mentions it.
    #[must_use]
    pub const fn lists_backlinks(entity: Entity) -> bool {
        matches!(entity, Entity::Role(_) | Entity::Comparison(_) | Entity::Decision(_) | Entity::Event(_) | Entity::Guide(_))
    }
}
