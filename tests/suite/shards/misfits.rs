//! Shards of different builds, and folders that are something else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{expect, merge, part, shard, text, write};
use crate::Outcome;
use crate::safety::program::{kb, run};
use crate::safety::small_site;
use crate::safety::tree::{difference, tree};

/// A site and three shards of it in `x-1-of-3` and so on.
fn parts(at: &Path) -> Result<Vec<PathBuf>, String> {
    small_site(&at.join("site"), 0)?;
    (1..=3)
        .map(|nth| {
            let (output, number) = (at.join("x"), format!("{nth}/3"));
            let ran = shard(&at.join("site"), &number, &output, &[])?;
            if ran.code == Some(0) { Ok(part(&output, &number)) } else { Err(ran.said) }
        })
        .collect()
}

/// Merges and expects that it is refused with these words, and not one byte changed.
fn refused(at: &Path, shards: &[PathBuf], words: &[&str]) -> Outcome {
    let before = tree(at)?;
    let ran = merge(at, shards, &at.join("public"))?;
    let lacks = words.iter().find(|word| !ran.said.contains(**word));
    expect(ran.code == Some(2) && lacks.is_none(), &format!("exit {:?}, lacks {lacks:?}: {}", ran.code, ran.said))?;
    difference(&before, &tree(at)?).map_or(Ok(()), |differs| Err(format!("refused, but {differs}").into()))
}

pub(super) fn shards_that_do_not_fit_together() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    let [one, two, three] = &parts(at)?[..] else { return Err("three shards".into()) };
    let other = at.join("other");
    let all = |third: &Path| vec![one.clone(), two.clone(), third.to_owned()];
    for published in [false, true] {
        refused(at, &[one.clone(), three.clone()], &["shard 2/3 is missing"])?;
        refused(at, std::slice::from_ref(two), &["shards 1/3, 3/3 are missing"])?;
        refused(at, &all(two), &["x-2-of-3 and ", "/x-2-of-3 both hold shard 2/3"])?;
        let others: [(&str, &[&str], &str); 6] = [
            ("3/4", &[], "one is of 3 shards, the other of 4"),
            ("3/3", &["--today=2027-01-02"], "for the other 2027-01-02. Give all the same --today"),
            ("3/3", &["--drafts"], "one was built without --drafts, the other with --drafts"),
            ("3/3", &["--base-url=https://x.example/"], "no --base-url, the other with --base-url https://x.example/"),
            ("3/3", &["--compress"], "one was built without --compress, the other with --compress"),
            ("2/3", &[], "both hold shard 2/3"),
        ];
        for (nth, options, words) in others {
            let ran = shard(&at.join("site"), nth, &other, options)?;
            expect(ran.code == Some(0), &ran.said)?;
            let words = ["x-1-of-3 and ", words].map(|w| if nth == "2/3" { words } else { w });
            refused(at, &all(&part(&other, nth)), &words)?;
        }
        small_site(&at.join("elsewhere"), 1)?;
        shard(&at.join("elsewhere"), "3/3", &other, &[])?;
        refused(at, &all(&part(&other, "3/3")), &["do not fit together: their sites differ"])?;
        small_site(&at.join("elsewhere"), 0)?;
        write(&at.join("elsewhere/content/guides/dot.png"), "not a dot")?;
        shard(&at.join("elsewhere"), "3/3", &other, &[])?;
        refused(at, &all(&part(&other, "3/3")), &["their sites differ"])?;
        if !published {
            let ran = merge(at, &all(three), &at.join("public"))?;
            expect(ran.code == Some(0), &ran.said)?;
        }
    }
    Ok(())
}

