//! What there is on a site of a given size, and what it is called. Every name is different from every other.

use super::words::{
    ADJECTIVES, DOMAINS, EVENT_KINDS, FIRST_NAMES, FUNCTIONS, GERUNDS, LAST_NAMES, NOUNS, REGIONS, TERM_FIRST, TERM_LAST, rare,
};

/// An id and a title.
pub struct Name {
    pub id: String,
    pub title: String,
}

impl Name {
    fn of(title: String) -> Self {
        Self { id: title.to_lowercase().replace(' ', "-"), title }
    }
}

/// A guide: where it stands and what it is called.
pub struct Article {
    /// Its folder below `content/`.
    pub folder: String,
    pub stem: String,
    pub title: String,
}

/// Everything that can be referred to.
pub struct Names {
    pub articles: Vec<Article>,
    /// Folders of guides below `content/`, each with a title.
    pub folders: Vec<(String, String)>,
    pub roles: Vec<Name>,
    /// The roles of each comparison, by position, and its id.
    pub comparisons: Vec<(String, Vec<usize>)>,
    pub decisions: Vec<Name>,
    /// The first [`artefacts`](Self::artefacts) of them are artefacts; the nth is owned by the nth role.
    pub terms: Vec<Name>,
    pub artefacts: usize,
    /// Abbreviations of terms that are no artefacts, and which.
    pub abbreviations: Vec<(String, usize)>,
    pub events: Vec<Name>,
    pub parties: Vec<Name>,
    pub sources: Vec<Name>,
    pub people: Vec<Name>,
    pub tags: Vec<String>,
    /// Questions of `faq.yaml`, by id.
    pub questions: Vec<String>,
}

/// Parties that may be accountable; they come first.
pub const DECIDING: usize = 4;
/// Sources that are accounts of roles; they come first.
pub const FRAMES: usize = 3;

const PARTIES: [&str; 12] = [
    "Sponsor",
    "Leadership team",
    "Developers",
    "Architecture board",
    "Users",
    "Stakeholders",
    "Vendors",
    "Scrum team",
    "Support desk",
    "Legal counsel",
    "Auditors",
    "Handbook editors",
];
const ACCOUNTS: [(&str, &str); FRAMES] = [
    ("agile-guide-2020", "The Agile Guide"),
    ("scaling-guide-2021", "The Scaling Guide"),
    ("delivery-standard-2019", "The Delivery Standard"),
];

/// So many roles go with so many articles.
pub fn usual(articles: usize) -> usize {
    (articles / 5).max(8)
}

impl Names {
    /// With `count` roles and as many comparisons; all else goes with the articles.
    pub fn new(articles: usize, count: usize) -> Self {
        let roles: Vec<Name> = (0..count).map(|n| Name::of(role(n))).collect();
        let comparisons = (0..count).map(|n| comparison(n, &roles)).collect();
        let terms = articles / 20 + 50;
        let artefacts = (terms * 6 / 10).min(count);
        let abbreviations = terms / 10;
        let folders = folders(articles);
        Self {
            articles: (0..articles).map(|n| article(n, &folders)).collect(),
            folders,
            roles,
            comparisons,
            decisions: (0..usual(articles)).map(decision).collect(),
            terms: (0..terms - abbreviations).map(|n| Name::of(term(n))).collect(),
            artefacts,
            abbreviations: (0..abbreviations).map(|n| (abbreviation(&term(artefacts + n), n), artefacts + n)).collect(),
            events: (0..8 + articles / 100).map(|n| Name::of(event(n))).collect(),
            parties: PARTIES.iter().map(|p| Name::of((*p).to_owned())).chain((0..articles / 500).map(council)).collect(),
            sources: (0..FRAMES + (articles / 5).clamp(4, 17) + articles / 50).map(source).collect(),
            people: (0..3 + articles / 50).map(|n| Name::of(person(n))).collect(),
            tags: (0..12 + articles / 50).map(|n| format!("{} {}", rare(n + 90), NOUNS[n % NOUNS.len()])).collect(),
            questions: (0..10 + articles / 50).map(|n| format!("{}-{}", rare(n + 400), NOUNS[n % NOUNS.len()])).collect(),
        }
    }

    /// The path of an article's file below `content/`.
    pub fn path(&self, n: usize) -> String {
        let article = &self.articles[n];
        format!("{}/{}.md", article.folder, article.stem)
    }
}

fn role(n: usize) -> String {
    let base = format!("{} {}", DOMAINS[n / FUNCTIONS.len() % DOMAINS.len()], FUNCTIONS[n % FUNCTIONS.len()]);
    match n / (FUNCTIONS.len() * DOMAINS.len()) {
        0 => base,
        more if more <= REGIONS.len() => format!("{} {base}", REGIONS[more - 1]),
        more => format!("{} {base} {more}", REGIONS[more % REGIONS.len()]),
    }
}

