//! Chains of fan-outs: one head, two to three managers, at most four owners each.

use super::entity::{Account, Actor, RoleId};
use super::knowledge::Knowledge;

/// One more step of a chain of fan-outs: whom, at least, at most.
pub type Step = (Actor, Option<i64>, Option<i64>);

/// A chain of fan-outs: where it begins, its steps, and whether one of them is only our own practice.
pub type Chain = (RoleId, Vec<Step>, bool);

/// Real chains have two or three links.
const LONGEST: usize = 6;
/// A chain is a sentence on a page, not an enumeration.
const SHOWN: usize = 8;
/// So many steps are tried for one role: where everybody works with everybody, there is no chain to tell.
const TRIED: usize = 2_000;

impl Knowledge {
    /// Chains of at least two fan-outs that begin at a role or pass through it: where each begins, and its steps with
    /// the numbers multiplied along the way.
    #[must_use]
    pub fn chains(&self, role: RoleId, account: Account) -> Vec<Chain> {
        let mut walk = Walk { kb: self, role, account, start: role, tried: 0, chains: Vec::new() };
        for start in self.starts(role, account) {
            walk.start = start;
            walk.extend(start, (Some(1), Some(1), false), &mut vec![Actor::Role(start)], &mut Vec::new());
        }
        walk.chains
    }

    /// The role, those that work with a number of it, those that work with a number of them, and so on.
    fn starts(&self, role: RoleId, account: Account) -> Vec<RoleId> {
        let mut starts = vec![role];
        let mut next = 0;
        while let Some(of) = starts.get(next).filter(|_| starts.len() < SHOWN) {
            let above = self.counting(Actor::Role(*of), account).into_iter().map(|(from, ..)| from);
            let above: Vec<RoleId> = above.filter(|from| !starts.contains(from)).collect();
            starts.extend(above);
            next += 1;
        }
        starts
    }
}

/// The numbers multiplied so far, and whether one of them is only our own practice.
type Product = (Option<i64>, Option<i64>, bool);

/// The search for the chains of one role.
struct Walk<'a> {
    kb: &'a Knowledge,
    role: RoleId,
    account: Account,
    start: RoleId,
    tried: usize,
    chains: Vec<Chain>,
}

impl Walk<'_> {
    fn extend(&mut self, at: RoleId, so_far: Product, seen: &mut Vec<Actor>, steps: &mut Vec<Step>) {
        let mut longer = false;
        let (fans, ours) = self.kb.told_list(at, self.account, |f| &f.fan_out);
        for fan in fans {
            self.tried += 1;
            if seen.contains(&fan.to) || steps.len() >= LONGEST || self.tried > TRIED {
                continue;
            }
            longer = true;
            let times = |a: Option<i64>, b: Option<i64>| a?.checked_mul(b?);
            let product = (times(so_far.0, fan.min), times(so_far.1, fan.max), so_far.2 || ours);
            steps.push((fan.to, product.0, product.1));
            seen.push(fan.to);
            match fan.to {
                Actor::Role(next) => self.extend(next, product, seen, steps),
                Actor::Party(_) => self.emit(steps, product.2),
            }
            seen.pop();
            steps.pop();
        }
        if !longer {
            self.emit(steps, so_far.2);
        }
    }

    fn emit(&mut self, steps: &[Step], ours: bool) {
        let passes = self.start == self.role || steps.iter().any(|(actor, ..)| *actor == Actor::Role(self.role));
        if steps.len() >= 2 && passes && self.chains.len() < SHOWN {
            self.chains.push((self.start, steps.to_vec(), ours));
        }
    }
}
