//! Roles, with every field a role can have.

use super::Files;
use super::names::{DECIDING, FRAMES, Names, abbreviation};
use super::prose::Prose;
use super::yaml::Record;

pub fn write(names: &Names, files: &mut Files) {
    for n in 0..names.roles.len() {
        let mut prose = Prose::of(names, "role", n);
        let record = record(names, n, &mut prose);
        let mut body = format!("{}\n\n{} {}\n\n", prose.sentences(4), prose.sentences(3), prose.linked());
        body += &format!("## Where it goes wrong\n\n{} {}\n\n{}\n", prose.sentences(3), prose.mention(), prose.linked());
        files.insert(format!("content/roles/{}.md", names.roles[n].id), record.above(&body));
    }
    let intro = Prose::of(names, "roles", 0).sentences(3);
    files.insert("content/roles/index.md".to_owned(), format!("{intro}\n"));
}

fn record(names: &Names, n: usize, prose: &mut Prose<'_>) -> Record {
    let mut record = Record::default();
    let role = &names.roles[n];
    record.text("title", &role.title);
    if n.is_multiple_of(10) {
        record.text("abbr", &abbreviation(&role.title, n));
    }
    if n.is_multiple_of(7) {
        record.ids("aka", &[format!("{} in charge", role.title)]);
    }
    let (noun, adjective) = (prose.noun(), prose.adjective());
    record.text("summary", &format!("As {}, keeps the {adjective} {noun} and answers for what becomes of it.", role.title));
    record.text("primary_question", &format!("Which {} is worth a {} {}, and why?", prose.noun(), prose.adjective(), prose.noun()));
    record.texts("focus", &phrases(prose, 3));
    record.ids("owns", &owned(names, n));
    record.ids("works_with", &colleagues(names, n));
    record.texts("measures", &phrases(prose, 3));
    record.text("horizon", &format!("From this {} to the next three", prose.noun()));
    record.text("success", &prose.sentence());
    record.texts("levers", &phrases(prose, 3));
    let duties: Vec<String> = (0..4).map(|_| prose.duty()).collect();
    record.texts("responsibilities", &duties);
    record.raw("completeness", if n.is_multiple_of(2) { "all" } else { "any" });
    let events = [n % names.events.len(), (n + 3) % names.events.len()];
    record.group("duties", |duties| {
        for event in events {
            duties.texts(&names.events[event].id, &phrases(prose, 2));
        }
    });
    record.group("facts", |facts| {
        facts.text("Time commitment", &prose.phrase()).text("Where the role exists", &prose.phrase());
    });
    // A tree: nobody reports to themselves, over however many steps, and only the upper side says how many it serves.
    let above = if n == 0 { &names.parties[1].id } else { &names.roles[n / 4].id };
    record.raw("reports_to", above);
    let below = 4 * n + 1;
    let fan_out = if below < names.roles.len() && n > 0 { &names.roles[below].id } else { &names.parties[7].id };
    record.groups("fan_out", [fan_out], |fan, to| {
        fan.raw("to", to).raw("min", "1").raw("max", "4");
    });
    record.ids("facilitated_by", &[&names.parties[8].id]);
    record.ids("may_sit_with", &[&names.roles[(n + 1) % names.roles.len()].id, &names.parties[0].id]);
    record.ids("tags", &[&names.tags[n % names.tags.len()]]);
    let day = prose.day();
    record.raw("updated", &day).raw("reviewed", &day);
    accounts(names, n, prose, &mut record);
    if n % 4 == 1 {
        record.ids("sources", &[&names.sources[n % names.sources.len()].id]);
    }
    record
}

/// An artefact of the glossary as long as there are some, and a text that no other role has.
fn owned(names: &Names, n: usize) -> Vec<String> {
    let mut owned = vec![format!("The day-to-day work of the {}", names.roles[n].title)];
    if n < names.artefacts {
        owned.insert(0, names.terms[n].id.clone());
    }
    owned
}

fn colleagues(names: &Names, n: usize) -> Vec<String> {
    let count = names.roles.len();
    let roles = [n + 1, n + 2, n + count - 1].map(|r| names.roles[r % count].id.clone());
    let parties = [n % names.parties.len(), (n + 5) % names.parties.len()].map(|p| names.parties[p].id.clone());
    roles.into_iter().chain(parties).collect()
}

fn phrases(prose: &mut Prose<'_>, count: usize) -> Vec<String> {
    (0..count).map(|_| prose.phrase()).collect()
}

/// What some sources say of one role in three.
fn accounts(names: &Names, n: usize, prose: &mut Prose<'_>, record: &mut Record) {
    if !n.is_multiple_of(3) {
        return;
    }
    let first = n / 3 % FRAMES;
    let sources = [&names.sources[first].id, &names.sources[DECIDING + n % (names.sources.len() - DECIDING)].id];
    let defined = !n.is_multiple_of(12);
    record.group("according_to", |accounts| {
        accounts.group(sources[0], |account| {
            if !defined {
                account.raw("defined", "false").text("note", &prose.sentence());
                return;
            }
            account.text("summary", &prose.sentence());
            account.ids("owns", &owned(names, n)[..1]);
            account.texts("responsibilities", &phrases(prose, 2));
            account.text("note", &prose.sentence());
            account.ids("sources", &[sources[0]]);
        });
        accounts.group(sources[1], |account| {
            account.text("horizon", &prose.phrase()).text("note", &prose.sentence());
        });
    });
}
