//! A finding told in full where there is no room to draw.

use super::lines::Lines;
use super::{Diagnostic, Folder};
use crate::source::Sources;

/// The message; then, a line each or more, what is said of the place, why it matters and what to do.
pub(super) fn prose(d: &Diagnostic) -> String {
    told(d, &[])
}

/// The same with the other places that take part, for formats that have no place for them.
pub(super) fn prose_with_places(d: &Diagnostic, sources: &Sources, lines: &mut Lines<'_>, folder: &Folder) -> String {
    let places = d.labels.iter().map(|label| {
        let at = lines.at(label.span.file, label.span.start);
        let path = folder.path(&sources.file(label.span.file).path);
        let text = if label.text.is_empty() { "and here" } else { &label.text };
        format!("{path}:{}:{}: {text}", at.line, at.col)
    });
    told(d, &places.collect::<Vec<_>>())
}

fn told(d: &Diagnostic, places: &[String]) -> String {
    let label = Some(d.primary.text.as_str()).filter(|text| !text.is_empty()).map(|text| ("", text));
    let places = places.iter().map(|place| ("", place.as_str()));
    let why = d.why.as_deref().map(|text| ("why: ", text));
    let help = d.help.iter().map(|text| ("help: ", text.as_str()));
    let mut out = d.message.clone();
    for (lead, text) in label.into_iter().chain(places).chain(why).chain(help) {
        out.push('\n');
        out.push_str(lead);
        out.push_str(text.trim_end());
    }
    out
}
