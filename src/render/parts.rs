//! Small views that several pages show.

use super::cx::{Form, PageCx};
use super::view::{DecisionLineView, FactView, FanOutView, Letter, LinkView, RoleCardView, StatusView};
use crate::model::{
    Account, Actor, ComparisonId, Completeness, DecisionId, Entity, Field, Folder, Knowledge, Meta, Origin, Part, RoleId, Status,
    Text, Valued,
};
use crate::plan::{Page, Plan};

/// The letter of a part in a decision.
pub(super) const fn letter(part: Part) -> Letter {
    match part {
        Part::Accountable => Letter::A,
        Part::Responsible => Letter::R,
        Part::Consulted => Letter::C,
        Part::Informed => Letter::I,
    }
}

/// The key of a completeness in the theme's words.
pub(super) const fn completeness_key(completeness: Completeness) -> &'static str {
    match completeness {
        Completeness::All => "role.all",
        Completeness::Any => "role.any",
    }
}

/// The title of a comparison: its own, else the roles' with "vs" between, whatever the language.
pub(super) fn comparison_title(kb: &Knowledge, id: ComparisonId) -> String {
    kb.called(id.into(), &|titles| titles.join(" vs "))
}

/// The index page of a content folder, if the site has it.
pub(super) fn folder_page(plan: &Plan, folder: Folder) -> Option<Page> {
    let page = match folder {
        Folder::Home => Page::Home,
        Folder::Roles => Page::Roles,
        Folder::Comparisons => Page::Compare,
        Folder::Guides => {
            let index = plan.folders().iter().position(|f| f.as_slice() == ["guides"])?;
            Page::Folder(u32::try_from(index).ok()?)
        }
    };
    plan.has(page).then_some(page)
}

impl PageCx<'_, '_> {
    /// The standing of a record, for lists: only what is not simply agreed.
    pub(crate) fn odd_status(&self, meta: &Meta) -> Option<StatusView> {
        (meta.status != Status::Agreed).then(|| self.status(meta.status))
    }

    /// The standing of a decision in the account of the page, for lists.
    pub(crate) fn standing(&self, id: DecisionId) -> Option<StatusView> {
        self.standing_in(id, self.account())
    }

    /// The same in an account.
    pub(crate) fn standing_in(&self, id: DecisionId, account: Account) -> Option<StatusView> {
        let status = self.kb().standing(id, account);
        (status != Status::Agreed).then(|| self.status(status))
    }

    /// A standing in words.
    pub(crate) fn status(&self, status: Status) -> StatusView {
        let key = status.word();
        StatusView { key: key.to_owned(), label: self.word(&format!("status.{key}")) }
    }

    /// A decision in a list.
    pub(crate) fn decision_line(&self, id: DecisionId) -> DecisionLineView {
        let decision = &self.kb()[id];
        // The list names whom the account of its page names, whatever account the decision's own page is given in.
        let account = self.account();
        let accountable = self.kb().parts(decision, account).accountable;
        let ours = account != Account::House && self.kb().ours(decision, account).contains(&Part::Accountable);
        DecisionLineView {
            link: self.link(id.into()),
            accountable: self.own(accountable.map(|a| self.actor(a)).unwrap_or_default(), ours),
            status: self.standing(id),
            current: self.page == Page::Decision(id),
        }
    }

    pub(crate) fn decision_lines(&self, ids: &[DecisionId]) -> Vec<DecisionLineView> {
        ids.iter().map(|id| self.decision_line(*id)).collect()
    }

    /// A field of a role according to an account. What is only our own practice there says so.
    pub(crate) fn effective(&mut self, role: RoleId, field: Field, account: Account) -> Vec<LinkView> {
        let (items, origin) = self.kb().told(role, field, account);
        let mut links: Vec<LinkView> = items
            .into_iter()
            .map(|value| match value {
                Valued::Term(id) => self.link(id.into()),
                Valued::Actor(actor) => self.actor(actor),
                other => LinkView { title_html: self.valued(other), href: None },
            })
            .collect();
        if origin == Origin::Ours {
            // Each of them: beside a mark on one item of a list the others would look as if the account said them.
            links = links.into_iter().map(|link| self.own(link, true)).collect();
        }
        links
    }

