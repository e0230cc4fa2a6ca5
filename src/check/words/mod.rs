//! The words of every page, read once for all checks of language: abbreviations, names that matter, notes to the editor.
//!
//! What is found here is no finding yet; the checks judge it.

mod familiar;
mod letters;
mod lexicon;
mod notes;
mod ordinary;
mod page;
mod uses;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

pub(super) use lexicon::{Alike, Lexicon};
pub(super) use page::{Named, Note, PageWords};
pub(super) use uses::{Given, Uses, name};

use super::Checking;
use crate::content::markdown::Mode;
use crate::model::{Entity, Knowledge, Read};

/// The words of the whole site.
pub(super) struct Words {
    /// What was looked for.
    pub(super) lexicon: Lexicon,
    /// Pages that hold something, in the order of their files.
    pub(super) pages: Vec<PageWords>,
    /// How often unexplained capitals stand in lower case, as the words they are.
    pub(super) ordinary: HashMap<Box<str>, usize>,
}

impl Words {
    /// Reads every page.
    pub(super) fn new(what: &Checking<'_>) -> Self {
        let kb = what.kb;
        let lexicon = Lexicon::new(kb, &what.config.checks.phrases);
        let contexts = contexts(kb);
        let read = |context: &Option<Entity>| page::read(kb, &lexicon, *context, &texts(kb, *context));
        let mut pages: Vec<PageWords> = contexts.par_iter().filter_map(read).collect();
        pages.sort_by_key(PageWords::first);
        let ordinary = ordinary::count(kb, &lexicon, &contexts, &pages);
        Self { lexicon, pages, ordinary }
    }

    /// Pages whose words are our own: the name of a source is its author's.
    pub(super) fn written(&self) -> impl Iterator<Item = &PageWords> {
        self.pages.iter().filter(|page| !matches!(page.entity, Some(Entity::Source(_))))
    }
}

/// What is read as one: a page with the questions written on it, or a record that stands in a list. The foot of all pages is `None`.
fn contexts(kb: &Knowledge) -> Vec<Option<Entity>> {
    let owned: HashSet<_> = kb.page_questions.values().flatten().copied().collect();
    let mut contexts: Vec<Option<Entity>> = vec![None];
    contexts.extend(kb.role_ids().map(|id| Some(id.into())));
    contexts.extend(kb.party_ids().map(|id| Some(id.into())));
    contexts.extend(kb.comparison_ids().map(|id| Some(id.into())));
    contexts.extend(kb.decision_ids().map(|id| Some(id.into())));
    contexts.extend(kb.question_ids().filter(|id| !owned.contains(id)).map(|id| Some(id.into())));
    contexts.extend(kb.term_ids().map(|id| Some(id.into())));
    contexts.extend(kb.source_ids().map(|id| Some(id.into())));
    contexts.extend(kb.person_ids().map(|id| Some(id.into())));
    contexts.extend(kb.event_ids().map(|id| Some(id.into())));
    contexts.extend(kb.guide_ids().map(|id| Some(id.into())));
    contexts.extend(kb.section_ids().map(|id| Some(Entity::Section(id))));
    contexts
}

/// The texts of a context, those of its own questions before its body.
fn texts(kb: &Knowledge, context: Option<Entity>) -> Vec<Read<'_>> {
    let Some(entity) = context else {
        return kb.site.footer.iter().map(|footer| (footer, Mode::Prose)).collect();
    };
    // Of a file that does not parse nothing is known.
    if kb.meta(entity).is_some_and(|meta| meta.is_stand_in && meta.whole_file) {
        return Vec::new();
    }
    let mut texts = kb.texts(entity);
    let own = kb.page_questions.get(&entity).into_iter().flatten();
    let asked: Vec<Read<'_>> = own.flat_map(|id| kb.texts((*id).into())).collect();
    if !asked.is_empty() {
        let body = kb.meta(entity).and_then(|meta| meta.body.as_ref()).map(|body| body.text.place);
        let at = texts.iter().position(|(text, _)| Some(text.place) == body).unwrap_or(texts.len());
        texts.splice(at..at, asked);
    }
    texts
}
