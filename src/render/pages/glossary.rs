//! Words and what they mean.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::alphabet::{alphabetical, letter};
use crate::model::{Entity, TermId, TermKind};
use crate::plan::term_anchor;
use crate::render::cx::PageCx;
use crate::render::view::{GlossaryLetterView, GlossaryPage, OwnerView, TermView};

pub(super) fn render(cx: &mut PageCx<'_, '_>) -> Result<String, Box<Diagnostic>> {
    let mut page = cx.furniture("glossary");
    let body_html = cx.section_body();
    let letters = letters(cx);
    let ambiguous = super::home::ambiguous(cx);
    cx.close(&mut page);
    cx.template("glossary.html", &GlossaryPage { page, body_html, ambiguous, letters })
}

/// The alphabet, with every other first letter that occurs after it.
fn letters(cx: &mut PageCx<'_, '_>) -> Vec<GlossaryLetterView> {
    let kb = cx.kb();
    let mut by_letter: BTreeMap<(bool, char), Vec<((String, String), TermId)>> =
        ('A'..='Z').map(|c| ((false, c), Vec::new())).collect();
    for id in kb.term_ids() {
        let title = kb[id].meta.title.plain();
        let first = letter(&title);
        by_letter.entry((!first.is_ascii_uppercase(), first)).or_default().push((alphabetical(&title), id));
    }
    let mut views = Vec::new();
    for ((_, letter), mut terms) in by_letter {
        terms.sort();
        cx.section();
        let terms = terms.into_iter().map(|(_, id)| cx.term(id)).collect();
        views.push(GlossaryLetterView {
            letter: letter.to_string(),
            id: if letter == '#' { "letter-other".to_owned() } else { format!("letter-{}", letter.to_lowercase()) },
            terms,
        });
    }
    views
}

impl PageCx<'_, '_> {
    /// An entry of the glossary.
    pub(crate) fn term(&mut self, id: TermId) -> TermView {
        let kb = self.kb();
        let term = &kb[id];
        let graph = self.graph();
        let subject = Some(Entity::Term(id));
        let mut def_html = term.def.as_ref().map(|d| self.short_prose(d, subject));
        if let Some(body) = &term.meta.body {
            let more = self.body(body, true);
            def_html = Some(match def_html {
                Some(def) if def.starts_with('<') => def + &more,
                Some(def) => format!("<p>{def}</p>{more}"),
                None => more,
            });
        }
        let owners = graph.owners.get(&id).map_or(&[][..], Vec::as_slice);
        let site_account = self.site_account();
        TermView {
            id: term_anchor(&term.meta.id),
            former: term.meta.moved_from.iter().map(|(id, _)| term_anchor(id)).collect(),
            title_html: self.title(id.into()),
            kind: match (term.is_abbreviation(), term.kind) {
                (true, _) => "abbreviation",
                (_, TermKind::Term) => "term",
                (_, TermKind::Artefact) => "artefact",
                (_, TermKind::Group) => "group",
            }
            .to_owned(),
            def_html,
            means: self.links(term.means.iter().copied()),
            abbrs: self.links(graph.abbreviations.get(&id.into()).into_iter().flatten().map(|t| (*t).into())),
            aka_html: self.inlines(&term.aka),
            prefer_html: term.prefer.as_ref().map(|p| self.inline(p)),
            status: self.odd_status(&term.meta),
            // Written on one side, said on both.
            see: self.links(term.see.iter().chain(graph.seen.get(&id).into_iter().flatten()).map(|t| (*t).into())),
            not: self.links(term.not.iter().chain(graph.confused.get(&id).into_iter().flatten()).map(|t| (*t).into())),
            owners: owners
                .iter()
                .map(|(role, account)| OwnerView {
                    role: self.link((*role).into()),
                    account: (*account != site_account).then(|| self.account_name(*account)),
                })
                .collect(),
            decisions: self.decision_lines(graph.about_term.get(&id).map_or(&[], Vec::as_slice)),
        }
    }
}
