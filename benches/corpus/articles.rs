//! Guides: the articles proper, the index pages of their folders, and the home page.

use super::names::Names;
use super::prose::{Prose, capital};
use super::rng::Rng;
use super::words::{NOUNS, VERBS, rare};
use super::yaml::Record;
use super::{Files, code};

/// The median number of words in paragraphs. Links, citations, lists and tables bring it to about 770.
const WORDS: usize = 540;

pub fn write(names: &Names, files: &mut Files) {
    let mut home = Record::default();
    home.text("title", "A made-up handbook");
    let mut prose = Prose::of(names, "home", 0);
    files.insert("content/index.md".to_owned(), home.above(&format!("{}\n\n{}\n", prose.sentences(4), prose.sentences(3))));
    for (n, (folder, title)) in names.folders.iter().enumerate() {
        // Some folders have no index, as in life.
        if n % 7 == 6 {
            continue;
        }
        let mut prose = Prose::of(names, "folder", n);
        let mut record = Record::default();
        record.text("title", title).text("summary", &format!("All about the {}.", title.trim_start_matches("The ")));
        let body = format!("{}\n\n{}\n", prose.sentences(3), prose.linked());
        files.insert(format!("content/{folder}/index.md"), record.above(&body));
    }
    for n in 0..names.articles.len() {
        let record = front_matter(names, n);
        files.insert(format!("content/{}", names.path(n)), record.above(&body(names, n)));
    }
}

fn front_matter(names: &Names, n: usize) -> Record {
    let mut prose = Prose::of(names, "front matter", n);
    let article = &names.articles[n];
    let mut record = Record::default();
    let topic = article.title.split_once(' ').map_or("", |(_, rest)| rest);
    record.text("title", &article.title);
    record.text("summary", &format!("What we learned about {topic}, and {}.", prose.phrase().to_lowercase()));
    let mut authors = vec![prose.rng.skewed(names.people.len())];
    if prose.rng.one_in(4) {
        authors.push((authors[0] + 1) % names.people.len());
    }
    let authors: Vec<&str> = authors.iter().map(|p| names.people[*p].id.as_str()).collect();
    record.ids("authors", &authors);
    if prose.rng.one_in(3) {
        record.raw("owner", &names.people[prose.rng.below(names.people.len())].id);
    }
    let (published, updated) = (prose.day(), prose.day());
    let (published, updated) = if published < updated { (published, updated) } else { (updated, published) };
    record.raw("published", &published).raw("updated", &updated).raw("reviewed", &updated);
    let mut tags = vec![prose.rng.skewed(names.tags.len()), prose.rng.skewed(names.tags.len())];
    tags.dedup();
    let tags: Vec<&str> = tags.iter().map(|t| names.tags[*t].as_str()).collect();
    record.ids("tags", &tags);
    record.ids("about", &[&names.roles[n % names.roles.len()].id]);
    if prose.rng.one_in(3) {
        let takeaways: Vec<String> = (0..3).map(|_| prose.sentence()).collect();
        record.texts("takeaways", &takeaways);
    }
    if prose.rng.one_in(4) {
        let related = names.path(prose.rng.below(names.articles.len()));
        record.ids("related", &[relative(&article.folder, &related), format!("term:{}", names.terms[n % names.terms.len()].id)]);
    }
    if prose.rng.one_in(50) {
        record.ids("moved_from", &[format!("former-{}", article.stem)]);
    }
    record
}

