//! Runs the case files. `tests/README.md` says how one is written.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use kb::analysis::{Options, analyze};
use kb::build::Failure;
use kb::diagnostic::{Code, Diagnostic, Folder, Severity, short};
use kb::source::{Sources, Span};
use libtest_mimic::Trial;
use similar::TextDiff;

use crate::case_file::{CaseFile, Fence};
use crate::site::{self, Published};
use crate::{Outcome, answers, console, data, links, markup, reports};

/// A test for each case file, named by its path.
pub(crate) fn trials() -> Vec<Trial> {
    let folder = site::root().join("tests/cases");
    let files = paths(&folder);
    let all = files.clone();
    let mut trials: Vec<Trial> = files
        .into_iter()
        .map(|file| {
            let name = file.strip_prefix(&folder).unwrap_or(&file).with_extension("");
            Trial::test(format!("cases::{}", name.display()), move || run(&file))
        })
        .collect();
    trials.push(Trial::test("cases::every_code_has_a_case", move || every_code_has_a_case(&all)));
    trials
}

pub(crate) fn paths(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "md")).collect()
}

/// Whether expectations are written anew instead of compared.
pub(crate) fn updating() -> bool {
    std::env::var_os("KB_UPDATE").is_some_and(|v| v == "1")
}

fn run(file: &Path) -> Outcome {
    let text = std::fs::read_to_string(file).map_err(|e| e.to_string())?;
    let mut case = CaseFile::parse(&text)?;
    if case.fences().any(|f| f.kind() == "console") {
        let folder = site::write_fences(case.fences())?;
        return compare(file, &text, case, |fence| match fence.kind() {
            "console" => console::actual(fence, folder.path()),
            kind => Err(format!("line {}: beside `console` there is no `{kind}`", fence.line)),
        });
    }
    if !case.fences().any(|f| f.kind() == "diagnostics") {
        if !updating() {
            return Err("a case says what is found: add an empty fence `diagnostics`".into());
        }
        case.add("diagnostics");
    }
    let result = Ran::new(&case)?;
    compare(file, &text, case, |fence| result.actual(fence))?;
    if result.faults.is_empty() { Ok(()) } else { Err(result.faults.into()) }
}

