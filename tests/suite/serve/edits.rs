//! After any edit the server shows what a build of the files would write.

use std::collections::BTreeMap;
use std::path::Path;

use kb::analysis::analyze;

use super::client::{Messages, Server};
use super::{save, without_script};
use crate::Outcome;
use crate::site::{self, Published};

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[("random_edits", random_edits), ("a_storm_ends_as_a_fresh_start", a_storm)];

/// Edits of one run; `KB_EDITS` names another number.
const EDITS: usize = 300;
/// So often all files are compared, and not only some.
const WHOLE: usize = 50;

/// Numbers that look like chance and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % sides
    }
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

/// One edit: what it was, for the message when it fails.
fn edit(site: &Path, version: usize, dice: &mut Dice) -> Result<String, String> {
    let gone = |path: &str| match std::fs::remove_file(site.join(path)) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(format!("{path}: {e}")),
    };
    let n = dice.roll(8);
    let (what, path, text) = match dice.roll(14) {
        0..=2 => ("a guide", format!("content/guides/guide-{n}.md"), guide(n, version)),
        3 => ("a guide in a new folder", format!("content/guides/folder-{version}/guide-{n}.md"), guide(n, version)),
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
    let edits = std::env::var("KB_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(EDITS);
    let mut before = Published::new();
    let mut early = None;
    for version in 1..=edits {
        let what = edit(folder.path(), version, &mut dice)?;
        mark(folder.path(), version)?;
        let failed = |why: String| format!("edit {version}, {what}: {why}");
        wait(&server, &mut messages, version).map_err(failed)?;
        let expected = built(folder.path()).map_err(failed)?;
        let some = (version % WHOLE != 0).then_some(&mut dice);
        compare(&server, folder.path(), &expected, some).map_err(failed)?;
        if let Some(gone) = before.keys().find(|path| !expected.contains_key(*path)) {
            let status = server.get(&format!("/{gone}"))?.status;
            if status != 404 {
                return Err(failed(format!("/{gone} is gone and answered by {status}")).into());
            }
        }
        before = expected;
        // what is set up once, threads and caches, is there by now
        if version == edits / 3 {
            early = Some(Held::of(server.id()));
        }
    }
    let late = Held::of(server.id());
    match early {
        Some(early) if late.has_grown_since(&early) => Err(format!("{early:?} became {late:?}").into()),
        _ => Ok(()),
    }
}

/// What a process holds.
#[derive(Debug)]
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

/// A thousand files at once, folders that come and go, and a folder that is away for a moment.
fn a_storm() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    for (path, text) in files() {
        save(folder.path(), &path, &text)?;
    }
    let server = Server::start(folder.path(), &[], &[])?;
    let mut messages = server.listen()?;
    let site = folder.path();
    for n in 0..1000 {
        save(site, &format!("content/guides/part-{}/page-{n}.md", n % 20), &guide(n, n))?;
    }
    for n in 0..10 {
        std::fs::remove_dir_all(site.join(format!("content/guides/part-{n}"))).map_err(|e| e.to_string())?;
    }
    std::fs::rename(site.join("content"), site.join("away")).map_err(|e| e.to_string())?;
    std::fs::rename(site.join("away"), site.join("content")).map_err(|e| e.to_string())?;
    mark(site, 1)?;
    wait(&server, &mut messages, 1)?;
    compare(&server, site, &built(site)?, None)?;
    // folders that came back are watched
    save(site, "content/guides/part-15/page-15.md", &guide(15, 5000))?;
    mark(site, 2)?;
    wait(&server, &mut messages, 2)?;
    Ok(compare(&server, site, &built(site)?, None)?)
}
