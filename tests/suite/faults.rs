//! The site of seeded faults, `tests/faults/`: each check has one fault there and finds it at its words, and nothing else.

use kb::analysis::{Analysis, analyze};
use kb::build;
use kb::diagnostic::{Code, Diagnostic};

use crate::Outcome;
use crate::cases::diff;
use crate::site::{self, options};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("each_is_found_once_at_its_words", each_is_found_once_at_its_words), ("every_code_is_seeded", every_code_is_seeded)];

/// A fault: its code, its file, line and column, and the words that are marked.
type Seed = (Code, &'static str, usize, usize, &'static str);

/// Every fault of the site, by code.
const SEEDS: &[Seed] = &[
    (Code::KB101, "content/events.yaml", 4, 12, "[monthly, before releases]"),
    (Code::KB102, "content/roles/product-owner.md", 10, 1, "sucess"),
    (Code::KB103, "content/people.yaml", 4, 1, "mara-lind"),
    (Code::KB104, "content/decisions.yaml", 85, 1, "Sprint_Goal"),
    (Code::KB105, "themes/handbook/strings.toml", 3, 12, "\u{fffd}"),
    (Code::KB106, "content/decisions.yaml", 83, 11, "aproved"),
    (Code::KB107, "content/glosary.yaml", 1, 1, ""),
    (Code::KB201, "content/decisions.yaml", 78, 15, "project-manger"),
    (Code::KB202, "content/parties.yaml", 9, 1, "scrum-master"),
    (Code::KB203, "content/roles/project-manager.md", 12, 7, "project lead"),
    (Code::KB204, "content/parties.yaml", 4, 1, "sponsor"),
    (Code::KB206, "content/roles/product-owner.md", 17, 34, "safe-2021"),
    (Code::KB301, "content/decisions.yaml", 54, 16, "[product-owner, project-manager]"),
    (Code::KB302, "content/decisions.yaml", 56, 1, "announcement"),
    (Code::KB303, "content/decisions.yaml", 22, 30, "scrum-master"),
    (Code::KB304, "content/decisions.yaml", 62, 16, "stakeholders"),
    (Code::KB305, "content/roles/delivery-manager.md", 9, 13, "programme-manager"),
    (Code::KB306, "content/roles/product-manager.md", 13, 5, "{to: product-owner, min: 6, max: 4}"),
    (Code::KB307, "content/decisions.yaml", 73, 16, "sponsor"),
    (Code::KB308, "content/roles/scrum-master.md", 8, 5, "delivery-manager"),
    (Code::KB310, "content/decisions.yaml", 29, 16, "product-owner"),
    (Code::KB311, "content/roles/delivery-manager.md", 5, 8, "dependency-map"),
    (Code::KB312, "content/decisions.yaml", 51, 40, "product-owner"),
    (Code::KB313, "content/roles/project-manager.md", 8, 5, "risk-register"),
    (Code::KB401, "content/comparisons/product-owner-vs-product-manager.yaml", 4, 5, "horizon"),
    (Code::KB402, "content/comparisons/product-owner-vs-product-manager.yaml", 6, 5, "product-owner"),
    (Code::KB403, "content/comparisons/project-manager-vs-programme-manager.yaml", 1, 8, "[project-manager, programme-manager]"),
    (Code::KB404, "content/roles/scrum-master.md", 12, 3, "Time committment"),
    (Code::KB405, "content/roles/delivery-manager.md", 8, 5, "Ensures predictable delivery"),
    (Code::KB406, "content/comparisons/product-owner-vs-project-manager.yaml", 5, 5, "title: Priority against schedule"),
    (Code::KB407, "content/comparisons/product-owner-vs-project-manager.yaml", 9, 5, "title: Two answers for one sponsor"),
    (Code::KB408, "content/comparisons/project-manager-vs-scrum-master.yaml", 5, 5, "label: Speaks in the daily meeting"),
    (Code::KB409, "content/roles/business-analyst.md", 8, 3, "- Interviews"),
    (Code::KB501, "content/guides/planning.md", 6, 30, "PM"),
    (Code::KB502, "content/guides/two-managers.md", 6, 60, "PM"),
    (Code::KB503, "content/guides/release-train.md", 6, 33, "ART"),
    (Code::KB504, "content/guides/staffing.md", 6, 23, "resources"),
    (Code::KB505, "content/guides/scope.md", 6, 49, "scope"),
    (Code::KB506, "content/guides/steering.md", 5, 13, "project-manager"),
    (Code::KB601, "content/faq.yaml", 14, 3, "q: Who tells customers that a date has moved?"),
    (Code::KB602, "content/faq.yaml", 1, 6, "Can one person be both product owner and project manager?"),
    (Code::KB603, "content/faq.yaml", 7, 6, "How many teams can one product owner serve?"),
    (Code::KB604, "content/faq.yaml", 16, 6, "What belongs into a status report?"),
    (Code::KB605, "content/faq.yaml", 20, 6, "The team takes its work from the backlog and divides it."),
    (Code::KB701, "content/roles/project-manager.md", 14, 11, "2026-01-10"),
    (Code::KB702, "content/roles/business-analyst.md", 6, 8, "project-manager"),
    (Code::KB703, "content/decisions.yaml", 31, 1, "technical-approach"),
    (Code::KB704, "content/sources.yaml", 8, 1, "pmbok"),
    (Code::KB705, "content/sources.yaml", 9, 1, "estimating-essays"),
    (Code::KB801, "content/guides/handover.md", 6, 52, "../roles/project-managers.md"),
    (Code::KB802, "content/guides/team-charter.md", 1, 1, ""),
    (Code::KB804, "content/roles/programme-manager.md", 7, 14, "scrum-master"),
    (Code::KB805, "content/guides/first-sprint.md", 3, 10, "What a new team does first."),
    (Code::KB806, "content/guides/meetings.md", 6, 1, "TODO"),
    (Code::KB807, "content/guides/status-report.md", 6, 1, "![](forecast.svg)"),
    (Code::KB808, "content/guides/estimates.md", 8, 1, "#### When two items are urgent"),
    (Code::KB809, "content/guides/vendors.md", 6, 1, "<iframe src=\"https://planning.example/board\"></iframe>"),
    (Code::KB810, "content/roles/scrum-master.md", 10, 5, "goals-met-in-time"),
    (Code::KB812, "content/guides/acceptance.md", 6, 32, "file:///G:/projects/acceptance.xlsx"),
    (Code::KB813, "themes/handbook/home.html", 5, 19, "}"),
    (Code::KB814, "content/guides/estimates.md", 13, 1, ":::note"),
    (Code::KB901, "site.toml", 14, 1, "KB8O7"),
    (Code::KB902, "content/decisions.yaml", 90, 1, "# kb-allow KB303"),
];

