//! Roles.

use super::meta::{Meta, Stated};
use super::question::PageQuestion;
use crate::content::{Fields, Node};
use crate::diagnostic::Code;
use crate::model::entity::{Actor, EventId, Kind, SourceId, TermId};
use crate::model::entries::Entry;
use crate::model::resolve::Cx;
use crate::model::slug::{is_abbreviation, is_id};
use crate::model::text::Text;
use crate::source::Place;

/// Whether a role carries every responsibility listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// All of them.
    All,
    /// Some of them; which, differs.
    Any,
}

/// A list item that may name a term.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A term of the glossary.
    Term(TermId, Place),
    /// A text.
    Text(Text),
}

/// How many of another role or group one role works with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FanOut {
    /// Whom.
    pub to: Actor,
    /// At least.
    pub min: Option<i64>,
    /// At most.
    pub max: Option<i64>,
    /// Where it is written.
    pub place: Place,
}

/// The fields of a role that an account may see differently.
#[derive(Debug, Clone, Default)]
pub struct RoleFields {
    /// One sentence; only in accounts (the role's own stands in its meta data).
    pub summary: Stated<Text>,
    /// Its abbreviation; only in accounts too.
    pub abbr: Stated<Box<str>>,
    /// Other names; only in accounts too.
    pub aka: Stated<Vec<Text>>,
    /// What the role asks first.
    pub primary_question: Stated<Text>,
    /// What it looks at.
    pub focus: Stated<Vec<Text>>,
    /// What it answers for: terms of kind artefact where they exist.
    pub owns: Stated<Vec<Item>>,
    /// With whom.
    pub works_with: Stated<Vec<Actor>>,
    /// How its success is counted.
    pub measures: Stated<Vec<Item>>,
    /// How far it looks ahead.
    pub horizon: Stated<Text>,
    /// When it succeeds.
    pub success: Stated<Text>,
    /// What it can change.
    pub levers: Stated<Vec<Text>>,
    /// What it does.
    pub responsibilities: Stated<Vec<Text>>,
    /// Whether all of that, or some.
    pub completeness: Stated<Completeness>,
    /// What it does at events.
    pub duties: Stated<Vec<(EventId, Vec<Text>)>>,
    /// Anything else, by label.
    pub facts: Stated<Vec<(Box<str>, Text)>>,
    /// To whom it reports.
    pub reports_to: Stated<Actor>,
    /// Who helps it.
    pub facilitated_by: Stated<Vec<Actor>>,
    /// How many it serves.
    pub fan_out: Stated<Vec<FanOut>>,
    /// With whom the work may sit instead.
    pub may_sit_with: Stated<Vec<Actor>>,
}

/// What an account says of a role.
#[derive(Debug, Clone)]
pub struct RoleVariant {
    /// Whose account.
    pub source: SourceId,
    /// Where it is written.
    pub place: Place,
    /// `false`: the account has no such role.
    pub defined: bool,
    /// Our reading of it.
    pub note: Option<Text>,
    /// Where it says so.
    pub sources: Vec<SourceId>,
    /// Its name there, if different.
    pub title: Option<Text>,
    /// What it says.
    pub fields: RoleFields,
    /// Questions that it answers, and where each is written or named.
    pub faq: Vec<(PageQuestion, Place)>,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Common fields.
    pub meta: Meta,
    /// Its abbreviation.
    pub abbr: Option<Box<str>>,
    /// Other names, with their places.
    pub aka: Vec<Text>,
    /// The house position.
    pub fields: RoleFields,
    /// What others say.
    pub variants: Vec<RoleVariant>,
    /// Questions of the page.
    pub faq: Vec<PageQuestion>,
}

impl Role {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, parsed) = cx.fields(entry, "a role");
        let meta = Meta::read(entry, &mut fields, cx, None);
        if parsed {
            if !fields.has("title") {
                cx.missing(&mut fields, "a role", "title", "title: Product Owner");
            }
            if meta.summary.is_none() && !fields.has("summary") {
                cx.missing(
                    &mut fields,
                    "a role",
                    "summary",
                    "one sentence, shown in every list:  summary: Decides what the team builds next.",
                );
            }
        }
        let role = Self {
            abbr: fields.take("abbr").and_then(|n| abbreviation(n, cx)),
            aka: fields.take("aka").map(|n| cx.inlines(n, "aka")).unwrap_or_default(),
            fields: RoleFields::read(&mut fields, cx),
            // Our own questions stand before those of accounts.
            faq: fields.take("faq").map(|n| cx.page_questions(n)).unwrap_or_default(),
            variants: fields.take("according_to").map(|n| variants(n, cx)).unwrap_or_default(),
            meta,
        };
        fields.finish(&mut cx.found);
        role
    }

    /// The questions of the page, its own before those that accounts answer.
    pub(in crate::model) fn questions(&self) -> impl Iterator<Item = PageQuestion> {
        let told = self.variants.iter().flat_map(|variant| variant.faq.iter().map(|(question, _)| *question));
        self.faq.iter().copied().chain(told)
    }

    /// What accounts call it, each by one name or several.
    pub(crate) fn names_in_accounts(&self) -> impl Iterator<Item = &Text> {
        self.variants.iter().flat_map(|variant| variant.title.iter().chain(variant.fields.aka.given().into_iter().flatten()))
    }

    /// What accounts call it in short.
    pub(crate) fn abbreviations_in_accounts(&self) -> impl Iterator<Item = &str> {
        self.variants.iter().filter_map(|variant| variant.fields.abbr.given()).map(|abbr| &**abbr)
    }
}

