//! What is fuzzed: bytes in, and what must hold of whatever they are. The fuzzer and the tests of the program share this file, so
//! that every seed and every input that once broke something is tried with each change.

#![allow(dead_code, unused_imports, reason = "each of the programs that share this uses one function")]

mod html;
mod input;
#[cfg(feature = "serve")]
mod served;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock};

use kb::analysis::{Analysis, Options, analyze};
use kb::build::{Emit, Failure, Made, Publication, build};
use kb::diagnostic::{Diagnostic, Severity, human, json, sarif, short};
use kb::fix::fix;
use kb::render::{Highlighter, Prepared, Renderer, site_view};
use kb::source::{Sources, Span};
use kb::theme::Theme;

#[cfg(feature = "serve")]
pub(crate) use served::request;

/// What does not hold.
pub(crate) type Verdict = Result<(), String>;

/// Stops the fuzzer at what does not hold.
pub(crate) fn must(verdict: Verdict) {
    if let Err(why) = verdict {
        panic!("{why}");
    }
}

fn options() -> Options {
    Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: Some("https://handbook.example/".into()) }
}

/// Where the front matter of a page is tried: what it may say differs.
const PAGES: [&str; 6] =
    ["guides/page.md", "roles/page.md", "comparisons/page.md", "decisions/page.md", "glossary/page.md", "sub/index.md"];
/// Where a file of data is tried.
const DATA: [&str; 9] = [
    "glossary.yaml",
    "decisions.yaml",
    "faq.yaml",
    "sources.yaml",
    "people.yaml",
    "parties.yaml",
    "events.yaml",
    "roles/page.yaml",
    "comparisons/page.yml",
];

/// Front matter: the first byte says of which page.
pub(crate) fn front_matter(bytes: &[u8]) -> Verdict {
    let Some((path, text)) = chosen(bytes, &PAGES) else { return Ok(()) };
    understood(input::base([(path, format!("---\n{text}\n---\n\n# Words\n\nA text.\n"))])).map(drop)
}

/// A file of data: the first byte says which.
pub(crate) fn data(bytes: &[u8]) -> Verdict {
    let Some((path, text)) = chosen(bytes, &DATA) else { return Ok(()) };
    understood(input::base([(path, text)])).map(drop)
}

/// One of some paths, told by the first byte so that a person can read and write it (`0`, `1`, …), and the text behind it.
fn chosen(bytes: &[u8], paths: &[&'static str]) -> Option<(&'static str, String)> {
    let (first, rest) = bytes.split_first()?;
    let path = paths.get(usize::from(first.wrapping_sub(b'0')) % paths.len())?;
    Some((path, input::text(rest)))
}

/// Markdown to HTML: the page and its twin.
pub(crate) fn markdown(bytes: &[u8]) -> Verdict {
    static LOOK: OnceLock<Result<(Theme, Arc<Highlighter>), String>> = OnceLock::new();
    let look = LOOK.get_or_init(|| {
        let analysis = analyze(input::base([]), &options());
        let mut theme =
            Theme::load(&analysis.sources, &analysis.config).map_err(|found| short::render(&found, &analysis.sources))?;
        let site = site_view(&analysis, &theme);
        theme.share("site", &site);
        Ok((theme, Arc::default()))
    });
    let (theme, highlighter) = look.as_ref().map_err(Clone::clone)?;
    let analysis = understood(input::base([("guides/page.md", format!("---\ntitle: Page\n---\n{}", input::text(bytes)))]))?;
    let Ok(checked) = analysis.checked() else { return Ok(()) };
    let renderer = Renderer::with(&checked, theme, Arc::new(Prepared::new(&checked, Arc::clone(highlighter))));
    let publication = Publication::new(&checked);
    for path in ["guides/page/index.html", "guides/page/index.md"] {
        match publication.at(&renderer, path) {
            Ok(Some(Made::Bytes(bytes))) if path.ends_with(".html") => html::inert(path, &bytes)?,
            Ok(Some(Made::Bytes(_))) => {}
            other => return Err(format!("{path}: {other:?}")),
        }
    }
    Ok(())
}

/// A whole site: files, each below a line `=== content/…`.
pub(crate) fn site(bytes: &[u8]) -> Verdict {
    let Some(sources) = input::site(bytes) else { return Ok(()) };
    let analysis = understood(sources)?;
    let Ok(checked) = analysis.checked() else { return Ok(()) };
    let outputs: Mutex<Vec<(String, Vec<u8>)>> = Mutex::default();
    let take = |emit: Emit<'_>| {
        let one = match emit {
            Emit::File(output) | Emit::Part(output) => (output.path.to_string(), output.bytes),
            Emit::Written(path, writing) => {
                let mut bytes = Vec::new();
                writing(&mut bytes)?;
                (path.to_string(), bytes)
            }
            Emit::Asset { to, .. } | Emit::Kept(to) | Emit::Moved(_, to) => (to.to_string(), Vec::new()),
        };
        outputs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(one);
        Ok(())
    };
    match build(&checked, &take, &|_, _| {}) {
        Ok(_) => {}
        Err(Failure::Findings(found)) => return Err(format!("it cannot be built: {}", short::render(&found, &checked.sources))),
        Err(Failure::Machine(why)) => return Err(format!("{why:#}")),
    }
    let outputs = outputs.into_inner().map_err(|e| e.to_string())?;
    let mut names = BTreeSet::new();
    for (path, bytes) in &outputs {
        let is_safe = path.split('/').all(|part| !matches!(part, "" | "." | "..") && part.len() < 256)
            && !path.contains(|c: char| c.is_control() || c == '\\');
        if !is_safe {
            return Err(format!("{path:?} is published"));
        }
        if !names.insert(path.to_lowercase()) {
            return Err(format!("{path} is published twice"));
        }
        if path.ends_with(".html") {
            html::inert(path, bytes)?;
        }
    }
    Ok(())
}

