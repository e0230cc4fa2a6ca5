//! After any edit the server shows what a build of the files would write.

use std::collections::BTreeMap;
use std::path::Path;

use kb::analysis::analyze;

use super::client::{Messages, Server};
use super::{save, without_script};
use crate::Outcome;
use crate::site::{self, Published};

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[("random_edits", random_edits)];

/// Edits of one run, and of one at night; `KB_EDITS` names another number.
const EDITS: usize = 300;
const EDITS_AT_NIGHT: usize = 10_000;
/// So often all files are compared, and not only some; at night each time.
const WHOLE: usize = 25;
/// So often it is looked at what the server holds; three times where there are fewer edits.
const LOOK: usize = 1_000;

/// Folders that come with edits are at most so many, and as many that were moved: what is served stays as large as it is.
const MOST: usize = 12;

/// Numbers that look like chance and are the same on every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % sides
    }
}

pub(super) fn is_night() -> bool {
    std::env::var_os("KB_NIGHTLY").is_some()
}

/// A small site in which each kind of file stands.
fn files() -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = [
        ("site.toml", "title = \"T\"\nbase_url = \"https://x.example/\"\n"),
        ("content/guides/marker.md", "---\ntitle: Marker\nsummary: Says how far we are.\n---\n\nMark 0.\n"),
        ("content/faq.yaml", "- {q: \"What is it?\", a: \"It is a thing.\", about: [role-0]}\n"),
        ("content/glossary.yaml", "backlog:\n  term: Backlog\n  def: A list of what may be done.\n"),
        ("themes/handbook/footer.txt", "A text.\n"),
        ("content/plan.txt", "A plan.\n"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    for n in 0..3 {
        files.insert(format!("content/roles/role-{n}.yaml"), role(n, 0));
    }
    for n in 0..4 {
        files.insert(format!("content/guides/guide-{n}.md"), guide(n, 0));
    }
    files.insert("content/decisions.yaml".to_owned(), decisions(0));
    files
}

fn role(n: usize, version: usize) -> String {
    format!("title: Role {n}\nsummary: Decides matter {version}.\nfocus: [Matter {version}]\n")
}

fn guide(n: usize, version: usize) -> String {
    format!(
        "---\ntitle: Guide {n}\nsummary: About matter {version}.\n---\n\nAsk [a role](role:role-{}) about the backlog.\n\n## Part {version}\n\nText {version}.\n",
        version % 3
    )
}

fn decisions(version: usize) -> String {
    (0..4)
        .map(|n| {
            format!(
                "d{n}: {{decide: \"Matter {n} of {version}\", accountable: role-{}, consulted: [role-{}]}}\n",
                n % 3,
                (n + version) % 3
            )
        })
        .collect()
}

/// What puts right what an edit broke.
enum Repair {
    Write(&'static str, String),
    Rename(&'static str, &'static str),
}

impl Repair {
    fn make(&self, site: &Path) -> Result<(), String> {
        match self {
            Self::Write(path, text) => save(site, path, text),
            Self::Rename(from, to) => std::fs::rename(site.join(from), site.join(to)).map_err(|e| e.to_string()),
        }
    }
}

/// Breaks something.
fn wreck(site: &Path, version: usize, dice: &mut Dice) -> Result<(String, Repair), String> {
    let (path, wrong, right) = match dice.roll(7) {
        0 => ("content/guides/guide-0.md", "---\ntitle: [\n---\n".to_owned(), guide(0, version)),
        1 => ("content/guides/guide-1.md", guide(1, version) + "\n[nobody](role:nobody)\n", guide(1, version)),
        2 => ("content/guides/guide-2.md", guide(2, version) + "\n[nothing](guide-3.md#nothing)\n", guide(2, version)),
        3 => {
            ("content/decisions.yaml", decisions(version).replacen("accountable: role-", "accountable: no-", 1), decisions(version))
        }
        4 => ("content/roles/role-0.yaml", "title: Role 0\nsumary: It is misspelt.\n".to_owned(), role(0, version)),
        5 => (
            "themes/handbook/glossary.html",
            "{% block".to_owned(),
            "{% extends \"base.html\" %}{% block content %}{% endblock content %}".to_owned(),
        ),
        _ => {
            let (from, to) = ("content/roles/role-1.yaml", "content/roles/role-9.yaml");
            std::fs::rename(site.join(from), site.join(to)).map_err(|e| e.to_string())?;
            return Ok(("a role has another id".to_owned(), Repair::Rename(to, from)));
        }
    };
    save(site, path, &wrong)?;
    Ok((format!("{path} is broken"), Repair::Write(path, right)))
}

/// Moves a file or a folder.
fn relocate(site: &Path, version: usize, dice: &mut Dice) -> Result<String, String> {
    let guides = site.join("content/guides");
    let mut all: Vec<_> = std::fs::read_dir(&guides).map_err(|e| e.to_string())?.flatten().map(|entry| entry.path()).collect();
    all.retain(|path| path.file_name().is_some_and(|name| name != "marker.md"));
    all.sort();
    if all.is_empty() {
        return Ok("nothing is moved".to_owned());
    }
    let from = all.swap_remove(dice.roll(all.len()));
    let n = version % MOST;
    // a page and a folder of one name would be two pages at one address
    let to = guides.join(if from.is_dir() { format!("moved-folder-{n}") } else { format!("moved-{n}.md") });
    if to == from {
        return Ok("nothing is moved".to_owned());
    }
    let gone = if to.is_dir() { std::fs::remove_dir_all(&to) } else { std::fs::remove_file(&to) };
    gone.or_else(|e| if e.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(e) })
        .map_err(|e| format!("{}: {e}", to.display()))?;
    std::fs::rename(&from, &to).map_err(|e| format!("{}: {e}", from.display()))?;
    Ok(format!("{} is {} now", from.display(), to.display()))
}

/// One edit: what it was, for the message when it fails.
fn edit(site: &Path, version: usize, dice: &mut Dice) -> Result<String, String> {
    let gone = |path: &str| match std::fs::remove_file(site.join(path)) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(format!("{path}: {e}")),
    };
    let n = dice.roll(8);
    let (what, path, text) = match dice.roll(16) {
        0..=2 => ("a guide", format!("content/guides/guide-{n}.md"), guide(n, version)),
        3 => ("a guide in a new folder", format!("content/guides/folder-{}/guide-{n}.md", version % MOST), guide(n, version)),
        4 => {
            gone(&format!("content/guides/guide-{n}.md"))?;
            return Ok(format!("guide {n} is removed"));
        }
        5..=6 => ("a role", format!("content/roles/role-{}.yaml", n % 3), role(n % 3, version)),
        7..=8 => ("the decisions", "content/decisions.yaml".to_owned(), decisions(version)),
        9 => ("the settings", "site.toml".to_owned(), format!("title = \"T {version}\"\nbase_url = \"https://x.example/\"\n")),
        10 => ("the style", "themes/handbook/style.css".to_owned(), format!("body {{ margin: {version}px }}\n")),
        11 => {
            let template = "{% extends \"base.html\" %}{% block content %}VERSION{{ body_html | default(value=\"\") | safe }}{% endblock content %}";
            ("a template", "themes/handbook/guide.html".to_owned(), template.replace("VERSION", &version.to_string()))
        }
        14 => return relocate(site, version, dice),
        15 => {
            // gone for less than a moment
            let text = "title = \"T\"\nbase_url = \"https://x.example/\"\n";
            std::fs::write(site.join("site.toml"), "title = ").map_err(|e| e.to_string())?;
            save(site, "site.toml", text)?;
            return Ok("the settings are broken and put right".to_owned());
        }
        12 => ("a file that is published as it is", "content/plan.txt".to_owned(), format!("Plan {version}.\n")),
        _ => {
            // written in place, in pieces, as some editors do
            let path = "content/faq.yaml";
            std::fs::write(site.join(path), "").map_err(|e| e.to_string())?;
            let text = format!("- {{q: \"What is it?\", a: \"It is thing {version}.\", about: [role-{}]}}\n", n % 3);
            std::fs::write(site.join(path), text).map_err(|e| e.to_string())?;
            return Ok("the questions, in place".to_owned());
        }
    };
    if dice.roll(2) == 0 {
        save(site, &path, &text)?;
    } else {
        let full = site.join(&path);
        full.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(full, text))
            .map_err(|e| e.to_string())?;
    }
    Ok(format!("{what}: {path}"))
}

