//! The checks: what must hold between records. One file each; what one record can tell alone is reported when it is read.

mod kb203;
mod kb204;
mod kb206;
mod kb302;
mod kb303;
mod kb304;
mod kb305;
mod kb306;
mod kb307;
mod kb308;
mod kb310;
mod kb311;
mod kb312;
mod kb313;
mod kb401;
mod kb402;
mod kb403;
mod kb404;
mod kb405;
mod kb406;
mod kb407;
mod kb409;
mod kb501;
mod kb502;
mod kb503;
mod kb504;
mod kb505;
mod kb506;
mod kb602;
mod kb603;
mod kb604;
mod kb605;
mod kb701;
mod kb702;
mod kb703;
mod kb704;
mod kb705;
mod kb801;
mod kb802;
mod kb805;
mod kb806;
mod kb808;
mod authored;
mod conflicts;
mod ownership;
pub mod kb803;
pub mod page;
mod said;
mod tags;
mod language;
mod questions;
mod words;
mod written;

use authored::authored;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use questions::Questions;
use rayon::prelude::*;
pub(crate) use words::Meaning;
use words::Words;
pub use words::WrittenOut;
use written::Written;

use crate::config::Config;
use crate::content::recall::Recall;
use crate::content::{Findings, Locator};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Besides, Entity, Graph, Knowledge};
use crate::plan::Plan;
use crate::source::Sources;

/// What a check may look at. It never sees HTML.
pub struct Checking<'a> {
    /// The whole base.
    pub kb: &'a Knowledge,
    /// Its relations seen from the other side.
    pub graph: &'a Graph,
    /// Its addresses.
    pub plan: &'a Plan,
    /// The settings.
    pub config: &'a Config,
    /// The input, for messages that name a file.
    pub sources: &'a Sources,
    /// Links to headings, and what else came of reading.
    pub besides: &'a Besides,
    /// Places of keys and values that records do not keep.
    written: Written<'a>,
    /// Questions in their normal form.
    questions: OnceLock<Arc<Questions>>,
    /// Whether nobody wants to know any more.
    stop: Option<&'a AtomicBool>,
}

/// One check.
type Check = fn(&Checking<'_>, &mut Findings<'_>);

/// Every check but those of words, which read each page once for all of them.
const CHECKS: &[(Code, Check)] = &[
    (Code::KB203, kb203::check),
    (Code::KB204, kb204::check),
    (Code::KB206, kb206::check),
    (Code::KB302, kb302::check),
    (Code::KB303, kb303::check),
    (Code::KB304, kb304::check),
    (Code::KB305, kb305::check),
    (Code::KB306, kb306::check),
    (Code::KB307, kb307::check),
    (Code::KB308, kb308::check),
    (Code::KB310, kb310::check),
    (Code::KB311, kb311::check),
    (Code::KB312, kb312::check),
    (Code::KB313, kb313::check),
    (Code::KB401, kb401::check),
    (Code::KB402, kb402::check),
    (Code::KB403, kb403::check),
    (Code::KB404, kb404::check),
    (Code::KB405, kb405::check),
    (Code::KB406, kb406::check),
    (Code::KB407, kb407::check),
    (Code::KB409, kb409::check),
    (Code::KB602, kb602::check),
    (Code::KB603, kb603::check),
    (Code::KB604, kb604::check),
    (Code::KB605, kb605::check),
    (Code::KB701, kb701::check),
    (Code::KB702, kb702::check),
    (Code::KB703, kb703::check),
    (Code::KB704, kb704::check),
    (Code::KB705, kb705::check),
    (Code::KB801, kb801::check),
    (Code::KB802, kb802::check),
    (Code::KB804, tags::check),
    (Code::KB805, kb805::check),
    (Code::KB808, kb808::check),
];

