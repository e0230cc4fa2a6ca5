//! Who owns an artefact, and who answers for the decisions about it, within one account.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::{Code, Diagnostic, several};
use crate::model::{
    Account, Actor, Decision, DecisionId, DecisionVariant, Item, Knowledge, Rights, Role, RoleId, Stated, Status, TermId, Text,
};
use crate::source::Place;

/// A role that owns an artefact, and where that is written.
pub(super) type Owner = (RoleId, Place);

/// Who owns what, by account.
pub(super) struct Ownership<'a> {
    what: &'a Checking<'a>,
    known: HashMap<(TermId, Account), Vec<Owner>>,
}

/// A decision about an artefact that its owner does not answer for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disagreement<'a> {
    pub(super) decision: DecisionId,
    pub(super) account: Account,
    pub(super) about: TermId,
    pub(super) owner: Owner,
    pub(super) accountable: Actor,
    /// Where `accountable` is written: the account's own words, or those it takes over.
    pub(super) said_by: Account,
    /// The account's explanation.
    pub(super) note: Option<&'a Text>,
}

impl<'a> Ownership<'a> {
    pub(super) fn new(what: &'a Checking<'a>) -> Self {
        Self { what, known: HashMap::new() }
    }

    /// The roles that own an artefact in an account: by its own words or those of an account it extends, and only where
    /// these name nobody, by ours.
    pub(super) fn owners(&mut self, term: TermId, account: Account) -> &[Owner] {
        let kb = self.what.kb;
        let said = self.what.graph.owners.get(&term);
        self.known.entry((term, account)).or_insert_with(|| {
            let mut seen = HashSet::new();
            let roles = said.into_iter().flatten().map(|(role, _)| *role).filter(|role| seen.insert(*role));
            let owned = roles.filter_map(|role| Some((role, owned(kb, &kb[role], role, account, term)?)));
            let (theirs, ours): (Vec<_>, Vec<_>) = owned.partition(|(_, (_, said_by))| *said_by != Account::House);
            let owners = if theirs.is_empty() { ours } else { theirs };
            owners.into_iter().map(|(role, (place, _))| (role, place)).collect()
        })
    }

    /// Every disagreement of an owner with the accountable of a decision, in our account and in those that say
    /// something of their own about the two. What an account only takes over is not told again.
    pub(super) fn disagreements(&mut self) -> Vec<Disagreement<'a>> {
        let kb = self.what.kb;
        let mut list = Vec::new();
        for (decision, accounts) in self.asked() {
            for account in accounts {
                let Some(found) = self.disagreement(decision, account) else { continue };
                let same = |other: &Disagreement<'_>| {
                    (other.about, other.owner.0, other.accountable) == (found.about, found.owner.0, found.accountable)
                };
                let above = above(kb, account).into_iter();
                if !above.filter_map(|a| self.disagreement(decision, a)).any(|other| same(&other)) {
                    list.push(found);
                }
            }
        }
        list
    }

    /// The accounts to ask of each decision: ours, those with words of their own on it, and those with words of their
    /// own on who owns what it is about.
    fn asked(&self) -> BTreeMap<DecisionId, Vec<Account>> {
        let (kb, graph) = (self.what.kb, self.what.graph);
        let mut asked: BTreeMap<DecisionId, Vec<Account>> = BTreeMap::new();
        // Every decision that is about a term in any account.
        let mut about: HashMap<TermId, Vec<DecisionId>> = HashMap::new();
        for id in kb.decision_ids() {
            let mut terms: Vec<TermId> = Vec::new();
            for said in said::of_decision(&kb[id]) {
                terms.extend(said.fields.about.given());
                let speaks = |rights: &Rights| rights.about != Stated::Absent || rights.accountable != Stated::Absent;
                if said.account == Account::House || speaks(said.fields) {
                    asked.entry(id).or_default().push(said.account);
                }
            }
            terms.sort_unstable();
            terms.dedup();
            for term in terms {
                about.entry(term).or_default().push(id);
            }
        }
        let mut said: Vec<(TermId, Account)> =
            graph.owners.iter().flat_map(|(term, list)| list.iter().map(|(_, account)| (*term, *account))).collect();
        said.sort_unstable();
        said.dedup();
        for (term, account) in said.into_iter().filter(|(_, account)| *account != Account::House) {
            about.get(&term).into_iter().flatten().for_each(|id| asked.entry(*id).or_default().push(account));
        }
        for accounts in asked.values_mut() {
            accounts.sort_unstable();
            accounts.dedup();
        }
        asked
    }

    fn disagreement(&mut self, id: DecisionId, account: Account) -> Option<Disagreement<'a>> {
        let kb = self.what.kb;
        let decision = &kb[id];
        // What is no longer decided may have been decided by somebody else.
        if kb.standing(id, account) == Status::Retired {
            return None;
        }
        let (about, _) = effective(kb, decision, account, |r| &r.about)?;
        let (accountable, said_by) = effective(kb, decision, account, |r| &r.accountable)?;
        let knows = |role: RoleId| kb.role_variant(role, account).is_none_or(|v| v.defined);
        // A role that the account does not have answers for nothing there. Several owners are KB311.
        let &[owner] = self.owners(*about, account) else { return None };
        // Words taken over from where several own it are settled there.
        if said_by != account && self.owners(*about, said_by).len() > 1 {
            return None;
        }
        if *accountable == Actor::Role(owner.0) || matches!(*accountable, Actor::Role(role) if !knows(role)) {
            return None;
        }
        let note = match account {
            Account::House => decision.note.as_ref(),
            Account::Source(_) => variants(kb, decision, account).find_map(|v| v.note.as_ref()),
        };
        let found = Disagreement { decision: id, account, about: *about, owner, accountable: *accountable, said_by, note };
        (!self.is_misread(&found)).then_some(found)
    }

    /// Whether the account names somebody nobody knows, so that what it would take over says nothing of it.
    fn is_misread(&self, found: &Disagreement<'_>) -> bool {
        let kb = self.what.kb;
        let decision = &kb[found.decision];
        variants(kb, decision, found.account).any(|variant| {
            let written = |field: &str, stated: bool| {
                let path = said::path(kb, Account::Source(variant.source), field);
                !stated && self.what.written.has(decision.meta.place, &path)
            };
            written("accountable", variant.rights.accountable != Stated::Absent)
                || written("about", variant.rights.about != Stated::Absent)
        })
    }
}

