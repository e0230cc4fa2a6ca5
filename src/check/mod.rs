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
mod language;
mod questions;
mod words;
mod written;

use authored::authored;
use std::sync::OnceLock;

use questions::Questions;
use rayon::prelude::*;
use written::Written;

use crate::config::Config;
use crate::content::{Findings, Locator};
use crate::diagnostic::Diagnostic;
use crate::model::{Anchored, Graph, Knowledge};
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
    questions: OnceLock<Questions>,
}

/// One check.
type Check = fn(&Checking<'_>, &mut Findings<'_>);

/// Every check.
const CHECKS: &[Check] = &[
    kb203::check,
    kb204::check,
    kb302::check,
    kb303::check,
    kb304::check,
    kb305::check,
    kb306::check,
    kb307::check,
    kb308::check,
    kb310::check,
    kb311::check,
    kb312::check,
    kb313::check,
    kb401::check,
    kb402::check,
    kb403::check,
    kb404::check,
    kb405::check,
    kb406::check,
    kb407::check,
    kb409::check,
    kb602::check,
    kb603::check,
    kb604::check,
    kb605::check,
    kb701::check,
    kb702::check,
    kb703::check,
    kb704::check,
    kb705::check,
    kb801::check,
    kb802::check,
    kb805::check,
    kb808::check,
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
        self.questions.get_or_init(|| Questions::new(self.kb, &self.config.language))
    }
}

/// Runs every check.
#[must_use]
pub fn check(what: &Checking<'_>, locator: &Locator<'_>) -> Vec<Diagnostic> {
    let records = || {
        let found = CHECKS.par_iter().map(|check| {
            let mut found = Findings::new(locator);
            check(what, &mut found);
            found.into_list()
        });
        found.collect::<Vec<_>>().into_iter().flatten().collect::<Vec<_>>()
    };
    let (mut found, language) = rayon::join(records, || language::check(what, locator));
    found.extend(language);
    found
}