    /// The same as HTML.
    pub(crate) fn effective_html(&mut self, role: RoleId, field: Field, account: Account) -> Vec<String> {
        let links = self.effective(role, field, account);
        links.iter().map(|link| self.anchor(link)).collect()
    }

    /// A name, marked when it is only our own practice.
    pub(crate) fn own(&self, link: LinkView, ours: bool) -> LinkView {
        if ours { LinkView { title_html: self.anchor(&link) + &self.ours(), href: None } } else { link }
    }

    /// Names in a list, each with whether it is only our own practice.
    pub(crate) fn marked(&self, links: Vec<(LinkView, bool)>) -> Vec<LinkView> {
        links.into_iter().map(|(link, ours)| self.own(link, ours)).collect()
    }

    /// The mark of what is our own practice within another account.
    pub(crate) fn ours(&self) -> String {
        let words = self.words(&self.word("account.ours"));
        match self.form {
            Form::Html => format!(" <span class=\"ours\">{words}</span>"),
            Form::Markdown => format!(" ({words})"),
        }
    }

    /// A role in brief, as its own page gives it.
    pub(crate) fn role_card(&mut self, id: RoleId) -> RoleCardView {
        self.role_card_in(id, self.kb().frame(&self.kb()[id].meta))
    }

    /// A role in brief, according to an account.
    pub(crate) fn role_card_in(&mut self, id: RoleId, account: Account) -> RoleCardView {
        let kb = self.kb();
        let role = &kb[id];
        let answers = self.graph().answers(kb, Actor::Role(id), account);
        RoleCardView {
            id: role.meta.id.to_string(),
            link: self.link(id.into()),
            abbr: kb.abbr(id, account).map(str::to_owned),
            summary_html: self.effective_html(id, Field::Summary, account).concat(),
            question_html: self.effective_html(id, Field::PrimaryQuestion, account).pop(),
            owns: self.effective(id, Field::Owns, account),
            decides: answers.len(),
            decides_ours: !answers.is_empty() && answers.iter().all(|(_, ours)| *ours),
            undefined_html: kb.lacks(id, account).then(|| self.words(&self.account_name(account))),
            account: (account != self.account()).then(|| self.account_name(account)),
            status: self.odd_status(&role.meta),
        }
    }

    /// The account pages are given in unless they say otherwise.
    pub(crate) fn site_account(&self) -> Account {
        self.kb().site_account()
    }

    pub(crate) fn facts(&mut self, facts: &[(Box<str>, Text)]) -> Vec<FactView> {
        facts.iter().map(|(label, text)| FactView { label_html: self.words(label), value_html: self.inline(text) }).collect()
    }

    pub(crate) fn fan(&self, to: Actor, min: Option<i64>, max: Option<i64>) -> FanOutView {
        let count = |n: Option<i64>| n.and_then(|n| u64::try_from(n).ok());
        FanOutView { to: self.actor(to), min: count(min), max: count(max) }
    }

    /// Entities as links, each once, in order.
    pub(crate) fn links(&self, entities: impl IntoIterator<Item = Entity>) -> Vec<LinkView> {
        let mut seen = std::collections::BTreeSet::new();
        entities.into_iter().filter(|e| seen.insert(*e)).map(|e| self.entity_name(e)).collect()
    }

    /// A record by its name; a party has no address.
    pub(crate) fn entity_name(&self, entity: Entity) -> LinkView {
        match entity {
            Entity::Party(id) => self.actor(Actor::Party(id)),
            other => self.link(other),
        }
    }
}
