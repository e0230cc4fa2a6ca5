//! Former ids of records that stand on a page with others: a link to the old place still leads to them.

use std::collections::{BTreeMap, HashMap};

use super::{Question, Term};
use crate::content::Fields;
use crate::diagnostic::{Code, number, repeated};
use crate::model::resolve::Cx;
use crate::model::slug::{is_abbreviation, is_id};
use crate::model::split::bad_id;
use crate::source::{Place, Span};

/// A record of a page by its id and those it had: the ids with their places.
pub(in crate::model) struct Named<'a> {
    pub id: &'a str,
    pub place: Place,
    pub former: &'a [(Box<str>, Place)],
}

impl<'a> From<&'a Question> for Named<'a> {
    fn from(question: &'a Question) -> Self {
        Self { id: &question.id, place: question.place, former: &question.moved_from }
    }
}

impl<'a> From<&'a Term> for Named<'a> {
    fn from(term: &'a Term) -> Self {
        Self { id: &term.meta.id, place: term.meta.place, former: &term.meta.moved_from }
    }
}

impl Cx<'_> {
    /// `moved_from:` of a record without a page of its own, such as "a term".
    pub(super) fn former_ids(&mut self, fields: &mut Fields<'_>, what: &str) -> Vec<(Box<str>, Place)> {
        let Some(node) = fields.take("moved_from") else { return Vec::new() };
        let mut former = Vec::new();
        for item in self.found.list(node, "moved_from") {
            let Some(id) = self.found.item(item, "moved_from") else { continue };
            if is_id(&id) || (what == "a term" && is_abbreviation(&id)) {
                former.push((id, item.place));
            } else if id.contains('/') {
                let message = format!("`{id}` is an address, and {what} has no page of its own");
                let d = self.found.at(Code::KB106, item.place, message).help("name a former id:  moved_from: [old-id]");
                self.found.push(d);
            } else {
                let d = bad_id(&self.found, item.place, &id, None);
                self.found.push(d);
            }
        }
        former
    }

    /// KB202: a former id that is, or was, the id of another record of the same page.
    pub(in crate::model) fn former_ids_clash<'r>(&mut self, kind: &str, records: impl Iterator<Item = Named<'r>>) {
        let records: Vec<Named<'r>> = records.collect();
        if records.iter().all(|record| record.former.is_empty()) {
            return;
        }
        let mut taken: HashMap<&str, Place> = HashMap::new();
        for record in &records {
            taken.entry(record.id).or_insert(record.place);
        }
        let mut former: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for (id, place) in records.iter().flat_map(|record| record.former) {
            former.entry(id).or_default().push(self.found.span(*place));
        }
        for (id, places) in former {
            let holder = taken.get(id);
            let leads_to = places.len() + usize::from(holder.is_some());
            if leads_to < 2 {
                continue;
            }
            let message = format!("`{id}` cannot lead to {} {kind}s", number(leads_to));
            let mut d = repeated(Code::KB202, message, places, &format!("a former id of this {kind}"), "formerly here");
            if let Some(holder) = holder {
                d = d.also(self.found.span(*holder), "here");
            }
            self.found.push(d.help("take it out where it does not belong"));
        }
    }
}
