//! Findings for people at a terminal: the lines themselves, what is wrong under them, why, and what to do.
//!
//! It draws with a maintained library and decides only what to show: one line a place, cut to the width of the screen
//! around what matters, so that a page of one long line is as readable as any other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use annotate_snippets::renderer::{AnsiColor, DecorStyle};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::lines::Lines;
use super::summary::counted;
use super::visible::visible;
use super::{Code, Diagnostic, Folder, Severity};
use crate::source::Sources;

/// After so many findings of one code the rest are counted, not shown.
const SHOWN_OF_ONE_CODE: usize = 20;
/// So many places of one finding are shown besides the first.
const SHOWN_OF_ONE_FINDING: usize = 20;
/// Narrower than this, lines are not cut further.
const NARROWEST: usize = 40;
/// Our own cuts fit the screen; the library's cuts, which would move the columns it prints, stay off.
const NEVER_CUT: usize = 100_000;

/// What the findings are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Whether to colour.
    pub colour: bool,
    /// How many characters fit on a line.
    pub width: usize,
}

impl Default for Screen {
    fn default() -> Self {
        Self { colour: false, width: 120 }
    }
}

/// What every finding is drawn with.
struct Page<'a> {
    sources: &'a Sources,
    lines: Lines<'a>,
    renderer: Renderer,
    screen: Screen,
    folder: &'a Folder,
}

/// All findings, a blank line after each. The last one of a code names the page that tells more. Where there is
/// colour and the place of the site is known, the places of findings are links to the files.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, screen: Screen, folder: &Folder) -> String {
    let screen = Screen { width: screen.width.max(NARROWEST), ..screen };
    let mut page = Page { sources, lines: Lines::new(sources), renderer: renderer(screen.colour), screen, folder };
    let mut left: BTreeMap<Code, usize> = BTreeMap::new();
    for d in diagnostics {
        *left.entry(d.code).or_default() += 1;
    }
    for n in left.values_mut() {
        *n = SHOWN_OF_ONE_CODE.min(*n);
    }
    let mut hidden: BTreeMap<Code, (usize, BTreeSet<_>)> = BTreeMap::new();
    let mut out = String::new();
    for d in diagnostics {
        let left = left.entry(d.code).or_default();
        if *left == 0 {
            let (more, files) = hidden.entry(d.code).or_default();
            *more += 1;
            files.insert(d.primary.span.file);
            continue;
        }
        *left -= 1;
        let more = (*left == 0).then(|| format!("kb explain {}", d.code));
        out.push_str(&one(d, more.as_deref(), &mut page));
        out.push_str("\n\n");
    }
    for (code, (more, files)) in &hidden {
        // writing to a string cannot fail
        let _ = writeln!(out, "… and {more} more {code} in {} (all with --format short)", counted(files.len(), "file"));
    }
    if !hidden.is_empty() {
        out.push('\n');
    }
    out
}

/// Rules and line numbers are kept quiet, so that the finding and its mark are what is seen first.
fn renderer(colour: bool) -> Renderer {
    let quiet = AnsiColor::BrightBlue.on_default();
    let base = if colour { Renderer::styled().line_num(quiet).context(quiet).hyperlink(false) } else { Renderer::plain() };
    base.decor_style(DecorStyle::Unicode).term_width(NEVER_CUT)
}

fn one(d: &Diagnostic, more: Option<&str>, page: &mut Page<'_>) -> String {
    let width = page.screen.width;
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let more_places = d.labels.len().saturating_sub(SHOWN_OF_ONE_FINDING);
    let cut = (more_places > 0).then(|| {
        let labels = d.labels[..SHOWN_OF_ONE_FINDING].to_vec();
        Diagnostic { labels, ..d.clone() }
    });
    let excerpts = excerpt::of(cut.as_ref().unwrap_or(d), page.sources, &mut page.lines, width);
    let mut group = Group::with_title(level.primary_title(visible(&d.message, &[])).id(d.code.as_str()));
    for e in &excerpts {
        group = group.element(snippet(e));
    }
    if more_places > 0 {
        let places = format!("{} more (all with --format json)", counted(more_places, "place"));
        group = group.element(Level::NOTE.with_name("and").message(places));
    }
    if let Some(why) = &d.why {
        group = group.element(Level::NOTE.with_name("why").message(wrapped(why, width - 10)));
    }
    for help in &d.help {
        group = group.element(Level::HELP.message(wrapped(help, width - 11)));
    }
    if let Some(more) = more {
        group = group.element(Level::NOTE.with_name("more").message(more));
    }
    let drawn = page.renderer.render(&[group]);
    with_true_places(&drawn, &excerpts, page.screen, page.folder)
}

