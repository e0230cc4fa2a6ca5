//! Questions in their normal form: equal where they ask the same in other words.
//!
//! The form keeps the order of the words. "Can a product owner report to a product manager?" and its reverse use the
//! same words and ask different things.

mod near;
mod normal;
mod stem;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, OnceLock};

pub(super) use near::near;
use normal::Normal;
use rayon::prelude::*;

use super::Checking;
use crate::content::markdown::{self, Mode};
use crate::content::{Shape, shape};
use crate::model::{Account, Entity, Knowledge, Question, QuestionId};
use crate::source::Place;

/// A question with what it asks.
pub(super) struct Asked {
    pub(super) id: QuestionId,
    /// Where the question stands.
    pub(super) place: Place,
    /// The account of its answer: the same question may have another answer in another account.
    frame: Account,
    /// Its words in their normal form.
    words: Vec<u32>,
    /// The same with each name of a record as one.
    named: Vec<u32>,
    /// The records named, in order.
    names: Vec<Entity>,
    /// Words that turn a question into another one: who, when, not …, and numbers. Sorted.
    marks: Vec<u32>,
    /// Whether it asks what may, should or must be: "Can she?" and "Should she?" are two questions. Sorted.
    modals: Vec<&'static str>,
    /// The answer, word by word.
    answer: Vec<u32>,
}

/// All questions that can be compared.
pub(super) struct Questions {
    pub(super) list: Vec<Asked>,
    normal: Normal,
    /// See [`equal`](Self::equal).
    equal: OnceLock<Vec<Vec<usize>>>,
}

impl Questions {
    pub(super) fn new(kb: &Knowledge, language: &str) -> Self {
        let mut normal = Normal::new(kb, language);
        let pages: BTreeMap<QuestionId, Entity> =
            kb.page_questions.iter().flat_map(|(page, own)| own.iter().map(|id| (*id, *page))).collect();
        // Two questions with one id are KB202, which says enough.
        let mut ids: HashSet<&str> = HashSet::new();
        let mut list = Vec::new();
        // to read texts takes longest, and each can be read by itself
        let plain = |question: &Arc<Question>| {
            let (q, a) = question.q.as_ref().zip(question.a.as_ref()).filter(|_| question.is_readable)?;
            let asked = q.plain();
            let modals = modals(&asked);
            Some((q.place, asked, modals, markdown::plain(a, Mode::Prose)))
        };
        let plain: Vec<_> = kb.questions.par_iter().map(plain).collect();
        for (id, plain) in kb.question_ids().zip(plain) {
            let question = &kb[id];
            let Some((place, asked, modals, answer)) = plain.filter(|_| ids.insert(&question.id)) else { continue };
            let page = pages.get(&id).and_then(|page| kb.meta(*page));
            let means = page.map_or(&[][..], |meta| meta.means.as_slice());
            let words = normal.words(kb, &asked, means);
            let (named, names) = normal.names(&words);
            let marks = normal.marks(&words);
            let answer = normal.answer(&answer);
            list.push(Asked { id, place, frame: frame(kb, question, page), words, named, names, marks, modals, answer });
        }
        list.sort_by_key(|asked: &Asked| (asked.place, asked.id));
        Self { list, normal, equal: OnceLock::new() }
    }

    /// Questions with the same words in the same order, two or more each; positions in [`list`](Self::list).
    pub(super) fn equal(&self) -> &[Vec<usize>] {
        let equal = || self.grouped(|asked| (!asked.words.is_empty()).then_some((asked.frame, asked.words.as_slice())));
        self.equal.get_or_init(equal)
    }

    /// Questions with the same answer, word by word, where it is long enough to have been copied.
    pub(super) fn same_answer(&self) -> Vec<Vec<usize>> {
        const COPIED: usize = 10;
        self.grouped(|asked| (asked.answer.len() >= COPIED).then_some((asked.frame, asked.answer.as_slice())))
    }

    /// The first role or group that each question names, by its id.
    pub(super) fn named(&self) -> std::collections::HashMap<QuestionId, Entity> {
        let first = |asked: &Asked| {
            let entity = asked.names.iter().find(|entity| matches!(entity, Entity::Role(_) | Entity::Party(_)))?;
            Some((asked.id, *entity))
        };
        self.list.iter().filter_map(first).collect()
    }

    /// How one of these questions comes to stand on all their pages; nothing where one file holds them all. Only questions
    /// of a file of questions can be named.
    pub(super) fn to_share(&self, what: &Checking<'_>, group: &[usize]) -> Option<String> {
        let file = |i: &usize| what.kb[self.list[*i].id].file;
        if group.iter().all(|i| file(i) == file(&group[0])) {
            return None;
        }
        let is_page = |i: &usize| matches!(shape(&what.sources.file(file(i)).path), Shape::Role | Shape::Comparison);
        Some(match group.iter().find(|i| !is_page(i)) {
            Some(named) => format!("; on the other page write  faq: [{}]", what.kb.id(self.list[*named].id.into())),
            None => ", in content/faq.yaml, and name its id on the pages under `faq`".to_owned(),
        })
    }

    fn grouped<'s, K: Ord>(&'s self, key: impl Fn(&'s Asked) -> Option<K>) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (i, asked) in self.list.iter().enumerate() {
            if let Some(key) = key(asked) {
                groups.entry(key).or_default().push(i);
            }
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
        groups.sort_unstable();
        groups
    }

    /// Whether all questions of a group have one answer.
    pub(super) fn agree(&self, group: &[usize]) -> bool {
        group.windows(2).all(|pair| self.list[pair[0]].answer == self.list[pair[1]].answer)
    }
}

fn modals(question: &str) -> Vec<&'static str> {
    const MODALS: [&str; 22] = [
        "can", "could", "may", "might", "must", "shall", "should", "will", "would", "darf", "dürfen", "kann", "können", "könnte",
        "muss", "müssen", "soll", "sollen", "sollte", "sollten", "wird", "würde",
    ];
    let question = question.to_lowercase();
    let words: HashSet<&str> = question.split(|c: char| !c.is_alphanumeric()).collect();
    MODALS.into_iter().filter(|modal| words.contains(modal)).collect()
}

fn frame(kb: &Knowledge, question: &Question, page: Option<&crate::model::Meta>) -> Account {
    question.frame.or_else(|| page.map(|meta| kb.frame(meta))).or(kb.site.frame).unwrap_or(Account::House)
}
