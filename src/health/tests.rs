//! What the report counts, and that nothing is counted twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Health, Part, Told, text};
use crate::analysis::{Analysis, Options, analyze};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileDates, SitePath, SourceFile, Sources, Span};

const SITE: &str = "title = \"Ours\"\n[review]\nevery = \"6 months\"\nowner = \"editors\"\n";
const PEOPLE: &str = "editors: {kind: organisation, name: The editors}\nines: {name: Ines Okafor}\n";
const ROLE: &str = "---\ntitle: Product Owner\nsummary: Orders the work.\nowner: ines\nreviewed: 2026-09-01\nfocus: [Value]\nhorizon: A sprint\n---\n";
const OTHER: &str = "---\ntitle: Scrum Master\nsummary: Helps.\nreviewed: 2026-02-01\nfocus: [Flow]\n---\n";
const DECISIONS: &str = "order: {decide: Which comes first, accountable: product-owner, reviewed: 2026-08-01}\n\
    pace: {decide: How fast, accountable: product-owner, status: disputed, reviewed: 2026-08-01, owner: ines}\n";

fn site(more: &[(&str, &str)]) -> Analysis {
    let files = [
        ("site.toml", SITE),
        ("content/people.yaml", PEOPLE),
        ("content/roles/product-owner.md", ROLE),
        ("content/roles/scrum-master.md", OTHER),
        ("content/decisions.yaml", DECISIONS),
    ];
    let files = files.iter().chain(more).map(|(path, text)| SourceFile {
        path: SitePath::new(path).expect("a path"),
        text: Arc::from(*text),
        dates: FileDates::default(),
        fault: None,
    });
    let options = Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: None };
    let mut analysis = analyze(Sources::new(files.collect(), BTreeMap::new()), &options);
    // What the checks find by themselves would change with them.
    analysis.diagnostics.clear();
    analysis
}

/// A finding at the first place of some words in a file.
fn find(analysis: &mut Analysis, code: Code, path: &str, words: &str) {
    let file = analysis.sources.find(path).expect("a file");
    let start = analysis.sources.file(file).text.find(words).expect("words");
    analysis.diagnostics.push(Diagnostic::new(code, Span::new(file, start..start + words.len()), "m"));
}

fn count(health: &Health, part: Part) -> usize {
    health.debt.count(part)
}

#[test]
fn findings_belong_to_the_owner_of_the_record_they_stand_in() {
    let mut analysis = site(&[]);
    find(&mut analysis, Code::KB406, "content/roles/product-owner.md", "Orders");
    find(&mut analysis, Code::KB406, "content/decisions.yaml", "Which comes first");
    find(&mut analysis, Code::KB303, "content/decisions.yaml", "How fast");
    find(&mut analysis, Code::KB407, "content/decisions.yaml", "disputed");
    find(&mut analysis, Code::KB102, "site.toml", "every");
    let health = Health::of(&analysis);
    let told: Vec<(&str, [usize; 3])> = health
        .owners
        .iter()
        .map(|load| {
            let found = load.found;
            (load.owner.as_ref().map_or("-", |o| o.name.as_str()), [found.errors, found.warnings, found.infos])
        })
        .collect();
    assert_eq!(told, [("Ines Okafor", [0, 2, 1]), ("The editors", [0, 1, 0]), ("-", [1, 0, 0])]);
    let codes: Vec<(Code, usize)> = health.codes.iter().map(|f| (f.code, f.count)).collect();
    assert_eq!(codes, [(Code::KB102, 1), (Code::KB303, 1), (Code::KB406, 2), (Code::KB407, 1)]);
}

#[test]
fn nothing_is_counted_twice() {
    let guide = ("content/guides/alone.md", "---\ntitle: Alone\n---\nThe ART meets. ART again.\n");
    let other = ("content/guides/also.md", "---\ntitle: Also\n---\nThe ART rests.\n");
    let compared = ("content/comparisons/a.yaml", "roles: [product-owner, scrum-master]\nrows: [horizon, levers]\n");
    let mut analysis = site(&[guide, other, compared]);
    find(&mut analysis, Code::KB802, guide.0, "title");
    find(&mut analysis, Code::KB503, guide.0, "ART");
    find(&mut analysis, Code::KB503, other.0, "ART");
    find(&mut analysis, Code::KB701, "content/roles/scrum-master.md", "2026-02-01");
    find(&mut analysis, Code::KB401, compared.0, "horizon");
    find(&mut analysis, Code::KB406, compared.0, "roles");
    find(&mut analysis, Code::KB312, "content/decisions.yaml", "How fast");
    let health = Health::of(&analysis);
    assert_eq!(count(&health, Part::Errors), 0);
    assert_eq!(count(&health, Part::Warnings), 1);
    assert_eq!(count(&health, Part::Overdue), 1);
    assert_eq!(count(&health, Part::Orphans), 1);
    assert_eq!(count(&health, Part::Disputed), 1);
    // Of the six usual fields one role lacks four and the other five; both lack `levers`, for which a comparison asks.
    assert_eq!(count(&health, Part::Fields), 4 + 5 + 2);
    assert_eq!(count(&health, Part::Words), 1);
    assert_eq!(health.debt.total(), 2 + 2 + 1 + 1 + 11 + 1);
    assert_eq!(health.orphans[0].title, "Alone");
    assert_eq!(health.undefined[0].on.len(), 2);
    assert_eq!(health.disagreements[0].0.title, "How fast");
    assert_eq!(health.disagreements[0].1, 1);
}

