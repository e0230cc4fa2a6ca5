//! The pages of the checks, `content/checks/kb*.md`: their examples hold. `Wrong` has this finding and nothing else,
//! `Right` has none, and what `kb` says about the wrong one stands on the page.

use std::path::Path;

use kb::analysis::analyze;
use kb::build::Failure;
use kb::check::page::Page;
use kb::diagnostic::Folder;
use kb::diagnostic::human::{self, Screen};
use kb::diagnostic::{Code, Diagnostic, Severity, short};
use kb::source::Sources;
use libtest_mimic::Trial;

use crate::case_file::{CaseFile, Fence};
use crate::cases::{self, diff, paths, updating};
use crate::{Outcome, answers, site};

/// The section page, which lists every code.
const INDEX: &str = "content/checks/index.md";
/// Where its list begins.
const LIST: &str = "## All findings\n";

/// A test for each page, named by its code, and two for all of them.
pub(crate) fn trials() -> Vec<Trial> {
    let pages = paths(&site::root().join("content/checks")).into_iter().filter_map(|file| {
        let name = file.file_stem()?.to_str()?.to_owned();
        name.starts_with("kb").then(|| Trial::test(format!("check_pages::{name}"), move || run(&file, &name)))
    });
    let whole =
        [Trial::test("check_pages::index", index), Trial::test("check_pages::every_code_has_a_page", every_code_has_a_page)];
    pages.chain(whole).collect()
}

/// Every code has a page, and the program holds it.
fn every_code_has_a_page() -> Outcome {
    let missing: Vec<&str> = Code::ALL.iter().filter(|code| Page::of(**code).is_none()).map(|code| code.as_str()).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no page tells of {missing:?}").into()) }
}

/// The section page lists every code with its usual level, by hundreds, each linked to its page.
fn index() -> Outcome {
    let file = site::root().join(INDEX);
    let text = std::fs::read_to_string(&file).map_err(|e| e.to_string())?;
    let (before, list) = text.split_once(LIST).ok_or_else(|| format!("{INDEX} has no {LIST}"))?;
    let mut actual = String::new();
    let mut codes = Code::ALL.iter().copied().peekable();
    for heading in list.lines().filter(|line| line.starts_with("### ")) {
        let hundred = codes.peek().copied().map(hundred);
        actual += &format!("\n{heading}\n\n| Code | Level | What is found |\n| --- | --- | --- |\n");
        while let Some(code) = codes.next_if(|code| Some(self::hundred(*code)) == hundred) {
            let page = format!("{}.md", code.as_str().to_lowercase());
            let linked = if file.with_file_name(&page).exists() { format!("[{code}]({page})") } else { code.to_string() };
            actual += &format!("| {linked} | {} | {} |\n", level(code), code.title());
        }
    }
    if let Some(code) = codes.next() {
        return Err(format!("{INDEX} has no heading for the hundred of {code}").into());
    }
    if actual != list && updating() {
        std::fs::write(&file, format!("{before}{LIST}{actual}")).map_err(|e| e.to_string())?;
    } else if actual != list {
        return Err(format!("{INDEX}, which KB_UPDATE=1 fills: - on the page, + as it is\n{}", diff(list, &actual)).into());
    }
    Ok(())
}

/// `3` of `KB302`.
fn hundred(code: Code) -> char {
    code.as_str().chars().nth(2).unwrap_or_default()
}

fn level(code: Code) -> &'static str {
    if code.is_off_by_default() {
        "off"
    } else if code.is_fixed() {
        "always error"
    } else {
        code.severity().word()
    }
}

fn run(file: &Path, name: &str) -> Outcome {
    let code = Code::parse(&name.to_uppercase()).ok_or("its name is no code")?;
    let text = std::fs::read_to_string(file).map_err(|e| e.to_string())?;
    let begins = format!("---\ntitle: \"{code}: ");
    if !text.starts_with(&begins) {
        return Err(format!("the page begins with\n{begins}…\"").into());
    }
    let mut page = CaseFile::parse_page(&text)?;
    if let Some(stray) = page.fences().find(|f| f.value("title").is_some() && !SECTIONS.contains(&f.section.as_str())) {
        return Err(format!("line {}: a file stands in one of the sections {SECTIONS:?}", stray.line).into());
    }

    let (found, sources) = findings(&page, "Wrong")?;
    let shown: Vec<Diagnostic> = found.into_iter().filter(|d| counts(d, code)).collect();
    let listed = short::render(&shown, &sources);
    if shown.is_empty() || shown.iter().any(|d| d.code != code) {
        return Err(format!("`Wrong` has findings of {code} and of no other code; it has\n{listed}").into());
    }
    let (found, sources_right) = findings(&page, "Right")?;
    let left: Vec<Diagnostic> = found.into_iter().filter(|d| counts(d, code)).collect();
    if !left.is_empty() {
        return Err(format!("`Right` has no finding; it has\n{}", short::render(&left, &sources_right)).into());
    }
    compare(&mut page, file, &human::render(&shown, &sources, Screen::default(), &Folder::default()))
}

/// The sections whose files are one site or both.
const SECTIONS: [&str; 3] = ["Wrong", "Right", "Also there"];

/// What a page may show: what stops or warns, and its own code in any weight.
fn counts(d: &Diagnostic, code: Code) -> bool {
    d.severity >= Severity::Warning || d.code == code
}

/// What is found in the site of a section.
fn findings(page: &CaseFile, section: &str) -> Result<(Vec<Diagnostic>, Sources), String> {
    let files = || page.fences().filter(|f| f.section == section || f.section == "Also there");
    if !files().any(|f| f.value("title").is_some()) {
        return Err(format!("it needs a file, a fence with `title=path`, under `## {section}`"));
    }
    let mut analysis = analyze(site::read_fences(files())?, &cases::options(files())?);
    answers::ask(page.fences(), &mut analysis)?;
    // a theme is read only when pages are made
    let themed = |f: &Fence| f.value("title").is_some_and(|path| path.starts_with("themes/"));
    if !files().any(themed) {
        return Ok((analysis.diagnostics, analysis.sources));
    }
    let checked = match analysis.checked() {
        Ok(checked) => checked,
        Err(analysis) => return Ok((analysis.diagnostics, analysis.sources)),
    };
    match site::publish(&checked) {
        Ok(_) => Ok((checked.diagnostics.clone(), checked.sources.clone())),
        Err(Failure::Findings(found)) => Ok((found, checked.sources.clone())),
        Err(Failure::Machine(e)) => Err(format!("{e:#}")),
    }
}

/// The fence `text findings` under `Wrong` says what `kb` says.
fn compare(page: &mut CaseFile, file: &Path, actual: &str) -> Outcome {
    let actual = format!("{}\n", actual.trim_end());
    let mut shown = page.fences_mut().filter(|f| f.kind() == "text" && f.says("findings"));
    let (Some(fence), None) = (shown.next(), shown.next()) else {
        return Err("one fence `text findings` shows what is found in `Wrong`".into());
    };
    if fence.section != "Wrong" {
        return Err(format!("line {}: the findings stand under `## Wrong`", fence.line).into());
    }
    if fence.body == actual {
        return Ok(());
    }
    if !updating() {
        return Err(format!("- on the page, + found\n{}", diff(&fence.body, &actual)).into());
    }
    fence.body = actual;
    drop(shown);
    std::fs::write(file, page.to_string()).map_err(|e| e.to_string().into())
}
