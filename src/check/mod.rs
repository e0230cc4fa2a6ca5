//! The checks: what must hold between records. One file each; what one record can tell alone is reported when it is read.

mod kb203;
mod kb204;
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
mod several;
mod tags;
mod language;
mod questions;
mod words;
mod written;

use authored::authored;
use std::sync::{Arc, OnceLock};

use questions::Questions;
use rayon::prelude::*;
use written::Written;

use crate::config::Config;
use crate::content::{Findings, Locator};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Anchored, Entity, Graph, Knowledge};
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
    /// Links to headings.
    pub anchors: &'a [Anchored],
    /// Places of keys and values that records do not keep.
    written: Written<'a>,
    /// Questions in their normal form, read when the first check asks.
    questions: OnceLock<Arc<Questions>>,
}

/// One check.
type Check = fn(&Checking<'_>, &mut Findings<'_>);

/// Every check but those of words, which read each page once for all of them.
const CHECKS: &[(Code, Check)] = &[
    (Code::KB203, kb203::check),
    (Code::KB204, kb204::check),
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
        anchors: &'a [Anchored],
    ) -> Self {
        Self { kb, graph, plan, config, sources, anchors, written: Written::new(sources), questions: OnceLock::new() }
    }
}

impl Checking<'_> {
    fn questions(&self) -> &Questions {
        // No work is handed to other threads within, so that no thread waits for itself.
        self.questions.get_or_init(|| Arc::new(Questions::new(self.kb, &self.config.language)))
    }
}

/// What was read before, to be taken where nothing it was read from changed.
#[derive(Default)]
pub struct Remembered {
    words: words::Remembered,
    questions: Option<(Arc<Questions>, Knowledge, String)>,
}

impl Remembered {
    /// The questions, if they, all names in them and the pages they stand on are the very same.
    fn questions(&mut self, what: &Checking<'_>) -> Option<Arc<Questions>> {
        let (questions, old, language) = self.questions.take()?;
        let kb = what.kb;
        let named = kb.role_ids().map(Entity::from).chain(kb.party_ids().map(Entity::from)).chain(kb.term_ids().map(Entity::from));
        let paged = kb.comparison_ids().map(Entity::from).chain(kb.event_ids().map(Entity::from));
        let mut all = named.chain(paged).chain(kb.question_ids().map(Entity::from));
        let same = language == what.config.language
            && kb.has_records_of(&old)
            && kb.site.frame == old.site.frame
            && kb.page_questions == old.page_questions
            && all.all(|entity| kb.is_same(&old, entity));
        same.then_some(questions)
    }
}

/// What the checks of words are called together.
const WORDS: &str = "words";

/// Runs every check.
#[must_use]
pub fn check(what: &Checking<'_>, locator: &Locator<'_>) -> Vec<Diagnostic> {
    check_again(what, locator, &mut Remembered::default())
}

/// Runs every check, with the words of what did not change.
#[must_use]
pub fn check_again(what: &Checking<'_>, locator: &Locator<'_>, memory: &mut Remembered) -> Vec<Diagnostic> {
    if let Some(questions) = memory.questions(what) {
        // nobody has asked yet
        let _ = what.questions.set(questions);
    }
    let records = || {
        let found = CHECKS.par_iter().map(|(_, check)| {
            let mut found = Findings::new(locator);
            check(what, &mut found);
            found.into_list()
        });
        found.collect::<Vec<_>>().into_iter().flatten().collect::<Vec<_>>()
    };
    let (mut found, language) = rayon::join(records, || language::check(what, locator, &mut memory.words));
    found.extend(language);
    memory.questions = what.questions.get().map(|questions| (Arc::clone(questions), what.kb.clone(), what.config.language.clone()));
    found
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
        return language::check(what, locator, &mut words::Remembered::default());
    }
    let mut found = Findings::new(locator);
    for (_, check) in CHECKS.iter().filter(|(code, _)| code.as_str() == name) {
        check(what, &mut found);
    }
    found.into_list()
}
