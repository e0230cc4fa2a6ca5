//! More changes than anybody can tell one by one: what is served afterwards is what a fresh build writes.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::edits::is_night;
use super::followed::Followed;
use super::{git, save};
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("a_storm_ends_as_a_fresh_start", a_storm),
    ("a_branch_and_back", a_branch_and_back),
    ("more_events_than_the_system_keeps", more_events_than_the_system_keeps),
    ("content_is_moved_away_and_back", content_is_moved_away_and_back),
    ("content_is_removed_and_copied_back", content_is_removed_and_copied_back),
    #[cfg(unix)]
    ("a_change_that_nobody_told", a_change_that_nobody_told),
    ("another_folder_takes_the_place_of_content", another_folder_takes_the_place_of_content),
];

/// Files that come, change, move and go in a storm; at night as many as a large branch differs in.
fn many() -> usize {
    if is_night() { 1000 } else { 200 }
}

fn guide(n: usize, version: usize) -> String {
    format!("---\ntitle: Guide {n}\nsummary: About matter {version}.\n---\n\n## Part {version}\n\nText {version} of guide {n}.\n")
}

fn path(n: usize) -> String {
    format!("content/guides/part-{}/page-{n}.md", n % 20)
}

/// A site with so many guides.
fn site(guides: usize) -> Result<TempDir, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    save(folder.path(), "site.toml", "title = \"T\"\nbase_url = \"https://x.example/\"\n")?;
    save(folder.path(), "content/roles/a-role.yaml", "title: A role\nsummary: Decides.\nfocus: [Something]\n")?;
    for n in 0..guides {
        save(folder.path(), &path(n), &guide(n, 0))?;
    }
    Ok(folder)
}

fn moved(from: &Path, to: &Path) -> Result<(), String> {
    fs::rename(from, to).map_err(|e| format!("{}: {e}", from.display()))
}

/// The system tells of a file by the folder it was written through. Who writes through another one is not told of, and found
/// all the same, soon after the next change that is.
#[cfg(unix)]
fn a_change_that_nobody_told() -> Outcome {
    let mut followed = Followed::start(site(4)?)?;
    let elsewhere = tempfile::tempdir().map_err(|e| e.to_string())?;
    let other = elsewhere.path().join("page.md");
    fs::hard_link(followed.at(&path(1)), &other).map_err(|e| e.to_string())?;
    fs::write(&other, guide(1, 77)).map_err(|e| e.to_string())?;
    followed.settle()?;
    Ok(followed.until("/guides/part-1/page-1/", |answer| answer.text().contains("Text 77 of guide 1."))?)
}

/// Files at once, folders that come and go, and a folder that is away for a moment.
fn a_storm() -> Outcome {
    let mut followed = Followed::start(site(4)?)?;
    for n in 0..many() {
        followed.save(&path(n), &guide(n, n))?;
    }
    for n in 0..10 {
        fs::remove_dir_all(followed.at(&format!("content/guides/part-{n}"))).map_err(|e| e.to_string())?;
    }
    moved(&followed.at("content"), &followed.at("away"))?;
    moved(&followed.at("away"), &followed.at("content"))?;
    followed.is_as_built()?;
    // folders that came back are watched
    followed.save(&path(15), &guide(15, 5000))?;
    Ok(followed.is_as_built()?)
}

/// A branch adds a quarter of the files, changes one, removes one and moves one.
fn a_branch_and_back() -> Outcome {
    let quarter = many() / 4;
    let folder = site(3 * quarter)?;
    let at = folder.path();
    git(at, &["init", "--quiet", "--initial-branch=main"])?;
    let commit = || git(at, &["add", "--all"]).and_then(|()| git(at, &["commit", "--quiet", "--message=x"]));
    commit()?;
    git(at, &["checkout", "--quiet", "-b", "other"])?;
    for n in 0..quarter {
        save(at, &path(n), &guide(n, 1))?;
        fs::remove_file(at.join(path(quarter + n))).map_err(|e| e.to_string())?;
        let to = format!("content/guides/moved-{}/page-{n}.md", n % 7);
        fs::create_dir_all(at.join(&to).parent().ok_or("no folder")?).map_err(|e| e.to_string())?;
        moved(&at.join(path(2 * quarter + n)), &at.join(to))?;
        save(at, &path(3 * quarter + n), &guide(n, 2))?;
    }
    commit()?;
    git(at, &["checkout", "--quiet", "main"])?;
    let mut followed = Followed::start(folder)?;
    followed.dates = kb::disk::Dates::Git;
    followed.is_as_built()?;
    for branch in ["other", "main"] {
        git(followed.site(), &["checkout", "--quiet", branch])?;
        followed.is_as_built().map_err(|e| format!("{branch}: {e}"))?;
    }
    Ok(())
}

