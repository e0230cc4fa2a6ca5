//! The report as plain text, at most 100 characters wide.

use std::fmt::Write as _;

use super::{Health, Load, Named, Part, Told};
use crate::diagnostic::visible;

/// No line is longer.
const WIDTH: usize = 100;

/// A name is cut no shorter, as long as something else can be.
const NARROW: usize = 16;

/// On which side of a column its cells stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The report as plain text. It says the same wherever it is printed, and ends with a line end.
#[must_use]
pub fn text(health: &Health) -> String {
    let mut out = String::new();
    let debt = &health.debt;
    heading(&mut out, &format!("{}: handbook debt {}", health.title, debt.total()));
    let mut rows = vec![vec!["part".to_owned(), "count".into(), "weight".into(), "points".into()]];
    rows.extend(Part::ALL.map(|part| {
        let number = |n: usize| n.to_string();
        vec![word(part).to_owned(), number(debt.count(part)), number(part.weight()), number(debt.points(part))]
    }));
    table(&mut out, &rows, &[Side::Left, Side::Right, Side::Right, Side::Right]);

    heading(&mut out, &format!("Findings: {}", health.summary));
    let mut rows = vec![vec!["code".to_owned(), "level".into(), "count".into(), "what it finds".into()]];
    rows.extend(
        health.codes.iter().map(|f| {
            vec![f.code.as_str().to_owned(), f.severity.word().to_owned(), f.count.to_string(), f.code.title().to_owned()]
        }),
    );
    table(&mut out, &rows, &[Side::Left, Side::Left, Side::Right, Side::Left]);

    heading(&mut out, "By owner");
    let mut rows = vec![vec!["owner".to_owned(), "errors".into(), "warnings".into(), "infos".into(), "overdue".into()]];
    rows.extend(health.owners.iter().map(|load| {
        let counts = [load.found.errors, load.found.warnings, load.found.infos, load.overdue.len()];
        std::iter::once(name(load)).chain(counts.map(|n| n.to_string())).collect()
    }));
    table(&mut out, &rows, &[Side::Left, Side::Right, Side::Right, Side::Right, Side::Right]);

    heading(&mut out, "Overdue reviews");
    let overdue = health.owners.iter().flat_map(|load| load.overdue.iter().map(|r| (name(load), r)));
    let rows = overdue.map(|(owner, r)| vec![r.due.to_string(), owner, r.page.title.clone(), r.page.path.clone()]);
    table(&mut out, &rows.collect::<Vec<_>>(), &[Side::Left; 4]);

    heading(&mut out, "Next reviews");
    let rows = health.reviews.iter().filter(|r| !r.overdue).map(|r| {
        let owner = r.owner.as_ref().map_or_else(|| NOBODY.to_owned(), |o| o.name.clone());
        vec![r.due.to_string(), owner, r.page.title.clone(), r.page.path.clone()]
    });
    table(&mut out, &rows.collect::<Vec<_>>(), &[Side::Left; 4]);

    heading(&mut out, "Orphans: guides that no page leads to");
    names(&mut out, &health.orphans);
    heading(&mut out, "Disputed decisions");
    names(&mut out, &health.disputed);
    heading(&mut out, "Where other accounts disagree with the house");
    let rows: Vec<Vec<String>> =
        health.disagreements.iter().map(|(on, n)| vec![n.to_string(), on.title.clone(), on.path.clone()]).collect();
    table(&mut out, &rows, &[Side::Right, Side::Left, Side::Left]);

    coverage(&mut out, health);

    heading(&mut out, "Words explained nowhere");
    let on = |on: &[Named]| on.iter().map(|n| n.title.as_str()).collect::<Vec<_>>().join(", ");
    let rows: Vec<Vec<String>> = health.undefined.iter().map(|u| vec![u.word.clone(), on(&u.on)]).collect();
    table(&mut out, &rows, &[Side::Left; 2]);
    out
}

/// What stands for the owner of what nobody owns.
const NOBODY: &str = "nobody";

fn name(load: &Load) -> String {
    load.owner.as_ref().map_or_else(|| NOBODY.to_owned(), |owner| owner.name.clone())
}

const fn word(part: Part) -> &'static str {
    match part {
        Part::Errors => "errors",
        Part::Warnings => "warnings",
        Part::Overdue => "overdue reviews",
        Part::Orphans => "orphans",
        Part::Disputed => "disputed decisions",
        Part::Fields => "missing fields of roles",
        Part::Words => "words explained nowhere",
    }
}

fn heading(out: &mut String, words: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&cut(words, WIDTH));
    out.push('\n');
}

fn names(out: &mut String, names: &[Named]) {
    let rows: Vec<Vec<String>> = names.iter().map(|n| vec![n.title.clone(), n.path.clone()]).collect();
    table(out, &rows, &[Side::Left; 2]);
}

/// How many roles state each field, then what each role lacks.
fn coverage(out: &mut String, health: &Health) {
    let coverage = &health.coverage;
    heading(out, "Fields of roles");
    let mut rows = vec![vec!["field".to_owned(), "stated".into(), "of".into()]];
    rows.extend(coverage.fields.iter().enumerate().map(|(nth, field)| {
        let (stated, asked) = coverage.stated(nth);
        vec![field.key().to_owned(), stated.to_string(), asked.to_string()]
    }));
    table(out, &rows, &[Side::Left, Side::Right, Side::Right]);
    let lacking = coverage.roles.iter().filter_map(|(role, told)| {
        let missing = coverage.fields.iter().zip(told).filter(|(_, told)| **told == Told::Missing);
        let missing: Vec<&str> = missing.map(|(field, _)| field.key()).collect();
        (!missing.is_empty()).then(|| vec![role.title.clone(), format!("lacks {}", missing.join(", "))])
    });
    let lacking: Vec<Vec<String>> = lacking.collect();
    if !lacking.is_empty() {
        out.push('\n');
        table(out, &lacking, &[Side::Left; 2]);
    }
}

/// Rows in aligned columns. Where a line would not fit, names are cut, the longest first; then the last column, which
/// tells most: a path, or what is missing.
fn table(out: &mut String, rows: &[Vec<String>], sides: &[Side]) {
    if rows.is_empty() {
        out.push_str("  none\n");
        return;
    }
    let mut widths: Vec<usize> = (0..sides.len())
        .map(|n| rows.iter().filter_map(|row| row.get(n)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    let room = WIDTH - 2 * sides.len();
    while widths.iter().sum::<usize>() > room {
        let Some((last, before)) = widths.split_last_mut() else { break };
        match before.iter_mut().max().filter(|width| **width > NARROW) {
            Some(widest) => *widest -= 1,
            None => *last -= 1,
        }
    }
    for row in rows {
        let mut line = String::new();
        for ((cell, width), side) in row.iter().zip(&widths).zip(sides) {
            let cell = cut(cell, *width);
            let _ = match side {
                Side::Left => write!(line, "  {cell:<width$}"),
                Side::Right => write!(line, "  {cell:>width$}"),
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A text on one line of a terminal, no longer than that.
fn cut(text: &str, width: usize) -> String {
    let text = visible(text, &[]);
    if text.chars().count() <= width {
        return text.into_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
