//! Accounts: who else says who does what, and how it differs from us.

use serde::Serialize;

use super::{LinkView, PageGroupView, PageView, SourceView, VariantFieldView};

/// `accounts.html`: ours, and every other account.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountsPage {
    /// The furniture.
    pub page: PageView,
    /// Ours.
    pub ours: OurAccountView,
    /// The others.
    pub accounts: Vec<AccountLineView>,
}

/// Our own account in brief.
#[derive(Serialize, Debug, Clone, Default)]
pub struct OurAccountView {
    /// Its name; it leads to the list of roles.
    pub link: LinkView,
    /// Whether pages are given in it unless they say otherwise.
    pub usual: bool,
    /// How many roles it defines.
    pub roles: usize,
    /// The account it follows where it is silent.
    pub follows: Option<LinkView>,
}

/// Another account in brief.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountLineView {
    /// Its page.
    pub link: LinkView,
    /// Whether pages are given in it unless they say otherwise.
    pub usual: bool,
    /// Whether we follow it where we are silent.
    pub followed: bool,
    /// The account on which it builds.
    pub extends: Option<LinkView>,
    /// The roles it defines.
    pub defines: Vec<LinkView>,
    /// On how many roles it says something else than we do, those it does not know among them.
    pub roles: usize,
    /// On how many decisions.
    pub decisions: usize,
}

/// `account.html`.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountPage {
    /// The furniture; its title is the name of the account.
    pub page: PageView,
    /// The account.
    pub account: AccountView,
}

/// An account, beside ours.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountView {
    /// The source it is.
    pub source: SourceView,
    /// Whether pages are given in it unless they say otherwise.
    pub usual: bool,
    /// Whether we follow it where we are silent.
    pub followed: bool,
    /// The accounts that build on it.
    pub builds: Vec<LinkView>,
    /// The roles it defines.
    pub roles: Vec<AccountRoleView>,
    /// The roles it does not know.
    pub unknown: Vec<UnknownRoleView>,
    /// The roles of which it says nothing.
    pub silent: Vec<LinkView>,
    /// The decisions it settles otherwise.
    pub decisions: Vec<AccountRoleView>,
    /// The terms that are owned in it.
    pub terms: Vec<AccountTermView>,
    /// The pages that are given in its words, by kind.
    pub pages: Vec<PageGroupView>,
}

/// A role or decision on which an account speaks.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountRoleView {
    /// The id of the entry, unique on the page.
    pub id: String,
    /// The role or decision.
    pub link: LinkView,
    /// What each of us says, field by field.
    pub rows: Vec<AccountRowView>,
    /// What we make of it.
    pub note_html: Option<String>,
    /// Marks for further sources.
    pub cites_html: Option<String>,
}

/// A field in two accounts.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountRowView {
    /// What we say; without a value nothing.
    pub ours: VariantFieldView,
    /// What they say. Its `field` is a key of `t.field`.
    pub theirs: VariantFieldView,
    /// The account they took it over from.
    pub from: Option<String>,
}

/// A role that an account does not know.
#[derive(Serialize, Debug, Clone, Default)]
pub struct UnknownRoleView {
    /// The role.
    pub link: LinkView,
    /// What we make of it.
    pub note_html: Option<String>,
}

/// A term and who owns it in an account.
#[derive(Serialize, Debug, Clone, Default)]
pub struct AccountTermView {
    /// The term.
    pub term: LinkView,
    /// Its owners.
    pub owners: Vec<LinkView>,
}
