//! Comparisons, in both carriers, with their questions.

use super::Files;
use super::names::{DECIDING, FRAMES, Names};
use super::prose::Prose;
use super::words::rare;
use super::yaml::Record;

pub fn write(names: &Names, files: &mut Files) {
    for (n, (id, members)) in names.comparisons.iter().enumerate() {
        let mut prose = Prose::of(names, "comparison", n);
        let record = record(names, n, members, &mut prose);
        if n.is_multiple_of(3) {
            let body = format!("{} {}\n\n{}\n", prose.sentences(3), prose.linked(), prose.sentences(4));
            files.insert(format!("content/comparisons/{id}.md"), record.above(&body));
        } else {
            files.insert(format!("content/comparisons/{id}.yaml"), record.into_text());
        }
    }
}

fn record(names: &Names, n: usize, members: &[usize], prose: &mut Prose<'_>) -> Record {
    let role = |m: usize| &names.roles[m];
    let ids: Vec<&String> = members.iter().map(|m| &role(*m).id).collect();
    let mut record = Record::default();
    record.ids("roles", &ids);
    record.text(
        "summary",
        &format!("How the {} differs from {} others: {}", role(members[0]).title, members.len() - 1, prose.sentence()),
    );
    record.texts("takeaways", &(0..3).map(|_| prose.sentence()).collect::<Vec<_>>());
    if n % 3 != 1 {
        record.texts("rows", &["primary_question", "focus", "owns", "measures", "horizon"]);
        record.item(2, |row| {
            row.text("label", "Looks first");
            for id in &ids {
                row.text(id, &prose.phrase());
            }
        });
        if n.is_multiple_of(6) {
            record.item(2, |row| {
                row.raw("field", "works_with").text(ids[0], &prose.phrase()).text("note", &prose.sentence());
            });
        }
    }
    record.texts("overlap", &[prose.phrase(), prose.phrase(), prose.phrase()]);
    let decisions = [n, n + 1].map(|d| d % names.decisions.len());
    record.groups("conflicts", decisions, |conflict, decision| {
        let title = prose.phrase();
        conflict.text("title", &title).text("when", &prose.sentence()).text("resolve", &prose.sentences(2));
        conflict.raw("decision", &names.decisions[decision].id);
    });
    record.texts("collaborate", &[prose.sentence(), prose.sentence()]);
    record.texts("need_both", &[prose.phrase(), prose.phrase()]);
    record.group("combine", |combine| {
        combine.texts("works_when", &[prose.phrase()]).texts("breaks_when", &[prose.phrase(), prose.phrase()]);
        combine.text("cost", &prose.sentence());
    });
    record.groups("also", [&names.parties[n % names.parties.len()].id], |also, party| {
        also.raw("role", party).text("text", &prose.sentence());
    });
    record.raw("reviewed", &prose.day());
    if n % 20 == 5 {
        record.raw("frame", &names.sources[n % FRAMES].id);
    }
    if n.is_multiple_of(5) {
        record.ids("sources", &[&names.sources[DECIDING + n % (names.sources.len() - DECIDING)].id]);
    }
    questions(names, n, members, prose, &mut record);
    record
}

/// Four to six questions, no two alike on the whole site.
fn questions(names: &Names, n: usize, members: &[usize], prose: &mut Prose<'_>, record: &mut Record) {
    let count = prose.rng.between(4, 6);
    let title = &names.roles[members[0]].title;
    record.groups("faq", 0..count, |question, k| {
        let (word, noun, adjective) = (rare(n * 6 + k), prose.noun(), prose.adjective());
        let q = match k {
            0 => format!("May a {title} refuse a {adjective} {word} {noun}?"),
            1 => format!("Who {word}s the {noun} while the {title} is away?"),
            2 => format!("Does the {adjective} {word} of a {noun} need the {title}?"),
            3 => format!("What if {noun} and {word} ask for the same {title}?"),
            4 => format!("How many {word} {noun}s can one {title} carry?"),
            _ => format!("When is a {adjective} {title} told about the {word} {noun}?"),
        };
        let opening = match k {
            0 => "Yes. ",
            2 => "No. ",
            _ => "",
        };
        let answer = format!("{opening}{} {}", prose.sentences(2), if k % 2 == 0 { prose.linked() } else { prose.sentence() });
        question.text("q", &q).text("a", &answer);
        if k == 3 {
            question.ids("sources", &[&names.sources[(n + k) % names.sources.len()].id]);
        }
    });
}
