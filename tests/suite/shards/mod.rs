//! A site built in parts on several machines is the site that one machine builds, byte for byte, or nothing is published.

#[path = "../../../benches/corpus/mod.rs"]
mod corpus;
mod forged;
mod misfits;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::Outcome;
use crate::safety::program::{Ran, kb, run};
use crate::safety::tree::{Tree, difference, leftovers, tree};
use crate::safety::{share, small_site};
use crate::{same, site};

/// The tests of this folder.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("the_golden_site", || equals_the_whole(Sites::Golden, &[1, 2, 3, 4, 7], &[])),
    ("our_handbook", || equals_the_whole(Sites::Handbook, share(&[4], &[1, 2, 3, 4, 7]), &[])),
    ("a_made_up_site", || equals_the_whole(Sites::MadeUp, share(&[3], &[1, 2, 3, 4, 7]), &[])),
    ("more_shards_than_files", || equals_the_whole(Sites::Small, &[60], &[])),
    ("with_options", || {
        equals_the_whole(Sites::Golden, &[3], &["--compress", "--drafts", "--base-url=https://x.example/y/", "--today=2027-01-02"])
    }),
    ("a_shard_is_the_same_each_time", a_shard_is_the_same_each_time),
    ("beside_whole_builds", beside_whole_builds),
    ("all_shards_refuse_what_the_whole_refuses", all_shards_refuse_what_the_whole_refuses),
    ("folders_of_shards_and_of_sites", misfits::folders_of_shards_and_of_sites),
    ("shards_that_do_not_fit_together", misfits::shards_that_do_not_fit_together),
    ("folders_that_hold_no_shard", misfits::folders_that_hold_no_shard),
    ("damaged_shards", forged::damaged_shards),
    ("forged_shards", forged::forged_shards),
];

/// What is built.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sites {
    Golden,
    Handbook,
    MadeUp,
    Small,
}

impl Sites {
    /// Writes the site into a folder that is not there.
    fn write(self, to: &Path) -> Result<(), String> {
        match self {
            Self::Golden => same::copy(&site::root().join("tests/golden"), to),
            Self::Handbook => {
                for part in ["content", "themes"] {
                    same::copy(&site::root().join(part), &to.join(part))?;
                }
                fs::copy(site::root().join("site.toml"), to.join("site.toml")).map(|_| ()).map_err(|e| e.to_string())
            }
            Self::MadeUp => corpus::generate(40).into_iter().try_for_each(|(path, text)| write(&to.join(path), &text)),
            Self::Small => {
                write(&to.join("site.toml"), "title = \"Small\"\n")?;
                write(&to.join("content/index.md"), "# Small\n\nAll there is.\n")
            }
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).and_then(|()| fs::write(path, text)).map_err(|e| format!("{}: {e}", path.display()))
}

fn expect(holds: bool, what: &str) -> Outcome {
    if holds { Ok(()) } else { Err(what.into()) }
}

/// A run that must end well.
fn good(command: std::process::Command) -> Result<Ran, String> {
    let ran = run(command)?;
    if ran.code == Some(0) { Ok(ran) } else { Err(format!("exit {:?}: {}", ran.code, ran.said)) }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap_or_default()
}

/// The folder of a shard of a site that goes to `output`.
fn part(output: &Path, shard: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!("{name}-{}", shard.replace('/', "-of-")))
}

/// Builds a shard.
fn shard(site: &Path, shard: &str, output: &Path, options: &[&str]) -> Result<Ran, String> {
    let mut build = kb(["build", "--site", text(site), "--shard", shard, "--output", text(output)]);
    build.args(options);
    run(build)
}

/// Makes a site of shards. The current folder holds no site.
fn merge(at: &Path, shards: &[PathBuf], output: &Path) -> Result<Ran, String> {
    let mut merge = kb(["merge", "--output", text(output)]);
    merge.args(shards).current_dir(at);
    run(merge)
}

/// Builds all shards, each from a copy of the site in another place, and merges them in another order.
fn equals_the_whole(what: Sites, counts: &[usize], options: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    what.write(&at.join("site"))?;
    let mut build = kb(["build", "--quiet", "--site", text(&at.join("site")), "--output", text(&at.join("whole"))]);
    build.args(options);
    good(build)?;
    let whole = tree(&at.join("whole"))?;
    for count in counts {
        let mut shards = (1..=*count)
            .into_par_iter()
            .map(|nth| {
                let machine = at.join(format!("machine {nth} of {count}")).join("ü".repeat(nth % 5 + 1));
                what.write(&machine.join("site"))?;
                let (output, number) = (machine.join("public"), format!("{nth}/{count}"));
                let ran = shard(&machine.join("site"), &number, &output, options)?;
                if ran.code == Some(0) { Ok(part(&output, &number)) } else { Err(ran.said) }
            })
            .collect::<Result<Vec<PathBuf>, String>>()?;
        shards.reverse();
        let merged = at.join(format!("merged-{count}/public"));
        let ran = merge(at, &shards, &merged)?;
        expect(ran.code == Some(0), &ran.said)?;
        let differs = difference(&whole, &tree(&merged)?);
        differs.map_or(Ok(()), |differs| Err(format!("of {count} shards: {differs}")))?;
        expect(leftovers(&merged).is_empty(), "something is left beside it")?;
    }
    Ok(())
}