/// What a role is called in short.
fn abbreviation(node: &Node, cx: &mut Cx<'_>) -> Option<Box<str>> {
    let text = cx.found.text(node, "abbr")?;
    if is_abbreviation(&text) {
        return Some(text);
    }
    let d = cx.found.at(Code::KB106, node.place, format!("`{text}` is no abbreviation")).help(
        "a few letters from A to Z, without accents, because it stands in addresses; one at least is a capital, as in  abbr: PO",
    );
    cx.found.push(d);
    None
}

fn variants(node: &Node, cx: &mut Cx<'_>) -> Vec<RoleVariant> {
    let accounts = Fields::new(node, "`according_to`", node.place, &mut cx.found);
    let mut variants = Vec::new();
    for &(id, place, value) in accounts.entries() {
        let source = cx.source_of(id, place);
        let mut fields = Fields::new(value, "an account of a role", place, &mut cx.found);
        let mut inner = RoleFields::read(&mut fields, cx);
        inner.summary = Stated::read(&mut fields, "summary", |n| cx.inline(n, "summary"));
        inner.abbr = Stated::read(&mut fields, "abbr", |n| abbreviation(n, cx));
        inner.aka = Stated::read(&mut fields, "aka", |n| Some(cx.inlines(n, "aka")));
        let variant = RoleVariant {
            source: source.unwrap_or(SourceId::new(0)),
            place,
            defined: fields.flag("defined", &mut cx.found).unwrap_or(true),
            note: fields.take("note").and_then(|n| cx.prose(n, "note")),
            sources: cx.source_list(&mut fields),
            title: fields.take("title").and_then(|n| cx.inline(n, "title")),
            fields: inner,
            faq: fields.take("faq").map(|n| cx.questions_told(n, id, source)).unwrap_or_default(),
        };
        fields.finish(&mut cx.found);
        if source.is_some() {
            variants.push(variant);
        }
    }
    variants
}

impl RoleFields {
    fn read(fields: &mut Fields<'_>, cx: &mut Cx<'_>) -> Self {
        Self {
            summary: Stated::Absent,
            abbr: Stated::Absent,
            aka: Stated::Absent,
            primary_question: Stated::read(fields, "primary_question", |n| cx.inline(n, "primary_question")),
            focus: Stated::read(fields, "focus", |n| Some(cx.inlines(n, "focus"))),
            owns: Stated::read(fields, "owns", |n| Some(cx.items(n, "owns"))),
            works_with: Stated::read(fields, "works_with", |n| Some(cx.actors(n, "works_with"))),
            measures: Stated::read(fields, "measures", |n| Some(cx.items(n, "measures"))),
            horizon: Stated::read(fields, "horizon", |n| cx.inline(n, "horizon")),
            success: Stated::read(fields, "success", |n| cx.inline(n, "success")),
            levers: Stated::read(fields, "levers", |n| Some(cx.inlines(n, "levers"))),
            responsibilities: Stated::read(fields, "responsibilities", |n| Some(cx.inlines(n, "responsibilities"))),
            completeness: {
                let choices = [("all", Completeness::All), ("any", Completeness::Any)];
                match fields.take_or_null("completeness") {
                    None => Stated::Absent,
                    Some(Node { value: crate::content::Value::Null, .. }) => Stated::Silent,
                    Some(_) => fields.choice("completeness", &choices, &mut cx.found).map_or(Stated::Absent, Stated::Given),
                }
            },
            duties: Stated::read(fields, "duties", |n| Some(duties(n, cx))),
            facts: Stated::read(fields, "facts", |n| Some(facts(n, cx))),
            reports_to: Stated::read(fields, "reports_to", |n| cx.actor(n, "reports_to")),
            facilitated_by: Stated::read(fields, "facilitated_by", |n| Some(cx.actors(n, "facilitated_by"))),
            fan_out: Stated::read(fields, "fan_out", |n| Some(fan_outs(n, cx))),
            may_sit_with: Stated::read(fields, "may_sit_with", |n| Some(cx.actors(n, "may_sit_with"))),
        }
    }
}

