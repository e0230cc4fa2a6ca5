//! What a stranger's pull request, a full disk or a sudden death can do to a build, and to the site published before.
//!
//! Each area runs a quick share, and the whole with `KB_NIGHTLY=1`. Figures are printed; `docs/safety.md` holds those of a
//! whole run.

mod alike;
mod bombs;
mod calls;
mod chance;
mod commonmark;
mod crowd;
mod deaths;
mod full;
mod fuzz;
mod gfm;
mod inputs;
mod limits;
mod places;
pub(crate) mod program;
mod traced;
pub(crate) mod tree;

use std::path::Path;

use libtest_mimic::{Completion, Failed, Trial};

/// Tests that need something of the machine, by name: what is missing, and the test.
type Demanding = (&'static str, fn() -> Option<&'static str>, fn() -> crate::Outcome);

/// The tests of all files here.
pub(crate) fn trials() -> Vec<Trial> {
    let lists = [places::TESTS, deaths::TESTS, crowd::TESTS, inputs::TESTS, bombs::TESTS, limits::TESTS, alike::TESTS, gfm::TESTS];
    let demanding = [calls::TESTS, full::TESTS, traced::TESTS, commonmark::TESTS];
    let plain = lists.iter().flat_map(|tests| crate::listed("safety", tests));
    plain.chain(fuzz::trials()).chain(demanding.into_iter().flatten().map(trial)).collect()
}

/// A test that is skipped where the machine lacks something, or fails where nothing may be skipped.
fn trial(&(name, missing, test): &Demanding) -> Trial {
    Trial::ignorable_test(format!("safety::{name}"), move || match missing() {
        // no package makes a user root: that alone is no fault of who set up the machine
        Some(why) if is_strict() && !why.contains("root") => Err(Failed::from(why)),
        Some(why) => Ok(Completion::ignored_with(why)),
        None => test().map(|()| Completion::Completed),
    })
}

/// Whether a test that cannot run fails.
fn is_strict() -> bool {
    std::env::var_os("KB_FORBID_SKIP").is_some_and(|value| value == "1")
}

/// How many of something: a quick share, or all of it at night.
pub(crate) fn share<T>(quick: T, whole: T) -> T {
    if std::env::var_os("KB_NIGHTLY").is_some_and(|value| value == "1") { whole } else { quick }
}

fn has_strace() -> Option<&'static str> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join("strace").is_file());
    if !cfg!(target_os = "linux") {
        return Some("system calls are watched on Linux alone");
    }
    (!found).then_some("there is no `strace`: apt-get install strace")
}

/// The small site in versions that differ in the words of one article alone.
fn site_with_an_article(folder: &Path, turn: u32) -> Result<(), String> {
    small_site(folder, 0)?;
    let word = if turn.is_multiple_of(2) { "even" } else { "odd" };
    let page = format!("# Guide 2\n\nIts words are {word}. Then [the next](g3.md).\n\n![a dot](dot.png)\n");
    std::fs::write(folder.join("content/guides/g2.md"), page).map_err(|e| e.to_string())
}

/// A small site of five articles that link to each other, and an image. `turn` makes versions that differ in some files.
pub(crate) fn small_site(folder: &Path, turn: u32) -> Result<(), String> {
    let word = if turn.is_multiple_of(2) { "even" } else { "odd" };
    let png = include_bytes!("dot.png");
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("site.toml".into(), b"title = \"Small\"\n[dates]\ngit = false\n".to_vec()),
        ("content/index.md".into(), format!("# Small\n\nAn {word} turn, and [one](guides/g1.md).\n").into()),
        ("content/guides/dot.png".into(), png.to_vec()),
    ];
    for n in 1..5 {
        let next = if n < 4 { n + 1 } else { 1 };
        let text = if n == 2 { format!("It is {word}.") } else { "It stays.".to_owned() };
        let page = format!("# Guide {n}\n\n{text} Then [the next](g{next}.md).\n\n![a dot](dot.png)\n");
        files.push((format!("content/guides/g{n}.md"), page.into()));
    }
    // a page that only one of the two versions has
    let only = format!("content/guides/{word}.md");
    files.push((only, format!("# Only {word}\n\nBack to [one](g1.md).\n").into()));
    let other = folder.join(format!("content/guides/{}.md", if word == "even" { "odd" } else { "even" }));
    let _ = std::fs::remove_file(other);
    for (path, bytes) in files {
        let full = folder.join(path);
        let parent = full.parent().ok_or("a file stands in a folder")?;
        std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&full, bytes)).map_err(|e| e.to_string())?;
    }
    Ok(())
}