fn body(names: &Names, n: usize) -> String {
    let mut prose = Prose::of(names, "body", n);
    let (sections, levels) = outline(n);
    let share = WORDS * prose.rng.percent() / 100 / (sections + 1);
    let links = prose.rng.between(3, 6);
    let citations = prose.rng.between(1, 3);
    let (table, code_at) = (prose.rng.below(sections), prose.rng.one_in(4).then(|| prose.rng.below(sections)));
    let (alert, list) = (prose.rng.below(sections), prose.rng.below(sections));

    let mut out = paragraphs(&mut prose, share);
    for (k, level) in levels.iter().enumerate() {
        out += &format!("{} {}\n\n", "#".repeat(*level), heading(n, k));
        out += &paragraphs(&mut prose, share);
        // Links and citations are dealt out over the sections.
        let mut extra = String::new();
        for link in (0..links).filter(|l| l % sections == k) {
            extra += &if link == 0 || prose.rng.one_in(2) { guide_link(names, n, link, &mut prose) } else { prose.linked() };
            extra += " ";
        }
        for citation in (0..citations).filter(|c| (c + 3) % sections == k) {
            let source = if citation == 0 { n % names.sources.len() } else { prose.rng.skewed(names.sources.len()) };
            extra += &prose.cited(source);
            extra += " ";
        }
        if !extra.is_empty() {
            out += extra.trim_end();
            out += "\n\n";
        }
        if k == table {
            out += &markdown_table(&mut prose);
        }
        if code_at == Some(k) {
            out += &code::block(&mut prose);
            out += "\n";
        }
        if k == alert && prose.rng.one_in(2) {
            let kind = prose.rng.pick(&["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]);
            out += &format!("> [!{kind}]\n> {}\n> {}\n\n", prose.sentence(), prose.sentence());
        }
        if k == list {
            out += &items(&mut prose);
        }
    }
    if prose.rng.one_in(10) {
        out += &code::embed(names, &mut prose);
        out += "\n";
    }
    if prose.rng.one_in(6) {
        out += &format!("{}[^1]\n\n[^1]: {}\n", prose.sentence(), prose.sentence());
    }
    if prose.rng.one_in(20) {
        out += &format!("\nPress <kbd>Ctrl</kbd>+<kbd>K</kbd> for the {} {}.\n", prose.adjective(), prose.noun());
    }
    out
}

/// How many headings an article has, and their levels.
fn outline(n: usize) -> (usize, Vec<usize>) {
    let mut rng = Rng::of("outline", n);
    let sections = rng.between(6, 8);
    let levels = (0..sections).map(|k| if k > 0 && rng.one_in(3) { 3 } else { 2 }).collect();
    (sections, levels)
}

/// The nth heading of an article: other articles link to it, so it depends on nothing else.
fn heading(article: usize, k: usize) -> String {
    let mut rng = Rng::of("heading", article * 16 + k);
    let (noun, verb, word) = (rng.pick(NOUNS), rng.pick(VERBS), rare(rng.below(3000)));
    match k % 4 {
        0 => format!("Why we {verb} the {word} {noun}"),
        1 => format!("What a {noun} needs to {verb} {k}"),
        2 => format!("{} and the {noun} of section {k}", capital(&word)),
        _ => format!("Before you {verb} a {word} {k} times"),
    }
}

fn guide_link(names: &Names, from: usize, link: usize, prose: &mut Prose<'_>) -> String {
    // The first link leads to the next article, so that something leads to every article.
    let to = if link == 0 { (from + 1) % names.articles.len() } else { prose.rng.below(names.articles.len()) };
    let mut path = relative(&names.articles[from].folder, &names.path(to));
    if prose.rng.one_in(3) {
        path += &format!("#{}", heading(to, 0).to_lowercase().replace(' ', "-"));
    }
    let (adjective, noun) = (prose.adjective(), prose.noun());
    format!("There is more on the {adjective} {noun} under [{}]({path}).", names.articles[to].title.to_lowercase())
}

/// A path below `content/` seen from a folder below it.
fn relative(folder: &str, path: &str) -> String {
    format!("{}{path}", "../".repeat(folder.split('/').count()))
}

fn paragraphs(prose: &mut Prose<'_>, words: usize) -> String {
    let (mut out, mut count) = (String::new(), 0);
    while count + 20 < words {
        let length = prose.rng.between(2, 4);
        let mut paragraph = prose.sentences(length);
        if prose.rng.one_in(5) {
            paragraph += " ";
            paragraph += &prose.mention();
        }
        if prose.rng.one_in(6) {
            let (adjective, noun) = (prose.adjective(), prose.noun());
            paragraph += &format!(" That is the *{adjective}* part of a **{noun}**.");
        }
        count += paragraph.split(' ').count();
        out += &paragraph;
        out += "\n\n";
    }
    out
}

fn markdown_table(prose: &mut Prose<'_>) -> String {
    let columns = prose.rng.between(3, 4);
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = row((0..columns).map(|_| capital(&prose.noun())).collect());
    out += &row((0..columns).map(|c| if c == 1 { "---:".to_owned() } else { "---".to_owned() }).collect());
    for _ in 0..prose.rng.between(3, 6) {
        let cells = (0..columns).map(|c| if c == 1 { prose.rng.below(1000).to_string() } else { prose.phrase() }).collect();
        out += &row(cells);
    }
    out + "\n"
}

fn items(prose: &mut Prose<'_>) -> String {
    let style = prose.rng.below(8);
    let mut out = String::new();
    for k in 1..=prose.rng.between(3, 6) {
        let mark = match style {
            0 => "- [ ] ".to_owned(),
            1 | 2 => format!("{k}. "),
            _ => "- ".to_owned(),
        };
        out += &format!("{mark}{}\n", prose.phrase());
    }
    out + "\n"
}
