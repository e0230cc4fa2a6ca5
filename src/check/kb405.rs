//! KB405: a responsibility that is a result, not an activity.

use super::Checking;
use super::said;
use crate::content::Findings;
use crate::diagnostic::Code;

/// Verbs of results: how they begin in English, in every form.
const ENGLISH: [&str; 8] = ["ensur", "guarante", "assur", "maximis", "maximiz", "minimis", "minimiz", "achiev"];
/// The same in German, where such a verb may also end the sentence: `Wachstum sicherstellen`.
const GERMAN: [&str; 6] = ["gewährleist", "garantier", "maximier", "minimier", "sicherstell", "sicherzustell"];

pub(super) fn check(what: &Checking<'_>, found: &mut Findings<'_>) {
    let verbs: &[&str] = match what.config.language.split('-').next() {
        Some("en") => &ENGLISH,
        Some("de") => &GERMAN,
        _ => return,
    };
    for role in what.kb.roles.iter().take_while(|_| what.is_wanted()) {
        for said in said::of_role(role) {
            for text in said.fields.responsibilities.given().into_iter().flatten() {
                if !may_hold(text, verbs) {
                    continue;
                }
                let plain = text.plain();
                let Some(verb) = result(sentence(text, &plain), verbs) else { continue };
                let d = found
                    .at(Code::KB405, text.place, format!("\"{verb}\" is a result, not an activity"))
                    .why("nobody can be told to have a result; what they do for it can be agreed, seen and handed over")
                    .help("say what this role does for it, and put the result under `measures` or `success`");
                found.push(d);
            }
        }
    }
}

/// Whether one of these verbs may stand in a text, which is found out without reading its markdown: markup may only divide a word.
fn may_hold(text: &str, verbs: &[&str]) -> bool {
    if text.contains(['&', '\\', '<', '[', '{']) {
        return true;
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '*' | '_' | '~' | '`')).flat_map(char::to_lowercase).collect();
    bare.contains("sicher") || verbs.iter().any(|verb| bare.contains(verb))
}

/// A responsibility without its label: `**Growth.** Ensures growth` says `Ensures growth`.
fn sentence<'p>(text: &str, plain: &'p str) -> &'p str {
    let label = text.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(label, _)| label);
    label.and_then(|label| plain.strip_prefix(label)).unwrap_or(plain).trim_start_matches([' ', ':', '.'])
}

/// The verb of a result, as written: the first word, or in German the last one too.
fn result<'t>(sentence: &'t str, verbs: &[&str]) -> Option<&'t str> {
    let words = sentence.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphabetic())).filter(|w| !w.is_empty());
    let words: Vec<&str> = words.collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let is_result = |word: &str| {
        let word = word.to_lowercase();
        verbs.iter().any(|verb| word.starts_with(verb))
    };
    if is_result(first) {
        return Some(first);
    }
    if verbs != GERMAN {
        return None;
    }
    // `Stellt … sicher` stands in two parts, the second before a comma or at the end.
    let split = matches!(&*first.to_lowercase(), "stellt" | "stelle" | "stellen");
    if split && (words.get(1) == Some(&"sicher") || last == "sicher") {
        return Some("stellt sicher");
    }
    is_result(last).then_some(last)
}
