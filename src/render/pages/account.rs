//! Accounts: the list of them, and what one says beside what we say.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::alphabet::alphabetical;
use crate::model::{
    Account, Decision, DecisionId, Entity, Field, Knowledge, Origin, Rights, Role, RoleId, SourceId, Stated, TermId, Text, Valued,
};
use crate::plan::Page;
use crate::render::cx::PageCx;
use crate::render::view::{
    AccountLineView, AccountPage, AccountRoleView, AccountRowView, AccountTermView, AccountView, AccountsPage, LinkView,
    OurAccountView, SourceView, UnknownRoleView, VariantFieldView,
};

/// The accounts in the order of the sources.
pub(super) fn frames(kb: &Knowledge) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = kb.source_ids().filter(|id| kb[*id].frame).collect();
    ids.sort_by_cached_key(|id| (kb[*id].meta.order.unwrap_or(i64::MAX), alphabetical(&kb[*id].meta.title.plain())));
    ids
}

/// On how many roles and decisions an account says something else than we do.
pub(in crate::render) fn differences(kb: &Knowledge, account: SourceId) -> usize {
    kb.role_ids().filter(|id| speaks(kb, *id, account)).count() + settled(kb, account).count()
}

/// Whether an account has a word to say on a role, its own or one it took over.
fn speaks(kb: &Knowledge, role: RoleId, account: SourceId) -> bool {
    kb.role_variant(role, Account::Source(account)).is_some()
}

fn defines(kb: &Knowledge, role: RoleId, account: SourceId) -> bool {
    kb.role_variant(role, Account::Source(account)).is_some_and(|v| v.defined)
}

/// The decisions an account settles otherwise.
fn settled(kb: &Knowledge, account: SourceId) -> impl Iterator<Item = DecisionId> {
    kb.decision_ids().filter(move |id| kb.decision_variant(&kb[*id], Account::Source(account)).is_some())
}

pub(super) fn index(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("accounts");
    let kb = cx.kb();
    let usual = cx.site_account();
    let accounts = frames(kb).into_iter().map(|id| {
        let roles = cx.site.orders.roles.iter().copied();
        AccountLineView {
            link: cx.page_link(Page::Account(id)),
            usual: usual == Account::Source(id),
            followed: kb.site.follows == Some(id),
            extends: kb[id].extends.map(|e| cx.account_link(e)),
            defines: cx.links(roles.clone().filter(|role| defines(kb, *role, id)).map(Entity::from)),
            roles: roles.filter(|role| speaks(kb, *role, id)).count(),
            decisions: settled(kb, id).count(),
        }
    });
    let accounts = accounts.collect();
    let ours = OurAccountView {
        link: LinkView {
            title_html: cx.words(&cx.account_name(Account::House)),
            href: cx.plan().has(Page::Roles).then(|| cx.href(Page::Roles)),
        },
        usual: usual == Account::House,
        roles: kb.roles.len(),
        follows: kb.site.follows.map(|id| cx.account_link(id)),
    };
    cx.close(&mut page);
    cx.template("accounts.html", &AccountsPage { page, ours, accounts })
}

pub(super) fn render(cx: &mut PageCx<'_, '_>, id: SourceId) -> Result<String, Box<Diagnostic>> {
    let kb = cx.kb();
    let account = Account::Source(id);
    let mut page = cx.furniture("account");
    let listed = cx.site.orders.roles.clone();
    let silent: Vec<RoleId> = listed.iter().copied().filter(|role| !speaks(kb, *role, id)).collect();
    let (known, unknown): (Vec<RoleId>, Vec<RoleId>) =
        listed.into_iter().filter(|role| speaks(kb, *role, id)).partition(|role| defines(kb, *role, id));
    let decided: Vec<DecisionId> = {
        let settled: std::collections::BTreeSet<DecisionId> = settled(kb, id).collect();
        cx.site.orders.decisions.iter().copied().filter(|d| settled.contains(d)).collect()
    };
    let in_its_words: Vec<Entity> = kb.pages().filter(|e| kb.meta(*e).is_some_and(|meta| meta.frame == Some(account))).collect();
    let view = AccountView {
        source: SourceView { id: String::new(), ..cx.source(id) },
        usual: cx.site_account() == account,
        followed: kb.site.follows == Some(id),
        builds: frames(kb).into_iter().filter(|other| kb[*other].extends == Some(id)).map(|other| cx.account_link(other)).collect(),
        roles: known.into_iter().map(|role| of_role(cx, &kb[role], role, id)).collect(),
        unknown: unknown.into_iter().map(|role| not_known(cx, role, id)).collect(),
        silent: cx.links(silent.into_iter().map(Entity::from)),
        decisions: decided.into_iter().map(|decision| of_decision(cx, &kb[decision], decision, id)).collect(),
        terms: terms(cx, account),
        pages: cx.page_groups(&in_its_words),
    };
    cx.close(&mut page);
    cx.template("account.html", &AccountPage { page, account: view })
}

