//! The collection files: decisions, glossary, questions, sources, people, parties and events.

use super::Files;
use super::names::{DECIDING, FRAMES, Names};
use super::prose::{Prose, capital};
use super::rng::Rng;
use super::yaml::Record;

pub fn write(names: &Names, files: &mut Files) {
    decisions(names, files);
    glossary(names, files);
    questions(names, files);
    sources(names, files);
    people(names, files);
    parties(names, files);
    events(names, files);
}

/// A hundred to a file, and one in twenty with a file and a text of its own.
fn decisions(names: &Names, files: &mut Files) {
    for start in (0..names.decisions.len()).step_by(100) {
        let mut file = Record::default();
        for n in start..(start + 100).min(names.decisions.len()) {
            let mut prose = Prose::of(names, "decision", n);
            let id = &names.decisions[n].id;
            if n % 20 == 19 {
                let mut record = Record::default();
                decision(names, n, &mut prose, &mut record);
                let body = format!(
                    "{}\n\n## What does not belong here\n\n{} {}\n",
                    prose.sentences(4),
                    prose.sentences(3),
                    prose.linked()
                );
                files.insert(format!("content/decisions/{id}.md"), record.above(&body));
            } else {
                file.group(id, |record| decision(names, n, &mut prose, record));
            }
        }
        files.insert(format!("content/decisions/part-{:03}.yaml", start / 100), file.into_text());
    }
}

fn decision(names: &Names, n: usize, prose: &mut Prose<'_>, record: &mut Record) {
    let (roles, parties) = (names.roles.len(), names.parties.len());
    let role = |n: usize| &names.roles[n % roles].id;
    let party = |n: usize| &names.parties[n % parties].id;
    record.text("decide", &names.decisions[n].title);
    // Whoever owns the artefact answers for what is decided about it.
    if n < names.artefacts {
        record.raw("about", &names.terms[n].id);
    }
    let by_party = n >= names.artefacts && n.is_multiple_of(10);
    record.raw("accountable", if by_party { party(n / 10 % DECIDING) } else { role(n) });
    if n.is_multiple_of(4) {
        record.ids("responsible", &[role(n + 1)]);
    }
    record.ids("consulted", &[role(n + 2), role(n + 3), party(DECIDING + n % (parties - DECIDING))]);
    record.ids("informed", &[role(n + 4), party(DECIDING + (n + 1) % (parties - DECIDING))]);
    if n.is_multiple_of(3) {
        record.raw("at", &names.events[n % names.events.len()].id);
    }
    match n % 5 {
        0 if !by_party => _ = record.raw("escalate_to", party(0)),
        // Upwards in the tree of roles, never round.
        1 if !by_party && (16..roles).contains(&n) => _ = record.raw("escalate_to", role(n / 4)),
        _ => {}
    }
    if n.is_multiple_of(2) {
        record.text("note", &prose.sentence());
    }
    if n % 40 == 7 {
        record.raw("status", "disputed");
    }
    record.ids("sources", &[&names.sources[n % names.sources.len()].id]);
    if n % 5 == 3 {
        record.group("according_to", |accounts| {
            accounts.group(&names.sources[n % FRAMES].id, |account| {
                account.ids("consulted", &[role(n + 5)]).text("note", &prose.sentence());
            });
        });
    }
}