impl<'a> Checking<'a> {
    /// What a check may look at.
    #[must_use]
    pub fn new(
        (kb, graph, plan): (&'a Knowledge, &'a Graph, &'a Plan),
        config: &'a Config,
        sources: &'a Sources,
        besides: &'a Besides,
    ) -> Self {
        Self { kb, graph, plan, config, sources, besides, written: Written::new(sources), questions: OnceLock::new(), stop: None }
    }
}

impl<'a> Checking<'a> {
    /// The same until somebody wishes to stop.
    #[must_use]
    pub fn until(self, stop: &'a AtomicBool) -> Self {
        Self { stop: Some(stop), ..self }
    }
}

impl Checking<'_> {
    /// Whether somebody still wants to know. What takes long asks now and then: what is found is thrown away if not.
    fn is_wanted(&self) -> bool {
        self.stop.is_none_or(|stop| !stop.load(Ordering::Relaxed))
    }

    fn questions(&self) -> &Questions {
        // all checks but one alone find them made
        self.questions.get_or_init(|| Arc::new(Questions::new(self.kb, &self.config.language)))
    }
}

/// Checks that look at relations and names, and at no other words: where those stayed, what was in order still is.
const OF_RELATIONS: &[Code] = &[
    Code::KB203,
    Code::KB302,
    Code::KB303,
    Code::KB304,
    Code::KB305,
    Code::KB306,
    Code::KB307,
    Code::KB308,
    Code::KB310,
    Code::KB311,
    Code::KB403,
    Code::KB804,
];

/// What was read before, to be taken where nothing it was read from changed.
#[derive(Default)]
pub struct Remembered {
    words: words::Remembered,
    questions: Option<(Arc<Questions>, Knowledge, String)>,
    /// Of the checks of relations those that found nothing.
    in_order: Vec<Code>,
}

impl Remembered {
    /// Takes note of the checks that found nothing, and of the questions, if a check asked for them.
    fn keep(&mut self, what: &Checking<'_>, found: &[(Code, Vec<Diagnostic>)]) {
        let in_order = found.iter().filter(|(code, found)| found.is_empty() && OF_RELATIONS.contains(code));
        self.in_order.extend(in_order.map(|(code, _)| *code));
        self.questions =
            what.questions.get().map(|questions| (Arc::clone(questions), what.kb.clone(), what.config.language.clone()));
    }

    /// The questions, if they, all names in them and the pages they stand on are the very same.
    fn questions(&mut self, kb: &Knowledge, spoken: &str, reworded: Option<&[Entity]>) -> Option<Arc<Questions>> {
        let (questions, old, language) = self.questions.take()?;
        if let Some(reworded) = reworded {
            // all names and relations are what they were, and so are the accounts of pages
            let asks_the_same = |entity: &Entity| match entity {
                Entity::Question(id) => {
                    let (new, old) = (&kb[*id], &old[*id]);
                    let place = |question: &crate::model::Question| question.q.as_ref().map(|q| q.place);
                    new.a.as_deref() == old.a.as_deref() && place(new) == place(old)
                }
                _ => true,
            };
            return (language == spoken && reworded.iter().all(asks_the_same)).then_some(questions);
        }
        let named = kb.role_ids().map(Entity::from).chain(kb.party_ids().map(Entity::from)).chain(kb.term_ids().map(Entity::from));
        let paged = kb.comparison_ids().map(Entity::from).chain(kb.event_ids().map(Entity::from));
        let mut all = named.chain(paged).chain(kb.question_ids().map(Entity::from));
        let same = language == spoken
            && kb.has_records_of(&old)
            && kb.site.frame == old.site.frame
            && kb.page_questions == old.page_questions
            && all.all(|entity| kb.is_same(&old, entity));
        same.then_some(questions)
    }
}

/// What the checks of words are called together.
const WORDS: &str = "words";

/// What is read for all checks, of nothing but the records and the settings.
pub struct Read {
    words: Words,
    questions: Arc<Questions>,
}

impl Read {
    /// Where abbreviations are written out.
    #[must_use]
    pub fn written_out(&self) -> WrittenOut {
        self.words.written_out()
    }
}

/// What the first checks leave to the rest.
pub struct Begun {
    read: Read,
    /// Checks that found nothing before and would find nothing now.
    known: Vec<Code>,
}

