//! Shards that were damaged on their way, or made up by somebody.

use std::fs;
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_128;

use super::{expect, merge, part, shard};
use crate::Outcome;
use crate::safety::tree::{difference, tree};
use crate::safety::{share, small_site};

/// What every shard begins with.
const HEAD: &str = "kb: a shard of a site, in the first form. `kb merge` makes the site of all of them.\n";

/// Two shards of a small site.
fn parts(at: &Path) -> Result<[PathBuf; 2], String> {
    small_site(&at.join("site"), 0)?;
    let output = at.join("x");
    for nth in ["1/2", "2/2"] {
        let ran = shard(&at.join("site"), nth, &output, &["--quiet"])?;
        if ran.code != Some(0) {
            return Err(ran.said);
        }
    }
    Ok(["1/2", "2/2"].map(|nth| part(&output, nth)))
}

fn refused(at: &Path, shards: &[PathBuf], what: &str, words: &str) -> Outcome {
    let before = tree(at)?;
    let ran = merge(at, shards, &at.join("public"))?;
    expect(ran.code == Some(2) && ran.said.contains(words), &format!("{what}: exit {:?}: {}", ran.code, ran.said))?;
    difference(&before, &tree(at)?).map_or(Ok(()), |differs| Err(format!("{what}: refused, but {differs}").into()))
}

/// A byte that changed, an end that is missing, and something behind the end.
pub(super) fn damaged_shards() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    let shards = parts(at)?;
    let file = shards[1].join("kb-shard");
    let good = fs::read(&file).map_err(|e| e.to_string())?;
    let write = |bytes: &[u8]| fs::write(&file, bytes).map_err(|e| e.to_string());
    // Numerical Recipes' generator: the same places each time
    let mut state: u32 = 3;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 4) as usize % good.len()
    };
    let mut places: Vec<usize> = (0..share(20, 400)).map(|_| next()).collect();
    places.extend([0, HEAD.len(), HEAD.len() + 20, HEAD.len() + 200, good.len() - 1]);
    // the list stands near the beginning
    places.extend((0..share(15, 100)).map(|n| HEAD.len() + 300 + n * 61));
    for place in places {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        write(&bytes)?;
        refused(at, &shards, &format!("byte {place}"), "")?;
    }
    for end in [0, 1, HEAD.len(), good.len() / 2, good.len() - 1, next()] {
        write(&good[..end])?;
        refused(at, &shards, &format!("cut at {end}"), "2/kb-shard is damaged or was not written by kb")?;
    }
    write(&[&good[..], b"x"].concat())?;
    refused(at, &shards, "one more byte", "something stands behind its end")?;
    write(&good)?;
    let ran = merge(at, &shards, &at.join("public"))?;
    expect(ran.code == Some(0), &ran.said)
}

/// A shard made up of a good one's label: files by path and content, as they are written and with another list.
fn forge(label: &str, count: usize, lines: &str, bytes: &[u8]) -> Vec<u8> {
    let list = format!("{HEAD}{label}\n{count}\n{lines}");
    let sum = format!("{:032x}\n", xxh3_128(list.as_bytes()));
    [list.as_bytes(), sum.as_bytes(), bytes].concat()
}

fn line(path: &str, bytes: &[u8]) -> String {
    format!("{:032x} {} file {path}\n", xxh3_128(bytes), bytes.len())
}

