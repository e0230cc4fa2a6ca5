//! Templates, loaded with all their mistakes: each shown in the theme's file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::{ErrorKind, Tera};

use super::strays::components;
use super::{BuiltIn, Texts, at_config, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};

/// Loads every template. One that fails is reported and its built-in one stands in, so that one run reports all.
pub(super) fn load(tera: &mut Tera, texts: &Texts, origins: &BTreeMap<String, FileId>, sources: &Sources) -> Vec<Diagnostic> {
    let mut templates: BTreeMap<&str, Cow<'_, str>> =
        texts.iter().filter(|(name, _)| name.ends_with(".html")).map(|(n, t)| (n.as_str(), Cow::Borrowed(&**t))).collect();
    let (mut found, mut gone) = (Vec::new(), Vec::<&str>::new());
    for _ in 0..=origins.len() {
        let mut fresh = tera.clone();
        let Err(error) = fresh.add_raw_templates(templates.iter().map(|(name, text)| (*name, &**text))) else {
            *tera = fresh;
            return found;
        };
        // of components that two templates have the engine names any one, and not where
        let twice = error.to_string().contains("is defined in both").then(|| defined_twice(&templates, origins)).flatten();
        let (failed, findings) = match twice {
            Some(twice) => twice,
            None => (place_of(&error).name, vec![failure(&error, origins, sources, None)]),
        };
        // what a file that was left out would have defined is no second mistake
        let is_gone = |component: &str| error.to_string().contains(&format!("nknown component `{component}`"));
        if !gone.iter().any(|text| components(text).any(|(_, component)| is_gone(component))) {
            found.extend(findings);
        }
        // Go on without the file that failed; without a file to leave out there is nothing more to learn.
        let Some((name, _)) = origins.iter().find(|(name, _)| **name == failed && templates.contains_key(name.as_str())) else {
            return found;
        };
        gone.push(&*texts[name]);
        match BuiltIn::get(name) {
            Some(file) if templates.get(name.as_str()).is_some_and(|t| **t == *texts[name]) => {
                templates.insert(name, text(file.data));
            }
            _ => _ = templates.remove(name.as_str()),
        }
    }
    found
}

/// An own template that defines what another one does as well, and every component it does that with.
fn defined_twice(
    templates: &BTreeMap<&str, Cow<'_, str>>,
    origins: &BTreeMap<String, FileId>,
) -> Option<(String, Vec<Diagnostic>)> {
    // a file that replaces a built-in one is where its components belong
    let (replacing, added): (Vec<_>, Vec<_>) = origins.iter().partition(|(name, _)| BuiltIn::get(name).is_some());
    added.into_iter().chain(replacing).find_map(|(name, file)| {
        let twice = components(templates.get(name.as_str())?).filter_map(|(at, component)| {
            let has_it = |text: &str| components(text).any(|(_, theirs)| theirs == component);
            let (other, _) = templates.iter().find(|(other, text)| **other != name && has_it(text))?;
            let message = format!("the component `{component}` is in `{other}` as well");
            let d = Diagnostic::new(Code::KB813, Span::new(*file, at..at + component.len()), message);
            let help = format!("to replace it, give `{other}` of your own; else call this one by another name");
            Some(d.label("which of them is meant?").help(help))
        });
        let twice: Vec<Diagnostic> = twice.collect();
        (!twice.is_empty()).then(|| (name.clone(), twice))
    })
}

/// Where a template failed, and what the engine says.
struct Failed {
    name: String,
    range: std::ops::Range<usize>,
    /// Line and column from 1, where that is all the engine tells.
    line_col: Option<(usize, usize)>,
    message: String,
}

fn place_of(error: &tera::Error) -> Failed {
    let at = |name: &str, message: String| Failed { name: name.to_owned(), range: 0..0, line_col: None, message };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Failed {
            name: report.filename().to_owned(),
            range: report.span().range.clone(),
            line_col: None,
            message: report.message().to_owned(),
        },
        ErrorKind::MissingParent { current, parent } => at(current, format!("it extends `{parent}`, which is not there")),
        ErrorKind::CircularExtend { tpl, .. } => at(tpl, "it extends itself".to_owned()),
        ErrorKind::CircularInclude { tpl, .. } => at(tpl, "it includes itself".to_owned()),
        other => reported(&other.to_string()),
    }
}

/// Some errors come as a finished report: `error: …` and a line `--> name:line:column`.
fn reported(report: &str) -> Failed {
    let message = report.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    let place = report.lines().find_map(|l| l.trim_start().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':');
    let col = parts.next().and_then(|n| n.trim().parse().ok());
    let line = parts.next().and_then(|n| n.parse().ok());
    let name = parts.next().unwrap_or_default().to_owned();
    Failed { name, range: 0..0, line_col: line.zip(col), message }
}

/// KB813: the error at its place in the theme's file. `page` is the address that was being rendered.
pub(super) fn failure(
    error: &tera::Error,
    origins: &BTreeMap<String, FileId>,
    sources: &Sources,
    page: Option<&str>,
) -> Diagnostic {
    let failed = place_of(error);
    let failed = Failed { message: in_order(failed.message), ..failed };
    let while_rendering = page.map(|p| format!(" (while rendering /{p})")).unwrap_or_default();
    let (what, known) = match failed.message.split_once(". Available fields: ") {
        Some((what, known)) => (what.to_owned(), Some(known.trim_end_matches('.').to_owned())),
        None => (failed.message.clone(), None),
    };
    let message = format!("the template `{}` fails: {}{while_rendering}", failed.name, lower_first(what.trim_end_matches('.')));
    let help = "the theme's README lists what each template is given; delete the file to use the built-in one";
    let d = match origins.get(&failed.name) {
        Some(file) => {
            Diagnostic::new(Code::KB813, Span::new(*file, span(&failed, &sources.file(*file).text)), message).label("here")
        }
        // A built-in template fails only because of what an override hands it or leaves out.
        None => match origins.values().next() {
            Some(file) => Diagnostic::new(Code::KB813, Span::new(*file, 0..0), message),
            None => return at_config(sources, "theme", message),
        },
    };
    match known {
        Some(known) => d.help(format!("it has: {known}")).help(help),
        None => d.help(help),
    }
}

fn span(failed: &Failed, text: &str) -> std::ops::Range<usize> {
    let Some((line, col)) = failed.line_col else {
        return failed.range.start.min(text.len())..failed.range.end.min(text.len());
    };
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or_default();
    let at = rest.char_indices().nth(col.saturating_sub(1)).map_or(rest.len(), |(i, _)| i);
    let name = rest[at..].bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'<')).count();
    start + at..start + at + name.max(1).min(rest.len() - at)
}

/// What the engine lists in whatever order, in order: one mistake is told in the same words by every run.
fn in_order(message: String) -> String {
    let list = message.split_once("argument(s) ").and_then(|(_, rest)| Some(rest.split_once(" in component call")?.0));
    let Some(list) = list else { return message };
    let mut names: Vec<&str> = list.split(", ").collect();
    names.sort_unstable();
    message.replacen(list, &names.join(", "), 1)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
