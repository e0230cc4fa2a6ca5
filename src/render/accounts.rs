//! Who says otherwise: what other accounts say of roles and decisions.

use super::cx::PageCx;
use super::view::{AccountsView, DutyView, Letter, LinkView, OtherAccountView, VariantFieldView, VariantView};
use crate::model::{
    Account, Actor, DecisionVariant, Entity, Field, Knowledge, Rights, RoleFields, RoleId, RoleVariant, SourceId, Stated, Status,
    Text, Valued,
};
use crate::plan::Page;

/// More items than this are a long list.
const LONG: usize = 3;

/// The name of an account: short title, and edition or date to tell editions apart.
pub(super) fn name(kb: &Knowledge, id: SourceId) -> String {
    let source = &kb[id];
    let name = source.short.as_deref().map_or_else(|| source.meta.title.plain(), str::to_owned);
    match source.edition.as_deref() {
        Some(edition) if edition.len() <= 4 => format!("{name} {edition}"),
        Some(edition) => format!("{name}, {edition}"),
        None => name,
    }
}

impl PageCx<'_, '_> {
    /// The name of an account in words.
    pub(crate) fn account_name(&self, account: Account) -> String {
        match account {
            Account::House => {
                let config = &self.site.analysis.config;
                config.house_title.clone().unwrap_or_else(|| config.title.clone())
            }
            Account::Source(id) => name(self.kb(), id),
        }
    }

    /// Whose account the page gives, and the others that have a word to say on what it is about: each with the place on its own
    /// page where it says it.
    pub(crate) fn accounts(&self, about: Option<Entity>, others: impl IntoIterator<Item = SourceId>) -> AccountsView {
        let mut seen = std::collections::BTreeSet::new();
        let current = self.account();
        // A source that is no frame is quoted on the page, but it is no account one could follow.
        let others = others.into_iter().filter(|id| seen.insert(*id) && self.kb()[*id].frame && Account::Source(*id) != current);
        AccountsView {
            current: self.account_name(current),
            all_href: self.plan().has(Page::Accounts).then(|| self.href(Page::Accounts)),
            others: others.map(|id| OtherAccountView { label: name(self.kb(), id), href: self.account_says(id, about) }).collect(),
        }
    }

    /// Where an account says what it has to say of a record.
    fn account_says(&self, source: SourceId, about: Option<Entity>) -> String {
        let kb = self.kb();
        let page = Page::Account(source);
        if !self.plan().has(page) {
            return format!("#account-{}", kb.id(source.into()));
        }
        let place = match about {
            Some(Entity::Role(id)) => match kb.role_variant(id, Account::Source(source)) {
                Some(variant) if !variant.defined => "#unknown".to_owned(),
                _ => format!("#role-{}", kb.id(id.into())),
            },
            Some(Entity::Decision(id)) => format!("#decision-{}", kb.id(id.into())),
            _ => String::new(),
        };
        self.href(page) + &place
    }

    /// The page of an account; of a source that is none its entry among the sources.
    pub(crate) fn account_href(&self, source: SourceId) -> String {
        match Page::Account(source) {
            page if self.plan().has(page) => self.href(page),
            _ => self.entity_href(source.into()),
        }
    }

    fn variant(&mut self, source: SourceId, sources: &[SourceId], note: Option<&Text>) -> VariantView {
        let kb = self.kb();
        // The account itself is a source of what it says.
        let cited: Vec<SourceId> = std::iter::once(source).chain(sources.iter().copied().filter(|s| *s != source)).collect();
        let title = kb[source].short.as_deref().map_or_else(|| self.title(source.into()), |short| self.words(short));
        VariantView {
            id: format!("account-{}", kb.id(source.into())),
            account: LinkView { title_html: title, href: Some(self.account_href(source)) },
            edition: self.edition(source),
            defined: true,
            fields: Vec::new(),
            note_html: note.map(|n| self.short_prose(n, None)),
            cites_html: self.cite(&cited),
            more_href: None,
        }
    }

    /// What the account of the page adds on its record, with marks for where it says so. Nothing else on the page leads there.
    pub(crate) fn own_note(&mut self, note: Option<&Text>, sources: &[SourceId]) -> Option<String> {
        let cites = self.cite(sources).unwrap_or_default();
        note.map(|n| self.short_prose(n, None) + &cites)
    }

    /// What an account says of a role.
    pub(crate) fn role_variant(&mut self, variant: &RoleVariant) -> VariantView {
        let mut view = self.variant(variant.source, &variant.sources, variant.note.as_ref());
        view.defined = variant.defined;
        view.fields = self.role_fields(variant.title.as_ref(), &variant.fields, |_| true);
        view
    }

    /// The same on the page of the role. What an account lists at length stands on its own page, if it has one.
    pub(crate) fn role_variant_in_short(&mut self, role: RoleId, variant: &RoleVariant) -> VariantView {
        let mut view = self.role_variant(variant);
        let page = Page::Account(variant.source);
        if !self.plan().has(page) {
            return view;
        }
        let items = |f: &VariantFieldView| f.items_html.len() + f.duties.iter().map(|d| d.items_html.len()).sum::<usize>();
        let before = view.fields.len();
        // Names stand in one line, however many.
        view.fields.retain(|f| f.field == "works_with" || items(f) <= LONG);
        if view.fields.len() < before {
            // "The role carries all of these" speaks of the list that is gone.
            let has_list = view.fields.iter().any(|f| f.field == "responsibilities");
            view.fields.retain(|f| has_list || f.field != "completeness");
            view.more_href = Some(format!("{}#role-{}", self.href(page), self.kb().id(role.into())));
        }
        view
    }

