//! ` ```kb ` blocks: derived parts within a text.

use super::entity::{Actor, DecisionId, Entity, EventId, Kind, RoleId, TermId};
use super::records::{Part, Row};
use super::resolve::Cx;
use super::text::size;
use crate::content::markdown;
use crate::content::{Fields, Node, yaml};
use crate::diagnostic::Code;
use crate::source::{At, Place};

/// What a ` ```kb ` block shows.
#[derive(Debug, Clone)]
pub enum Embed {
    /// A derived comparison table.
    Compare {
        /// Columns.
        roles: Vec<RoleId>,
        /// Rows; `None`: the site's usual ones.
        rows: Option<Vec<Row>>,
    },
    /// Questions about any of these.
    Faq(Vec<Entity>),
    /// Decisions with this part played by this actor, about this term, or taken at this event.
    Decisions(DecisionFilter),
    /// A list of terms.
    Terms(Vec<TermId>),
    /// A role card.
    Role(RoleId),
}

/// Which decisions an embed lists: all of them that fit every part given.
#[derive(Debug, Clone, Default)]
pub struct DecisionFilter {
    /// Who is accountable, responsible, consulted, informed.
    pub parts: Vec<(Part, Actor)>,
    /// About this term.
    pub about: Option<TermId>,
    /// Taken at this event.
    pub at: Option<EventId>,
    /// Exactly these.
    pub ids: Vec<DecisionId>,
}

impl Cx<'_> {
    /// The blocks of a text, by position. One that cannot be shown is a finding.
    pub(super) fn embeds(&mut self, text: &str, scan: &markdown::Scan, place: Place) -> Vec<(u32, Embed)> {
        scan.embeds.iter().filter_map(|embed| Some((size(embed.range.start), self.embed(text, embed, place)?))).collect()
    }

    fn embed(&mut self, text: &str, embed: &markdown::Embed, place: Place) -> Option<Embed> {
        let yaml_place = place.within(embed.yaml.clone());
        let span = self.found.span(yaml_place);
        let node = match yaml::parse_inside(place.file, &embed.content(text), span.start) {
            Ok(mut node) => {
                if !matches!(place.at, At::Bytes(..)) {
                    whole(&mut node, yaml_place);
                }
                node
            }
            Err(_) => {
                let d = self
                    .found
                    .at(Code::KB101, yaml_place, "this block does not parse")
                    .help("a block holds one of  compare: [a, b]   faq: {about: role}   decisions: {accountable: role}   terms: [a, b]   role: id");
                self.found.push(d);
                return None;
            }
        };
        let mut fields = Fields::new(&node, "a ```kb block", yaml_place, &mut self.found);
        let result = self.embed_fields(&mut fields);
        if result.is_none() && fields.entries().is_empty() {
            let d = self.found.at(Code::KB103, yaml_place, "this block shows nothing").help(
                "write one of  compare: [a, b]   faq: {about: role}   decisions: {accountable: role}   terms: [a, b]   role: id",
            );
            self.found.push(d);
        }
        fields.finish(&mut self.found);
        result
    }

    /// Whether the text being read is one that such blocks list: an answer or a definition.
    const fn is_listed(&self) -> bool {
        self.in_answer || matches!(self.from, Entity::Question(_) | Entity::Term(_))
    }

    fn embed_fields(&mut self, fields: &mut Fields<'_>) -> Option<Embed> {
        let compare = fields.take("compare");
        let rows = fields.take("rows");
        let faq = fields.take("faq");
        let decisions = fields.take("decisions");
        let terms = fields.take("terms");
        let role = fields.take("role");
        if self.is_listed()
            && let Some((node, what)) = faq.map(|node| (node, "questions")).or(terms.map(|node| (node, "terms")))
        {
            let d = self
                .found
                .at(Code::KB106, node.place, format!("a list of {what} cannot stand in an answer or a definition"))
                .label("the list may hold the very text it stands in")
                .help("link to them instead, or put the block on a page");
            self.found.push(d);
            return None;
        }
        if let Some(node) = compare {
            let roles = self.compared_roles(node, "compare")?;
            let rows = rows.map(|rows| self.rows(rows, &roles));
            return Some(Embed::Compare { roles, rows });
        }
        if let Some(node) = faq {
            let mut inner = Fields::new(node, "`faq` of a ```kb block", node.place, &mut self.found);
            let about = inner.take("about").map(|n| self.about(n)).unwrap_or_default();
            inner.finish(&mut self.found);
            return Some(Embed::Faq(about));
        }
        if let Some(node) = decisions {
            return Some(Embed::Decisions(self.decision_filter(node)));
        }
        if let Some(node) = terms {
            return Some(Embed::Terms(self.term_ids(node, "terms")));
        }
        let node = role?;
        let id = self.found.text(node, "role")?;
        match self.reference(&[Kind::Role], &id, node.place)? {
            Entity::Role(id) => Some(Embed::Role(id)),
            _ => None,
        }
    }
}

/// Puts every value of a node at one place.
fn whole(node: &mut Node, place: Place) {
    node.place = place;
    match &mut node.value {
        crate::content::Value::List(items) => items.iter_mut().for_each(|n| whole(n, place)),
        crate::content::Value::Map(map) => map.iter_mut().for_each(|(k, v)| {
            whole(k, place);
            whole(v, place);
        }),
        _ => {}
    }
}