/// What a site means; its findings must be fit to be shown, and what `kb fix` makes of it must be as fit.
fn understood(sources: Sources) -> Result<Analysis, String> {
    let analysis = analyze(sources, &options());
    shown(&analysis.diagnostics, &analysis.sources)?;
    if analysis.diagnostics.iter().any(|d| d.fix.is_some()) {
        let fixed = fix(analysis.clone(), &options(), None);
        shown(&fixed.analysis.diagnostics, &fixed.analysis.sources)?;
    }
    Ok(analysis)
}

/// Every finding stands in its file, and every format can say it.
fn shown(found: &[Diagnostic], sources: &Sources) -> Verdict {
    for d in found {
        let edits = d.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        for span in std::iter::once(d.primary.span).chain(d.labels.iter().map(|label| label.span)).chain(edits) {
            if !within(span, sources) {
                return Err(format!("{span:?} is no place of {}: {} {}", sources.file(span.file).path, d.code, d.message));
            }
        }
    }
    let lines = short::render(found, sources);
    let errors = found.iter().filter(|d| d.severity == Severity::Error).count();
    let placed = lines.lines().filter(|line| is_placed(line)).count();
    if lines.lines().count() != found.len() {
        return Err(format!("{} findings on {} lines:\n{lines}", found.len(), lines.lines().count()));
    }
    if placed != errors {
        return Err(format!("{errors} errors, {placed} of them with a place:\n{lines}"));
    }
    let folder = kb::diagnostic::Folder::default();
    let screen = human::Screen { colour: true, ..human::Screen::default() };
    let shown =
        human::render(found, sources, screen, &folder) + &json::render(found, sources) + &sarif::render(found, sources, &folder);
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\u{1b}');
    match shown.find(control) {
        Some(at) => {
            Err(format!("a finding holds a control character: {:?}", &shown[shown.floor_char_boundary(at.saturating_sub(80))..=at]))
        }
        None => Ok(()),
    }
}

fn within(span: Span, sources: &Sources) -> bool {
    let text = &sources.file(span.file).text;
    span.start <= span.end && text.is_char_boundary(span.start) && text.is_char_boundary(span.end)
}

/// `content/a.md:3:1: error[KB101]: …`
fn is_placed(line: &str) -> bool {
    let Some((at, _)) = line.split_once(": error[") else { return false };
    let mut parts = at.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n > 0);
    number() && number() && parts.next().is_some_and(|path| !path.is_empty())
}