fn each_is_found_once_at_its_words() -> Outcome {
    let mut analysis = analyze(site::read_folder(&site::root().join("tests/faults"))?, &options());
    let templates = build::try_theme(&analysis);
    analysis.diagnostics.extend(templates);
    let mut found: Vec<(Code, String)> = analysis.diagnostics.iter().map(|d| (d.code, told(d, &analysis))).collect();
    found.sort();
    let seeded = SEEDS.iter().map(|(code, path, line, column, words)| format!("{code} {path}:{line}:{column} {words}\n"));
    let (seeded, found): (String, String) = (seeded.collect(), found.into_iter().map(|(_, line)| line).collect());
    if seeded == found {
        return Ok(());
    }
    Err(format!("- seeded, + found\n{}", diff(&seeded, &found)).into())
}

/// A finding by its place and the words on it, as far as its first line goes.
fn told(d: &Diagnostic, analysis: &Analysis) -> String {
    let file = analysis.sources.file(d.primary.span.file);
    let (before, rest) = file.text.split_at(d.primary.span.start);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let words = rest[..d.primary.span.end - d.primary.span.start].lines().next().unwrap_or_default();
    format!("{} {}:{line}:{column} {words}\n", d.code, file.path)
}

fn every_code_is_seeded() -> Outcome {
    let seeded: Vec<Code> = SEEDS.iter().map(|seed| seed.0).collect();
    // Of a link to another site nothing is known without a connection.
    let due: Vec<Code> = Code::ALL.iter().copied().filter(|code| !code.needs_connection()).collect();
    if seeded == due { Ok(()) } else { Err(format!("seeded are {seeded:?}\nthere are {due:?}").into()) }
}