/// Another folder, another order of files and threads: the same file.
fn a_shard_is_the_same_each_time() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let mut trees: Vec<Tree> = Vec::new();
    for nth in 0..4 {
        let at = folder.path().join(format!("{nth}"));
        Sites::Golden.write(&at.join("site"))?;
        let mut build = kb(["build", "--quiet", "--shard", "2/3", "--site", text(&at.join("site"))]);
        build.env("RAYON_NUM_THREADS", if nth % 2 == 0 { "1" } else { "8" });
        good(build)?;
        trees.push(tree(&at.join("site/public-2-of-3"))?);
    }
    expect(!trees[0].is_empty(), "the folder has its name from the site")?;
    let differs = trees.iter().find_map(|other| difference(&trees[0], other));
    differs.map_or(Ok(()), |differs| Err(differs.into()))
}

/// Eight shards at once out of one folder in which whole builds remember things, before and after.
fn beside_whole_builds() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path().join("site");
    small_site(&at, 0)?;
    let here = |arguments: &[&str]| {
        let mut command = kb(arguments);
        command.current_dir(&at);
        good(command)
    };
    let shards: Vec<String> = (1..=8).map(|nth| format!("public-{nth}-of-8")).collect();
    let merge: Vec<&str> = std::iter::once("merge").chain(shards.iter().map(String::as_str)).collect();
    let build_shards = || {
        let numbers: Vec<String> = (1..=8).map(|nth| format!("{nth}/8")).collect();
        numbers.par_iter().try_for_each(|nth| here(&["build", "--quiet", "--shard", nth]).map(|_| ()))
    };
    here(&["build"])?;
    let (public, remembered) = (tree(&at.join("public"))?, tree(&at.join(".kb-cache"))?);
    build_shards()?;
    let differs = difference(&remembered, &tree(&at.join(".kb-cache"))?);
    differs.map_or(Ok(()), |differs| Err(format!("shards touch what builds remember: {differs}")))?;
    expect(here(&["build"])?.said.contains("nothing changed"), "a build after shards has nothing to do")?;
    here(&merge)?;
    let differs = difference(&public, &tree(&at.join("public"))?);
    differs.map_or(Ok(()), |differs| Err(format!("merged over the whole: {differs}")))?;
    expect(here(&["build"])?.said.contains("nothing changed"), "a build after a merge of the same has nothing to do")?;
    // another version: shards over shards, the site over the site, and a build over that
    small_site(&at, 1)?;
    build_shards()?;
    here(&merge)?;
    let clean = folder.path().join("clean/public");
    here(&["build", "--quiet", "--output", text(&clean)])?;
    let clean = tree(&clean)?;
    for step in ["merged", "built after it"] {
        let differs = difference(&clean, &tree(&at.join("public"))?);
        differs.map_or(Ok(()), |differs| Err(format!("{step}: {differs}")))?;
        here(&["build"])?;
    }
    expect(leftovers(&at.join("public")).is_empty(), "something is left beside it")
}

/// Findings, and a template that fails on pages that most shards do not have.
fn all_shards_refuse_what_the_whole_refuses() -> Outcome {
    let broken: [(&str, &str); 2] = [
        ("content/guides/g3.md", "# Guide\n\n[Nowhere](nowhere.md) and [neither](#nothing).\n"),
        ("themes/handbook/search.html", "{% extends \"base.html\" %}{% block main %}{{ nothing.of.it }}{% endblock %}"),
    ];
    for (path, text_of) in broken {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let at = folder.path().join("site");
        small_site(&at, 0)?;
        write(&at.join(path), text_of)?;
        let before = tree(folder.path())?;
        let whole = run(kb(["build", "--format=json", "--quiet", "--site", text(&at)]))?;
        expect(whole.code == Some(1), &format!("{path}: the whole is refused: {}", whole.said))?;
        for nth in 1..=4 {
            let shard = shard(&at, &format!("{nth}/4"), &at.join("part"), &["--format=json", "--quiet"])?;
            expect(shard.code == Some(1) && shard.said == whole.said, &format!("{path}: shard {nth} says {}", shard.said))?;
        }
        let differs = difference(&before, &tree(folder.path())?);
        differs.map_or(Ok(()), |differs| Err(format!("{path}: {differs}")))?;
    }
    Ok(())
}
