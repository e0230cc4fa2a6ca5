//! A build after a build: where nothing has changed nothing is done, and whatever has changed, the result is that of a clean
//! build, byte for byte.

mod colours;
mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use crate::Outcome;
use crate::{same, site};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("nothing_changed", nothing_changed),
    ("what_was_damaged_is_made_anew", what_was_damaged_is_made_anew),
    ("a_damaged_stamp_is_ignored", a_damaged_stamp_is_ignored),
    ("findings_are_told_again", findings_are_told_again),
    ("other_options_are_another_build", other_options_are_another_build),
    ("random_edits_equal_clean_builds", random_edits_equal_clean_builds),
    ("one_article_changed", pages::one_article_changed),
    ("prose_that_others_show", pages::prose_that_others_show),
    ("a_tree_that_strangers_made", pages::a_tree_that_strangers_made),
    ("why_a_page_is_made_anew", pages::why_a_page_is_made_anew),
    ("what_was_read_may_be_damaged", pages::what_was_read_may_be_damaged),
    ("code_is_known_by_its_text", colours::code_is_known_by_its_text),
    ("a_damaged_list_of_pages_is_ignored", pages::a_damaged_list_of_pages_is_ignored),
];

/// What the last words of a build say where nothing was to do.
const NOTHING: &str = "nothing changed";
/// How many edits are tried.
const EDITS: usize = 12;
/// 21 November 2026, in seconds.
const TODAY: &str = "1795219200";

type Tree = BTreeMap<PathBuf, (Vec<u8>, SystemTime)>;

/// A copy of the golden site that builds may change.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        same::copy(&site::root().join("tests/golden"), folder.path())?;
        Ok(Self { folder })
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs `kb build` and gives what it said.
    fn build(&self, options: &[&str]) -> Result<(bool, String), String> {
        let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
        kb.arg("build").args(options).arg("--site").arg(self.folder.path()).env("SOURCE_DATE_EPOCH", TODAY);
        let Output { status, stderr, .. } = kb.output().map_err(|e| e.to_string())?;
        Ok((status.success(), String::from_utf8_lossy(&stderr).into_owned()))
    }

    /// Whether a build does nothing.
    fn is_known(&self, options: &[&str]) -> Result<bool, String> {
        let (built, said) = self.build(options)?;
        if built { Ok(said.contains(NOTHING)) } else { Err(said) }
    }

    /// A copy with guides, built.
    fn with_guides() -> Result<Self, String> {
        let site = Self::new()?;
        let write = |name: &str, text: &str| fs::write(site.path("content/guides").join(name), text);
        fs::create_dir(site.path("content/guides"))
            .and_then(|()| write("one.md", "---\nauthors: [ines-okafor]\n---\n# One\n\nLeads to [the other](two.md#how-it-is-done).\n\n## Why\n\nBecause.\n"))
            .and_then(|()| write("two.md", "---\ntitle: Two\nsummary: The second.\n---\n\n## How it is done\n\nSo.\n"))
            .map_err(|e| e.to_string())?;
        let (built, said) = site.build(&[])?;
        if !built {
            return Err(said);
        }
        Ok(site)
    }

    /// The bytes that a build of a copy elsewhere publishes; `None` where it publishes nothing.
    fn clean(&self) -> Result<Option<Vec<(PathBuf, Vec<u8>)>>, String> {
        let clean = tempfile::tempdir().map_err(|e| e.to_string())?;
        let (to, copy) = (clean.path().join("public"), clean.path().join("site"));
        for part in ["content", "themes"] {
            if self.path(part).is_dir() {
                same::copy(&self.path(part), &copy.join(part))?;
            }
        }
        fs::copy(self.path("site.toml"), copy.join("site.toml")).map_err(|e| e.to_string())?;
        let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
        kb.args(["build", "--quiet", "--site"]).arg(&copy).arg("--output").arg(&to).env("SOURCE_DATE_EPOCH", TODAY);
        let built = kb.output().map_err(|e| e.to_string())?.status.success();
        built.then(|| tree(&to).map(bytes)).transpose()
    }

    /// Whether what is published is what a clean build publishes.
    fn is_clean(&self, what: &str) -> Outcome {
        let clean = self.clean()?.ok_or(format!("{what}: a clean build fails"))?;
        let differs = bytes(self.tree()?).into_iter().zip(&clean).find(|(is, wanted)| is != *wanted);
        let differs = differs.map(|(is, wanted)| format!("{what}: {} and {} differ", is.0.display(), wanted.0.display()));
        differs.map_or(Ok(()), Err)?;
        expect(self.tree()?.len() == clean.len(), &format!("{what}: another number of files"))
    }

    fn tree(&self) -> Result<Tree, String> {
        tree(&self.path("public"))
    }

    fn edit(&self, path: &str, edit: impl FnOnce(String) -> String) -> Result<(), String> {
        let path = self.path(path);
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        fs::write(&path, edit(text)).map_err(|e| e.to_string())
    }
}