/// While the server is stopped there is more to tell than the system keeps for it: the rest is lost.
#[cfg(target_os = "linux")]
fn more_events_than_the_system_keeps() -> Outcome {
    use std::os::unix::fs::FileExt as _;

    use rustix::process::{Pid, Signal, kill_process};

    let kept = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").map_err(|e| e.to_string())?;
    let kept: usize = kept.trim().parse().map_err(|_| kept)?;
    let mut followed = Followed::start(site(40)?)?;
    for n in 0..2 {
        followed.save(&format!("content/noise-{n}.txt"), "0")?;
    }
    followed.is_as_built()?;
    let process = Pid::from_raw(i32::try_from(followed.server.id()).map_err(|e| e.to_string())?).ok_or("no process")?;
    kill_process(process, Signal::STOP).map_err(|e| e.to_string())?;
    let open = |n: usize| fs::File::options().write(true).open(followed.at(&format!("content/noise-{n}.txt")));
    let noise: Vec<fs::File> = (0..2).map(open).collect::<Result<_, _>>().map_err(|e| e.to_string())?;
    // one file and then the other: what happens twice to the same is told once
    for n in 0..=kept {
        noise[n % 2].write_at(b"1", 0).map_err(|e| e.to_string())?;
    }
    let at = followed.site();
    for n in 0..10 {
        save(at, &path(n), &guide(n, 1))?;
        fs::remove_file(at.join(path(10 + n))).map_err(|e| e.to_string())?;
        moved(&at.join(path(20 + n)), &at.join(format!("content/guides/moved-{n}.md")))?;
        save(at, &format!("content/guides/new/folder-{n}/page.md"), &guide(n, 2))?;
    }
    moved(&at.join("content/guides/part-11"), &at.join("content/guides/part-11-moved"))?;
    save(at, "themes/handbook/style.css", "body { margin: 7px }\n")?;
    kill_process(process, Signal::CONT).map_err(|e| e.to_string())?;
    followed.is_as_built()?;
    // folders that came and moved while nobody was told are watched
    followed.save("content/guides/new/folder-3/page.md", &guide(3, 3))?;
    followed.save("content/guides/part-11-moved/page-31.md", &guide(31, 3))?;
    followed.save("themes/handbook/style.css", "body { margin: 8px }\n")?;
    Ok(followed.is_as_built()?)
}

#[cfg(not(target_os = "linux"))]
fn more_events_than_the_system_keeps() -> Outcome {
    Ok(())
}

/// For as long as it takes to notice, and what is in it changes while it is away.
fn content_is_moved_away_and_back() -> Outcome {
    let mut followed = Followed::start(site(10)?)?;
    followed.is_as_built()?;
    for round in 1..4 {
        moved(&followed.at("content"), &followed.at("away"))?;
        followed.until("/guides/part-3/page-3/", |answer| answer.status == 404)?;
        save(followed.site(), &path(3).replace("content", "away"), &guide(3, round))?;
        save(followed.site(), &format!("away/guides/new-{round}/page.md"), &guide(round, round))?;
        moved(&followed.at("away"), &followed.at("content"))?;
        followed.until("/guides/part-3/page-3/", |answer| answer.text().contains(&format!("Text {round} of")))?;
        followed.is_as_built()?;
        followed.save(&format!("content/guides/new-{round}/page.md"), &guide(round, 10 * round))?;
        followed.save(&path(5), &guide(5, round))?;
        followed.is_as_built()?;
    }
    Ok(())
}

/// The folder that was watched lives on under another name, and what happens there is of no matter.
/// Removed and written again as a copy, not moved: while one of the two is being told, the other happens.
fn content_is_removed_and_copied_back() -> Outcome {
    let mut followed = Followed::start(site(10)?)?;
    for round in 1..=6 {
        fs::remove_dir_all(followed.at("content")).map_err(|e| e.to_string())?;
        save(followed.site(), "content/roles/a-role.yaml", "title: A role\nsummary: Decides.\nfocus: [Something]\n")?;
        for n in 0..10 {
            save(followed.site(), &path(n), &guide(n, round - 1))?;
        }
        followed.settle()?;
        followed.save(&path(3), &guide(3, round * 100))?;
        followed.until("/guides/part-3/page-3/", |answer| answer.text().contains(&format!("Text {}", round * 100)))?;
    }
    Ok(followed.is_as_built()?)
}

fn another_folder_takes_the_place_of_content() -> Outcome {
    let mut followed = Followed::start(site(10)?)?;
    followed.is_as_built()?;
    save(followed.site(), "next/guides/first.md", &guide(1, 1))?;
    save(followed.site(), "next/guides/part-3/page-3.md", &guide(3, 1))?;
    moved(&followed.at("content"), &followed.at("last"))?;
    moved(&followed.at("next"), &followed.at("content"))?;
    followed.until("/guides/first/", |answer| answer.status == 200)?;
    save(followed.site(), &path(3).replace("content", "last"), &guide(3, 2))?;
    followed.is_as_built()?;
    followed.save("content/guides/part-3/page-3.md", &guide(3, 3))?;
    Ok(followed.is_as_built()?)
}
