//! Between the checks that may find an error and all others, pages are shown: as they will be, while what is made of
//! findings waits for the others.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::AtomicBool;

use kb::analysis::{Analysis, Memory, begin};
use kb::build::{Made, Publication};
use kb::diagnostic::{Code, Severity};
use kb::plan::{Page, twin_of};
use kb::render::{Renderer, site_view};
use kb::source::{SourceFile, Sources};
use kb::theme::Theme;

use super::again::edit;
use super::client::{Answer, Server};
use super::edits::{Dice, is_night};
use super::followed::Followed;
use super::save;
use crate::Outcome;
use crate::site;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("a_page_is_the_same_before_all_checks_have_run", a_page_is_the_same_before_all_checks_have_run),
    ("pages_come_while_checks_run_and_findings_after_them", pages_come_while_checks_run_and_findings_after_them),
];

/// Edits whose pages are all rendered twice.
const EDITS: usize = 40;
const EDITS_AT_NIGHT: usize = 1_000;

/// Every page and twin of an analysis that does not print findings.
fn pages(analysis: &Analysis) -> Result<Vec<(String, Option<String>)>, String> {
    let failed = |found: &dyn std::fmt::Debug| format!("{found:?}");
    let mut theme = Theme::load(&analysis.sources, &analysis.config).map_err(|found| failed(&found))?;
    theme.share("site", &site_view(analysis, &theme));
    let (renderer, publication) = (Renderer::new(analysis, &theme), Publication::new(analysis));
    let mut made = Vec::new();
    for (_, url) in analysis.plan.pages().iter().filter(|(page, _)| *page != Page::Health) {
        for url in [Some(url.clone()), twin_of(url)].into_iter().flatten() {
            let text = match publication.at(&renderer, url.output()).map_err(|found| failed(&found))? {
                Some(Made::Bytes(bytes)) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                _ => None,
            };
            made.push((url.output().to_owned(), text));
        }
    }
    Ok(made)
}

/// What is known when pages are shown are all errors and all that a page is made of.
fn a_page_is_the_same_before_all_checks_have_run() -> Outcome {
    let original = site::read_folder(&site::root().join("tests/golden"))?;
    let mut files: Vec<SourceFile> = original.files().map(|(_, file)| file.clone()).collect();
    for file in files.iter_mut().filter(|file| file.path.as_str() == "site.toml") {
        // copies and notes, which the edits leave, are errors that only checks find
        file.text = format!("{}KB805 = \"error\"\nKB806 = \"error\"\n", file.text).into();
    }
    let original = Sources::new(files.clone(), original.assets().clone()).with_images(original.images().clone());
    let (mut memory, mut dice) = (Memory::default(), Dice(0x2545_f491_4f6c_dd1d));
    let edits = if is_night() { EDITS_AT_NIGHT } else { EDITS };
    let (mut compared, mut with_errors, mut with_more, mut of_checks) = (0, 0, 0, 0);
    for n in 1..=edits {
        let what = edit(&mut files, &original, n, &mut dice);
        let sources = Sources::new(files.clone(), original.assets().clone()).with_images(original.images().clone());
        let begun = begin(sources, &site::options(), &mut memory);
        let whole = begun.finish(&mut memory, &AtomicBool::new(false)).ok_or("nobody stopped it")?;
        let errors: Vec<_> = whole.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        let (known, all) = (format!("{:#?}", begun.analysis.diagnostics), format!("{errors:#?}"));
        if known != all {
            return Err(format!("edit {n}, {what}: the errors are {all}\n\nand known at first: {known}").into());
        }
        with_errors += usize::from(!errors.is_empty());
        of_checks += usize::from(errors.iter().any(|d| matches!(d.code, Code::KB805)));
        with_more += usize::from(errors.len() < whole.diagnostics.len());
        if errors.is_empty() {
            for ((path, first), (_, last)) in pages(&begun.analysis)?.iter().zip(&pages(&whole)?) {
                compared += 1;
                if first != last {
                    return Err(format!("edit {n}, {what}: {path} differs: {first:#?}\n\nand in the end: {last:#?}").into());
                }
            }
        }
    }
    // else this tests nothing
    if compared > 0 && with_errors > 0 && with_more > 0 && of_checks > 0 {
        Ok(())
    } else {
        Err(format!("{compared} pages, {with_errors} states with errors, {of_checks} of them found by a check, and {with_more} with other findings").into())
    }
}

