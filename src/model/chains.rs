//! Chains of fan-outs: one head, two to three managers, at most four owners each.

use super::entity::{Actor, RoleId};
use super::graph::Graph;
use super::knowledge::Knowledge;

/// One more step of a chain of fan-outs: whom, at least, at most.
pub type Step = (Actor, Option<i64>, Option<i64>);

/// Real chains have two or three links.
const LONGEST: usize = 6;
/// A chain is a sentence on a page, not an enumeration.
const SHOWN: usize = 8;
/// So many steps are tried for one role: where everybody works with everybody, there is no chain to tell.
const TRIED: usize = 2_000;

impl Graph {
    /// Chains of at least two fan-outs that begin at a role or pass through it: where each begins, and its steps with
    /// the numbers multiplied along the way.
    #[must_use]
    pub fn chains(&self, kb: &Knowledge, role: RoleId) -> Vec<(RoleId, Vec<Step>)> {
        let mut walk = Walk { kb, role, start: role, tried: 0, chains: Vec::new() };
        for start in self.starts(role) {
            walk.start = start;
            walk.extend(start, (Some(1), Some(1)), &mut vec![Actor::Role(start)], &mut Vec::new());
        }
        walk.chains
    }

    /// The role, those that work with a number of it, those that work with a number of them, and so on.
    fn starts(&self, role: RoleId) -> Vec<RoleId> {
        let mut starts = vec![role];
        let mut next = 0;
        while let Some(of) = starts.get(next).filter(|_| starts.len() < SHOWN) {
            let above = self.fan_in.get(&Actor::Role(*of)).into_iter().flatten().map(|(from, ..)| *from);
            let above: Vec<RoleId> = above.filter(|from| !starts.contains(from)).collect();
            starts.extend(above);
            next += 1;
        }
        starts
    }
}

/// The search for the chains of one role.
struct Walk<'a> {
    kb: &'a Knowledge,
    role: RoleId,
    start: RoleId,
    tried: usize,
    chains: Vec<(RoleId, Vec<Step>)>,
}

impl Walk<'_> {
    fn extend(&mut self, at: RoleId, so_far: (Option<i64>, Option<i64>), seen: &mut Vec<Actor>, steps: &mut Vec<Step>) {
        let kb = self.kb;
        let mut longer = false;
        for fan in kb[at].fields.fan_out.given().into_iter().flatten() {
            self.tried += 1;
            if seen.contains(&fan.to) || steps.len() >= LONGEST || self.tried > TRIED {
                continue;
            }
            longer = true;
            let times = |a: Option<i64>, b: Option<i64>| a?.checked_mul(b?);
            let product = (times(so_far.0, fan.min), times(so_far.1, fan.max));
            steps.push((fan.to, product.0, product.1));
            seen.push(fan.to);
            match fan.to {
                Actor::Role(next) => self.extend(next, product, seen, steps),
                Actor::Party(_) => self.emit(steps),
            }
            seen.pop();
            steps.pop();
        }
        if !longer {
            self.emit(steps);
        }
    }

    fn emit(&mut self, steps: &[Step]) {
        let passes = self.start == self.role || steps.iter().any(|(actor, ..)| *actor == Actor::Role(self.role));
        if steps.len() >= 2 && passes && self.chains.len() < SHOWN {
            self.chains.push((self.start, steps.to_vec()));
        }
    }
}