/// Letters of a title and a number: no two alike, and no word of a text.
pub fn abbreviation(title: &str, n: usize) -> String {
    let letters: String = title.split(' ').filter_map(|w| w.chars().next()).map(|c| c.to_ascii_uppercase()).collect();
    format!("{letters}{}", n + 1)
}

/// Each role is compared with the next one, so every role is in a comparison and no two compare the same.
fn comparison(n: usize, roles: &[Name]) -> (String, Vec<usize>) {
    let size = match n {
        n if n % 25 == 7 => 4,
        n if n % 10 == 3 => 3,
        _ => 2,
    };
    let members: Vec<usize> = (0..size).map(|k| (n + k) % roles.len()).collect();
    let id = match size {
        2 => format!("{}-vs-{}", roles[members[0]].id, roles[members[1]].id),
        _ => format!("{}-among-{size}", roles[n].id),
    };
    (id, members)
}

/// A name, as the end of "who decides".
fn decision(n: usize) -> Name {
    let (noun, adjective) = (NOUNS[n % NOUNS.len()], ADJECTIVES[n / 3 % ADJECTIVES.len()]);
    let word = rare(n + 700);
    let title = match n % 4 {
        0 => format!("Which {adjective} {noun} comes after the {word}"),
        1 => format!("Whether the {word} {noun} moves"),
        2 => format!("How a {word} {noun} is staffed and tracked"),
        _ => format!("When the {adjective} {noun} of a {word} is ready"),
    };
    Name { id: format!("{word}-{noun}"), title }
}

fn term(n: usize) -> String {
    let base = format!("{} {}", TERM_FIRST[n % TERM_FIRST.len()], TERM_LAST[(n / TERM_FIRST.len() + n) % TERM_LAST.len()]);
    match n / (TERM_FIRST.len() * TERM_LAST.len()) {
        0 => base,
        more => format!("{base} {}", rare(more + 20)),
    }
}

fn event(n: usize) -> String {
    let base = format!("{} {}", DOMAINS[n / EVENT_KINDS.len() % DOMAINS.len()], EVENT_KINDS[n % EVENT_KINDS.len()]);
    match n / (DOMAINS.len() * EVENT_KINDS.len()) {
        0 => base,
        more => format!("{base} {}", rare(more + 20)),
    }
}

fn council(n: usize) -> Name {
    Name::of(format!("{} {} council", REGIONS[n / DOMAINS.len() % REGIONS.len()], DOMAINS[n % DOMAINS.len()]))
}

fn source(n: usize) -> Name {
    if let Some((id, title)) = ACCOUNTS.get(n) {
        return Name { id: (*id).to_owned(), title: (*title).to_owned() };
    }
    let word = rare(n + 1500);
    let noun = NOUNS[n % NOUNS.len()];
    Name { id: format!("{word}-{}", 2001 + n % 25), title: format!("The {word} {noun} and its {}s", NOUNS[(n + 7) % NOUNS.len()]) }
}

fn person(n: usize) -> String {
    let base = format!("{} {}", FIRST_NAMES[n % FIRST_NAMES.len()], LAST_NAMES[(n / FIRST_NAMES.len() + n) % LAST_NAMES.len()]);
    match n / (FIRST_NAMES.len() * LAST_NAMES.len()) {
        0 => base,
        more => format!("{base} {}", rare(more + 20)),
    }
}

/// About forty guides to a folder; two of three folders stand in an area of several.
fn folders(articles: usize) -> Vec<(String, String)> {
    (0..articles / 40 + 2)
        .map(|n| {
            let noun = NOUNS[n % NOUNS.len()];
            let word = rare(n + 300);
            let title = format!("The {word} {noun}");
            let area = DOMAINS[n / 6 % DOMAINS.len()].to_lowercase();
            let folder = if n % 3 == 0 { format!("guides/{word}-{noun}") } else { format!("guides/{area}/{word}-{noun}") };
            (folder, title)
        })
        .collect()
}

fn article(n: usize, folders: &[(String, String)]) -> Article {
    let adjective = ADJECTIVES[n / GERUNDS.len() % ADJECTIVES.len()];
    let noun = NOUNS[(n / (GERUNDS.len() * ADJECTIVES.len()) + n) % NOUNS.len()];
    let gerund = GERUNDS[n % GERUNDS.len()];
    let word = rare(n + 100);
    let title = format!("{gerund} the {adjective} {word} {noun}");
    let stem = format!("{}-{word}-{noun}", gerund.to_lowercase());
    Article { folder: folders[n % folders.len()].0.clone(), stem, title }
}