/// So many guides that the other checks take longer than some pages.
const GUIDES: usize = 400;
/// So many pages at least are to be shown in a round while checks run …
const SHOWN: usize = 3;
/// … and so many such rounds are to be seen, with and without a warning, among so many.
const SEEN: usize = 4;
const ROUNDS: usize = 40;

/// Every other time it says of itself what another guide says, which is worth a warning.
fn guide(n: usize, of: usize, words: &str) -> String {
    format!("---\ntitle: Guide {n}\nsummary: About matter {of}.\n---\n\n## Part\n\n{words}\n")
}

/// Somebody who has asked and waits.
struct Waiting(TcpStream);

impl Waiting {
    fn ask(server: &Server, path: &str) -> Result<Self, String> {
        let mut stream = server.connect()?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
        stream.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
        Ok(Self(stream))
    }

    /// Whether no answer has come so far.
    fn waits(&self) -> Result<bool, String> {
        self.0.set_nonblocking(true).map_err(|e| e.to_string())?;
        let peeked = self.0.peek(&mut [0]);
        self.0.set_nonblocking(false).map_err(|e| e.to_string())?;
        match peeked {
            Ok(_) => Ok(false),
            Err(e) if e.kind() == ErrorKind::WouldBlock => Ok(true),
            Err(e) => Err(e.to_string()),
        }
    }

    fn answer(mut self) -> Result<Answer, String> {
        let mut all = Vec::new();
        self.0.read_to_end(&mut all).map_err(|e| e.to_string())?;
        Ok(Answer::read(&all))
    }
}

/// Asked at once, the panel and the page of health come after some pages, and tell of the state that those show.
fn pages_come_while_checks_run_and_findings_after_them() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    save(folder.path(), "site.toml", "title = \"T\"\n[checks]\nKB802 = \"off\"\n")?;
    save(folder.path(), "content/roles/a-role.yaml", "title: A role\nsummary: Decides.\nfocus: [Something]\n")?;
    for n in 0..GUIDES {
        save(folder.path(), &format!("content/guides/guide-{n}.md"), &guide(n, n, "Words."))?;
    }
    let mut followed = Followed::start(folder)?;
    followed.settle()?;
    let (mut seen, mut told) = ([0, 0], String::new());
    for round in 0..ROUNDS {
        let is_double = round % 2 == 1;
        let words = format!("Said {round} times.");
        followed.save("content/guides/guide-7.md", &guide(7, if is_double { 0 } else { 7 }, &words))?;
        followed.until("/guides/guide-7/", |answer| answer.text().contains(&words))?;
        let panel = Waiting::ask(&followed.server, "/.kb/findings")?;
        let health = Waiting::ask(&followed.server, "/health/")?;
        let mut shown = 0;
        while panel.waits()? && health.waits()? {
            let page = followed.get("/guides/guide-7/")?.text();
            if !page.contains(&words) || page.contains("matter 0") != is_double {
                return Err(format!("round {round}: the page is not the one that was saved: {page}").into());
            }
            // it came before the others
            shown += usize::from(panel.waits()? && health.waits()?);
        }
        let (panel, health) = (panel.answer()?, health.answer()?);
        if panel.text().contains("KB805") != is_double {
            return Err(format!("round {round}: the panel tells of another state: {}", panel.text()).into());
        }
        if health.text().contains("KB805") != is_double {
            return Err(format!("round {round}: the page of health tells of another state: {}", health.text()).into());
        }
        told += &format!("{shown} ");
        seen[usize::from(is_double)] += usize::from(shown >= SHOWN);
        if seen.iter().all(|seen| *seen >= SEEN) {
            return followed.is_as_built().map_err(Into::into);
        }
    }
    Err(format!("pages wait for checks; so many came before those ended: {told}").into())
}