fn duties(node: &Node, cx: &mut Cx<'_>) -> Vec<(EventId, Vec<Text>)> {
    let events = Fields::new(node, "`duties`", node.place, &mut cx.found);
    let mut duties = Vec::new();
    for &(id, place, value) in events.entries() {
        let event = cx.event_of(id, place);
        let texts = cx.inlines(value, id);
        duties.extend(event.map(|e| (e, texts)));
    }
    duties
}

fn facts(node: &Node, cx: &mut Cx<'_>) -> Vec<(Box<str>, Text)> {
    let labels = Fields::new(node, "`facts`", node.place, &mut cx.found);
    let mut facts = Vec::new();
    for (label, _, value) in labels.entries() {
        // Labels are data, so half of a text can be taken for one.
        if !cx.found.cut(value) {
            facts.extend(cx.inline(value, "facts").map(|text| ((*label).into(), text)));
        }
    }
    facts
}

fn fan_outs(node: &Node, cx: &mut Cx<'_>) -> Vec<FanOut> {
    let items = cx.found.list(node, "fan_out");
    items.iter().filter_map(|n| fan_out(n, cx)).collect()
}

fn fan_out(node: &Node, cx: &mut Cx<'_>) -> Option<FanOut> {
    let mut fields = Fields::new(node, "an item of `fan_out`", node.place, &mut cx.found);
    let to = fields.take("to").map(|n| cx.actor(n, "to"));
    let fan_out = (fields.number("min", &mut cx.found), fields.number("max", &mut cx.found));
    if to.is_none() {
        cx.missing(&mut fields, "an item of `fan_out`", "to", "fan_out: [{to: product-owner, max: 4}]");
    } else if !fields.has("min") && !fields.has("max") {
        cx.missing(&mut fields, "an item of `fan_out`", "max", "say how many:  {to: product-owner, max: 4}");
    }
    for (key, number) in [("min", fan_out.0), ("max", fan_out.1)] {
        if number.is_some_and(|n| n < 0) {
            let place = fields.take(key).map_or(node.place, |n| n.place);
            let d = cx.found.at(Code::KB106, place, format!("`{key}` cannot be negative"));
            cx.found.push(d);
        }
    }
    fields.finish(&mut cx.found);
    Some(FanOut { to: to??, min: fan_out.0, max: fan_out.1, place: node.place })
}

impl Cx<'_> {
    /// Items that may name a term: a bare id is a term if there is one, anything else is a text.
    fn items(&mut self, node: &Node, name: &str) -> Vec<Item> {
        let nodes = self.found.list(node, name).to_vec();
        let mut items = Vec::new();
        for node in &nodes {
            let Some(text) = node.as_text() else {
                _ = self.found.item(node, name);
                continue;
            };
            let bare = text.strip_prefix("term:").unwrap_or(text);
            let term = self.base.names.find(Kind::Term, bare).and_then(|e| TermId::try_from(e).ok());
            match term {
                Some(id) => items.push(Item::Term(id, node.place)),
                // A draft may not be named, and `term:` says that a term is meant.
                None if (is_id(bare) && self.base.names.is_draft(Kind::Term, bare)) || bare.len() < text.len() => {
                    _ = self.reference(&[Kind::Term], bare, node.place);
                }
                None => {
                    self.like_a_term(text, node.place);
                    items.extend(self.inline(node, name).map(Item::Text));
                }
            }
        }
        items
    }

    /// KB810: a text in the form of an id, where a term was probably meant.
    fn like_a_term(&mut self, text: &str, place: Place) {
        let names = self.base.names;
        let formed = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'));
        if !formed || names.is_incomplete(Kind::Term) || names.is_misnamed(Kind::Term, text) {
            return;
        }
        let near = names.nearest(&[Kind::Term], text);
        // One plain word is an ordinary text, unless a term is spelled much like it.
        if near.is_none() && !text.trim_matches(['-', '_']).contains(['-', '_']) {
            return;
        }
        let mut d = self.found.at(Code::KB810, place, format!("no term `{text}`")).label("shown as it is written");
        d = match near {
            Some(near) => d
                .help(format!("did you mean `{}`?", near.id))
                .fix(near.alone.then(|| self.found.replacing(place, text, &near.id)).flatten()),
            None => d.help("terms are written in content/glossary.yaml"),
        };
        self.found.push(d.help("plain text? write it with a capital or a space"));
    }
}
