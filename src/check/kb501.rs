//! KB501: an abbreviation with several meanings, used on a page that does not say which.

use super::Checking;
use super::words::{PageWords, Uses, Words, name};
use crate::content::{Findings, yaml_range};
use crate::diagnostic::{Code, Fix};
use crate::model::{Entity, Kind};
use crate::source::Span;

pub(super) fn check(what: &Checking<'_>, words: &Words, found: &mut Findings<'_>) {
    let kb = what.kb;
    for page in words.written() {
        for uses in page.uses(what) {
            let Some(meanings) = words.lexicon.ambiguous.get(uses.text) else { continue };
            // Two meanings on one page are KB502, which says enough.
            if uses.bound.is_some() || uses.meanings(kb).1.is_some() {
                continue;
            }
            let told = uses.all.iter().find(|l| l.means.is_some()).map(|l| l.turn);
            let open: Vec<_> = uses.all.iter().filter(|l| told.is_none_or(|turn| l.turn < turn)).collect();
            let Some(first) = open.first() else { continue };
            let names: Vec<String> = meanings.iter().map(|m| name(kb, *m)).collect();
            let label = match open.len() {
                1 => "which one?".to_owned(),
                n => format!("1 of {n} uses on this page"),
            };
            let mut d = found
                .at(Code::KB501, first.place, format!("\"{}\" can mean {} here", uses.text, either(&names)))
                .label(label)
                .why("readers take it for the one they know");
            if told.is_some() {
                d = d.help("it is written out further down: write it out here, where it stands first");
            } else {
                d = help(what, page, &uses, meanings, d);
            }
            found.push(d);
        }
    }
}

fn help(
    what: &Checking<'_>,
    page: &PageWords,
    uses: &Uses<'_>,
    meanings: &[Entity],
    d: crate::diagnostic::Diagnostic,
) -> crate::diagnostic::Diagnostic {
    let likely = named(page, meanings);
    let meant = likely.or(meanings.first().copied());
    let bindable = |entity: &Entity| matches!(entity.kind(), Some(Kind::Role | Kind::Party | Kind::Term | Kind::Event));
    match meant.filter(bindable).filter(|_| takes_means(page.entity)) {
        Some(meant) => {
            let line = format!("means: {{{}: {}}}", uses.text, what.kb.id(meant));
            let fix = likely.and_then(|_| binding(what, page.entity?, &line));
            d.help(format!("write it out, or bind it for the whole page:  {line}")).fix(fix)
        }
        None => d.help("write it out"),
    }
}

/// The one meaning that the page names in full, if it names exactly one.
fn named(page: &PageWords, meanings: &[Entity]) -> Option<Entity> {
    let mut named = meanings.iter().copied().filter(|m| page.entity == Some(*m) || page.named.iter().any(|n| n.entity == Some(*m)));
    let first = named.next()?;
    named.next().is_none().then_some(first)
}

/// Whether a record has the key `means`.
const fn takes_means(entity: Option<Entity>) -> bool {
    matches!(
        entity,
        Some(
            Entity::Role(_)
                | Entity::Comparison(_)
                | Entity::Decision(_)
                | Entity::Event(_)
                | Entity::Guide(_)
                | Entity::Section(_)
        )
    )
}

/// The edit that adds a line to the front matter, or to the YAML of a record that has its file to itself.
fn binding(what: &Checking<'_>, entity: Entity, line: &str) -> Option<Fix> {
    let meta = what.kb.meta(entity).filter(|meta| meta.whole_file && meta.means.is_empty())?;
    let file = what.sources.file(meta.file);
    let range = yaml_range(&file.path, &file.text);
    let yaml = &file.text[range.clone()];
    let plain = yaml.ends_with('\n') && !yaml.trim_start().starts_with('{') && !yaml.lines().any(|l| l.starts_with("means"));
    let ending = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    plain.then(|| Fix::replace(Span::new(meta.file, range.end..range.end), format!("{line}{ending}")))
}

/// `a or b`, `a, b or c`.
fn either(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} or {last}", many.join(", ")),
    }
}
