//! The decisions of an actor, as an account gives them. A page is given in one account, and so are all decisions on it, whatever
//! account their own pages are given in: else it would say of one decision what the next page of the same account denies.

use super::entity::{Account, Actor, DecisionId};
use super::graph::Graph;
use super::knowledge::Knowledge;
use super::records::{Decision, Rights, Stated};

impl Knowledge {
    /// Whether an account has a word on a part of a decision. Where it has none, it is ours that stands there.
    pub fn says<T>(&self, decision: &Decision, account: Account, part: fn(&Rights) -> &Stated<T>) -> bool {
        let said = |id| decision.variants.iter().any(|v| v.source == id && !matches!(part(&v.rights), Stated::Absent));
        account == Account::House || self.chain(account).into_iter().any(said)
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
}