pub(super) fn folders_that_hold_no_shard() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    let [one, two, three] = &parts(at)?[..] else { return Err("three shards".into()) };
    let ran = merge(at, &[one.clone(), two.clone(), three.clone()], &at.join("whole"))?;
    expect(ran.code == Some(0), &ran.said)?;
    let prepared: [(&str, fn(&Path) -> io::Result<()>, &str); 8] = [
        ("nowhere", |_| Ok(()), "there is no folder"),
        ("a file", |it| fs::write(it, "x"), "is not a folder"),
        ("whole", |_| Ok(()), "holds a whole site and no shard"),
        ("empty", |it| fs::create_dir(it), "holds no shard (it has no kb-shard)"),
        (".", |_| Ok(()), "holds no shard"),
        ("link", |it| fs::create_dir(it).and_then(|()| link(Path::new("../x-3-of-3/kb-shard"), it)), "kb-shard is a link"),
        ("device", |it| fs::create_dir(it).and_then(|()| link(Path::new("/dev/zero"), it)), "kb-shard is a link"),
        ("folder", |it| fs::create_dir_all(it.join("kb-shard")), "is not a plain file"),
    ];
    for (name, prepare, words) in prepared {
        let third = at.join(name);
        prepare(&third).map_err(|e| format!("{name}: {e}"))?;
        refused(at, &[one.clone(), two.clone(), third], &[words])?;
    }
    fs::create_dir(at.join("pipe")).map_err(|e| e.to_string())?;
    let pipe = at.join("pipe/kb-shard");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).map_err(|e| e.to_string())?;
    refused(at, &[one.clone(), two.clone(), at.join("pipe")], &["is not a plain file"])?;
    // a folder that is reached by a link is what people have in mind
    std::os::unix::fs::symlink("x-3-of-3", at.join("third")).map_err(|e| e.to_string())?;
    let ran = merge(at, &[one.clone(), two.clone(), at.join("third")], &at.join("public"))?;
    expect(ran.code == Some(0), &ran.said)?;
    let ran = run(kb(["merge"]))?;
    expect(ran.code == Some(2) && ran.said.contains("<DIR>"), &ran.said)
}

fn link(to: &Path, folder: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, folder.join("kb-shard"))
}

/// A shard takes no site's place, and no site a shard's.
pub(super) fn folders_of_shards_and_of_sites() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    let shards = parts(at)?;
    let site = at.join("site");
    let ran = run(kb(["build", "--quiet", "--site", text(&site), "--output", text(&at.join("whole-1-of-3"))]))?;
    expect(ran.code == Some(0), &ran.said)?;
    write(&at.join("full-1-of-3/thesis.txt"), "precious")?;
    let one = text(&shards[0]).to_owned();
    let (whole, full, content) = (at.join("whole"), at.join("full"), site.join("content/x"));
    let refusals: [(&[&str], &str); 6] = [
        (&["build", "--shard=1/3", "--output", text(&whole)], "whole-1-of-3 holds a whole site, and not a shard"),
        (&["build", "--output", &one], "x-1-of-3 holds a shard of a site"),
        (&["merge", text(&shards[0]), text(&shards[1]), text(&shards[2]), "--output", &one], "x-1-of-3 holds a shard of a site"),
        (&["build", "--shard=1/3", "--output", text(&full)], "not empty"),
        (&["build", "--shard=1/3", "--output", text(&content)], "source"),
        (&["build", "--shard=1/3", "--output", "."], "site folder itself"),
    ];
    let before = tree(at)?;
    for (arguments, words) in refusals {
        let mut command = kb(arguments);
        command.current_dir(&site);
        let ran = run(command)?;
        expect(ran.code == Some(2) && ran.said.contains(words), &format!("{arguments:?}: {:?} {}", ran.code, ran.said))?;
        difference(&before, &tree(at)?).map_or(Ok(()), |differs| Err(format!("{arguments:?}: {differs}")))?;
    }
    // a shard takes a shard's place, and what others put beside it stays
    write(&shards[0].join("notes.txt"), "mine")?;
    let kept = fs::read(shards[0].join("kb-shard")).map_err(|e| e.to_string())?;
    small_site(&site, 1)?;
    let ran = shard(&site, "1/3", &at.join("x"), &[])?;
    expect(ran.code == Some(0) && shards[0].join("notes.txt").is_file(), &ran.said)?;
    expect(fs::read(shards[0].join("kb-shard")).is_ok_and(|now| now != kept), "it is the other version now")
}
