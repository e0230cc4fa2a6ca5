//! All uses of one abbreviation on one page, and what they mean there.

use std::collections::HashMap;

use super::meaning::Meaning;
use super::page::{Letters, PageWords};
use crate::check::{Checking, said};
use crate::model::{Account, Entity, Knowledge, TermId};
use crate::source::Place;

/// All uses of one abbreviation on one page.
pub(crate) struct Uses<'w> {
    /// The abbreviation.
    pub(crate) text: &'w str,
    /// Its uses, in the order of the page.
    pub(crate) all: Vec<&'w Letters>,
    /// What the front matter of the page binds it to.
    pub(crate) bound: Option<Bound>,
}

/// What a page binds an abbreviation to. The place is looked up for findings only: it reads the file once more.
pub(crate) struct Bound {
    pub(crate) entity: Entity,
    record: Place,
    path: String,
}

impl Bound {
    /// Where it is written.
    pub(crate) fn place(&self, what: &Checking<'_>) -> Place {
        what.written.value(self.record, &self.path)
    }
}

/// A meaning, and where a page gives it.
pub(crate) struct Given {
    pub(crate) meaning: Meaning,
    /// `None`: in the front matter, by [`Bound`].
    pub(crate) place: Option<Place>,
}

impl PageWords {
    /// The abbreviations of the page, without those that the page is about or binds to something unknown.
    pub(crate) fn uses(&self, what: &Checking<'_>) -> Vec<Uses<'_>> {
        let mut uses: Vec<Uses<'_>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for letters in &self.letters {
            if let Some(&nth) = known.get(&*letters.text) {
                uses[nth].all.push(letters);
            } else if !self.is_about(what.kb, &letters.text) && !self.is_unbound(what.kb, &letters.text) {
                known.insert(&letters.text, uses.len());
                uses.push(Uses { text: &letters.text, all: vec![letters], bound: self.bound(what.kb, &letters.text) });
            }
        }
        uses
    }

    /// `means` binds the whole page, and a role that says `abbr: PM` is meant by it on its own page, as one is of which the account
    /// of the page says so.
    fn bound(&self, kb: &Knowledge, text: &str) -> Option<Bound> {
        let entity = self.entity?;
        let meta = kb.meta(entity)?;
        if let Some((_, meant)) = meta.means.iter().find(|(key, _)| &**key == text) {
            return Some(Bound { entity: *meant, record: meta.place, path: format!("means/{text}") });
        }
        let Entity::Role(role) = entity else { return None };
        let account = kb.frame(meta);
        let said = std::iter::once(Account::House).chain(kb.chain(account).into_iter().map(Account::Source));
        let own = said.into_iter().find(|account| match account {
            Account::House => kb[role].abbr.as_deref() == Some(text),
            Account::Source(id) => {
                let mut said = kb[role].variants.iter().filter(|variant| variant.source == *id);
                said.any(|variant| variant.fields.abbr.given().is_some_and(|abbr| &**abbr == text))
            }
        })?;
        Some(Bound { entity, record: meta.place, path: said::path(kb, own, "abbr") })
    }

    /// Whether the page binds it to something unknown, which has a finding of its own.
    fn is_unbound(&self, kb: &Knowledge, text: &str) -> bool {
        self.entity.and_then(|entity| kb.meta(entity)).is_some_and(|meta| meta.unbound.iter().any(|key| &**key == text))
    }

    /// Whether the page explains a term or abbreviation: its entry in the glossary, or what is said to be about it.
    fn is_about(&self, kb: &Knowledge, text: &str) -> bool {
        let is = |id: &TermId| &*kb[*id].meta.id == text;
        match self.entity {
            Some(Entity::Term(id)) => is(&id),
            _ => self.about(kb).iter().any(|about| matches!(about, Entity::Term(id) if is(id))),
        }
    }

    /// What the page says it is about.
    pub(crate) fn about<'k>(&self, kb: &'k Knowledge) -> &'k [Entity] {
        match self.entity {
            Some(Entity::Guide(id)) => &kb[id].about,
            Some(Entity::Question(id)) => &kb[id].about,
            _ => &[],
        }
    }
}

impl Uses<'_> {
    /// The first meaning the page gives, and the first that is another one.
    pub(crate) fn meanings(&self, kb: &Knowledge) -> (Option<Given>, Option<Given>) {
        let bound = self.bound.as_ref().map(|bound| Given { meaning: Meaning::Record(bound.entity), place: None });
        let told = self.all.iter().filter_map(|l| Some(Given { meaning: l.means.clone()?, place: Some(l.place) }));
        // Of a loose explanation nobody can tell whether it is another one.
        let told = told.filter(|given| !matches!(given.meaning, Meaning::Loose(_)));
        let mut given = bound.into_iter().chain(told);
        let Some(first) = given.next() else { return (None, None) };
        let second = given.find(|other| !first.meaning.agrees(&other.meaning, kb));
        (Some(first), second)
    }

    /// The use that writes it out as one of these records, which one, and the first use that relies on it.
    pub(crate) fn written_out(&self, kb: &Knowledge, meanings: &[Entity]) -> Option<(&Letters, Entity, &Letters)> {
        let told = self.all.iter().find(|l| l.means.is_some())?;
        let entity = meanings.iter().find(|entity| told.means.as_ref().is_some_and(|means| means.is(kb, **entity)))?;
        let relying = self.all.iter().find(|l| l.turn > told.turn && l.means.is_none())?;
        Some((told, *entity, relying))
    }
}
