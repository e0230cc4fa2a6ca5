//! Pairs of roles that work together and that nobody has compared: each gets a page with its derived table, for readers
//! without a script.

use std::collections::{HashMap, HashSet};

use super::{Claim, Page, Plan, Url};
use crate::model::{Actor, Knowledge, RoleId, Status};

/// A role has at most so many of these pages, the first it names and is named by: what works with everybody would else
/// have a page for each.
pub const PAIRS: usize = 6;
/// The list of comparisons names so many of them; the others are named by their roles.
pub const PAIRS_LISTED: usize = 200;

/// The pairs, in the order in which roles name each other.
fn pairs(kb: &Knowledge) -> Vec<(RoleId, RoleId)> {
    let ordered = |a: RoleId, b: RoleId| (a.min(b), a.max(b));
    let authored = kb.comparisons.iter().filter_map(|c| if let [a, b] = c.roles[..] { Some(ordered(a, b)) } else { None });
    let mut known: HashSet<(RoleId, RoleId)> = authored.collect();
    let mut count: HashMap<RoleId, usize> = HashMap::new();
    let mut pairs = Vec::new();
    let in_force = |role: RoleId| kb[role].meta.status != Status::Retired;
    for a in kb.role_ids().filter(|a| in_force(*a)) {
        for actor in kb[a].fields.works_with.given().into_iter().flatten() {
            let Actor::Role(b) = *actor else { continue };
            let full = [a, b].iter().any(|role| count.get(role).is_some_and(|n| *n >= PAIRS));
            if a != b && in_force(b) && !full && known.insert(ordered(a, b)) {
                *count.entry(a).or_default() += 1;
                *count.entry(b).or_default() += 1;
                pairs.push((a, b));
            }
        }
    }
    pairs
}

impl Plan {
    /// Gives each pair its address, `compare/a-vs-b/`, and makes `b-vs-a` lead there. What is written comes first: where one
    /// of the two is taken the other stands alone, and where both are the pair has no page.
    pub(super) fn plan_pairs(&mut self, kb: &Knowledge, claims: &mut Vec<Claim>) {
        let mut taken: HashSet<String> = claims.iter().map(|c| c.url.output().to_lowercase()).collect();
        for (a, b) in pairs(kb) {
            let url = |a: RoleId, b: RoleId| Url::page(&format!("compare/{}-vs-{}", kb.id(a.into()), kb.id(b.into())), self.style);
            let mut free = [(a, b), (b, a)].into_iter().filter(|(a, b)| taken.insert(url(*a, *b).output().to_lowercase()));
            let Some(pair) = free.next() else { continue };
            let reversed = free.next().map(|(a, b)| url(a, b));
            let own = url(pair.0, pair.1);
            let page = Page::Pair(u32::try_from(self.pairs.len()).unwrap_or(u32::MAX));
            let claim = |url: Url, page: Option<Page>, redirect_to: Option<Page>| Claim {
                what: format!("the page /{}", url.as_str()),
                url,
                place: None,
                page,
                redirect_to,
            };
            claims.push(claim(own, Some(page), None));
            claims.extend(reversed.map(|url| claim(url, None, Some(page))));
            self.pairs.push(pair);
            for role in [a, b] {
                self.pairs_of.entry(role).or_default().push(page);
            }
        }
    }

    /// The roles of a pair.
    #[must_use]
    pub fn pair(&self, index: u32) -> (RoleId, RoleId) {
        self.pairs[index as usize]
    }

    /// The pages of all pairs.
    pub fn pairs(&self) -> impl Iterator<Item = Page> + use<> {
        (0..u32::try_from(self.pairs.len()).unwrap_or(u32::MAX)).map(Page::Pair)
    }

    /// The pages of the pairs of a role.
    #[must_use]
    pub fn pairs_of(&self, role: RoleId) -> &[Page] {
        self.pairs_of.get(&role).map_or(&[], Vec::as_slice)
    }
}
