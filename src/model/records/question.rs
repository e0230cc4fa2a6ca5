//! Questions and their answers, from `faq.yaml` and from pages.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::meta::{Meta, Status};
use crate::content::markdown::is_blank;
use crate::content::{Fields, Node};
use crate::diagnostic::Code;
use crate::model::entity::{Account, Entity, Kind, QuestionId, SourceId};
use crate::model::entries::Entry;
use crate::model::knowledge::Knowledge;
use crate::model::question_ids::{self, Ids};
use crate::model::resolve::Cx;
use crate::model::slug::is_id;
use crate::model::text::Text;
use crate::source::{FileId, Place};

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its id, part of its address.
    pub id: Box<str>,
    /// Where it is written.
    pub place: Place,
    /// The file it is written in.
    pub file: FileId,
    /// Whether there was a record to read; if not, a finding says so.
    pub is_readable: bool,
    /// The question; empty when it is missing (a finding says so).
    pub q: Option<Text>,
    /// The answer.
    pub a: Option<Text>,
    /// More of the answer, when the question has a file of its own.
    pub body: Option<crate::model::body::Body>,
    /// What it is about.
    pub about: Vec<Entity>,
    /// Sources.
    pub sources: Vec<SourceId>,
    /// The account of the answer.
    pub frame: Option<Account>,
    /// How settled the answer is.
    pub status: Status,
    /// Former ids.
    pub moved_from: Vec<(Box<str>, Place)>,
}

/// A question as a page names it: its own, or one from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageQuestion {
    /// Written in `faq.yaml` or on another page.
    Ref(QuestionId),
    /// The nth question written on this page.
    Own(usize),
}

/// A question written on a page.
#[derive(Debug, Clone)]
pub struct InlineQuestion {
    /// The page.
    pub page: Entity,
    /// Whether its id is written; else it is made of its words, and may have to give way.
    pub has_written_id: bool,
    /// The question.
    pub question: Arc<Question>,
}

impl Question {
    pub(in crate::model) fn read(entry: &Entry, cx: &mut Cx<'_>) -> Self {
        let (mut fields, is_readable) = cx.fields(entry, "a question");
        let meta = entry.whole_file.then(|| Meta::slim(entry, &mut fields, cx, Text::bare(&entry.id, entry.id_place)));
        let status = if let Some(meta) = &meta {
            meta.status
        } else {
            _ = fields.take("notes");
            cx.status(&mut fields)
        };
        let mut question = Self::fields(&mut fields, cx, entry.id.clone());
        question.status = status;
        question.place = entry.node().map_or(entry.id_place, |n| n.place);
        question.is_readable &= is_readable;
        question.body = meta.and_then(|m| m.body);
        if question.a.is_none() {
            question.a = question.body.take().map(|body| body.text).filter(|text| !is_blank(text));
        }
        _ = fields.take("id");
        fields.finish(&mut cx.found);
        question
    }

    fn fields(fields: &mut Fields<'_>, cx: &mut Cx<'_>, id: Box<str>) -> Self {
        // An empty text is no text.
        let filled = |n: &&Node| n.as_text().is_none_or(|t| !is_blank(t));
        let written = (fields.take("q").filter(filled), fields.take("a").filter(filled));
        let q = written.0.and_then(|n| cx.inline(n, "q"));
        let a = written.1.and_then(|n| cx.prose(n, "a"));
        let mut question = Self {
            id,
            place: fields.place(),
            file: fields.place().file,
            is_readable: true,
            q,
            a,
            body: None,
            about: fields.take("about").map(|n| cx.about(n)).unwrap_or_default(),
            sources: cx.source_list(fields),
            frame: cx.frame(fields),
            status: Status::default(),
            moved_from: cx.former_ids(fields, "a question"),
        };
        // What is there in a form that cannot be read, or under a misspelt key, is not missing.
        question.is_readable = written.0.is_some() == question.q.is_some()
            && written.1.is_some() == question.a.is_some()
            && !fields.misspells("q")
            && !fields.misspells("a");
        question
    }
}

impl Cx<'_> {
    /// `faq:` of a page: ids of questions, or questions of its own, which are about the page unless they say otherwise.
    pub(in crate::model) fn page_questions(&mut self, node: &Node) -> Vec<PageQuestion> {
        let mut list = Vec::new();
        for item in self.found.list(node, "faq") {
            list.extend(self.page_question(item));
        }
        list
    }

    /// The same in what an account says: it is the account that answers.
    pub(in crate::model) fn questions_told(
        &mut self,
        node: &Node,
        id: &str,
        source: Option<SourceId>,
    ) -> Vec<(PageQuestion, Place)> {
        let mut list = Vec::new();
        let first = self.questions.len();
        for item in self.found.list(node, "faq") {
            list.extend(self.page_question(item).map(|question| (question, item.place)));
            let other =
                |said: &&Node| said.as_text().is_some_and(|said| said != id && self.base.names.find(Kind::Source, said).is_some());
            if let Some(said) = item.get("frame").filter(other) {
                let message = format!("this answer is in what `{id}` says, and cannot be that of another account");
                let d = self.found.at(Code::KB106, said.place, message);
                self.found.push(d.help("drop `frame`, or write the question under `faq` of the page"));
            }
        }
        match source {
            Some(source) => self.questions[first..].iter_mut().for_each(|own| {
                Arc::make_mut(&mut own.question).frame = Some(Account::Source(source));
            }),
            // Nobody knows who would answer.
            None => self.questions.truncate(first),
        }
        list
    }

    fn page_question(&mut self, item: &Node) -> Option<PageQuestion> {
        if item.as_text().is_some() {
            return self.one(Kind::Question, item, "faq").map(PageQuestion::Ref);
        }
        let mut fields = Fields::new(item, "a question", item.place, &mut self.found);
        let id = fields.take("id").and_then(|n| {
            let id = self.found.text(n, "id")?;
            if !is_id(&id) {
                let d = crate::model::split::bad_id(&self.found, n.place, &id, None);
                self.found.push(d);
            }
            Some(id)
        });
        let has_written_id = id.is_some();
        self.in_answer = true;
        let mut question = Question::fields(&mut fields, self, id.unwrap_or_default());
        self.in_answer = false;
        if !has_written_id {
            question.id = question_ids::made(question.q.as_deref()).into();
        }
        if question.about.is_empty() {
            question.about.push(self.from);
        }
        fields.finish(&mut self.found);
        let nth = self.questions.len();
        self.questions.push(InlineQuestion { page: self.from, has_written_id, question: question.into() });
        Some(PageQuestion::Own(nth))
    }
}