/// Runs every check.
#[must_use]
pub fn check(what: &Checking<'_>, locator: &Locator<'_>) -> Vec<Diagnostic> {
    let mut memory = Remembered::default();
    let read = read((what.kb, what.config), None, (&mut memory, None));
    let (mut found, begun) = first(what, locator, read, (&mut memory, None));
    found.extend(rest(what, locator, &mut memory, &begun).unwrap_or_default());
    found
}

/// Reads what all checks need, with the words of what did not change. `reworded` are the records that differ from the last
/// time, if they do in words alone.
#[must_use]
pub fn read(
    (kb, config): (&Knowledge, &Config),
    recall: Option<&dyn Recall>,
    (memory, reworded): (&mut Remembered, Option<&[Entity]>),
) -> Read {
    let known = memory.questions(kb, &config.language, reworded);
    let questions = || known.unwrap_or_else(|| Arc::new(Questions::new(kb, &config.language)));
    let words = || Words::new(kb, &config.checks.phrases, recall, &mut memory.words, reworded);
    let (questions, words) = rayon::join(questions, words);
    Read { words, questions }
}

/// Runs the checks that may find an error.
#[must_use]
pub fn first(
    what: &Checking<'_>,
    locator: &Locator<'_>,
    read: Read,
    (memory, reworded): (&mut Remembered, Option<&[Entity]>),
) -> (Vec<Diagnostic>, Begun) {
    // nobody has asked yet
    let _ = what.questions.set(Arc::clone(&read.questions));
    let known = if reworded.is_some() { std::mem::take(&mut memory.in_order) } else { Vec::new() };
    let of_records = || of_records(what, locator, |code| what.config.checks.may_be_error(code) && !known.contains(&code));
    let of_words = || language::check(what, &read.words, locator, |code| what.config.checks.may_be_error(code));
    let (found, language) = rayon::join(of_records, of_words);
    memory.in_order.clone_from(&known);
    memory.keep(what, &found);
    let found = found.into_iter().flat_map(|(_, found)| found).chain(language).collect();
    (found, Begun { read, known })
}

/// Runs the checks that [`first`] left; `None` when somebody wishes them to stop.
#[must_use]
pub fn rest(what: &Checking<'_>, locator: &Locator<'_>, memory: &mut Remembered, begun: &Begun) -> Option<Vec<Diagnostic>> {
    // it may be the one that knows already
    let _ = what.questions.set(Arc::clone(&begun.read.questions));
    let is_left = |code: Code| !what.config.checks.may_be_error(code) && what.is_wanted();
    let found = of_records(what, locator, |code| is_left(code) && !begun.known.contains(&code));
    let language = language::check(what, &begun.read.words, locator, is_left);
    if !what.is_wanted() {
        return None;
    }
    memory.keep(what, &found);
    Some(found.into_iter().flat_map(|(_, found)| found).chain(language).collect())
}

/// Runs these checks of records, each by itself.
fn of_records(what: &Checking<'_>, locator: &Locator<'_>, which: impl Fn(Code) -> bool + Sync) -> Vec<(Code, Vec<Diagnostic>)> {
    let found = CHECKS.par_iter().filter(|(code, _)| which(*code)).map(|(code, check)| {
        let mut found = Findings::new(locator);
        check(what, &mut found);
        (*code, found.into_list())
    });
    found.collect()
}

/// What the checks can be run by, one at a time: their codes, and `words` for those that read each page once for all of
/// them.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(code, _)| code.as_str()).chain([WORDS])
}

/// Runs one check alone.
#[must_use]
pub fn check_one(name: &str, what: &Checking<'_>, locator: &Locator<'_>) -> Vec<Diagnostic> {
    if name == WORDS {
        let words = Words::new(what.kb, &what.config.checks.phrases, None, &mut words::Remembered::default(), None);
        return language::check(what, &words, locator, |_| true);
    }
    let mut found = Findings::new(locator);
    for (_, check) in CHECKS.iter().filter(|(code, _)| code.as_str() == name) {
        check(what, &mut found);
    }
    found.into_list()
}
