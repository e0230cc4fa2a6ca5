//! Accounts: what one says beside what we say, and the list of them.

use super::lists::called;
use super::md::Md;
use super::parts::duty;
use super::{Twin, link};
use crate::escape::markdown as escape;
use crate::render::view::{AccountPage, AccountRoleView, AccountsPage, PageView, VariantFieldView};

impl Twin for AccountPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        let account = &self.account;
        md.line(&called(&account.source));
        md.source_lines(&account.source);
        md.standing(account.usual, account.followed);
        if !account.builds.is_empty() {
            md.line(&format!("{} {}", md.word("account.builds"), md.links(&account.builds)));
        }
        md.beside("account.roles", &account.roles, &self.page.title_html);
        md.beside("account.decisions", &account.decisions, &self.page.title_html);
        if !account.unknown.is_empty() {
            md.section("account.unknown");
        }
        for unknown in &account.unknown {
            let note = unknown.note_html.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            md.item(&format!("{}{note}", link(&unknown.link)));
        }
        if !account.terms.is_empty() {
            md.section("account.terms");
        }
        for term in &account.terms {
            md.item(&format!("{}: {}", link(&term.term), md.links(&term.owners)));
        }
        if !account.pages.is_empty() {
            md.section("account.pages");
            md.groups(&account.pages, 3);
        }
        if !account.silent.is_empty() {
            md.section("account.silent_of");
            md.line(&md.links(&account.silent));
        }
    }
}

impl Md<'_> {
    /// Whether pages are given in an account, and whether we follow it.
    fn standing(&mut self, usual: bool, followed: bool) {
        for (_, key) in [(usual, "account.usual_here"), (followed, "account.followed_here")].into_iter().filter(|(is, _)| *is) {
            self.line(self.word(key));
        }
    }

    /// What an account says beside what we say.
    fn beside(&mut self, key: &str, items: &[AccountRoleView], name: &str) {
        if !items.is_empty() {
            self.section(key);
        }
        for item in items {
            self.anchored(3, &link(&item.link), &item.id);
            let head = [String::new(), self.word("account.ours").to_owned(), name.to_owned()];
            let rows: Vec<Vec<String>> = item
                .rows
                .iter()
                .map(|row| {
                    let from = row.from.as_ref().map(|from| format!(" ({})", escape::text(from))).unwrap_or_default();
                    vec![self.field_name(&row.theirs).to_owned(), self.field_cell(&row.ours), self.field_cell(&row.theirs) + &from]
                })
                .collect();
            self.table(&head, &rows);
            self.block(item.note_html.as_ref());
            if let Some(cites) = &item.cites_html {
                self.line(&format!("{}:{cites}", self.word("page.sources")));
            }
        }
    }

    /// A value in the cell of a table.
    fn field_cell(&self, field: &VariantFieldView) -> String {
        if field.silent {
            return self.word("account.silent").to_owned();
        }
        let duties = field.duties.iter().map(duty);
        let facts = field.facts.iter().map(|fact| format!("{}: {}", fact.label_html, fact.value_html));
        let fans = field.fan_out.iter().map(|fan| format!("{}: {}", link(&fan.to), self.number(fan)));
        let items: Vec<String> = field.items_html.iter().cloned().chain(duties).chain(facts).chain(fans).collect();
        if items.is_empty() { self.word("not_stated").to_owned() } else { items.join("<br>") }
    }
}

impl Twin for AccountsPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        md.line(md.word("account.means"));
        md.heading(3, &link(&self.ours.link));
        md.line(md.word("account.ours_means_here"));
        md.standing(self.ours.usual, false);
        if let Some(account) = &self.ours.follows {
            md.line(&md.word("site.follows").replace("{account}", &link(account)));
        }
        md.line(&md.count("account.defines", self.ours.roles));
        for account in &self.accounts {
            md.heading(3, &link(&account.link));
            md.standing(account.usual, account.followed);
            if let Some(extends) = &account.extends {
                md.line(&format!("{} {}", md.word("source.extends"), link(extends)));
            }
            if !account.defines.is_empty() {
                md.labelled(&md.count("account.defines", account.defines.len()), &md.links(&account.defines));
            }
            let speaks = [("account.roles_count", account.roles), ("account.decisions_count", account.decisions)];
            md.pair("account.speaks", Some(&speaks.map(|(key, n)| md.count(key, n)).join(", ")));
        }
    }
}
