//! The days of pages come from version control: they follow a commit, by which no file of the site changes.

use std::path::Path;

use kb::disk::Dates;

use super::followed::Followed;
use super::{git, save};
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("days_follow_a_commit", days_follow_a_commit),
    ("days_follow_a_commit_of_a_site_below", days_follow_a_commit_of_a_site_below),
    ("days_follow_a_commit_in_a_worktree", days_follow_a_commit_in_a_worktree),
    ("days_follow_a_repository_that_comes", days_follow_a_repository_that_comes),
];

fn guide(words: &str) -> String {
    format!("---\ntitle: Guide\nsummary: It says something.\n---\n\n{words}\n")
}

fn commit(site: &Path, day: &str) -> Result<(), String> {
    let date = format!("--date={day}T12:00:00Z");
    git(site, &["add", "--all", "."])?;
    // the day of the committer counts, which no option names
    super::git_on(site, Some(day), &["commit", "--quiet", "--allow-empty", "--message=x", &date])
}

fn site(folder: &Path) -> Result<(), String> {
    save(folder, "site.toml", "title = \"T\"\n[dates]\ngit = true\n")?;
    save(folder, "content/guides/guide.md", &guide("Text."))?;
    save(folder, "content/roles/a-role.yaml", "title: A role\nsummary: Decides.\nfocus: [Something]\n")
}

/// Commits on one day and another, goes back, and on another branch.
fn follows(mut followed: Followed) -> Outcome {
    followed.dates = Dates::Git;
    let site = followed.site().to_owned();
    let shows = |followed: &mut Followed, day: &str| {
        followed.until("/guides/guide/index.html", |answer| answer.text().contains(day)).map_err(|e| format!("{day}: {e}"))?;
        followed.is_as_built().map_err(|e| format!("{day}: {e}"))
    };
    commit(&site, "2025-03-04")?;
    shows(&mut followed, "2025-03-04")?;
    followed.save("content/guides/guide.md", &guide("Another text."))?;
    followed.is_as_built()?;
    commit(&site, "2025-05-06")?;
    shows(&mut followed, "2025-05-06")?;
    git(&site, &["reset", "--quiet", "--soft", "HEAD~1"])?;
    followed.until("/guides/guide/index.html", |answer| !answer.text().contains("2025-05-06"))?;
    followed.is_as_built()?;
    git(&site, &["checkout", "--quiet", "-b", "side/branch"])?;
    commit(&site, "2025-07-08")?;
    shows(&mut followed, "2025-07-08")?;
    git(&site, &["pack-refs", "--all"])?;
    super::git_on(&site, Some("2025-09-10"), &["commit", "--quiet", "--amend", "--no-edit", "--date=2025-09-10T12:00:00Z"])?;
    Ok(shows(&mut followed, "2025-09-10")?)
}

fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|e| e.to_string())
}

fn days_follow_a_commit() -> Outcome {
    let folder = folder()?;
    site(folder.path())?;
    git(folder.path(), &["init", "--quiet"])?;
    follows(Followed::start(folder)?)
}

/// The repository holds more than the site.
fn days_follow_a_commit_of_a_site_below() -> Outcome {
    let above = folder()?;
    git(above.path(), &["init", "--quiet"])?;
    let below = tempfile::tempdir_in(above.path()).map_err(|e| e.to_string())?;
    site(below.path())?;
    follows(Followed::start(below)?)
}

fn days_follow_a_commit_in_a_worktree() -> Outcome {
    let (first, second) = (folder()?, folder()?);
    git(first.path(), &["init", "--quiet"])?;
    commit(first.path(), "2024-01-02")?;
    let path = second.path().to_str().ok_or("no path")?;
    git(first.path(), &["worktree", "add", "--quiet", "--detach", path])?;
    site(second.path())?;
    follows(Followed::start(second)?)
}

fn days_follow_a_repository_that_comes() -> Outcome {
    let folder = folder()?;
    site(folder.path())?;
    let followed = Followed::start(folder)?;
    git(followed.site(), &["init", "--quiet"])?;
    follows(followed)
}