/// Compares what each expectation says with what it would have to say, or writes that down.
fn compare(file: &Path, text: &str, mut case: CaseFile, actual: impl Fn(&Fence) -> Result<String, String>) -> Outcome {
    let mut differences = String::new();
    for fence in case.fences_mut().filter(|f| f.value("title").is_none() && !matches!(f.kind(), "options" | "answers")) {
        let actual = actual(fence)?;
        if actual == fence.body {
            continue;
        }
        if updating() {
            fence.body = actual;
        } else {
            let at = format!("{}:{}: {}", file.strip_prefix(site::root()).unwrap_or(file).display(), fence.line, fence.kind());
            // Writing to a string cannot fail.
            let _ = writeln!(differences, "{at}\n{}", diff(&fence.body, &actual));
        }
    }
    if updating() {
        let written = case.to_string();
        if written != text {
            std::fs::write(file, written).map_err(|e| e.to_string())?;
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(format!("- expected, + found\n{differences}").into()) }
}

pub(crate) fn diff(expected: &str, actual: &str) -> String {
    TextDiff::from_lines(expected, actual).unified_diff().context_radius(3).to_string()
}

/// A case that has been run.
struct Ran {
    /// Nothing when there are errors, or when the case does not ask for it.
    published: Option<Published>,
    diagnostics: String,
    /// Those of them that are more than polish.
    weighty: String,
    helps: BTreeSet<String>,
    found: Vec<Diagnostic>,
    sources: Sources,
    /// What is wrong with the pages as such: links that lead nowhere, ids that stand twice.
    faults: String,
}

impl Ran {
    fn new(case: &CaseFile) -> Result<Self, String> {
        let mut analysis = analyze(site::read_case(case)?, &options(case.fences())?);
        answers::ask(case.fences(), &mut analysis)?;
        // A theme is read only when pages are made.
        let themed = |f: &Fence| f.value("title").is_some_and(|path| path.starts_with("themes/"));
        let wanted = |f: &Fence| matches!(f.kind(), "html" | "text" | "absent" | "files" | "json" | "raw") || themed(f);
        let ran = |published, diagnostics: &[Diagnostic], sources: &Sources| Self {
            published,
            diagnostics: short::render(diagnostics, sources),
            weighty: {
                let weighty: Vec<Diagnostic> = diagnostics.iter().filter(|d| d.severity > Severity::Info).cloned().collect();
                short::render(&weighty, sources)
            },
            helps: diagnostics.iter().flat_map(|d| helps(d, sources)).collect(),
            found: diagnostics.to_vec(),
            sources: sources.clone(),
            faults: String::new(),
        };
        if !case.fences().any(wanted) {
            return Ok(ran(None, &analysis.diagnostics, &analysis.sources));
        }
        let checked = match analysis.checked() {
            Ok(checked) => checked,
            Err(analysis) => return Ok(ran(None, &analysis.diagnostics, &analysis.sources)),
        };
        match site::publish(&checked) {
            Ok(published) => {
                let faults = links::faults(&published, checked.config.base_url.as_deref()) + &data::faults(&published);
                Ok(Self { faults, ..ran(Some(published), &checked.diagnostics, &checked.sources) })
            }
            Err(Failure::Findings(found)) => Ok(ran(None, &found, &checked.sources)),
            Err(Failure::Machine(e)) => Err(format!("{e:#}")),
        }
    }

    /// What an expectation fence would have to say.
    fn actual(&self, fence: &Fence) -> Result<String, String> {
        match fence.kind() {
            "diagnostics" if fence.says("any") => Ok(fence.body.clone()),
            "diagnostics" if fence.says("info") => Ok(self.diagnostics.clone()),
            "diagnostics" => Ok(self.weighty.clone()),
            "help" => Ok(self.help(&fence.body)),
            "report" => self.report(fence),
            "html" => markup::html(self.page(fence)?, fence.value("select")),
            "text" => markup::text(self.page(fence)?, fence.value("select")),
            "json" => self.json(fence),
            // A carriage return could not be seen.
            "raw" => Ok(self.page(fence)?.replace('\r', "\\r")),
            "absent" => {
                Ok(if self.published()?.contains_key(path(fence)?) { "it is published\n".to_owned() } else { String::new() })
            }
            "files" => {
                let under = fence.value("under").unwrap_or_default();
                Ok(self.published()?.keys().filter(|p| p.starts_with(under)).map(|p| without_hash(p) + "\n").collect())
            }
            kind => Err(format!("line {}: `{kind}` is no expectation, and an input needs `title=path`", fence.line)),
        }
    }

    /// The expected lines when each is found somewhere, else every help there is.
    fn help(&self, expected: &str) -> String {
        let found = |line: &str| self.helps.iter().any(|help| help.contains(line.trim()));
        if !expected.trim().is_empty() && expected.lines().all(found) {
            return expected.to_owned();
        }
        self.helps.iter().map(|help| format!("{help}\n")).collect()
    }

    /// The findings of some codes in a format, of a site that stands `under` a folder of its repository.
    fn report(&self, fence: &Fence) -> Result<String, String> {
        let folder = Folder::new(fence.value("under").unwrap_or_default(), None);
        let wanted = |d: &&Diagnostic| fence.value("codes").is_none_or(|codes| codes.split(',').any(|c| c == d.code.as_str()));
        let found: Vec<Diagnostic> = self.found.iter().filter(wanted).cloned().collect();
        reports::report(fence.value("format").unwrap_or_default(), &found, &self.sources, &folder)
    }

    fn published(&self) -> Result<&Published, String> {
        self.published.as_ref().ok_or_else(|| format!("nothing is published:\n{}", self.diagnostics))
    }

    fn page(&self, fence: &Fence) -> Result<&str, String> {
        let path = path(fence)?;
        let published = self.published()?;
        let by_name = || published.iter().find(|(name, _)| without_hash(name) == path).map(|(_, bytes)| bytes);
        let bytes = published.get(path).or_else(by_name).ok_or_else(|| {
            format!("`{path}` is not published; these are:\n{}", published.keys().map(|p| format!("{p}\n")).collect::<String>())
        })?;
        std::str::from_utf8(bytes).map_err(|e| format!("`{path}`: {e}"))
    }

    fn json(&self, fence: &Fence) -> Result<String, String> {
        let whole: serde_json::Value = serde_json::from_str(self.page(fence)?).map_err(|e| e.to_string())?;
        let part = fence.value("pointer").map_or(Some(&whole), |p| whole.pointer(p));
        let part = part.ok_or_else(|| format!("nothing at `{}`", fence.value("pointer").unwrap_or_default()))?;
        Ok(format!("{part:#}\n"))
    }
}

/// `theme.1f3b25d1.js` as `theme.*.js`: another hash is no other site.
fn without_hash(path: &str) -> String {
    let is_hash = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    // A folder may be named after its content as well.
    let segment = |text: &str| text.split('.').map(|part| if is_hash(part) { "*" } else { part }).collect::<Vec<_>>().join(".");
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn path(fence: &Fence) -> Result<&str, String> {
    fence.value("path").ok_or_else(|| format!("line {}: `{}` needs `path=…`", fence.line, fence.kind()))
}

/// What a finding says besides its message, one line each, as in `KB302: has consulted, but no accountable`.
fn helps(d: &Diagnostic, sources: &Sources) -> Vec<String> {
    let line = |text: &str| format!("{}: {}", d.code, text.split_whitespace().collect::<Vec<_>>().join(" "));
    let place = |span: Span, text: &str| {
        let at = sources.line_col(span);
        let end = Span::new(span.file, span.end..span.end);
        let end = sources.line_col(end);
        line(&format!("{}:{}:{}-{}:{} {text}", sources.file(span.file).path, at.line, at.col, end.line, end.col))
    };
    let mut lines = vec![place(d.primary.span, &d.primary.text)];
    lines.extend(d.labels.iter().map(|l| place(l.span, &l.text)));
    lines.extend(d.why.iter().map(|why| line(&format!("why: {why}"))));
    lines.extend(d.help.iter().map(|help| line(&format!("help: {help}"))));
    let edits = d.fix.iter().flat_map(|fix| &fix.edits);
    lines.extend(edits.map(|edit| place(edit.span, &format!("fix: {}", edit.text))));
    lines
}

/// `drafts = true`, `today = 2026-11-21`, `base_url = …`, one a line.
pub(crate) fn options<'a>(fences: impl Iterator<Item = &'a Fence>) -> Result<Options, String> {
    let mut options = site::options();
    for line in fences.filter(|f| f.kind() == "options").flat_map(|f| f.body.lines()) {
        match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some(("drafts", value)) => options.drafts = value == "true",
            Some(("today", day)) => options.today = day.parse().map_err(|e| format!("`{line}`: {e}"))?,
            Some(("base_url", url)) => options.base_url = Some(kb::config::base_url(url).map_err(ToOwned::to_owned)?),
            _ => return Err(format!("`{line}` is no option")),
        }
    }
    Ok(options)
}

/// Every code is shown to fire by some case file.
fn every_code_has_a_case(files: &[PathBuf]) -> Outcome {
    let mut missing: BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    for file in files {
        let case = CaseFile::parse(&std::fs::read_to_string(file).map_err(|e| e.to_string())?)?;
        let fired = case.fences().filter(|f| f.kind() == "diagnostics").flat_map(|f| f.body.lines());
        for line in fired {
            missing.retain(|code| !line.contains(&format!("[{code}]")));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(format!("no case fires {missing:?}").into()) }
}
