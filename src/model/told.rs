//! What a page tells of a role in its account: the account first, then what we say, which is marked as our practice there.
//! Both sides of a relation are told alike.

use super::accounts::{Field, Origin, Valued};
use super::entity::{Account, Actor, RoleId};
use super::knowledge::Knowledge;
use super::records::{FanOut, RoleFields, Stated};

/// A list of a role's record.
type ListOf<T> = fn(&RoleFields) -> &Stated<Vec<T>>;

impl Knowledge {
    /// Whether an account says that it has no such role.
    #[must_use]
    pub fn lacks(&self, role: RoleId, account: Account) -> bool {
        self.role_variant(role, account).is_some_and(|v| !v.defined)
    }

    /// A field as the page of a role tells it. Where the account has no such role, all of it is our own practice.
    #[must_use]
    pub fn told(&self, role: RoleId, field: Field, account: Account) -> (Vec<Valued<'_>>, Origin) {
        match self.field(role, field, account) {
            (_, Origin::NoSuchRole) => match self.field(role, field, Account::House) {
                (items, Origin::Account) => (items, Origin::Ours),
                nothing => nothing,
            },
            told => told,
        }
    }

    /// A list of a role as it is written in an account, or else by us; and whether it is only we who say so.
    pub fn told_list<T>(&self, role: RoleId, account: Account, list: ListOf<T>) -> (&[T], bool) {
        let record = &self[role];
        let chain = if self.lacks(role, account) { Vec::new() } else { self.chain(account) };
        let said = chain.iter().filter_map(|id| record.variants.iter().find(|v| v.source == *id));
        for variant in said {
            match list(&variant.fields) {
                Stated::Silent => return (&[], false),
                Stated::Given(items) if !items.is_empty() => return (items, false),
                // An empty list states nothing.
                Stated::Absent | Stated::Given(_) => {}
            }
        }
        (list(&record.fields).given().map_or(&[], Vec::as_slice), account != Account::House)
    }

    /// To whom a role reports in an account, or else with us; and whether it is only we who say so.
    #[must_use]
    pub fn told_superior(&self, role: RoleId, account: Account) -> Option<(Actor, bool)> {
        let (items, origin) = self.told(role, Field::ReportsTo, account);
        items.into_iter().find_map(|v| if let Valued::Actor(actor) = v { Some((actor, origin == Origin::Ours)) } else { None })
    }

    /// The roles that name an actor in a list, as their account tells it, each with whether it is only we who say so.
    pub fn naming(&self, actor: Actor, account: Account, list: ListOf<Actor>) -> Vec<(RoleId, bool)> {
        let names = |role: &RoleId| {
            let (items, ours) = self.told_list(*role, account, list);
            items.contains(&actor).then_some((*role, ours))
        };
        self.namers(actor).iter().filter_map(names).collect()
    }

    /// The roles that report to an actor.
    #[must_use]
    pub fn reporting(&self, actor: Actor, account: Account) -> Vec<(RoleId, bool)> {
        let reports = |role: &RoleId| {
            let (superior, ours) = self.told_superior(*role, account)?;
            (superior == actor).then_some((*role, ours))
        };
        self.namers(actor).iter().filter_map(reports).collect()
    }

    /// The roles of which one works with a number of this actor.
    #[must_use]
    pub fn counting(&self, actor: Actor, account: Account) -> Vec<(RoleId, FanOut, bool)> {
        let counts = |role: &RoleId| {
            let (fans, ours) = self.told_list(*role, account, |f| &f.fan_out);
            fans.iter().filter(|fan| fan.to == actor).map(|fan| (*role, *fan, ours)).collect::<Vec<_>>()
        };
        self.namers(actor).iter().flat_map(counts).collect()
    }

    /// The roles that name an actor in a relation, in any account.
    fn namers(&self, actor: Actor) -> &[RoleId] {
        self.namers.get(&actor).map_or(&[], Vec::as_slice)
    }
}

impl RoleFields {
    /// Everybody whom a relation of the role leads to.
    pub(super) fn related(&self) -> impl Iterator<Item = Actor> {
        let lists = [&self.works_with, &self.facilitated_by, &self.may_sit_with].into_iter().filter_map(Stated::given).flatten();
        let fans = self.fan_out.given().into_iter().flatten().map(|fan| fan.to);
        lists.copied().chain(self.reports_to.given().copied()).chain(fans)
    }
}