/// Puts the questions written on pages behind all others: by page, in the order written. Those whose ids are made of their
/// words get one of their own.
pub(in crate::model) fn adopt(
    questions: &mut Vec<Arc<Question>>,
    inline: &[InlineQuestion],
    cx: &mut Cx<'_>,
) -> HashMap<Entity, Vec<QuestionId>> {
    let mut by_page: HashMap<Entity, Vec<QuestionId>> = HashMap::new();
    faults(&inline.iter().map(|i| Arc::clone(&i.question)).collect::<Vec<_>>(), cx);
    let written = inline.iter().filter(|i| i.has_written_id).map(|i| &*i.question.id);
    let given = questions.iter().map(|question| &*question.id).chain(written);
    let mut ids = Ids::new(given, inline.iter().map(|i| &*i.question.id));
    for InlineQuestion { question, page, has_written_id } in inline {
        by_page.entry(*page).or_default().push(QuestionId::new(questions.len()));
        let id = if *has_written_id { question.id.clone() } else { ids.claim(&question.id) };
        questions.push(called(question, &id));
    }
    by_page
}

/// A question under this id.
pub(in crate::model) fn called(question: &Arc<Question>, id: &str) -> Arc<Question> {
    if &*question.id == id {
        return Arc::clone(question);
    }
    Arc::new(Question { id: id.into(), ..Question::clone(question) })
}

/// The questions a page names, in its order.
pub(in crate::model) fn of_page(named: impl IntoIterator<Item = PageQuestion>, own: Option<&Vec<QuestionId>>) -> Vec<QuestionId> {
    let named = named.into_iter().filter_map(|question| match question {
        PageQuestion::Ref(id) => Some(id),
        PageQuestion::Own(nth) => own?.get(nth).copied(),
    });
    named.collect()
}

/// Questions that an account names as its own, and that somebody else answers.
pub(in crate::model) fn borrowed(knowledge: &Knowledge, cx: &mut Cx<'_>) {
    let usual = cx.base.config.frame.as_ref().and_then(|(id, _)| cx.base.names.find(Kind::Source, id));
    let usual = usual.and_then(|source| SourceId::try_from(source).ok()).map_or(Account::House, Account::Source);
    for variant in knowledge.roles.iter().flat_map(|role| &role.variants) {
        let chain = knowledge.chain(Account::Source(variant.source));
        for (question, place) in &variant.faq {
            let PageQuestion::Ref(id) = question else { continue };
            let answered = knowledge[*id].frame.unwrap_or(usual);
            if matches!(answered, Account::Source(source) if chain.contains(&source)) {
                continue;
            }
            let name = |source: SourceId| knowledge.id(source.into());
            let by = match answered {
                Account::House => "our own".to_owned(),
                Account::Source(source) => format!("that of `{}`", name(source)),
            };
            let (id, account) = (&knowledge[*id].id, name(variant.source));
            let d = cx.found.at(Code::KB106, *place, format!("the answer to `{id}` is {by}, and not that of `{account}`"));
            let help = format!("name it under `faq` of the page, or say in the question whose answer it is:  frame: {account}");
            cx.found.push(d.help(help));
        }
    }
}

/// KB601: answers without a question and questions without an answer, one finding a file and kind.
pub(in crate::model) fn faults(questions: &[Arc<Question>], cx: &mut Cx<'_>) {
    let mut orphans: BTreeMap<(FileId, bool), Vec<Place>> = BTreeMap::new();
    for question in questions.iter().filter(|q| q.is_readable) {
        match (&question.q, &question.a) {
            (None, _) => orphans.entry((question.file, false)).or_default().push(question.place),
            (Some(_), None) => orphans.entry((question.file, true)).or_default().push(question.place),
            (Some(_), Some(_)) => {}
        }
    }
    for ((_, has_question), places) in orphans {
        let (what, lacks, key) = if has_question { ("question", "answer", "a") } else { ("answer", "question", "q") };
        let count = places.len();
        let message = if count == 1 { format!("this {what} has no {lacks}") } else { format!("{count} {what}s have no {lacks}") };
        let Some((first, rest)) = places.split_first() else { continue };
        let mut d = cx.found.at(Code::KB601, *first, message).label(format!("no `{key}:` here"));
        for place in rest {
            let span = cx.found.span(*place);
            d = d.also(span, "nor here");
        }
        d = d.help(format!("add `{key}:`, or delete the entry"));
        if !has_question {
            d = d.why("answers lose their questions when a page is copied without opening its accordion");
        }
        cx.found.push(d);
    }
}
