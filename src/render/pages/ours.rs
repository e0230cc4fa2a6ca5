//! Our own position on a page that is given in another account: there we are one of those who say otherwise.

use crate::model::{Account, DecisionId, Role, RoleId, Stated};
use crate::render::cx::PageCx;
use crate::render::view::{LinkView, OtherAccountView, VariantFieldView, VariantView};

/// The place on a page where we say otherwise. No account has the id `house`.
const HERE: &str = "account-house";

/// What we say of a role where the account of the page says something else. Where it says nothing, or has no such role, what we say
/// stands on the page already.
pub(super) fn of_role(cx: &mut PageCx<'_, '_>, id: RoleId) -> Option<VariantView> {
    let (kb, account) = (cx.kb(), cx.account());
    if account == Account::House || kb.lacks(id, account) {
        return None;
    }
    let role = &kb[id];
    let said = kb.chain(account).into_iter().filter_map(|source| role.variants.iter().find(|v| v.source == source));
    let theirs: Vec<VariantFieldView> = said.flat_map(|v| cx.role_fields(None, &v.fields, |_| true)).collect();
    let mut ours = cx.role_fields(None, &role.fields, |_| true);
    let told = |field: &str| theirs.iter().any(|theirs| theirs.field == field);
    ours.splice(0..0, of_record(cx, role, told));
    position(cx, &theirs, ours)
}

/// What an account states among the fields of a role, and we in its record.
pub(super) fn of_record(cx: &mut PageCx<'_, '_>, role: &Role, told: impl Fn(&str) -> bool) -> Vec<VariantFieldView> {
    let abbr = role.abbr.as_ref().filter(|_| told("abbr")).map(|abbr| cx.words(abbr));
    let names = if told("aka") { cx.inlines(&role.aka) } else { Vec::new() };
    let summary = role.meta.summary.as_ref().filter(|_| told("summary")).map(|summary| cx.inline(summary));
    [("abbr", abbr.into_iter().collect()), ("aka", names), ("summary", summary.into_iter().collect())]
        .into_iter()
        .filter(|(_, items_html)| !items_html.is_empty())
        .map(|(field, items_html)| VariantFieldView { field: field.to_owned(), items_html, ..Default::default() })
        .collect()
}

/// What we say of a decision where the account of the page says something else.
pub(super) fn of_decision(cx: &mut PageCx<'_, '_>, id: DecisionId) -> Option<VariantView> {
    let (kb, account) = (cx.kb(), cx.account());
    if account == Account::House {
        return None;
    }
    let decision = &kb[id];
    let said = kb.chain(account).into_iter().filter_map(|source| decision.variants.iter().find(|v| v.source == source));
    let theirs: Vec<VariantFieldView> = said.flat_map(|v| cx.decision_fields(None, &v.status, &v.rights)).collect();
    let ours = cx.decision_fields(None, &Stated::Given(decision.meta.status), &super::account::ours(kb, decision));
    position(cx, &theirs, ours)
}

fn position(cx: &PageCx<'_, '_>, theirs: &[VariantFieldView], ours: Vec<VariantFieldView>) -> Option<VariantView> {
    // The account's own word stands before the words of those it builds on.
    let differs = |our: &VariantFieldView| theirs.iter().find(|field| field.field == our.field).is_some_and(|field| field != our);
    let fields: Vec<VariantFieldView> = ours.into_iter().filter(differs).collect();
    (!fields.is_empty()).then(|| VariantView {
        id: HERE.to_owned(),
        account: LinkView { title_html: cx.words(&cx.account_name(Account::House)), href: None },
        defined: true,
        fields,
        ..Default::default()
    })
}

/// The place on the page where we say otherwise, for its list of accounts.
pub(super) fn place(cx: &PageCx<'_, '_>, variants: &[VariantView]) -> Option<OtherAccountView> {
    let ours = variants.iter().find(|v| v.id == HERE)?;
    Some(OtherAccountView { label: cx.account_name(Account::House), href: format!("#{}", ours.id) })
}
