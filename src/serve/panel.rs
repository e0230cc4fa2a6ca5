//! What is wrong, for the panel in the browser: the words and the lines that the terminal shows.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::held::Held;
use crate::check::page::{Block, Page as Explained};
use crate::content::sanitise::{escape_attribute, escape_text};
use crate::diagnostic::human::{self, Screen};
use crate::diagnostic::{Code, Diagnostic, Folder, Severity};
use crate::model::{Entity, Status};
use crate::source::Sources;

/// So many findings are shown; the terminal has all of them.
const SHOWN: usize = 50;
/// As wide as a terminal usually is.
const SCREEN: Screen = Screen { colour: true, width: 100 };

/// The findings as a piece of HTML, errors first.
pub(super) fn findings(held: &Held, opens: bool) -> String {
    let state = &held.state;
    let mut list = state.findings();
    list.retain(|d| d.severity >= Severity::Warning);
    list.sort_by_key(|d| std::cmp::Reverse(d.severity));
    let mut out = String::new();
    if let Some(trouble) = &held.trouble {
        let _ = write!(
            out,
            "<article class=\"error\"><pre tabindex=\"0\"><b class=\"k1\">error</b>: {}</pre></article>",
            escape_text(trouble)
        );
    }
    let sources = &state.analysis.sources;
    for d in list.iter().take(SHOWN) {
        let _ = write!(out, "<article class=\"{}\">", d.severity.word());
        let drawn = human::render(std::slice::from_ref(d), sources, SCREEN, &Folder::default());
        let place = place(d, sources);
        let _ = write!(out, "<pre tabindex=\"0\">{}</pre>", coloured(without_more(drawn.trim_end())));
        out.push_str("<p class=\"do\">");
        if opens {
            let (path, line, column) = &place;
            let path = escape_attribute(path);
            let _ = write!(
                out,
                "<button type=\"button\" data-open=\"{path}\" data-line=\"{line}\" data-column=\"{column}\">open {path}:{line}</button>"
            );
        }
        out.push_str("</p>");
        out.push_str(&explained(d.code));
        out.push_str("</article>");
    }
    if list.len() > SHOWN {
        let _ = write!(out, "<p>… and {} more, in the terminal</p>", list.len() - SHOWN);
    }
    out
}

/// The page of a code is below; there is no need to name it.
fn without_more(drawn: &str) -> &str {
    drawn.rfind('\n').filter(|at| drawn[*at..].contains("kb explain")).map_or(drawn, |at| &drawn[..at])
}

fn place(d: &Diagnostic, sources: &Sources) -> (String, usize, usize) {
    let span = d.primary.span;
    let at = sources.line_col(span);
    (sources.file(span.file).path.to_string(), at.line, at.col)
}

/// The page of a code, folded.
fn explained(code: Code) -> String {
    let Some(page) = Explained::of(code) else { return String::new() };
    let mut out = format!("<details><summary>{code}: {}</summary><p>{}</p>", escape_text(code.title()), escape_text(&page.summary));
    for block in &page.blocks {
        match block {
            Block::Heading(title) => _ = write!(out, "<h3>{}</h3>", escape_text(title)),
            Block::Prose(text) => _ = write!(out, "<p>{}</p>", escape_text(text)),
            Block::Example { path, text } => {
                let title = path.as_deref().unwrap_or("what kb says");
                let _ = write!(out, "<p class=\"file\">{}</p><pre tabindex=\"0\">{}</pre>", escape_text(title), escape_text(text));
            }
        }
    }
    out + "</details>"
}

/// What a terminal shows in colour, as HTML.
fn coloured(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut is_open = false;
    for (i, part) in text.split("\u{1b}[").enumerate() {
        let (code, words) = if i == 0 { ("", part) } else { part.split_once('m').unwrap_or(("", part)) };
        if i > 0 && is_open {
            out.push_str("</span>");
            is_open = false;
        }
        let class = class(code);
        if !class.is_empty() && !words.is_empty() {
            let _ = write!(out, "<span class=\"{class}\">");
            is_open = true;
        }
        out.push_str(&escape_text(words));
    }
    if is_open {
        out.push_str("</span>");
    }
    out
}

/// The class of a colour of the terminal: `1;91` is bold and bright red.
fn class(code: &str) -> String {
    let words = code.split(';').filter_map(|number| {
        Some(match number.parse::<u32>().ok()? {
            1 => "b".to_owned(),
            n @ 31..=36 => format!("k{}", n - 30),
            n @ 91..=96 => format!("k{}", n - 90),
            _ => return None,
        })
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What the page at a path is made of.
pub(super) fn about(held: &Held, path: &str) -> Option<Value> {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let state = &held.state;
    let page = state.page(&file)?;
    let analysis = &state.analysis;
    let meta = state.record(page).and_then(|entity| analysis.knowledge.meta(entity));
    let config = &analysis.config;
    let due = meta.and_then(|meta| meta.next_review(config)).filter(|day| *day < config.today);
    let has_review = state.record(page).is_some_and(|entity| !matches!(entity, Entity::Person(_) | Entity::Section(_)));
    let line = meta.map_or(1, |meta| {
        let locator = crate::content::Locator::new(&analysis.sources);
        analysis.sources.line_col(locator.span(meta.place)).line
    });
    Some(json!({
        "file": state.file(page).map(ToString::to_string),
        "line": line,
        "draft": meta.is_some_and(|meta| meta.status == Status::Draft),
        "overdue": due.filter(|_| has_review).map(|day| day.to_string()),
        "broken": state.is_broken(page) || state.is_unsettled(),
    }))
}