fn of_role(cx: &mut PageCx<'_, '_>, role: &Role, id: RoleId, account: SourceId) -> AccountRoleView {
    let mut theirs = Vec::new();
    let mut said = Said::default();
    for source in cx.kb().chain(Account::Source(account)) {
        let Some(variant) = role.variants.iter().find(|v| v.source == source) else { continue };
        let fields = cx.role_fields(variant.title.as_ref(), &variant.fields, |_| true);
        said.add(cx, &mut theirs, fields, (source, account), variant.note.as_ref(), &variant.sources);
    }
    let told = |field: &str| theirs.iter().any(|(theirs, _)| theirs.field == field);
    let mut ours = cx.role_fields(Some(&role.meta.title), &role.fields, told);
    ours.extend(super::ours::of_record(cx, role, told));
    said.beside(cx.link(id.into()), &format!("role-{}", role.meta.id), ours, theirs)
}

fn of_decision(cx: &mut PageCx<'_, '_>, decision: &Decision, id: DecisionId, account: SourceId) -> AccountRoleView {
    let mut theirs = Vec::new();
    let mut said = Said::default();
    for source in cx.kb().chain(Account::Source(account)) {
        let Some(variant) = decision.variants.iter().find(|v| v.source == source) else { continue };
        let fields = cx.decision_fields(variant.decide.as_ref(), &variant.status, &variant.rights);
        said.add(cx, &mut theirs, fields, (source, account), variant.note.as_ref(), &variant.sources);
    }
    let ours = ours(cx.kb(), decision);
    let ours = cx.decision_fields(Some(&decision.meta.title), &Stated::Given(decision.meta.status), &ours);
    said.beside(cx.link(id.into()), &format!("decision-{}", decision.meta.id), ours, theirs)
}

/// Who has which part with us, whoever answers for it standing in where nobody else does the work.
pub(super) fn ours(kb: &Knowledge, decision: &Decision) -> Rights {
    let parts = kb.parts(decision, Account::House);
    let many = |list: Vec<_>| if list.is_empty() { Stated::Absent } else { Stated::Given(list) };
    Rights {
        about: given(parts.about),
        accountable: given(parts.accountable),
        responsible: many(parts.responsible),
        consulted: many(parts.consulted),
        informed: many(parts.informed),
        at: given(parts.at),
        escalate_to: given(parts.escalate_to),
    }
}

fn given<T>(value: Option<T>) -> Stated<T> {
    value.map_or(Stated::Absent, Stated::Given)
}

/// What an account and those it builds on say of one record.
#[derive(Default)]
struct Said {
    note_html: Option<String>,
    cites_html: Option<String>,
}

/// A field, and the account it was taken over from.
type Taken = (VariantFieldView, Option<String>);

impl Said {
    /// Adds what one source says, unless the account itself said it before.
    fn add(
        &mut self,
        cx: &mut PageCx<'_, '_>,
        theirs: &mut Vec<Taken>,
        fields: Vec<VariantFieldView>,
        (source, account): (SourceId, SourceId),
        note: Option<&Text>,
        sources: &[SourceId],
    ) {
        let from = (source != account).then(|| cx.account_name(Account::Source(source)));
        for field in fields {
            if !theirs.iter().any(|(known, _)| known.field == field.field) {
                theirs.push((field, from.clone()));
            }
        }
        if source == account {
            self.note_html = note.map(|n| cx.short_prose(n, None));
            let others: Vec<SourceId> = sources.iter().copied().filter(|s| *s != account).collect();
            self.cites_html = cx.cite(&others);
        }
    }

    fn beside(self, link: LinkView, id: &str, ours: Vec<VariantFieldView>, theirs: Vec<Taken>) -> AccountRoleView {
        let mut ours: BTreeMap<String, VariantFieldView> = ours.into_iter().map(|f| (f.field.clone(), f)).collect();
        let rows = theirs.into_iter().map(|(field, from)| AccountRowView {
            ours: ours.remove(&field.field).unwrap_or_default(),
            theirs: field,
            from,
        });
        AccountRoleView { id: id.to_owned(), link, rows: rows.collect(), note_html: self.note_html, cites_html: self.cites_html }
    }
}

fn not_known(cx: &mut PageCx<'_, '_>, role: RoleId, account: SourceId) -> UnknownRoleView {
    let variant = cx.kb().role_variant(role, Account::Source(account));
    let note = variant.and_then(|v| v.note.as_ref());
    UnknownRoleView { link: cx.link(role.into()), note_html: note.map(|n| cx.short_prose(n, None)) }
}

/// The terms that roles own in this account, in its own words or in those it took over, and who does.
fn terms(cx: &PageCx<'_, '_>, account: Account) -> Vec<AccountTermView> {
    let kb = cx.kb();
    let mut owners: BTreeMap<TermId, Vec<Entity>> = BTreeMap::new();
    for role in kb.role_ids() {
        let (items, origin) = kb.field(role, Field::Owns, account);
        for item in items.into_iter().filter(|_| origin == Origin::Account) {
            if let Valued::Term(term) = item {
                owners.entry(term).or_default().push(role.into());
            }
        }
    }
    let mut owned: Vec<(TermId, Vec<Entity>)> = owners.into_iter().collect();
    owned.sort_by_cached_key(|(id, _)| alphabetical(&kb[*id].meta.title.plain()));
    owned.into_iter().map(|(id, owners)| AccountTermView { term: cx.link(id.into()), owners: cx.links(owners) }).collect()
}

impl PageCx<'_, '_> {
    /// An account by its name.
    pub(crate) fn account_link(&self, id: SourceId) -> LinkView {
        let title_html = self.words(&self.account_name(Account::Source(id)));
        LinkView { title_html, href: Some(self.account_href(id)) }
    }
}
