//! KB605: a yes-or-no question whose answer begins with something else.

use rayon::prelude::*;

use super::Checking;
use crate::content::Findings;
use crate::content::markdown::{self, Mode};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Question;
use crate::source::Place;

/// How a question begins that can be answered with yes or no.
const OPENINGS: [&str; 44] = [
    "can", "could", "is", "are", "was", "were", "do", "does", "did", "should", "must", "may", "might", "will", "would", "has",
    "have", "shall", "isn't", "aren't", "don't", "doesn't", "can't", "won't", "kann", "können", "könnte", "ist", "sind", "darf",
    "dürfen", "soll", "sollen", "sollte", "sollten", "muss", "müssen", "wird", "werden", "hat", "haben", "gibt", "braucht",
    "brauchen",
];

/// How an answer begins that answers at once.
const DIRECT: [&str; 56] = [
    "yes",
    "no",
    "it depends",
    "that depends",
    "depends",
    "not",
    "never",
    "rarely",
    "seldom",
    "hardly",
    "sometimes",
    "often",
    "usually",
    "mostly",
    "always",
    "only",
    "both",
    "neither",
    "in most cases",
    "in principle",
    "in theory",
    "in practice",
    "generally",
    "normally",
    "almost",
    "partly",
    "probably",
    "perhaps",
    "maybe",
    "of course",
    "certainly",
    "as long as",
    "if",
    "when",
    "unless",
    "under",
    "at most",
    "nobody",
    "no one",
    "none",
    "everybody",
    "everyone",
    "anybody",
    "anyone",
    "all",
    "ja",
    "nein",
    "es kommt",
    "das kommt",
    "nicht",
    "nie",
    "selten",
    "manchmal",
    "meist",
    "meistens",
    "nur",
];

/// Verbs that an answer may take up: "Can …?" "It can, …".
const TAKEN_UP: [&str; 16] = [
    "can", "could", "should", "must", "may", "might", "will", "would", "shall", "kann", "können", "darf", "soll", "sollte", "muss",
    "wird",
];

/// Verbs with their forms that an answer may take up at its end: "Is it …?" "It is not, …", "There are: two."
const FORMS: [&[&str]; 8] = [
    &["is", "are", "isn't", "aren't"],
    &["was", "were"],
    &["do", "does", "don't", "doesn't"],
    &["did", "didn't"],
    &["has", "have", "had"],
    &["ist", "sind"],
    &["hat", "haben"],
    &["wird", "werden"],
];

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let places: &Findings<'_> = found;
    let told = |(q, a): (Place, Place)| {
        places
            .at(Code::KB605, a, "the answer to a yes-or-no question begins with something else")
            .label("yes, no, or it depends?")
            .also(places.span(q), "asked here")
            .help("begin with \"Yes\", \"No\" or \"It depends\", then say why")
    };
    // to find the places takes longer than to judge the answers
    let told: Vec<Diagnostic> = what.kb.questions.par_iter().filter_map(|question| evasive(what, question).map(told)).collect();
    for d in told {
        found.push(d);
    }
}

/// Where a yes-or-no question stands, and its answer, if that begins with something else.
fn evasive(what: &Checking<'_>, question: &Question) -> Option<(Place, Place)> {
    let (q, a) = question.q.as_ref().zip(question.a.as_ref()).filter(|_| question.is_readable && what.is_wanted())?;
    let asked = q.plain().to_lowercase().replace('’', "'");
    let opening = asked.split(|c: char| !(c.is_alphanumeric() || c == '\'')).find(|word| !word.is_empty()).unwrap_or_default();
    // "Is it this or that?" is no such question.
    let choice = asked.contains(" or ") || asked.contains(" oder ");
    if !OPENINGS.contains(&opening) || choice || !asked.trim_end().ends_with('?') {
        return None;
    }
    let answer = markdown::plain(a, Mode::Prose).to_lowercase();
    let answer = answer.trim_start_matches(|c: char| !c.is_alphanumeric());
    (!answer.is_empty() && !is_direct(answer, opening)).then_some((q.place, a.place))
}

fn is_direct(answer: &str, opening: &str) -> bool {
    let begins = |words: &str| answer.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let mut first = answer.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    DIRECT.into_iter().any(begins) || (TAKEN_UP.contains(&opening) && first.any(|word| word == opening)) || ends_in(answer, opening)
}

/// Whether the answer says the verb of the question within its first words and stops there, or goes on with "not".
fn ends_in(answer: &str, opening: &str) -> bool {
    let Some(forms) = FORMS.into_iter().find(|forms| forms.contains(&opening)) else { return false };
    let answer = answer.replace('’', "'");
    let words: Vec<&str> = answer.split_whitespace().take(7).collect();
    words.iter().enumerate().take(6).any(|(i, word)| {
        let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '–', '—']);
        let verb = bare.strip_suffix("n't").unwrap_or(bare);
        if !forms.contains(&verb) {
            return false;
        }
        let next = words.get(i + 1).map(|next| next.trim_end_matches(|c: char| !c.is_alphanumeric()));
        // "There is a limit" answers "Is there a limit?".
        bare.len() < word.len()
            || verb != bare
            || next.is_none_or(|next| matches!(next, "not" | "nicht" | ""))
            || words[0] == "there"
    })
}
