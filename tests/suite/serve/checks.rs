//! Pages wait for errors and not for warnings; warnings come in the end, whatever else is saved.

use std::fs;

use super::followed::Followed;
use super::save;
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] =
    &[("a_save_that_changes_nothing_ends_no_checks", a_save_that_changes_nothing_ends_no_checks)];

/// So many guides that checks take a while.
const GUIDES: usize = 150;
const ROUNDS: usize = 12;

fn guide(n: usize, words: &str) -> String {
    format!("---\ntitle: Guide {n}\nsummary: About matter {n}.\n---\n\n## Part\n\n{words}\n")
}

/// Every other time it says of itself what another guide says, which is worth a warning.
fn described(n: usize, round: usize, words: &str) -> String {
    let of = if round.is_multiple_of(2) { 0 } else { n };
    guide(n, words).replace(&format!("matter {n}."), &format!("matter {of}."))
}

fn start() -> Result<Followed, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    save(folder.path(), "site.toml", "title = \"T\"\n[checks]\nKB802 = \"off\"\n")?;
    save(folder.path(), "content/roles/a-role.yaml", "title: A role\nsummary: Decides.\nfocus: [Something]\n")?;
    for n in 0..GUIDES {
        save(folder.path(), &format!("content/guides/guide-{n}.md"), &guide(n, "Words."))?;
    }
    Followed::start(folder)
}

/// What is saved again and again as it is gives no new state, and the checks of the last one still end.
fn a_save_that_changes_nothing_ends_no_checks() -> Outcome {
    let mut followed = start()?;
    followed.settle()?;
    let text = guide(5, "Words.");
    for round in 0..ROUNDS {
        let is_double = round.is_multiple_of(2);
        let words = format!("Said {round} times.");
        followed.save("content/guides/guide-7.md", &described(7, round, &words))?;
        followed.until("/guides/guide-7/", |answer| answer.text().contains(&words))?;
        for _ in 0..3 {
            fs::write(followed.at("content/guides/guide-5.md"), &text).map_err(|e| e.to_string())?;
        }
        // the panel waits for all checks, but for no longer than half a minute
        let shown = followed.get("/.kb/findings")?.text().contains("KB805");
        if shown != is_double {
            return Err(format!("round {round}: the panel does not tell of the state that is shown").into());
        }
    }
    Ok(())
}
