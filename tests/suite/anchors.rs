//! What the checks take for an anchor of a record's page is one, and every part of such a page may be linked to.

use std::collections::BTreeSet;
use std::path::Path;

use kb::analysis::analyze;
use kb::plan;
use kb::render::Renderer;
use kb::theme::Theme;
use scraper::{Html, Selector};

use crate::Outcome;
use crate::site;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[("golden", || compare("tests/golden")), ("our_handbook", || compare(""))];

/// Beginnings of the ids that templates and texts make up for themselves.
const MADE: [&str; 7] = ["c-", "letter-", "fn-", "fnref-", "by_", "about-", "alike"];
/// Parts that are there to be used, and not to be read, and the lists of a folder, which come and go with its files.
const OTHERS: [&str; 6] = ["nav", "find", "q", "event", "guides", "folders"];

fn compare(folder: &str) -> Outcome {
    let sources = site::read_folder(&site::root().join(Path::new(folder)))?;
    let checked = analyze(sources, &site::options()).checked().map_err(|_| "it has errors")?;
    let mut theme = Theme::load(&checked.sources, &checked.config).map_err(|e| format!("{e:?}"))?;
    theme.share("site", &kb::render::site_view(&checked, &theme));
    let renderer = Renderer::new(&checked, &theme);
    let with_id = Selector::parse("[id]").map_err(|e| e.to_string())?;
    let mut wrong = Vec::new();
    for (page, url) in checked.plan.pages().iter().filter(|(page, _)| page.entity().is_some() && page.is_home_of_record()) {
        let html = renderer.render(*page).map_err(|d| d.message.clone())?;
        let html = Html::parse_document(&html);
        let there: BTreeSet<String> = html.select(&with_id).filter_map(|e| e.attr("id")).map(str::to_owned).collect();
        let known = plan::anchors(&checked.knowledge, &checked.graph, &checked.plan, *page);
        wrong.extend(known.difference(&there).map(|id| format!("{} has no #{id}", url.as_str())));
        let unknown = there.difference(&known).filter(|id| !is_made(id));
        wrong.extend(unknown.map(|id| format!("{} has #{id}, which is unknown", url.as_str())));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn is_made(id: &str) -> bool {
    let numbered = |prefix: char| id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    MADE.iter().any(|made| id.starts_with(made)) || OTHERS.contains(&id) || ['s', 'n', 'e'].into_iter().any(numbered)
}
