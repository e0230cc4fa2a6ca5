//! The examples of the `CommonMark` specification 0.31.2, from the package `commonmark-spec` (John `MacFarlane`, CC BY-SA 4.0), which is
//! installed with those of the browser tests and not kept here.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use kb::content::markdown::{Mode, parse};
use pulldown_cmark::{Event, Parser, html::push_html};
use scraper::Html;

use super::Demanding;
use crate::{Outcome, site};

/// The tests of this file.
pub(super) const TESTS: &[Demanding] = &[("commonmark_in_full", missing, in_full)];

/// Examples that our reader takes for something else, because handbooks write it: their numbers, and for what.
const EXTENDED: [(&str, &[usize]); 1] = [("addresses without angle brackets are links", &[602, 606, 608, 611, 612])];

fn spec() -> PathBuf {
    site::root().join("tests/browser/node_modules/commonmark-spec/spec.txt")
}

fn missing() -> Option<&'static str> {
    (!spec().is_file()).then_some("the specification is not installed: npm ci --prefix tests/browser")
}

/// Markdown and HTML, in the order of the specification.
fn examples() -> Result<Vec<(String, String)>, String> {
    let text = std::fs::read_to_string(spec()).map_err(|e| e.to_string())?;
    let fence = "`".repeat(32);
    let open = format!("\n{fence} example\n");
    let example = |rest: &str| {
        let body = format!("\n{}", rest.split(&format!("\n{fence}\n")).next()?);
        let (markdown, html) = body.split_once("\n.\n").or_else(|| Some((body.strip_suffix("\n.")?, "")))?;
        let markdown = markdown.strip_prefix('\n').map(|m| format!("{m}\n")).unwrap_or_default();
        Some((markdown.replace('→', "\t"), html.replace('→', "\t")))
    };
    text.split(&open).skip(1).map(|rest| example(rest).ok_or_else(|| format!("not an example: {rest:.80}"))).collect()
}

fn in_full() -> Outcome {
    let examples = examples()?;
    let mut faults = String::new();
    let mut differing = Vec::new();
    let mut same = 0;
    for (number, (markdown, expected)) in (1..).zip(&examples) {
        let expected = normal(expected);
        let plain = html(Parser::new(markdown));
        if plain == expected {
            same += 1;
        } else {
            let _ = writeln!(faults, "example {number}: {markdown:?}\n  expected {expected}\n  found    {plain}");
        }
        if html(parse(markdown, Mode::Prose).map(|(event, _)| event)) != expected {
            differing.push(number);
        }
    }
    let known: BTreeMap<usize, &str> = EXTENDED.iter().flat_map(|(why, all)| all.iter().map(move |n| (*n, *why))).collect();
    let unknown: Vec<_> = differing.iter().filter(|n| !known.contains_key(n)).collect();
    let gone: Vec<_> = known.keys().filter(|n| !differing.contains(n)).collect();
    if !unknown.is_empty() || !gone.is_empty() {
        let _ = writeln!(
            faults,
            "with what handbooks write besides, these differ and are not listed: {unknown:?}; listed and equal: {gone:?}"
        );
    }
    let (all, extended) = (examples.len(), differing.len());
    println!("CommonMark 0.31.2: {same} of {all} examples in plain mode; {} with all that handbooks write besides", all - extended);
    if all != 652 {
        let _ = writeln!(faults, "{all} examples");
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// Events as HTML, fit to be compared.
pub(super) fn html<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut out = String::new();
    push_html(&mut out, events);
    normal(&out)
}

/// HTML as a browser reads it, without the line ends between blocks.
pub(super) fn normal(html: &str) -> String {
    let text = Html::parse_fragment(html.trim_end()).html();
    let mut out = String::new();
    for line in text.lines() {
        if !(out.ends_with('>') || line.starts_with('<')) {
            out.push('\n');
        }
        out.push_str(line);
    }
    out.trim().to_owned()
}