fn tree(folder: &Path) -> Result<Tree, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    let files = entries.into_iter().filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let bytes = fs::read(entry.path()).map_err(|e| e.to_string())?;
            let time = entry.metadata().map_err(|e| e.to_string())?.modified().map_err(|e| e.to_string())?;
            Ok((entry.path().strip_prefix(folder).map_err(|e| e.to_string())?.to_owned(), (bytes, time)))
        })
        .collect()
}

fn bytes(tree: Tree) -> Vec<(PathBuf, Vec<u8>)> {
    tree.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect()
}

fn expect(holds: bool, what: &str) -> Outcome {
    if holds { Ok(()) } else { Err(what.into()) }
}

fn nothing_changed() -> Outcome {
    let site = Site::new()?;
    expect(!site.is_known(&[])?, "the first build does something")?;
    let before = site.tree()?;
    expect(site.is_known(&[])?, "the second build has nothing to do")?;
    expect(site.tree()? == before, "and touches nothing")?;
    fs::remove_dir_all(site.path(".kb-cache")).map_err(|e| e.to_string())?;
    expect(!site.is_known(&[])?, "without a stamp all is made")?;
    expect(site.tree()? == before, "and what is equal stays the same file")
}

fn what_was_damaged_is_made_anew() -> Outcome {
    let site = Site::new()?;
    site.build(&[])?;
    let before = site.tree()?;
    let page = "public/roles/product-owner/index.html";
    let damages: [(&str, fn(&Path) -> std::io::Result<()>); 3] = [
        ("deleted", |page| fs::remove_file(page)),
        ("changed", |page| fs::write(page, "not what was built")),
        ("changed without another length", |page| {
            let mut bytes = fs::read(page)?;
            bytes.reverse();
            fs::write(page, bytes)
        }),
    ];
    for (what, damage) in damages {
        damage(&site.path(page)).map_err(|e| e.to_string())?;
        expect(!site.is_known(&[])?, what)?;
        let after = site.tree()?;
        let bytes = |tree: &Tree| tree.iter().map(|(path, (bytes, _))| (path.clone(), bytes.clone())).collect::<Vec<_>>();
        expect(bytes(&after) == bytes(&before), what)?;
        expect(site.is_known(&[])?, what)?;
    }
    Ok(())
}

fn a_damaged_stamp_is_ignored() -> Outcome {
    let site = Site::new()?;
    site.build(&[])?;
    let stamp = site.path(".kb-cache/build");
    let good = fs::read_to_string(&stamp).map_err(|e| e.to_string())?;
    for bad in ["", "\0\u{1}garbage", &good[..good.len() / 2], &good.replacen('1', "2", 1)] {
        fs::write(&stamp, bad).map_err(|e| e.to_string())?;
        let (built, said) = site.build(&[])?;
        expect(built && !said.contains(NOTHING), "a damaged stamp counts for nothing")?;
        expect(said.contains(".kb-cache/build is damaged"), &format!("one line says so: {said}"))?;
    }
    expect(site.is_known(&[])?, "a good one was written over them")
}

