//! Decisions: who decides what.

use super::meta::{Meta, Stated, Status};
use crate::content::{Fields, Node, Value};
use crate::diagnostic::{Code, number};
use crate::model::embed::DecisionFilter;
use crate::model::entity::{Actor, EventId, Kind, SourceId, TermId};
use crate::model::entries::{self, Entry};
use crate::model::resolve::Cx;
use crate::model::text::Text;
use crate::source::Place;

/// The part somebody has in a decision, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Answers for it.
    Accountable,
    /// Does the work.
    Responsible,
    /// Is asked before.
    Consulted,
    /// Is told after.
    Informed,
}

impl Part {
    /// All parts, strongest first.
    pub const ALL: [Self; 4] = [Self::Accountable, Self::Responsible, Self::Consulted, Self::Informed];

    /// The key in a decision.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accountable => "accountable",
            Self::Responsible => "responsible",
            Self::Consulted => "consulted",
            Self::Informed => "informed",
        }
    }
}

/// Who has which part, in one account.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    /// The artefact it is about.
    pub about: Stated<TermId>,
    /// Who answers for it.
    pub accountable: Stated<Actor>,
    /// Who does the work.
    pub responsible: Stated<Vec<Actor>>,
    /// Who is asked before.
    pub consulted: Stated<Vec<Actor>>,
    /// Who is told after.
    pub informed: Stated<Vec<Actor>>,
    /// Where it is taken.
    pub at: Stated<EventId>,
    /// Who settles it when they cannot.
    pub escalate_to: Stated<Actor>,
}

/// What an account says of a decision.
#[derive(Debug, Clone)]
pub struct DecisionVariant {
    /// Whose account.
    pub source: SourceId,
    /// Where it is written.
    pub place: Place,
    /// `false`: the account knows no such decision.
    pub defined: bool,
    /// Its words for the decision.
    pub decide: Option<Text>,
    /// Our reading.
    pub note: Option<Text>,
    /// Where it says so.
    pub sources: Vec<SourceId>,
    /// How settled it is there.
    pub status: Stated<Status>,
    /// What it says.
    pub rights: Rights,
}

/// A decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Common fields; the title is `decide` unless it has its own.
    pub meta: Meta,
    /// What is decided, as in "who decides …".
    pub decide: Text,
    /// Whether `accountable` is written at all, rightly or wrongly.
    pub answered: bool,
    /// The house position.
    pub rights: Rights,
    /// An explanation.
    pub note: Option<Text>,
    /// What others say.
    pub variants: Vec<DecisionVariant>,
}

impl Decision {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a decision");
        let decide = fields.take("decide").and_then(|n| cx.inline(n, "decide"));
        if parsed && !fields.has("decide") {
            cx.missing(&mut fields, "a decision", "decide", "complete \"Who decides …\":  decide: Whether a promised date moves");
        }
        let decide = decide.unwrap_or_else(|| Text::bare(&entry.id, entry.id_place));
        let meta = Meta::read(entry, &mut fields, cx, Some(decide.clone()));
        let rights = Rights::read(&mut fields, cx);
        let empty = |n: &Node| match &n.value {
            Value::List(items) => items.is_empty(),
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        let decision = Self {
            answered: !parsed || fields.take("accountable").is_some_and(|n| !empty(n)) || fields.misspells("accountable"),
            note: fields.take("note").and_then(|n| cx.prose(n, "note")),
            variants: fields.take("according_to").map(|n| variants(n, cx)).unwrap_or_default(),
            meta,
            decide,
            rights,
        };
        fields.finish(&mut cx.found);
        decision
    }

    /// Who has which part in our own account; whoever is accountable does the work unless somebody else is named.
    #[must_use]
    pub fn accountable(&self) -> Option<Actor> {
        self.rights.accountable.given().copied()
    }
}

fn variants(node: &Node, cx: &mut Cx<'_>) -> Vec<DecisionVariant> {
    let accounts = Fields::new(node, "`according_to`", node.place, &mut cx.found);
    let mut variants = Vec::new();
    for &(id, place, value) in accounts.entries() {
        // a draft does not exist, be it that of an account alone
        if !cx.base.config.drafts && entries::is_draft(Some(value)) {
            continue;
        }
        let source = cx.source_of(id, place);
        let mut fields = Fields::new(value, "an account of a decision", place, &mut cx.found);
        let variant = DecisionVariant {
            source: source.unwrap_or(SourceId::new(0)),
            place,
            defined: fields.flag("defined", &mut cx.found).unwrap_or(true),
            decide: fields.take("decide").and_then(|n| cx.inline(n, "decide")),
            note: fields.take("note").and_then(|n| cx.prose(n, "note")),
            sources: cx.source_list(&mut fields),
            status: match fields.take_or_null("status") {
                None => Stated::Absent,
                Some(Node { value: Value::Null, .. }) => Stated::Silent,
                Some(_) => cx.stated_status(&mut fields).map_or(Stated::Absent, Stated::Given),
            },
            rights: Rights::read(&mut fields, cx),
        };
        fields.finish(&mut cx.found);
        if source.is_some() {
            variants.push(variant);
        }
    }
    variants
}

