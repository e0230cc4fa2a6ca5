//! The day of a review, written into the file of the page that was read.

use std::sync::Arc;

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use crate::analysis::{self, Analysis, Options};
use crate::content::{self, Locator, Node, Value, nearest};
use crate::diagnostic::Edit;
use crate::model::{Entity, Kind, Knowledge, Meta};
use crate::source::{FileId, Place, Sources, Span};

/// Keys that the day of a review stands well behind, the best of them last.
const NEIGHBOURS: [&str; 8] = ["title", "decide", "summary", "status", "owner", "published", "updated", "review_every"];

/// The page that somebody names by its file, or by its id with or without its kind.
///
/// # Errors
/// When there is none of that name, or several.
pub fn find(analysis: &Analysis, name: &str) -> anyhow::Result<Entity> {
    let (kb, sources) = (&analysis.knowledge, &analysis.sources);
    let all: Vec<(Entity, &Meta)> = pages(kb).filter_map(|entity| Some((entity, kb.meta(entity)?))).collect();
    if let Some(file) = sources.find(name) {
        let path = &sources.file(file).path;
        let inside: Vec<Entity> = all.iter().filter(|(_, meta)| meta.file == file).map(|(entity, _)| *entity).collect();
        return match inside[..] {
            [only] => Ok(only),
            [] => bail!("{path} holds no page that could be reviewed, or cannot be read: see `kb check`"),
            [first, ..] => {
                let example = kb.reference(first, sources);
                bail!("{path} holds {} pages. Name the one that was read, as in  kb review {example}", inside.len())
            }
        };
    }
    let typed = name.split_once(':').and_then(|(kind, id)| Some((Kind::of_prefix(kind)?, id)));
    let is_named = |entity: Entity| match typed {
        Some((kind, id)) => entity.kind() == Some(kind) && kb.id(entity) == id,
        None => kb.id(entity) == name,
    };
    let named: Vec<Entity> = all.iter().map(|(entity, _)| *entity).filter(|entity| is_named(*entity)).collect();
    match named[..] {
        [only] => Ok(only),
        [] => {
            let names: Vec<String> = all.iter().map(|(entity, _)| kb.reference(*entity, sources)).collect();
            let ids = all.iter().map(|(entity, _)| kb.id(*entity)).filter(|id| !id.is_empty());
            Err(match nearest(name, names.iter().map(String::as_str).chain(ids)) {
                Some(near) => anyhow!("there is no page `{name}`. Did you mean `{near}`?"),
                None => anyhow!("there is no page `{name}`. Name its file, or its id"),
            })
        }
        _ => {
            let names: Vec<String> = named.iter().map(|entity| kb.reference(*entity, sources)).collect();
            bail!("several pages are called `{name}`. Name one of them: {}", names.join(", "))
        }
    }
}

/// Everything with a day of review.
fn pages(kb: &Knowledge) -> impl Iterator<Item = Entity> {
    kb.pages().chain(kb.section_ids().map(Entity::Section))
}

/// The site with this day as that of the last review of a page, and the text that the page's file had before.
///
/// # Errors
/// When there is no place where it could be written without touching anything else.
pub fn reviewed(analysis: &Analysis, options: &Options, page: Entity, day: Date) -> anyhow::Result<(Analysis, FileId, Arc<str>)> {
    let kb = &analysis.knowledge;
    let by_hand = |name: &str| anyhow!("there is no place for it in {name}: write  reviewed: {day}  by hand");
    let name = kb.reference(page, &analysis.sources);
    let place = kb.meta(page).map(|meta| meta.place).ok_or_else(|| by_hand(&name))?;
    let edit = edit(&analysis.sources, place, day).ok_or_else(|| by_hand(&name))?;
    let mut sources = analysis.sources.clone();
    let file = edit.span.file;
    let mut text = sources.file(file).text.to_string();
    text.replace_range(edit.span.range(), &edit.text);
    let before = sources.set_text(file, text.into());
    let findings = analysis.diagnostics.len();
    let after = analysis::analyze(sources, options);
    // whatever stands in the file, nothing but the day may have changed
    let is_written = after.knowledge.meta(page).is_some_and(|meta| meta.reviewed == Some(day));
    if is_written && after.diagnostics.len() <= findings { Ok((after, file, before)) } else { Err(by_hand(&name)) }
}

/// The edit that writes the day into the record whose id stands at `place`.
fn edit(sources: &Sources, place: Place, day: Date) -> Option<Edit> {
    let file = place.file;
    let source = sources.file(file);
    let locator = Locator::new(sources);
    let span = |place: Place| locator.span(place).range();
    let at = |start: usize, end: usize, text: String| Some(Edit { span: Span::new(file, start..end), text });
    let text = &*source.text;
    let root = content::parse(file, source).0.data;
    let fields = match root.as_ref().map(|root| &root.record(place).value) {
        Some(Value::Map(fields)) => fields.as_slice(),
        None | Some(Value::Null) => &[],
        Some(_) => return None,
    };
    if fields.is_empty() && source.path.extension() == Some("md") && !text.starts_with("---") {
        // nothing but prose
        return at(0, 0, format!("---\nreviewed: {day}\n---\n\n"));
    }
    let field = |name: &str| fields.iter().find(|(key, _)| key.as_text() == Some(name));
    if let Some((key, value)) = field("reviewed") {
        if value.value != Value::Null {
            return at(span(value.place).start, span(value.place).end, day.to_string());
        }
        let colon = span(key.place).end + text[span(key.place).end..].find(':')? + 1;
        let end = colon + text[colon..].lines().next().map_or(0, |rest| rest.trim_end().len());
        return at(colon, end, format!(" {day}"));
    }
    let first = span(fields.first()?.0.place).start;
    if text[..first].trim_end().ends_with('{') {
        return at(first, first, format!("reviewed: {day}, "));
    }
    let line = text[..first].rfind('\n').map_or(0, |end| end + 1);
    // the dash of a list item, if one stands there
    let indent: String = text[line..first].chars().map(|_| ' ').collect();
    let one_line = |(key, value): &(Node, Node)| {
        let (key, value) = (span(key.place), span(value.place));
        let end = key.start + text[key.start..].find('\n').unwrap_or(text.len() - key.start);
        (value.start > key.end && value.end <= end && is_nothing(&text[value.end..end])).then_some(end)
    };
    match NEIGHBOURS.iter().rev().find_map(|name| field(name).and_then(one_line)) {
        Some(end) => at(end, end, format!("\n{indent}reviewed: {day}")),
        None => at(first, first, format!("reviewed: {day}\n{indent}")),
    }
}

/// Whether behind a value nothing but a comment stands.
fn is_nothing(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#')
}