impl Disagreement<'_> {
    /// The finding with its two places, without help.
    pub(super) fn told(&self, what: &Checking<'_>, found: &Findings<'_>, code: Code, message: String) -> Diagnostic {
        let kb = what.kb;
        let decision = &kb[self.decision].meta;
        let accountable = what.written.value(decision.place, &said::path(kb, self.said_by, "accountable"));
        let (id, about) = (&decision.id, kb.id(self.about.into()));
        let said = format!("{id} is about {about}, accountable: {}", kb.id(self.accountable.into()));
        let (role, place) = self.owner;
        let owner = kb.id(role.into());
        let places = vec![(found.span(accountable), said), (found.span(place), format!("{owner} owns {about}"))];
        several(code, message, places)
    }
}

/// The accounts that an account takes over from, ours last.
pub(super) fn above(kb: &Knowledge, account: Account) -> Vec<Account> {
    let chain = kb.chain(account).into_iter().skip(1).map(Account::Source);
    chain.chain((account != Account::House).then_some(Account::House)).collect()
}

/// What an account and those it extends say of a decision, nearest first.
fn variants<'k>(kb: &'k Knowledge, decision: &'k Decision, account: Account) -> impl Iterator<Item = &'k DecisionVariant> {
    kb.chain(account).into_iter().filter_map(|id| decision.variants.iter().find(|v| v.source == id))
}

/// A part of a decision in an account, and whose words that is.
fn effective<'k, T>(
    kb: &'k Knowledge,
    decision: &'k Decision,
    account: Account,
    get: impl Fn(&'k Rights) -> &'k Stated<T>,
) -> Option<(&'k T, Account)> {
    if variants(kb, decision, account).next().is_some_and(|v| !v.defined) {
        return None;
    }
    for variant in variants(kb, decision, account) {
        match get(&variant.rights) {
            Stated::Absent => {}
            Stated::Silent => return None,
            Stated::Given(value) => return Some((value, Account::Source(variant.source))),
        }
    }
    Some((get(&decision.rights).given()?, Account::House))
}

/// Where a role is said to own a term in an account, if it does, and whose words that is.
fn owned(kb: &Knowledge, role: &Role, id: RoleId, account: Account, term: TermId) -> Option<(Place, Account)> {
    if kb.role_variant(id, account).is_some_and(|v| !v.defined) {
        return None;
    }
    let among = |items: &[Item]| items.iter().find_map(|i| matches!(i, Item::Term(t, _) if *t == term).then(|| place(i)));
    for source in kb.chain(account) {
        let Some(variant) = role.variants.iter().find(|v| v.source == source) else { continue };
        match &variant.fields.owns {
            Stated::Given(items) if !items.is_empty() => {
                return among(items).map(|place| (place, Account::Source(source)));
            }
            Stated::Silent => return None,
            // An empty list states nothing.
            Stated::Given(_) | Stated::Absent => {}
        }
    }
    among(role.fields.owns.given()?).map(|place| (place, Account::House))
}

const fn place(item: &Item) -> Place {
    match item {
        Item::Term(_, place) => *place,
        Item::Text(text) => text.place,
    }
}