impl Rights {
    /// Everybody who has a part.
    pub fn actors(&self) -> impl Iterator<Item = Actor> {
        let many = [&self.responsible, &self.consulted, &self.informed].into_iter().filter_map(Stated::given).flatten();
        self.accountable.given().into_iter().chain(many).copied()
    }

    fn read(fields: &mut Fields<'_>, cx: &mut Cx<'_>) -> Self {
        Self {
            about: Stated::read(fields, "about", |n| cx.one(Kind::Term, n, "about")),
            accountable: Stated::read(fields, "accountable", |n| cx.accountable(n)),
            responsible: Stated::read(fields, "responsible", |n| Some(cx.actors(n, "responsible"))),
            consulted: Stated::read(fields, "consulted", |n| Some(cx.actors(n, "consulted"))),
            informed: Stated::read(fields, "informed", |n| Some(cx.actors(n, "informed"))),
            at: Stated::read(fields, "at", |n| cx.one(Kind::Event, n, "at")),
            escalate_to: Stated::read(fields, "escalate_to", |n| cx.actor(n, "escalate_to")),
        }
    }
}

impl Cx<'_> {
    /// Exactly one role or party; several are KB301.
    fn accountable(&mut self, node: &Node) -> Option<Actor> {
        let several: Vec<(String, Place)> = match &node.value {
            Value::List(items) => match items.as_slice() {
                [] => return None,
                [one] => return self.actor(one, "accountable"),
                items => {
                    let named: Vec<(String, Place)> =
                        items.iter().filter_map(|n| Some((self.found.item(n, "accountable")?.into_string(), n.place))).collect();
                    // The same one twice is one; what is no text is a finding already.
                    match named.as_slice() {
                        [] => return None,
                        [first, rest @ ..] if rest.iter().all(|other| other.0 == first.0) => {
                            return self.actor_named(&first.0, first.1);
                        }
                        _ => named,
                    }
                }
            },
            // Nothing is nobody, which has a finding of its own.
            Value::Text(text) if text.trim().is_empty() => return None,
            // `accountable: product-owner, project-manager` and the like.
            Value::Text(text) => {
                let parts: Vec<&str> = text
                    .split([',', '/', '&', '+', ';', '|'])
                    .flat_map(|p| p.split(" and "))
                    .flat_map(|p| p.split(" or "))
                    .map(str::trim)
                    .filter(|p| !p.is_empty())
                    .collect();
                let known = |p: &&str| [Kind::Role, Kind::Party].iter().any(|k| self.base.names.find(*k, p).is_some());
                if parts.len() < 2 || !parts.iter().all(known) {
                    return self.actor(node, "accountable");
                }
                parts.into_iter().map(|p| (p.to_owned(), node.place)).collect()
            }
            _ => return self.actor(node, "accountable"),
        };
        let count = number(several.len());
        let ids: Vec<&str> = several.iter().map(|(id, _)| id.as_str()).collect();
        let (keep, move_away) = ids.split_first()?;
        let d = self
            .found
            .at(Code::KB301, node.place, format!("{count} roles are accountable for one decision"))
            .label(ids.join(" and "))
            .why("when it goes wrong, each will point at the other")
            .help(format!(
                "one role must answer for this. Keep one, and let the others do the work:\naccountable: {keep}\nresponsible: [{}]",
                move_away.join(", ")
            ))
            .help("or split the decision: the order, the content, the date?");
        self.found.push(d);
        // The ids themselves may be wrong too, which is another cause.
        for (id, place) in &several {
            _ = self.reference(&[Kind::Role, Kind::Party], id, *place);
        }
        None
    }

    /// The filter of a `kb` block: which decisions it lists.
    pub(in crate::model) fn decision_filter(&mut self, node: &Node) -> DecisionFilter {
        let mut filter = DecisionFilter::default();
        if matches!(node.value, Value::List(_)) {
            filter.ids = self.ids(Kind::Decision, node, "decisions");
            return filter;
        }
        let mut fields = Fields::new(node, "`decisions` of a ```kb block", node.place, &mut self.found);
        for part in Part::ALL {
            if let Some(actor) = fields.take(part.key()).and_then(|n| self.actor(n, part.key())) {
                filter.parts.push((part, actor));
            }
        }
        filter.about = fields.take("about").and_then(|n| self.one(Kind::Term, n, "about"));
        filter.at = fields.take("at").and_then(|n| self.one(Kind::Event, n, "at"));
        fields.finish(&mut self.found);
        filter
    }
}
