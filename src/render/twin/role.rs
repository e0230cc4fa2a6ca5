//! Roles, and the list of them.

use super::md::Md;
use super::parts::duty;
use super::{Twin, link};
use crate::render::view::{Letter, PageView, RolePage, RoleView, RolesPage};

impl Twin for RolePage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn suffix(&self) -> Option<&str> {
        self.role.abbr.as_deref()
    }

    fn content(&self, md: &mut Md<'_>) {
        let role = &self.role;
        if let Some(account) = &role.undefined_html {
            md.line(&md.word("role.undefined").replace("{account}", account));
        }
        md.block(role.note_html.as_ref());
        facts(role, md);
        // As on the page: a short text stands first, one with headings after what is derived.
        if self.page.toc.is_empty() {
            md.block(role.body_html.as_ref());
        }
        let rights = &role.rights;
        let decides = [(Letter::A, &rights.a), (Letter::R, &rights.r), (Letter::C, &rights.c), (Letter::I, &rights.i)];
        if decides.iter().any(|(_, list)| !list.is_empty()) || !rights.escalated.is_empty() {
            md.section("role.decides");
            for (letter, list) in decides.into_iter().filter(|(_, list)| !list.is_empty()) {
                md.labelled(md.part(letter, "of"), &list.iter().map(|l| format!("\n- {}", link(l))).collect::<String>());
            }
            let escalated: Vec<String> = rights.escalated.iter().map(link).collect();
            md.pairs("role.escalated", &escalated);
        }
        if !role.responsibilities_html.is_empty() {
            md.section("field.responsibilities");
            if let Some(completeness) = role.completeness.as_deref() {
                let ours = if role.completeness_ours { format!(" ({})", md.word("account.ours")) } else { String::new() };
                md.line(&format!("{}{ours}", md.word(if completeness == "all" { "role.all" } else { "role.any" })));
            }
            md.items(&role.responsibilities_html);
        }
        if !role.duties.is_empty() {
            md.section("field.duties");
            let duties: Vec<String> = role.duties.iter().map(duty).collect();
            md.items(&duties);
        }
        works_with(self, md);
        if !self.page.toc.is_empty() {
            md.block(role.body_html.as_ref());
        }
        if let Some(compared) = &role.compared {
            md.section("role.compared");
            md.derived(&compared.table);
            if !compared.links.is_empty() {
                md.line(&format!("{} {}", md.word("role.in_full"), md.links(&compared.links)));
            }
        }
        md.variants(&role.variants, "account.undefined");
        md.question_section(&role.questions);
    }
}

fn facts(role: &RoleView, md: &mut Md<'_>) {
    md.pair("field.primary_question", role.question_html.as_deref());
    md.pairs("field.focus", &role.focus_html);
    md.pair("field.owns", Some(&md.links(&role.owns)));
    md.pairs("field.measures", &role.measures_html);
    md.pairs("field.levers", &role.levers_html);
    md.pair("field.horizon", role.horizon_html.as_deref());
    md.pair("field.success", role.success_html.as_deref());
    for fact in &role.facts {
        md.labelled(&fact.label_html, &fact.value_html);
    }
    md.pair("field.reports_to", role.reports_to.as_ref().map(link).as_deref());
    md.pair("role.reports", Some(&md.links(&role.reports)));
    md.pair("field.may_sit_with", Some(&md.links(&role.may_sit_with)));
    md.pair("role.may_hold", Some(&md.links(&role.may_hold)));
    md.pair("field.facilitated_by", Some(&md.links(&role.facilitated_by)));
    md.pair("role.facilitates", Some(&md.links(&role.facilitates)));
    md.pair("field.aka", Some(&md.joined(&role.aka_html)));
}

fn works_with(view: &RolePage, md: &mut Md<'_>) {
    let role = &view.role;
    let ratios = !role.fan_out.is_empty() || !role.fan_in.is_empty() || !role.chains.is_empty();
    if role.works_with.is_empty() && role.worked_with_by.is_empty() && !ratios {
        return;
    }
    md.section("field.works_with");
    md.line(&md.links(&role.works_with));
    if !role.worked_with_by.is_empty() {
        md.line(&format!("{} {}", md.word("role.works_with_by"), md.links(&role.worked_with_by)));
    }
    for ratio in &role.fan_out {
        let one = md.word("role.ratio_one").replace("{role}", &view.page.title_html);
        md.item(&format!("{one} {}: {}", link(&ratio.to), md.number(ratio)));
    }
    for ratio in &role.fan_in {
        let one = md.word("role.ratio_one").replace("{role}", &link(&ratio.to));
        md.item(&format!("{one} {}", md.word("role.ratio_of").replace("{n}", &md.number(ratio))));
    }
    for chain in &role.chains {
        let steps: String = chain.steps.iter().map(|step| format!(" → {}: {}", link(&step.to), md.number(step))).collect();
        md.item(&format!("{}: {} {}{steps}", md.word("role.chain"), md.word("role.one"), link(&chain.from)));
    }
}

impl Twin for RolesPage {
    fn page(&self) -> Option<&PageView> {
        Some(&self.page)
    }

    fn content(&self, md: &mut Md<'_>) {
        md.block(self.body_html.as_ref());
        md.section("home.roles");
        for card in &self.roles {
            md.role_card(card);
        }
        if !self.parties.is_empty() {
            md.section("role.parties");
            md.line(md.word("role.parties_means"));
        }
        for party in &self.parties {
            md.anchored(3, &party.title_html, &party.id);
            md.block(party.body_html.as_ref());
            if party.can_decide {
                md.item(md.word("role.can_decide"));
            }
            md.pair("role.decides", Some(&md.links(&party.decisions)));
            md.pair("field.works_with", Some(&md.links(&party.works_with)));
        }
    }
}
