//! The words of every page, read once for all checks of language: abbreviations, names that matter, notes to the editor.
//!
//! What is found here is no finding yet; the checks judge it.

mod familiar;
mod letters;
mod lexicon;
mod meaning;
mod notes;
mod ordinary;
mod page;
mod uses;

use std::collections::{HashMap, HashSet};
use std::hash::Hash as _;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

pub(super) use lexicon::{Alike, Lexicon};
pub(crate) use meaning::Meaning;
pub use meaning::WrittenOut;
pub(super) use meaning::name;
pub(super) use page::{Named, Note, PageWords};
pub(super) use uses::{Given, Uses};

use crate::PIECE;
use crate::content::markdown::Mode;
use crate::content::recall::{Recall, unless_nothing};
use crate::model::{Entity, Knowledge, Read, Target, TermId};

/// From so many bytes on a text takes longer to read than to be known again.
const LONG: usize = 400;

/// The words of the whole site.
pub(super) struct Words {
    /// What was looked for.
    pub(super) lexicon: Arc<Lexicon>,
    /// Pages that hold something, in the order of their files.
    pub(super) pages: Vec<Arc<PageWords>>,
    /// How often unexplained capitals stand in lower case, as the words they are.
    pub(super) ordinary: HashMap<Box<str>, usize>,
}

/// What was read before, to be taken where neither a record nor what is looked for changed.
#[derive(Default)]
pub(super) struct Remembered {
    before: Option<Before>,
    counts: ordinary::Counts,
}

struct Before {
    lexicon: Arc<Lexicon>,
    phrases: Vec<String>,
    kb: Knowledge,
    contexts: Vec<Option<Entity>>,
    pages: Vec<Option<Arc<PageWords>>>,
}

impl Before {
    /// Whether a context says what it said, with links that are called what they were called.
    fn says(&self, kb: &Knowledge, nth: usize, context: Option<Entity>) -> bool {
        let Some(entity) = context.filter(|_| self.contexts.get(nth) == Some(&context)) else { return false };
        let (old, new) = (self.kb.page_questions.get(&entity), kb.page_questions.get(&entity));
        self.kb.is_same(kb, entity) && old == new && new.into_iter().flatten().all(|id| self.kb.is_same(kb, (*id).into()))
    }

    /// What is looked for, if all that differs since are the words of these records.
    fn lexicon(&self, kb: &Knowledge, phrases: &[String], reworded: &[Entity]) -> Option<Arc<Lexicon>> {
        let is_written = |kb: &Knowledge, id: TermId| kb[id].meta.title.place != kb[id].meta.place;
        let same = |entity: &Entity| !matches!(entity, Entity::Term(id) if is_written(kb, *id) != is_written(&self.kb, *id));
        (self.phrases == phrases && reworded.iter().all(same)).then(|| Arc::clone(&self.lexicon))
    }

    /// Whether what is looked for and all titles are the same: a link may have no words but the title of what it leads to.
    fn fits(&self, kb: &Knowledge, lexicon: &Lexicon) -> bool {
        let titled = |entity: Entity| kb.is_same(&self.kb, entity) || *kb.title(entity) == *self.kb.title(entity);
        self.lexicon.equal(lexicon)
            && kb.has_records_of(&self.kb)
            && kb.records().chain(kb.question_ids().map(Into::into)).all(titled)
    }
}

impl Words {
    /// Reads every page that is not remembered.
    pub(super) fn new(
        kb: &Knowledge,
        phrases: &[String],
        recall: Option<&dyn Recall>,
        memory: &mut Remembered,
        reworded: Option<&[Entity]>,
    ) -> Self {
        let before = memory.before.take();
        let known = before.as_ref().zip(reworded).and_then(|(before, reworded)| before.lexicon(kb, phrases, reworded));
        let is_known = known.is_some();
        let lexicon = known.unwrap_or_else(|| Arc::new(Lexicon::new(kb, phrases)));
        let sought = if recall.is_some() { lexicon.number() } else { 0 };
        let contexts = contexts(kb);
        let before = before.filter(|before| is_known || before.fits(kb, &lexicon));
        let says = |(nth, context): (usize, &Option<Entity>)| before.as_ref().is_some_and(|before| before.says(kb, nth, *context));
        let same: Vec<bool> = contexts.par_iter().enumerate().map(says).collect();
        let read = |(nth, context): (usize, &Option<Entity>)| match &before {
            Some(before) if same[nth] => before.pages[nth].clone(),
            _ => {
                let texts = texts(kb, *context);
                let read = || page::read(kb, &lexicon, *context, &texts);
                let is_long = texts.iter().map(|(text, _)| text.len()).sum::<usize>() >= LONG;
                let found = unless_nothing(recall.filter(|_| is_long), || number(kb, sought, *context, &texts), read);
                found.map(Arc::new)
            }
        };
        let all: Vec<Option<Arc<PageWords>>> = contexts.par_iter().with_max_len(PIECE).enumerate().map(read).collect();
        let mut pages: Vec<Arc<PageWords>> = all.iter().flatten().cloned().collect();
        pages.sort_by_cached_key(|page| page.first());
        let ordinary = ordinary::count(kb, &lexicon, &contexts, &pages, (&mut memory.counts, &same));
        let phrases = phrases.to_vec();
        memory.before = Some(Before { lexicon: Arc::clone(&lexicon), phrases, kb: kb.clone(), contexts, pages: all });
        Self { lexicon, pages, ordinary }
    }

    /// Where abbreviations are written out.
    pub(super) fn written_out(&self) -> WrittenOut {
        WrittenOut::new(self.pages.iter().map(|page| &**page))
    }

    /// Pages whose words are our own: the name of a source is its author's.
    pub(super) fn written(&self) -> impl Iterator<Item = &PageWords> {
        self.pages.iter().map(|page| &**page).filter(|page| !matches!(page.entity, Some(Entity::Source(_))))
    }
}

/// A number of all that the words of a context are read from: what is looked for, its texts, and what its links are called.
fn number(kb: &Knowledge, sought: u128, context: Option<Entity>, texts: &[Read<'_>]) -> u128 {
    let mut number = Xxh3::new();
    (sought, context).hash(&mut number);
    for (text, mode) in texts {
        (&***text, mode, text.place, &text.links).hash(&mut number);
        for link in &text.links {
            if let Target::Record(entity, _) = link.target {
                (**kb.title(entity)).hash(&mut number);
            }
        }
    }
    number.digest128()
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
