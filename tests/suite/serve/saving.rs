//! How editors save: what each of them does with files, one step after the other, as seen with `strace` where that was
//! possible. Whatever the server sees of it, what is published are the files of the site alone.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::followed::Followed;
use super::{git, save};
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("editors_save_in_their_own_ways", editors_save_in_their_own_ways),
    ("no_step_of_saving_is_published", no_step_of_saving_is_published),
    ("git_brings_back_one_file", git_brings_back_one_file),
    ("what_is_gone_for_a_moment_is_not_missed", what_is_gone_for_a_moment_is_not_missed),
];

/// What an editor does with one file. `*` stands for the name of the file that is saved.
#[derive(Clone, Copy)]
enum Step {
    /// Makes a file, or empties it, and writes the old or the new text.
    Write(&'static str, Text),
    Rename(&'static str, &'static str),
    Remove(&'static str),
    /// A link that leads nowhere, by which others see that somebody edits.
    Lock(&'static str),
}

#[derive(Clone, Copy)]
enum Text {
    None,
    Old,
    Half,
    New,
}

use Step::{Lock, Remove, Rename, Write};
use Text::{Half, New, None as Nothing, Old};

/// An editor, and whether a name it uses for a moment could be that of any file.
struct Editor(&'static str, &'static [Step]);

const EDITORS: &[Editor] = &[
    Editor(
        "vim, backupcopy=no",
        &[
            Write(".*.swp", Half),
            Write("4913", Nothing),
            Remove("4913"),
            Rename("*", "*~"),
            Write("*", Nothing),
            Write("*", New),
            Remove("*~"),
            Remove(".*.swp"),
        ],
    ),
    Editor(
        "vim, backupcopy=yes",
        &[Write(".*.swp", Half), Write("*~", Old), Write("*", Nothing), Write("*", New), Remove("*~"), Remove(".*.swp")],
    ),
    Editor("VS Code", &[Write("*", Nothing), Write("*", New)]),
    Editor("VS Code, atomic", &[Write("*.vsctmp", New), Rename("*.vsctmp", "*")]),
    Editor(
        "JetBrains, safe write",
        &[Write("*___jb_tmp___", New), Rename("*", "*___jb_old___"), Rename("*___jb_tmp___", "*"), Remove("*___jb_old___")],
    ),
    Editor(
        "Emacs",
        &[Lock(".#*"), Write("#*#", Half), Rename("*", "*~"), Write("*", Nothing), Write("*", New), Remove("#*#"), Remove(".#*")],
    ),
    Editor("GLib", &[Write(".goutputstream-A1B2C3", New), Rename(".goutputstream-A1B2C3", "*")]),
    Editor("sed -i", &[Write("sedA1b2C3", New), Rename("sedA1b2C3", "*")]),
    Editor("in pieces", &[Write("*", Nothing), Write("*", Half), Write("*", New)]),
];

impl Step {
    fn make(self, folder: &Path, name: &str, [old, new]: [&str; 2]) -> Result<(), String> {
        let at = |pattern: &str| folder.join(pattern.replace('*', name));
        let text = |text: Text| match text {
            Nothing => "",
            Old => old,
            // no letter is cut
            Half => new.split_at(new.len() / 2).0,
            New => new,
        };
        match self {
            Write(to, what) => fs::File::create(at(to)).and_then(|mut file| file.write_all(text(what).as_bytes())),
            Rename(from, to) => fs::rename(at(from), at(to)),
            Remove(path) => fs::remove_file(at(path)),
            Lock(path) => lock(&at(path)),
        }
        .map_err(|e| format!("{name}: {e}"))
    }

    /// The name that is no file of the site.
    fn beside(self) -> Option<&'static str> {
        let (Write(name, _) | Rename(_, name) | Remove(name) | Lock(name)) = self;
        (name != "*").then_some(name)
    }
}

#[cfg(unix)]
fn lock(path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink("somebody@example.org.1:2", path)
}

#[cfg(not(unix))]
fn lock(path: &Path) -> std::io::Result<()> {
    fs::write(path, "")
}

fn start() -> Result<Followed, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    for (path, _, text) in FILES {
        save(folder.path(), path, &text.replace("WORDS", "First words"))?;
    }
    Followed::start(folder)
}

/// Files, a page that shows each, and their texts.
const FILES: [(&str, &str, &str); 4] = [
    ("content/guides/guide.md", "/guides/guide/", "---\ntitle: Guide\nsummary: WORDS.\n---\n\nText.\n"),
    ("content/roles/a-role.yaml", "/roles/a-role/", "title: A role\nsummary: WORDS.\nfocus: [Something]\n"),
    ("site.toml", "/", "title = \"WORDS\"\n"),
    (
        "themes/handbook/guide.html",
        "/guides/guide/",
        "{% extends \"base.html\" %}{% block content %}WORDS{{ body_html | safe }}{% endblock content %}",
    ),
];

/// At full speed, into each kind of file: the new text is served, and all of it is what a build writes.
fn editors_save_in_their_own_ways() -> Outcome {
    let mut followed = start()?;
    let mut version = 0;
    for Editor(editor, steps) in EDITORS {
        for (path, page, text) in FILES {
            version += 1;
            let new = text.replace("WORDS", &format!("Words number {version}"));
            let full = followed.at(path);
            let old = fs::read_to_string(&full).map_err(|e| e.to_string())?;
            let (folder, name) = (full.parent().ok_or("no folder")?, full.file_name().and_then(|name| name.to_str()));
            for step in *steps {
                step.make(folder, name.ok_or("no name")?, [&old, &new])?;
            }
            let words = format!("Words number {version}");
            followed.until(page, |answer| answer.text().contains(&words)).map_err(|e| format!("{editor}, {path}: {e}"))?;
        }
        followed.is_as_built().map_err(|e| format!("{editor}: {e}"))?;
        nothing_is_wrong(&mut followed).map_err(|e| format!("{editor}: {e}"))?;
    }
    Ok(())
}

fn nothing_is_wrong(followed: &mut Followed) -> Result<(), String> {
    let panel = followed.get("/.kb/findings")?.text();
    if panel.contains("class=\"error\"") { Err(panel) } else { Ok(()) }
}

/// As on a machine so slow that the server sees the folder after every single step.
fn no_step_of_saving_is_published() -> Outcome {
    let mut followed = start()?;
    let folder = followed.at("content/guides");
    let (_, page, text) = FILES[0];
    followed.is_as_built()?;
    for (n, Editor(editor, steps)) in EDITORS.iter().enumerate() {
        let old = fs::read_to_string(folder.join("guide.md")).map_err(|e| e.to_string())?;
        let new = text.replace("WORDS", &format!("Words number {n}"));
        let names: Vec<String> = steps.iter().filter_map(|step| step.beside()).map(|name| name.replace('*', "guide.md")).collect();
        for (nth, step) in steps.iter().enumerate() {
            step.make(&folder, "guide.md", [&old, &new])?;
            followed.settle()?;
            let failed = |why: &str| format!("{editor}, after step {nth}: {why}");
            let panel = followed.get("/.kb/findings")?.text();
            for name in &names {
                if panel.contains(name) {
                    return Err(failed(&format!("{name} is among the findings: {panel}")).into());
                }
                let address = name.replace('#', "%23");
                // any file may be called as `sed` calls those that it writes
                if !name.starts_with("sed") && followed.get(&format!("/guides/{address}"))?.status == 200 {
                    return Err(failed(&format!("{name} is published")).into());
                }
                if followed.get(&format!("/guides/{address}/"))?.status == 200 {
                    return Err(failed(&format!("{name} is a page")).into());
                }
            }
        }
        let words = format!("Words number {n}");
        followed.until(page, |answer| answer.text().contains(&words)).map_err(|e| format!("{editor}: {e}"))?;
        followed.is_as_built().map_err(|e| format!("{editor}: {e}"))?;
    }
    Ok(())
}

/// What is not committed is put away and brought back, and one file is what it was at the last commit.
fn git_brings_back_one_file() -> Outcome {
    let mut followed = start()?;
    let site = followed.site().to_owned();
    git(&site, &["init", "--quiet"])?;
    git(&site, &["add", "site.toml", "content/guides/guide.md", "content/roles", "themes"])?;
    git(&site, &["commit", "--quiet", "--message=x"])?;
    followed.dates = kb::disk::Dates::Git;
    let (path, page, text) = FILES[0];
    let shows = |followed: &mut Followed, words: &str| {
        followed.until(page, |answer| answer.text().contains(words))?;
        followed.is_as_built()?;
        nothing_is_wrong(followed)
    };
    followed.save(path, &text.replace("WORDS", "Second words"))?;
    shows(&mut followed, "Second words")?;
    git(&site, &["stash", "--quiet"])?;
    shows(&mut followed, "First words")?;
    git(&site, &["stash", "pop", "--quiet"])?;
    shows(&mut followed, "Second words")?;
    git(&site, &["checkout", "--quiet", "--", path])?;
    Ok(shows(&mut followed, "First words")?)
}

/// Of so many saves most must have been waited for; a machine that is busy gets some more chances.
const SAVES: usize = 9;
const CHANCES: usize = 4;

/// While an editor writes a file anew, its page stays, and the empty file is no state of the site. The file is away for as
/// long as it takes the server to show a half one, for which nobody waits.
fn what_is_gone_for_a_moment_is_not_missed() -> Outcome {
    let mut followed = start()?;
    for (how, step) in [("emptied", Write("*", Nothing)), ("renamed", Rename("*", "*~"))] {
        let mut told = Vec::new();
        let mut is_waited_for = false;
        for chance in 0..CHANCES {
            let mut waited = 0;
            for n in 0..SAVES {
                let words = format!("Words {how} {chance} {n}");
                let half = interrupted(&mut followed, Write("*", Half), &format!("{words} in part"), usize::MAX)?;
                let away = interrupted(&mut followed, step, &words, half.asked)?;
                waited += usize::from(away.asked == half.asked && away.states == 1);
                told.push(away.states);
            }
            is_waited_for |= waited * 2 > SAVES;
            if is_waited_for {
                break;
            }
        }
        if !is_waited_for {
            return Err(format!("nobody waits for a file that is {how}; so many states were shown: {told:?}").into());
        }
    }
    Ok(())
}

/// What was seen of a save with something in between.
struct Seen {
    /// How often the page was asked for before it was another one, or before the file was whole.
    asked: usize,
    /// How many states there were.
    states: usize,
}

/// Makes a step, asks for the page so often or until it is another one, and saves the whole file.
fn interrupted(followed: &mut Followed, step: Step, words: &str, most: usize) -> Result<Seen, String> {
    let (path, page, text) = FILES[0];
    let new = text.replace("WORDS", words);
    let file = followed.at(path);
    let folder = file.parent().ok_or("no folder")?;
    // what came before is seen, and nothing more comes
    followed.settle()?;
    let before = state_of(followed, page)?;
    step.make(folder, "guide.md", ["", &new])?;
    let mut asked = 0;
    while asked < most && state_of(followed, page)? == before {
        asked += 1;
    }
    Write("*", New).make(folder, "guide.md", ["", &new])?;
    followed.until(page, |answer| answer.text().contains(&format!("{words}.")))?;
    Ok(Seen { asked, states: state_of(followed, page)?.1 - before.1 })
}

/// The status of a page, and the number of the state that it shows.
fn state_of(followed: &mut Followed, page: &str) -> Result<(u16, usize), String> {
    let answer = followed.get(page)?;
    let number = answer.value("server-timing").and_then(|value| value.split('"').nth(1)?.parse().ok());
    Ok((answer.status, number.ok_or("it does not say which state it shows")?))
}