pub(super) fn forged_shards() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    let shards = parts(at)?;
    let file = shards[1].join("kb-shard");
    let good = fs::read(&file).map_err(|e| e.to_string())?;
    let text = String::from_utf8_lossy(&good).into_owned();
    let label = text.lines().nth(1).unwrap_or_default();
    let has_part = text.lines().find(|line| line.ends_with(" part llms-full.txt")).unwrap_or_default();
    expect(label.contains("\"shard\":\"2/2\"") && !has_part.is_empty(), "a label and a part")?;
    let evil = b"evil";
    let paths = [
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "a//evil",
        "./evil",
        "a/.",
        "",
        "a\\..\\evil",
        "a\u{0}b",
        "a\rb",
        "a\u{1b}[2Jb",
        "a\u{85}b",
    ];
    for path in paths {
        fs::write(&file, forge(label, 1, &line(path, evil), evil)).map_err(|e| e.to_string())?;
        refused(at, &shards, path, "names a file that cannot be published")?;
    }
    let long = "x".repeat(300);
    let sized = |size: &str| format!("{:032x} {size} file evil\n", xxh3_128(evil));
    let two = |a: &str, b: &str| (2, line(a, evil) + &line(b, evil), [*evil, *evil].concat());
    let one = |lines: String| (1, lines, evil.to_vec());
    let part = |path: &str, bytes: &[u8]| (1, line(path, bytes).replace(" file ", " part "), bytes.to_vec());
    let forged: [(&str, (usize, String, Vec<u8>), &str); 19] = [
        ("a long name", one(line(&long, evil)), "names a file that cannot be published"),
        ("our list", one(line(".kb-manifest", evil)), "kept for kb itself"),
        ("our lock", one(line(".public.kb-lock", evil)), "kept for kb itself"),
        ("below our stage", one(line(".public.kb-new/x", evil)), "kept for kb itself"),
        ("twice", two("a", "a"), "stands twice"),
        ("in no order", two("b", "a"), "stands twice"),
        ("a file and a folder", two("a", "a/b"), "cannot"),
        ("in the other shard as well", one(line("robots.txt", evil)), "robots.txt is in "),
        ("longer than it is", one(sized("5")), "ends too soon"),
        ("shorter than it is", one(sized("3")), "behind its end"),
        ("longer than anything", one(sized("18446744073709551615")), "ends too soon"),
        ("longer than a number", one(sized("18446744073709551616")), "a line of its list"),
        ("a size in disguise", one(sized("+4")), "a line of its list"),
        ("of another kind", one(line("evil", evil).replace(" file ", " link ")), "a line of its list"),
        ("of other bytes", one(line("evil", b"good")), "evil is not what it was"),
        ("without a part", one(line("evil", evil)), "it has no part"),
        ("a part of something else", part("index.html", evil), "a part of index.html"),
        ("a part that is none", part("llms-full.txt", evil), "cannot be read"),
        ("more files than anybody has", (usize::MAX, line("evil", evil), evil.to_vec()), ""),
    ];
    for (what, (count, lines, bytes), words) in forged {
        // the other shard has the file where its name is tried
        fs::write(&file, forge(label, count, &lines, &bytes)).map_err(|e| e.to_string())?;
        let in_other = fs::read_to_string(shards[0].join("kb-shard")).is_ok_and(|other| other.contains(" file robots.txt\n"));
        let words = if what.starts_with("in the other") && !in_other { "" } else { words };
        refused(at, &shards, what, words)?;
    }
    let labels =
        ["", "{}", "null", "[[[[", &label.replace("2/2", "3/2"), &label.replace("2/2", "0/0"), &label.replace('}', ",\"x\":1}")];
    for forged in labels {
        fs::write(&file, forge(forged, 1, &line("evil", evil), evil)).map_err(|e| e.to_string())?;
        refused(at, &shards, forged, "does not say what it is a part of")?;
    }
    for (from, to) in [("\"program\":\"", "\"program\":\"0"), ("\"version\":\"", "\"version\":\"9")] {
        fs::write(&file, forge(&label.replace(from, to), 1, &line("evil", evil), evil)).map_err(|e| e.to_string())?;
        refused(at, &shards, from, "Use the same program on all machines")?;
    }
    // holes cost nothing on a disk, and must cost no memory
    fs::write(&file, HEAD).map_err(|e| e.to_string())?;
    let hole = fs::File::options().write(true).open(&file).map_err(|e| e.to_string())?;
    hole.set_len(1 << 40).map_err(|e| e.to_string())?;
    let ran = merge(at, &shards, &at.join("public"))?;
    expect(ran.code == Some(2) && ran.said.contains("is damaged"), &ran.said)
}