fn snippet(e: &Excerpt) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let marks = e.marks.iter().map(|m| {
        let kind = if m.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(m.range.clone()).label((!m.text.is_empty()).then_some(m.text.as_str()))
    });
    Snippet::source(e.text.as_str()).path(e.path.as_str()).line_start(e.first_line).annotations(marks)
}

/// Puts the place lines right: the library counts columns in the text it is given, which is wrong where the start of a
/// line was cut away; and it links no places.
fn with_true_places(drawn: &str, excerpts: &[Excerpt], screen: Screen, folder: &Folder) -> String {
    let lead = if screen.colour { "\u{1b}[0m" } else { " " };
    let mut out = String::with_capacity(drawn.len());
    // the title may tell a place too
    let mut at = drawn.find('\n').unwrap_or(drawn.len());
    out.push_str(&drawn[..at]);
    for e in excerpts {
        let wrong = format!("{lead}{}:{}:{}\n", e.path, e.at.line, e.drawn_col);
        let Some(found) = drawn[at..].find(&wrong) else { continue };
        let place = format!("{}:{}:{}", e.path, e.at.line, e.at.col);
        let before = &drawn[at..at + found + lead.len()];
        // The library's sign for one more file is missing in most fonts of terminals.
        let line = before.rfind('\n').map_or(0, |i| i + 1);
        out.push_str(&before[..line]);
        out.push_str(&before[line..].replacen("⸬ ", "├▸", 1));
        match folder.absolute(&e.file).filter(|_| screen.colour) {
            Some(address) => out.push_str(&format!("\u{1b}]8;;{address}\u{1b}\\{place}\u{1b}]8;;\u{1b}\\")),
            None => out.push_str(&place),
        }
        at += found + wrong.len() - 1;
    }
    out + &drawn[at..]
}

/// Breaks prose at spaces so that it fits. Lines that begin with a space are text to paste and stay whole.
fn wrapped(text: &str, width: usize) -> String {
    let text = visible(text, &['\n']);
    let mut out: Vec<String> = Vec::new();
    for line in text.trim_end().split('\n') {
        if line.starts_with(' ') || line.chars().count() <= width {
            out.push(line.to_owned());
            continue;
        }
        let mut row = String::new();
        for word in line.split(' ') {
            if !row.is_empty() && row.chars().count() + 1 + word.chars().count() > width {
                out.push(std::mem::take(&mut row));
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        out.push(row);
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileDates, SitePath, SourceFile, Span};

    fn drawn(text: &str, marked: &str, times: usize) -> String {
        drawn_on(Screen { colour: false, width: 60 }, text, marked, times)
    }

    fn drawn_on(screen: Screen, text: &str, marked: &str, times: usize) -> String {
        let path = SitePath::new("content/a b.md").expect("a path");
        let file = SourceFile { path, text: text.into(), dates: FileDates::default(), fault: None };
        let sources = Sources::new(vec![file], BTreeMap::new());
        let start = text.find(marked).expect("the mark is in the text");
        let span = Span::new(sources.find("content/a b.md").expect("the file"), start..start + marked.len());
        let finding = Diagnostic::new(Code::KB801, span, "no page \u{1b}[2J").label("here").help("write\n    it so");
        render(&vec![finding; times], &sources, screen, &Folder::new("", Some("/x y")))
    }

    #[test]
    fn a_long_line_is_cut_and_its_column_is_true() {
        let text = format!("x\n{}TARGET{}", "word ".repeat(500), " and more".repeat(500));
        let out = drawn(&text, "TARGET", 1);
        assert!(out.contains(" content/a b.md:2:2501\n"), "{out}");
        assert!(out.contains("TARGET") && out.contains("━━━━━━ here"), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 60), "{out}");
    }

    #[test]
    fn with_colour_the_true_place_is_a_link() {
        let text = format!("x\n{}TARGET", "word ".repeat(500));
        let out = drawn_on(Screen { colour: true, width: 60 }, &text, "TARGET", 1);
        let link = "\u{1b}]8;;file:///x%20y/content/a%20b.md\u{1b}\\content/a b.md:2:2501\u{1b}]8;;\u{1b}\\\n";
        assert!(out.contains(link), "{out:?}");
    }

    #[test]
    fn nothing_from_content_steers_the_terminal() {
        let out = drawn("a \u{1b}]0;title\u{7} b\u{9b}\u{202e}c", "b", 1);
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()) && !out.contains('\u{202e}'), "{out:?}");
    }

    #[test]
    fn the_rest_is_counted() {
        assert!(drawn("a b", "b", 54).ends_with("… and 34 more KB801 in 1 file (all with --format short)\n\n"));
        assert!(!drawn("a b", "b", 20).contains("… and"));
    }

    #[test]
    fn the_page_of_a_code_is_named_once() {
        for times in [1, 20, 54] {
            let out = drawn("a b", "b", times);
            assert_eq!(out.matches("╰ more: kb explain KB801\n").count(), 1, "{out}");
        }
    }
}