fn glossary(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (abbreviation, term) in &names.abbreviations {
        file.group(abbreviation, |record| _ = record.ids("means", &[&names.terms[*term].id]));
    }
    for (n, term) in names.terms.iter().enumerate() {
        let mut prose = Prose::of(names, "term", n);
        file.group(&term.id, |record| {
            // The display form is made of the id unless it is written.
            if term.title.to_lowercase() != term.title || n.is_multiple_of(3) {
                record.text("term", &term.title);
            }
            if n < names.artefacts {
                record.raw("kind", "artefact");
            }
            let (noun, adjective, verb, object) = (prose.noun(), prose.adjective(), prose.verb(), prose.noun());
            let see = if n.is_multiple_of(6) { format!(" {}", prose.linked()) } else { String::new() };
            record.text("def", &format!("The {adjective} {noun} that {verb}s the {object}.{see}"));
            if n.is_multiple_of(5) {
                record.ids("aka", &[format!("{} book", term.title.to_lowercase())]);
            }
            if n.is_multiple_of(4) {
                record.ids("see", &[&names.terms[(n + 1) % names.terms.len()].id]);
            }
            if n.is_multiple_of(9) {
                record.ids("not", &[&names.terms[(n + 2) % names.terms.len()].id]);
            }
        });
    }
    files.insert("content/glossary.yaml".to_owned(), file.into_text());
}

fn questions(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (n, id) in names.questions.iter().enumerate() {
        let mut prose = Prose::of(names, "question", n);
        let role = &names.roles[n % names.roles.len()].id;
        file.item(0, |question| {
            let words = id.replace('-', " ");
            let (adjective, noun, verb) = (prose.adjective(), prose.noun(), prose.verb());
            question.text("q", &format!("Who looks after the {words} when the {adjective} {noun} {verb}s?"));
            question.raw("id", id);
            question.ids("about", &[role.clone(), format!("decision:{}", names.decisions[n % names.decisions.len()].id)]);
            let answer = format!("{} {} {}", prose.sentences(2), prose.mention(), prose.linked());
            question.text("a", &answer);
        });
    }
    files.insert("content/faq.yaml".to_owned(), file.into_text());
}

fn sources(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (n, source) in names.sources.iter().enumerate() {
        let mut rng = Rng::of("source", n);
        file.group(&source.id, |record| {
            record.text("title", &source.title);
            record.text("authors", &names.people[n % names.people.len()].title);
            if n < FRAMES {
                record.raw("frame", "true");
                record.text("short", &source.title.trim_start_matches("The ").replace(" Guide", "").replace(" Standard", ""));
                record.text("edition", source.id.rsplit('-').next().unwrap_or_default());
            } else {
                let day = format!("{}-{:02}-{:02}", rng.between(2005, 2025), rng.between(1, 12), rng.between(1, 28));
                record.raw("date", &day).raw("url", &format!("https://example.org/{}", source.id));
            }
            if n == 1 {
                record.raw("extends", &names.sources[0].id);
            }
        });
    }
    files.insert("content/sources.yaml".to_owned(), file.into_text());
}

fn people(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (n, person) in names.people.iter().enumerate() {
        let mut prose = Prose::of(names, "person", n);
        file.group(&person.id, |record| {
            let job = format!("{} {}", capital(prose.adjective()), prose.noun());
            record.text("name", &person.title).text("job_title", &job).text("bio", &prose.sentence());
        });
    }
    files.insert("content/people.yaml".to_owned(), file.into_text());
}

fn parties(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (n, party) in names.parties.iter().enumerate() {
        if n < DECIDING {
            file.group(&party.id, |record| _ = record.text("name", &party.title).raw("can_decide", "true"));
        } else {
            file.text(&party.id, &party.title);
        }
    }
    files.insert("content/parties.yaml".to_owned(), file.into_text());
}

fn events(names: &Names, files: &mut Files) {
    let mut file = Record::default();
    for (n, event) in names.events.iter().enumerate() {
        let mut prose = Prose::of(names, "event", n);
        file.group(&event.id, |record| {
            record.text("title", &event.title).text("summary", &prose.sentence());
            record.text("cadence", &format!("every {}", prose.noun()));
            record.raw("facilitated_by", &names.roles[(n * 3) % names.roles.len()].id);
            if n % 6 == 5 {
                record.raw("frame", &names.sources[n % FRAMES].id);
            }
        });
    }
    files.insert("content/events.yaml".to_owned(), file.into_text());
}