#[test]
fn a_finding_of_which_the_page_is_not_known_stays_a_warning() {
    let mut analysis = site(&[]);
    find(&mut analysis, Code::KB802, "site.toml", "title");
    find(&mut analysis, Code::KB701, "site.toml", "title");
    find(&mut analysis, Code::KB503, "site.toml", "title = ");
    let health = Health::of(&analysis);
    assert_eq!(count(&health, Part::Warnings), 3);
    assert_eq!(health.debt.total(), 3 * 2 + 1 + 9);
}

#[test]
fn reviews_stand_by_day() {
    let health = Health::of(&site(&[]));
    let told: Vec<(String, &str, &str)> = health
        .reviews
        .iter()
        .map(|r| (r.due.to_string(), r.page.title.as_str(), r.owner.as_ref().map_or("", |o| o.name.as_str())))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-08-01".to_owned(), "Scrum Master", "The editors"),
            ("2027-02-01".to_owned(), "Which comes first", "The editors"),
            ("2027-02-01".to_owned(), "How fast", "Ines Okafor"),
            ("2027-03-01".to_owned(), "Product Owner", "Ines Okafor"),
        ]
    );
    assert!(health.reviews.iter().all(|r| !r.overdue), "only a finding says so");
}

#[test]
fn a_field_is_missing_only_where_it_is_asked_for() {
    let compared = ("content/comparisons/a.yaml", "roles: [product-owner, scrum-master]\nrows: [levers]\n");
    let third = ("content/roles/tester.md", "---\ntitle: Tester\nsummary: S\n---\n");
    let old = ("content/roles/old.md", "---\ntitle: Old\nsummary: S\nstatus: retired\n---\n");
    let health = Health::of(&site(&[compared, third, old]));
    let coverage = &health.coverage;
    let keys: Vec<&str> = coverage.fields.iter().map(|f| f.key()).collect();
    assert_eq!(keys, ["primary_question", "focus", "owns", "works_with", "measures", "horizon", "levers"]);
    let titles: Vec<&str> = coverage.roles.iter().map(|(role, _)| role.title.as_str()).collect();
    assert_eq!(titles, ["Product Owner", "Scrum Master", "Tester"]);
    assert_eq!(coverage.stated(1), (2, 3));
    assert_eq!(coverage.stated(6), (0, 2));
    assert_eq!(coverage.roles[2].1[6], Told::NotAsked);
    assert_eq!(coverage.roles[0].1[5], Told::Stated);
}

#[test]
fn the_text_is_aligned_and_fits() {
    let long = format!("---\ntitle: \"{}\"\nsummary: S\nreviewed: 2026-02-01\n---\n", "Long \\e[31m ".repeat(20));
    let guide = format!("---\ntitle: {}\n---\nT\n", "Guide ".repeat(30));
    let mut analysis = site(&[("content/roles/long.md", &long), ("content/guides/g.md", &guide)]);
    find(&mut analysis, Code::KB701, "content/roles/long.md", "2026-02-01");
    find(&mut analysis, Code::KB802, "content/guides/g.md", "title");
    let told = text(&Health::of(&analysis));
    assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    assert!(told.chars().all(|c| c == '\n' || !c.is_control()), "{told}");
    assert!(told.starts_with("Ours: handbook debt 19\n  part "), "{told}");
    assert!(told.contains("\n  overdue reviews              1       2       2\n"), "{told}");
    assert!(
        told.contains(
            "\nBy owner\n  owner        errors  warnings  infos  overdue\n  The editors       0         2      0        1\n"
        ),
        "{told}"
    );
    assert!(told.contains("  lacks primary_question, owns, works_with, measures\n"), "{told}");
    assert!(told.contains("\nOverdue reviews\n  2026-08-01  The editors  Long ␛[31m Long"), "{told}");
    assert!(told.ends_with("\nWords explained nowhere\n  none\n"), "{told}");
}
