//! What several kinds of page show: tables, accounts, questions, terms, roles in brief.

use super::md::Md;
use super::{Twin, link};
use crate::escape::markdown as escape;
use crate::render::view::{
    CellState, CellView, DecisionLineView, DutyView, EmbedCompare, EmbedDecisions, EmbedFaq, EmbedRole, EmbedTerms, FanOutView,
    Letter, LinkView, QuestionView, RoleCardView, StatusView, TableView, TermView, VariantFieldView, VariantView,
};

/// The parts in a decision, strongest first.
pub(super) const LETTERS: [Letter; 4] = [Letter::A, Letter::R, Letter::C, Letter::I];

impl<'s> Md<'s> {
    /// Roles side by side.
    pub(super) fn derived(&mut self, table: &TableView) {
        let head: Vec<String> = std::iter::once(String::new()).chain(table.columns.iter().map(|c| link(&c.link))).collect();
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| {
                let label = match (&row.field, &row.label_html) {
                    (Some(field), _) => self.word(&format!("field.{field}")).to_owned(),
                    (None, label) => label.clone().unwrap_or_default(),
                };
                let note = row.note.as_ref().map(|n| mark(&n.mark)).unwrap_or_default();
                std::iter::once(format!("{label}{note}")).chain(row.cells.iter().map(|cell| self.derived_cell(cell))).collect()
            })
            .collect();
        self.table(&head, &rows);
        if table.columns.iter().any(|c| c.undefined) {
            self.line(&self.word("compare.no_role_means").replace("{account}", &escape::text(&table.account)));
        }
        for note in &table.notes {
            self.line(&format!("{} {}", mark(&note.mark).trim_start(), note.note_html));
        }
    }

    /// The mark of what is our own practice within another account; nothing where it is not.
    pub(super) fn ours(&self, ours: bool) -> String {
        if ours { format!(" ({})", self.word("account.ours")) } else { String::new() }
    }

    /// What the mark of single parts of a table means.
    pub(super) fn ours_key(&mut self, has_marks: bool) {
        if has_marks {
            self.line(&format!("{}: {}", self.word("account.ours"), self.word("account.ours_means")));
        }
    }

    fn derived_cell(&self, cell: &CellView) -> String {
        let text = match cell.state {
            CellState::Undefined => self.word("compare.no_role").to_owned(),
            CellState::Silent => self.word("not_stated").to_owned(),
            CellState::Stated => cell.items_html.join("<br>"),
        };
        text + &self.ours(cell.ours) + &cell.note.as_ref().map(|n| mark(&n.mark)).unwrap_or_default()
    }

    /// What the letters of a table mean.
    pub(super) fn key(&mut self) {
        let words = LETTERS.map(|l| format!("{}: {}", self.part(l, "letter"), self.part(l, "word")));
        self.line(&words.join(" · "));
    }

    /// The parts of a role in a decision, and whether they are only our practice.
    pub(super) fn letters(&self, parts: &[Letter], ours: bool) -> String {
        parts.iter().map(|part| self.part(*part, "letter")).collect::<Vec<_>>().join(", ") + &self.ours(ours)
    }

    /// A decision in a table, with its standing and whether all of it is our practice.
    pub(super) fn decision(&self, to: &LinkView, status: Option<&StatusView>, ours: bool) -> String {
        let status = status.map(|s| format!(" ({})", escape::text(&s.label))).unwrap_or_default();
        link(to) + &status + &self.ours(ours)
    }

    /// Decisions, each with who answers for it.
    pub(super) fn decision_lines(&mut self, items: &[DecisionLineView]) {
        if items.is_empty() {
            return;
        }
        let head = [self.word("compare.decision").to_owned(), self.part(Letter::A, "word").to_owned()];
        let rows: Vec<Vec<String>> = items
            .iter()
            .map(|item| vec![self.decision(&item.link, item.status.as_ref(), false), link(&item.accountable)])
            .collect();
        self.table(&head, &rows);
    }

    /// Questions with their answers.
    pub(super) fn questions(&mut self, items: &[QuestionView], level: usize) {
        for item in items {
            self.anchored(level, &item.q_html, &item.id);
            let status = item.status.as_ref().map(|s| escape::text(&s.label));
            self.pair("field.status", status.as_deref());
            self.block(Some(&item.a_html));
            if let Some(cites) = &item.cites_html {
                self.line(&format!("{}:{cites}", self.word("page.sources")));
            }
            if let Some(account) = &item.account {
                self.line(&self.word("account.other").replace("{account}", &escape::text(account)));
            }
            if !item.about.is_empty() {
                self.line(&format!("{}: {}", self.word("page.about"), self.links(&item.about)));
            }
        }
    }

    /// The same as a section of a page.
    pub(super) fn question_section(&mut self, items: &[QuestionView]) {
        if !items.is_empty() {
            self.section("page.questions");
            self.questions(items, 3);
        }
    }

    /// What other accounts say, as a section. `undefined` is the word for accounts that know no such thing.
    pub(super) fn variants(&mut self, items: &[VariantView], undefined: &str) {
        if !items.is_empty() {
            self.section("account.otherwise");
            self.variant_list(items, 3, undefined);
        }
    }

    pub(super) fn variant_list(&mut self, items: &[VariantView], level: usize, undefined: &str) {
        for item in items {
            let edition = item.edition.as_ref().map(|e| format!(", {}", escape::text(e))).unwrap_or_default();
            let cites = item.cites_html.as_deref().unwrap_or_default();
            self.heading(level, &format!("{}{edition}{cites}", link(&item.account)));
            if !item.defined {
                self.line(self.word(undefined));
            }
            for field in &item.fields {
                self.variant_field(field);
            }
            if let Some(href) = &item.more_href {
                let words = self.word("account.more").replace("{account}", &item.account.title_html);
                self.item(&link(&LinkView { title_html: words, href: Some(href.clone()) }));
            }
            self.block(item.note_html.as_ref());
        }
    }

    /// What a field is called: a part in a decision has the name that the site chose.
    pub(super) fn field_name(&self, field: &VariantFieldView) -> &'s str {
        field.letter.map_or_else(|| self.word(&format!("field.{}", field.field)), |letter| self.part(letter, "word"))
    }

    fn variant_field(&mut self, field: &VariantFieldView) {
        let key = self.field_name(field);
        if field.silent {
            self.several(key, &[self.word("account.silent").to_owned()]);
        }
        self.several(key, &field.items_html);
        let duties: Vec<String> = field.duties.iter().map(duty).collect();
        self.several(key, &duties);
        let facts: Vec<String> = field.facts.iter().map(|f| format!("{}: {}", f.label_html, f.value_html)).collect();
        self.several(key, &facts);
        let fans: Vec<String> = field.fan_out.iter().map(|fan| format!("{}: {}", link(&fan.to), self.number(fan))).collect();
        self.several(key, &fans);
    }

    /// How many: "at most 4".
    pub(super) fn number(&self, ratio: &FanOutView) -> String {
        let count = |key: &str, n: u64| self.count(key, usize::try_from(n).unwrap_or(usize::MAX));
        match (ratio.min, ratio.max) {
            (None, None) => self.word("not_stated").to_owned(),
            (None, Some(max)) => count("role.at_most", max),
            (Some(min), None) => count("role.at_least", min),
            (Some(min), Some(max)) if min == max => count("role.exactly", max),
            (Some(min), Some(max)) => self.word("role.range").replace("{min}", &min.to_string()).replace("{max}", &max.to_string()),
        }
    }

    /// A role in brief.
    pub(super) fn role_card(&mut self, card: &RoleCardView) {
        let abbr = card.abbr.as_ref().map(|a| format!(" ({})", escape::text(a))).unwrap_or_default();
        self.heading(3, &format!("{}{abbr}", link(&card.link)));
        if let Some(account) = &card.undefined_html {
            self.line(&self.word("role.undefined").replace("{account}", account));
        }
        self.line(&card.summary_html);
        let status = card.status.as_ref().map(|s| escape::text(&s.label));
        self.pair("field.status", status.as_deref());
        self.pair("role.asks", card.question_html.as_deref());
        self.pair("field.owns", Some(&self.links(&card.owns)));
        if card.decides > 0 {
            let ours = if card.decides_ours { format!(" ({})", self.word("account.ours")) } else { String::new() };
            self.item(&(self.count("role.decides_count", card.decides) + &ours));
        }
        if let Some(account) = &card.account {
            self.item(&self.word("account.other").replace("{account}", &escape::text(account)));
        }
    }

    /// An entry of the glossary.
    pub(super) fn term(&mut self, term: &TermView, level: usize) {
        self.anchored(level, &term.title_html, &term.id);
        let or = format!(" {} ", self.word("or"));
        let means = term.means.iter().map(link).collect::<Vec<_>>().join(&or);
        self.line(&means);
        self.block(term.def_html.as_ref());
        if let Some(prefer) = &term.prefer_html {
            self.line(prefer);
        }
        let status = term.status.as_ref().map(|s| escape::text(&s.label));
        self.pair("field.status", status.as_deref());
        if matches!(&*term.kind, "artefact" | "group") {
            self.pair("field.kind", Some(self.word(&format!("term.{}", term.kind))));
        }
        self.pair("glossary.aka", Some(&self.joined(&term.aka_html)));
        self.pair("glossary.abbr", Some(&self.links(&term.abbrs)));
        let owners: Vec<String> = term
            .owners
            .iter()
            .map(|owner| {
                let account =
                    owner.account.as_ref().map(|a| self.word("glossary.according").replace("{account}", &escape::text(a)));
                link(&owner.role) + &account.map(|a| format!(" ({a})")).unwrap_or_default()
            })
            .collect();
        self.pair("glossary.owner", Some(&self.joined(&owners)));
        let decisions: Vec<String> =
            term.decisions.iter().map(|line| format!("{} ({})", link(&line.link), link(&line.accountable))).collect();
        self.pairs("glossary.decisions", &decisions);
        self.pair("glossary.not", Some(&self.links(&term.not)));
        self.pair("glossary.see", Some(&self.links(&term.see)));
    }
}

/// What a role does at an event, in one line.
pub(super) fn duty(duty: &DutyView) -> String {
    format!("{}: {}", link(&duty.event), duty.items_html.join("; "))
}

/// The mark of a note; a star would begin an emphasis.
fn mark(mark: &str) -> String {
    format!(" {}", escape::text(mark))
}

impl Twin for EmbedCompare {
    fn content(&self, md: &mut Md<'_>) {
        md.derived(&self.table);
        if let Some(full) = &self.full {
            md.line(&format!("{} {}", md.word("compare.in_full"), link(full)));
        }
    }
}

impl Twin for EmbedFaq {
    fn content(&self, md: &mut Md<'_>) {
        md.questions(&self.questions, 3);
    }
}

impl Twin for EmbedDecisions {
    fn content(&self, md: &mut Md<'_>) {
        md.decision_lines(&self.decisions);
    }
}

impl Twin for EmbedTerms {
    fn content(&self, md: &mut Md<'_>) {
        for term in &self.terms {
            md.term(term, 3);
        }
    }
}

impl Twin for EmbedRole {
    fn content(&self, md: &mut Md<'_>) {
        md.role_card(&self.role);
    }
}