/// What is wrong is said again, in the same words, though nothing is built.
fn findings_are_told_again() -> Outcome {
    let site = Site::new()?;
    let lonely = "---\ntitle: Lonely\nsummary: Nothing leads here.\n---\n\nAnd nothing leads on.\n";
    fs::create_dir(site.path("content/guides"))
        .and_then(|()| fs::write(site.path("content/guides/lonely.md"), lonely))
        .map_err(|e| e.to_string())?;
    let (built, first) = site.build(&["--format", "human"])?;
    expect(built && first.contains("warning"), &format!("a warning to begin with: {first}"))?;
    let (_, again) = site.build(&["--format", "human"])?;
    expect(again.contains(NOTHING), "nothing was built")?;
    let findings = |said: &str| said.split("Built").next().unwrap_or_default().to_owned();
    expect(findings(&first) == findings(&again), &again)?;
    let (strict, _) = site.build(&["--strict"])?;
    expect(!strict, "and judged again")?;
    let polish = Site::new()?;
    expect(polish.build(&[])?.0 && polish.is_known(&[])?, "the site has no finding but polish")?;
    let (passed, said) = polish.build(&["--fail-on", "info"])?;
    expect(!passed, &format!("which is judged by whoever asks for it: {said}"))
}

fn other_options_are_another_build() -> Outcome {
    let site = Site::new()?;
    let elsewhere = site.path("elsewhere");
    let elsewhere = elsewhere.to_str().unwrap_or_default();
    let others: [&[&str]; 5] = [
        &["--drafts"],
        &["--base-url", "https://other.example/"],
        &["--output", elsewhere],
        &["--compress"],
        &["--today", "2026-11-22"],
    ];
    for options in others {
        site.build(&[])?;
        expect(!site.is_known(options)?, &options.join(" "))?;
        expect(site.is_known(options)?, &options.join(" "))?;
    }
    Ok(())
}

/// Pages, data, settings, theme and assets are edited at random; each time the folder that was built over and over holds
/// what a clean build of the same site holds.
fn random_edits_equal_clean_builds() -> Outcome {
    let site = Site::new()?;
    site.build(&[])?;
    // Numerical Recipes' generator: the same edits each time.
    let mut state: u32 = 7;
    let mut next = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    };
    let pages: Vec<PathBuf> =
        tree(&site.path("content"))?.into_keys().filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    let mut built = 0;
    for nth in 0..EDITS {
        let page = format!("content/{}", pages[next(pages.len())].display());
        match next(7) {
            0 => site.edit(&page, |text| text + "\nOne more paragraph, with **weight**.\n")?,
            1 => site.edit(&page, |text| text.replacen("the ", "the very ", 1))?,
            2 => site.edit("site.toml", |text| text.replacen("title = \"", "title = \"A ", 1))?,
            3 => site.edit("content/glossary.yaml", |text| text.replacen("the ", "the usual ", 1))?,
            4 => fs::write(
                site.path("content/picture.svg"),
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- {nth} --></svg>"),
            )
            .map_err(|e| e.to_string())?,
            5 => {
                let theme = site.path("themes/handbook");
                fs::create_dir_all(&theme)
                    .and_then(|()| fs::write(theme.join("extra.css"), format!(".x{nth} {{ margin: 0 }}")))
                    .map_err(|e| e.to_string())?;
            }
            _ => site.edit(&page, |text| format!("{text}\nSee [nowhere](#nowhere-{nth}).\n"))?,
        }
        let before = site.tree()?;
        let (good, _) = site.build(&["--quiet"])?;
        if good {
            built += 1;
            site.is_clean(&format!("edit {nth} of {page}"))?;
        } else {
            expect(site.clean()?.is_none(), "both builds judge alike")?;
            expect(site.tree()? == before, "nothing is published")?;
            // the dead link goes away again
            site.edit(&page, |text| {
                text.lines().filter(|line| !line.contains("#nowhere-")).map(|line| format!("{line}\n")).collect()
            })?;
        }
    }
    expect(built > EDITS / 2, "most edits are good ones")
}