fn mark(site: &Path, version: usize) -> Result<(), String> {
    let text = format!("---\ntitle: Marker\nsummary: Says how far we are.\n---\n\nMark {version}.\n");
    save(site, "content/guides/marker.md", &text)
}

/// Waits until the server has seen the mark, and with it all that was written before.
fn wait(server: &Server, messages: &mut Messages, version: usize) -> Result<(), String> {
    let mark = format!("Mark {version}.");
    while !server.get("/guides/marker/")?.text().contains(&mark) {
        messages.next()?;
    }
    Ok(())
}

fn built(site: &Path) -> Result<Published, String> {
    let analysis = analyze(site::read_folder(site)?, &site::options());
    let findings = format!("{:?}", analysis.diagnostics);
    let checked = analysis.checked().map_err(|_| findings)?;
    site::publish(&checked).map_err(|e| format!("{e:?}"))
}

fn compare(server: &Server, site: &Path, expected: &Published, some: Option<&mut Dice>) -> Result<(), String> {
    let mut paths: Vec<&String> = expected.keys().collect();
    if let Some(dice) = some {
        paths = (0..6).map(|_| paths[dice.roll(paths.len())]).collect();
    }
    for path in paths {
        let answer = server.get(&format!("/{path}"))?;
        let served = if path.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body };
        let asset = site.join("content").join(path);
        let written = if asset.is_file() { std::fs::read(asset).map_err(|e| e.to_string())? } else { expected[path].clone() };
        if answer.status != 200 || served != written {
            return Err(format!("/{path} is {}: {}", answer.status, String::from_utf8_lossy(&served)));
        }
    }
    Ok(())
}

