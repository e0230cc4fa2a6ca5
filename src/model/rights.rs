//! The decisions of an actor, as an account gives them. A page is given in one account, and so are all decisions on it, whatever
//! account their own pages are given in: else it would say of one decision what the next page of the same account denies.

use super::entity::{Account, Actor, DecisionId};
use super::graph::Graph;
use super::knowledge::Knowledge;
use super::records::{Decision, Part, Rights, Stated, Status};

impl Knowledge {
    /// Whether an account has a word on a part of a decision. Where it has none, it is ours that stands there.
    pub fn says<T>(&self, decision: &Decision, account: Account, part: fn(&Rights) -> &Stated<T>) -> bool {
        let said = |id| decision.variants.iter().any(|v| v.source == id && !matches!(part(&v.rights), Stated::Absent));
        account == Account::House || self.chain(account).into_iter().any(said)
    }

    /// The account of pages that do not name one.
    #[must_use]
    pub fn site_account(&self) -> Account {
        self.site.frame.unwrap_or(Account::House)
    }
}

impl Graph {
    /// The decisions in which an actor has a part, in the order of the site, whatever their standing.
    #[must_use]
    pub fn shares(&self, kb: &Knowledge, actor: Actor, account: Account) -> Vec<DecisionId> {
        let named = self.named.get(&actor).into_iter().flatten().copied();
        let mut ids: Vec<DecisionId> = named.filter(|id| !kb.parts(&kb[*id], account).of(actor).is_empty()).collect();
        ids.sort_by_key(|id| (kb[*id].meta.order.unwrap_or(i64::MAX), *id));
        ids
    }

    /// The same without those that no longer apply: each with the strongest part, and whether only we give it to the actor.
    #[must_use]
    pub fn rights(&self, kb: &Knowledge, actor: Actor, account: Account) -> Vec<(Part, DecisionId, bool)> {
        let held = |id: DecisionId| {
            let decision = &kb[id];
            let part = *kb.parts(decision, account).of(actor).first()?;
            Some((part, id, kb.ours(decision, account).contains(&part)))
        };
        self.shares(kb, actor, account).into_iter().filter(|id| applies(kb, *id, account)).filter_map(held).collect()
    }

    /// The decisions for which an actor answers, and whether it is only we who say so.
    #[must_use]
    pub fn answers(&self, kb: &Knowledge, actor: Actor, account: Account) -> Vec<(DecisionId, bool)> {
        let rights = self.rights(kb, actor, account).into_iter();
        rights.filter(|(part, ..)| *part == Part::Accountable).map(|(_, id, ours)| (id, ours)).collect()
    }

    /// The decisions that come to an actor when others cannot settle them, and whether it is only we who send them there.
    #[must_use]
    pub fn settles(&self, kb: &Knowledge, actor: Actor, account: Account) -> Vec<(DecisionId, bool)> {
        let named = self.named.get(&actor).into_iter().flatten().copied().filter(|id| applies(kb, *id, account));
        let here = named.filter(|id| kb.parts(&kb[*id], account).escalate_to == Some(actor));
        here.map(|id| (id, !kb.says(&kb[id], account, |r| &r.escalate_to))).collect()
    }
}

/// A decision that is retired is still told of, but it gives nobody a right.
fn applies(kb: &Knowledge, id: DecisionId, account: Account) -> bool {
    kb.standing(id, account) != Status::Retired
}