    /// The fields of a role that an account states, in the order of the model; only the wanted ones are read, for what is
    /// cited in the others would be listed among the sources of the page.
    pub(crate) fn role_fields(
        &mut self,
        title: Option<&Text>,
        stated: &RoleFields,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<VariantFieldView> {
        let mut fields = Vec::new();
        self.named(&mut fields, "title", title.filter(|_| wanted("title")));
        if wanted("abbr") {
            self.in_words(&mut fields, "abbr", &stated.abbr, |cx, abbr| cx.words(abbr));
        }
        if wanted("aka") {
            self.stated(&mut fields, "aka", stated.other_names());
        }
        for field in Field::ALL.into_iter().filter(|field| wanted(field.key())) {
            self.stated(&mut fields, field.key(), stated.value(field));
        }
        if let Some(duties) = stated.duties.given().filter(|_| wanted("duties")) {
            let duties =
                duties.iter().map(|(event, items)| DutyView { event: self.link((*event).into()), items_html: self.inlines(items) });
            let duties = duties.collect();
            fields.push(VariantFieldView { field: "duties".to_owned(), duties, ..Default::default() });
        }
        if let Some(facts) = stated.facts.given().filter(|_| wanted("facts")) {
            let facts = self.facts(facts);
            fields.push(VariantFieldView { field: "facts".to_owned(), facts, ..Default::default() });
        }
        if let Some(fans) = stated.fan_out.given().filter(|_| wanted("fan_out")) {
            let fan_out = fans.iter().map(|f| self.fan(f.to, f.min, f.max)).collect();
            fields.push(VariantFieldView { field: "fan_out".to_owned(), fan_out, ..Default::default() });
        }
        fields
    }

    /// The name an account gives.
    fn named(&mut self, fields: &mut Vec<VariantFieldView>, key: &str, name: Option<&Text>) {
        if let Some(name) = name {
            let items_html = vec![self.inline(name)];
            fields.push(VariantFieldView { field: key.to_owned(), items_html, ..Default::default() });
        }
    }

    /// What an account says of a decision.
    pub(crate) fn decision_variant(&mut self, variant: &DecisionVariant) -> VariantView {
        let mut view = self.variant(variant.source, &variant.sources, variant.note.as_ref());
        view.defined = variant.defined;
        view.fields = self.decision_fields(variant.decide.as_ref(), &variant.status, &variant.rights);
        view
    }

    /// The parts in a decision that an account states, in the order of the model.
    pub(crate) fn decision_fields(
        &mut self,
        decide: Option<&Text>,
        status: &Stated<Status>,
        rights: &Rights,
    ) -> Vec<VariantFieldView> {
        let mut fields = Vec::new();
        self.named(&mut fields, "decide", decide);
        self.in_words(&mut fields, "status", status, |cx, status| cx.words(&cx.status(*status).label));
        let one = |stated: &Stated<Actor>| match stated {
            Stated::Absent => Stated::Absent,
            Stated::Silent => Stated::Silent,
            Stated::Given(actor) => Stated::Given(vec![Valued::Actor(*actor)]),
        };
        let many = |stated: &Stated<Vec<Actor>>| match stated {
            Stated::Absent => Stated::Absent,
            Stated::Silent => Stated::Silent,
            Stated::Given(actors) => Stated::Given(actors.iter().map(|a| Valued::Actor(*a)).collect()),
        };
        let about = match &rights.about {
            Stated::Absent => Stated::Absent,
            Stated::Silent => Stated::Silent,
            Stated::Given(term) => Stated::Given(vec![Valued::Term(*term)]),
        };
        self.stated(&mut fields, "about", about);
        self.stated(&mut fields, "accountable", one(&rights.accountable));
        self.stated(&mut fields, "responsible", many(&rights.responsible));
        self.stated(&mut fields, "consulted", many(&rights.consulted));
        self.stated(&mut fields, "informed", many(&rights.informed));
        match &rights.at {
            Stated::Given(event) => {
                let item = self.anchor(&self.link((*event).into()));
                fields.push(VariantFieldView { field: "at".to_owned(), items_html: vec![item], ..Default::default() });
            }
            Stated::Silent => self.stated(&mut fields, "at", Stated::Silent),
            Stated::Absent => {}
        }
        self.stated(&mut fields, "escalate_to", one(&rights.escalate_to));
        fields
    }

    /// A field whose value is a word.
    fn in_words<T>(&self, fields: &mut Vec<VariantFieldView>, key: &str, stated: &Stated<T>, words: impl Fn(&Self, &T) -> String) {
        let items_html = match stated {
            Stated::Absent => return,
            Stated::Silent => Vec::new(),
            Stated::Given(value) => vec![words(self, value)],
        };
        fields.push(VariantFieldView { field: key.to_owned(), silent: items_html.is_empty(), items_html, ..Default::default() });
    }

    fn stated(&mut self, fields: &mut Vec<VariantFieldView>, key: &str, stated: Stated<Vec<Valued<'_>>>) {
        let (silent, items) = match stated {
            Stated::Absent => return,
            Stated::Silent => (true, Vec::new()),
            Stated::Given(items) => (false, items),
        };
        let letter = match key {
            "accountable" => Some(Letter::A),
            "responsible" => Some(Letter::R),
            "consulted" => Some(Letter::C),
            "informed" => Some(Letter::I),
            _ => None,
        };
        let items_html = items.into_iter().map(|v| self.valued(v)).collect();
        fields.push(VariantFieldView { field: key.to_owned(), letter, silent, items_html, ..Default::default() });
    }
}