fn random_edits() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    for (path, text) in files() {
        save(folder.path(), &path, &text)?;
    }
    let server = Server::start(folder.path(), &[], &[])?;
    let mut messages = server.listen()?;
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let usual = if is_night() { EDITS_AT_NIGHT } else { EDITS };
    let edits = std::env::var("KB_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut repair: Option<Repair> = None;
    let mut before = Published::new();
    let look = LOOK.min(edits / 3).max(1);
    let mut early: Option<Held> = None;
    for version in 1..=edits {
        let mut what = match repair.take() {
            Some(repair) => repair.make(folder.path()).map(|()| "what was broken is put right".to_owned())?,
            None if dice.roll(8) == 0 => {
                let (what, to_do) = wreck(folder.path(), version, &mut dice)?;
                repair = Some(to_do);
                what
            }
            None => edit(folder.path(), version, &mut dice)?,
        };
        mark(folder.path(), version)?;
        what = format!("edit {version}, {what}");
        let failed = |why: String| format!("{what}: {why}");
        // its own page follows the files, whatever is wrong elsewhere
        wait(&server, &mut messages, version).map_err(failed)?;
        let is_told = server.get("/.kb/findings")?.text().contains("class=\"error\"");
        match built(folder.path()) {
            Ok(_) if is_told => return Err(failed("an error is told, and there is none".to_owned()).into()),
            Ok(expected) => {
                let some = (!is_night() && version % WHOLE != 0).then_some(&mut dice);
                compare(&server, folder.path(), &expected, some).map_err(failed)?;
                if let Some(gone) = before.keys().find(|path| !expected.contains_key(*path)) {
                    let status = server.get(&format!("/{gone}"))?.status;
                    if status != 404 {
                        return Err(failed(format!("/{gone} is gone and answered by {status}")).into());
                    }
                }
                before = expected;
            }
            Err(findings) if repair.is_none() || !is_told => return Err(failed(format!("told: {is_told}; {findings}")).into()),
            Err(_) => {
                // what was there is there
                for path in before.keys().filter(|path| path.ends_with("/index.html") && path.starts_with("guides/guide-")) {
                    let status = server.get(&format!("/{path}"))?.status;
                    if status != 200 {
                        return Err(failed(format!("/{path} is answered by {status}")).into());
                    }
                }
            }
        }
        if version % look == 0 {
            let late = Held::of(server.id());
            println!("after {version} edits of a served site: {late}");
            match &early {
                Some(early) if late.has_grown_since(early) => return Err(format!("{early} became {late}").into()),
                Some(_) => {}
                // what is set up once, threads and caches, is there by now
                None => early = Some(late),
            }
        }
    }
    Ok(())
}

/// What a process holds.
struct Held {
    threads: usize,
    descriptors: usize,
    kilobytes: usize,
}

impl Held {
    fn of(process: u32) -> Self {
        let folder = Path::new("/proc").join(process.to_string());
        let count = |name: &str| std::fs::read_dir(folder.join(name)).map_or(0, Iterator::count);
        let status = std::fs::read_to_string(folder.join("status")).unwrap_or_default();
        let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = memory.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
        Self { threads: count("task"), descriptors: count("fd"), kilobytes }
    }

    fn has_grown_since(&self, early: &Self) -> bool {
        // a thread that renders comes and goes, as does a connection that was just answered
        let slack = 6;
        self.threads > early.threads + slack
            || self.descriptors > early.descriptors + slack
            || self.kilobytes > early.kilobytes * 5 / 4 + 16_000
    }
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} kB, {} threads, {} file descriptors", self.kilobytes, self.threads, self.descriptors)
    }
}
