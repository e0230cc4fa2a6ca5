//! Folders that are a trap as an output: refused without a trace, or published into with everything of others as it was.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use super::program::{build, kb, run};
use super::tree::{Tree, difference, leftovers, tree};
use crate::Outcome;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[("places_that_are_traps", traps), ("unwritable_places", unwritable)];

/// What must come of it.
enum Want {
    /// Exit 2, these words, and not one byte changed.
    Refused(&'static str),
    /// Published; everything that stood there before stands there as it was, except what `kb` had published itself.
    Published,
}

use Want::{Published, Refused};

/// A folder with a site, in which something is prepared; what is given as the output; what must come of it.
type Trap = (&'static str, fn(&Path) -> io::Result<()>, &'static str, Want);

#[expect(clippy::unnecessary_wraps, reason = "others in its place may fail")]
fn nothing(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A folder that `kb` may write in, with things of others.
fn adopted(at: &Path, files: &[&str]) -> io::Result<()> {
    fs::create_dir_all(at.join("out"))?;
    fs::write(at.join("out/.kb-manifest"), "")?;
    for file in files {
        let path = at.join("out").join(file);
        fs::create_dir_all(path.parent().unwrap_or(at))?;
        fs::write(path, "precious")?;
    }
    Ok(())
}

/// A published site.
fn built(at: &Path) -> io::Result<()> {
    let ran = run(build(&at.join("site"), &at.join("out"))).map_err(io::Error::other)?;
    if ran.code == Some(0) { Ok(()) } else { Err(io::Error::other(ran.said)) }
}

#[rustfmt::skip]
const TRAPS: &[Trap] = &[
    ("the content", nothing, "site/content", Refused("source")),
    ("below the content", nothing, "site/content/guides/new", Refused("source")),
    ("the themes", |at| fs::create_dir(at.join("site/themes")), "site/themes", Refused("source")),
    ("below a theme that is not there", nothing, "site/themes/x/out", Refused("source")),
    ("what is remembered", nothing, "site/.kb-cache/out", Refused("deleted at any time")),
    ("below a published site", built, "out/below/it", Refused("a site is published")),
    ("the site", nothing, "site", Refused("site folder itself")),
    ("the site by a detour", nothing, "site/content/../../site", Refused("cannot be the output")),
    ("here", nothing, ".", Refused("the site lies in it")),
    ("above", nothing, "site/..", Refused("ends in")),
    ("the root", nothing, "/", Refused("root")),
    ("the root, twice", nothing, "//", Refused("root")),
    ("nothing", nothing, "", Refused("")),
    ("a home", nothing, "home", Refused("home folder")),
    ("what holds a home", nothing, "homes", Refused("")),
    ("a link", |at| { fs::create_dir(at.join("real"))?; symlink("real", at.join("out")) }, "out", Refused("is a link")),
    ("a link to nowhere", |at| symlink("nowhere", at.join("out")), "out", Refused("is a link")),
    ("a link to itself", |at| symlink("out", at.join("out")), "out", Refused("is a link")),
    ("through a link to the content", |at| symlink("site/content", at.join("way")), "way/out", Refused("source")),
    ("through a link to nowhere", |at| symlink("nowhere", at.join("way")), "way/out", Refused("cannot")),
    ("a repository", |at| { fs::create_dir_all(at.join("out/.git/refs"))?; fs::write(at.join("out/.git/HEAD"), "ref") }, "out", Refused("not empty")),
    ("the insides of a repository", |at| fs::create_dir_all(at.join("x/.git")), "x/.git/out", Refused("git repository")),
    ("a full folder", |at| { fs::create_dir(at.join("out"))?; fs::write(at.join("out/thesis.txt"), "x") }, "out", Refused("not empty")),
    ("a folder with a hidden file", |at| { fs::create_dir(at.join("out"))?; fs::write(at.join("out/.env"), "x") }, "out", Refused("not empty")),
    ("a file", |at| fs::write(at.join("out"), "x"), "out", Refused("not a folder")),
    ("below a file", |at| fs::write(at.join("x"), "x"), "x/out", Refused("cannot")),
    ("a pipe", |at| pipe(&at.join("out")), "out", Refused("not a folder")),
    ("a name too long", nothing, LONG, Refused("too long")),
    ("a manifest of another program", |at| { adopted(at, &["a"])?; fs::write(at.join("out/.kb-manifest"), "index.html\n") }, "out", Refused("damaged")),
    ("a manifest that leads out", |at| { built(at)?; append(&at.join("out/.kb-manifest"), "../site/site.toml\n") }, "out", Refused("damaged")),
    ("a manifest that names the root", |at| { built(at)?; append(&at.join("out/.kb-manifest"), "/etc/passwd\n") }, "out", Refused("damaged")),
    ("a manifest of bytes", |at| { adopted(at, &[])?; fs::write(at.join("out/.kb-manifest"), b"\xff\0") }, "out", Refused("damaged")),
    ("a manifest that is a folder", |at| fs::create_dir_all(at.join("out/.kb-manifest")), "out", Refused("not a file")),
    ("a manifest that is a link", |at| { fs::create_dir(at.join("out"))?; fs::write(at.join("m"), "")?; symlink("../m", at.join("out/.kb-manifest")) }, "out", Refused("not a file")),
    ("a page of others", |at| adopted(at, &["index.html"]), "out", Refused("index.html is not ours")),
    ("a folder of others for a page", |at| adopted(at, &["index.html/x"]), "out", Refused("index.html is not ours")),
    ("a file of others for a folder", |at| adopted(at, &["guides"]), "out", Refused("guides is not ours")),
    ("a link of others for a folder", |at| { adopted(at, &[])?; symlink("../site/content", at.join("out/guides")) }, "out", Refused("guides is not ours")),
    ("a page that became a link", |at| { built(at)?; fs::write(at.join("x"), "x")?; fs::remove_file(at.join("out/index.html"))?; symlink("../x", at.join("out/index.html")) }, "out", Refused("index.html is not ours")),
    ("a folder that became a link", |at| { built(at)?; fs::remove_dir_all(at.join("out/guides"))?; symlink("../site/content", at.join("out/guides")) }, "out", Refused("guides is not ours")),
    ("a lock that is a link", |at| { fs::write(at.join("x"), "precious")?; symlink("x", at.join(".out.kb-lock")) }, "out", Refused("lock")),
    ("a lock that is a pipe", |at| pipe(&at.join(".out.kb-lock")), "out", Refused("lock")),
    ("a lock that is a folder", |at| fs::create_dir(at.join(".out.kb-lock")), "out", Refused("lock")),

    ("an empty folder", |at| fs::create_dir(at.join("out")), "out", Published),
    ("deep down", nothing, "a/b/c/out", Published),
    ("a name with everything", nothing, "-o ü\n\u{202e}'\"$(x)", Published),
    ("through a link", |at| { fs::create_dir(at.join("real"))?; symlink("real", at.join("way")) }, "way/out", Published),
    ("beside a lock nobody holds", |at| fs::write(at.join(".out.kb-lock"), ""), "out", Published),
    ("files of others", |at| adopted(at, &["CNAME", ".git/HEAD", ".git/refs/heads/main", "guides/mine.txt", "a b/ü"]), "out", Published),
    ("an empty folder of others", |at| { adopted(at, &[])?; fs::create_dir_all(at.join("out/empty/er")) }, "out", Published),
    ("links of others", |at| { adopted(at, &[])?; symlink("../site", at.join("out/way"))?; symlink("nowhere", at.join("out/dead")) }, "out", Published),
    ("a pipe of others", |at| { adopted(at, &[])?; pipe(&at.join("out/pipe")) }, "out", Published),
    ("a locked folder of others", |at| { adopted(at, &["x/y"])?; fs::set_permissions(at.join("out/x"), fs::Permissions::from_mode(0o500)) }, "out", Published),
    ("names that are no text", |at| { adopted(at, &[])?; fs::write(at.join("out").join(bytes(b"\xff\xfe")), "precious") }, "out", Published),
    ("a page that is gone", |at| { built(at)?; fs::remove_file(at.join("out/index.html")) }, "out", Published),
    ("a folder that is gone", |at| { built(at)?; fs::remove_dir_all(at.join("out/guides")) }, "out", Published),
    ("a page that was edited", |at| { built(at)?; fs::write(at.join("out/index.html"), "edited") }, "out", Published),
    ("pages that cannot be written", |at| { built(at)?; fs::set_permissions(at.join("out/index.html"), fs::Permissions::from_mode(0o444)) }, "out", Published),
    ("something of others put there later", |at| { built(at)?; fs::write(at.join("out/guides/robots.bak"), "precious") }, "out", Published),
    ("a stage of a dead build that is a link", |at| { fs::create_dir(at.join("x"))?; fs::write(at.join("x/y"), "precious")?; symlink("x", at.join(".out.kb-new")) }, "out", Published),
];

const LONG: &str = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

fn pipe(path: &Path) -> io::Result<()> {
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, 0o600.into(), 0).map_err(io::Error::from)
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    let before = fs::read_to_string(path)?;
    fs::write(path, before + text)
}

fn bytes(name: &[u8]) -> &std::ffi::OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(name)
}

fn traps() -> Outcome {
    let mut faults = String::new();
    for (name, prepare, output, want) in TRAPS {
        if let Err(why) = trap(*prepare, output, want) {
            let _ = writeln!(faults, "{name}: {why}");
        }
    }
    println!("{} traps", TRAPS.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn trap(prepare: fn(&Path) -> io::Result<()>, output: &str, want: &Want) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let at = folder.path();
    super::small_site(&at.join("site"), 0)?;
    for home in ["home", "homes/me"] {
        fs::create_dir_all(at.join(home)).map_err(|e| e.to_string())?;
        fs::write(at.join(home).join("letter"), "precious").map_err(|e| e.to_string())?;
    }
    prepare(at).map_err(|e| format!("cannot be prepared: {e}"))?;
    let before = tree(at)?;
    let ours = ours(&at.join(output));
    let mut command = kb(["build", "--quiet", "--site", "site"]);
    command
        .arg(format!("--output={output}"))
        .current_dir(at)
        .env("HOME", at.join(if output == "homes" { "homes/me" } else { "home" }));
    let ran = run(command)?;
    let after = tree(at)?;
    match want {
        Refused(words) => {
            if ran.code != Some(2) || !ran.said.contains(words) {
                return Err(format!("exit {:?}, and not refused with `{words}`: {}", ran.code, ran.said));
            }
            difference(&before, &after).map_or(Ok(()), |d| Err(format!("refused, but {d}")))
        }
        Published => {
            if ran.code != Some(0) {
                return Err(format!("exit {:?}: {}", ran.code, ran.said));
            }
            if !at.join(output).join("guides/g1/index.html").is_file() {
                return Err("nothing was published".into());
            }
            let left = leftovers(&at.join(output));
            if !left.is_empty() {
                return Err(format!("left behind: {left:?}"));
            }
            kept(&before, &after, &ours).map_or(Ok(()), |d| Err(format!("of others {d}")))
        }
    }
}

/// The files that a manifest calls ours, and what a dead build leaves.
fn ours(output: &Path) -> Vec<String> {
    let list = fs::read_to_string(output.join(".kb-manifest")).unwrap_or_default();
    let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut ours: Vec<String> = list.lines().skip(1).map(|path| format!("{name}/{path}")).collect();
    ours.extend([format!("{name}/.kb-manifest"), format!(".{name}.kb-lock"), format!(".{name}.kb-new")]);
    // what the program remembers of its last run
    ours.extend(["build", "pages", "texts"].map(|name| format!("site/.kb-cache/{name}")));
    ours
}

/// What of others is not as it was.
fn kept(before: &Tree, after: &Tree, ours: &[String]) -> Option<String> {
    let theirs = |path: &Path| !ours.iter().any(|own| Path::new(own) == path);
    let before: Tree = before.iter().filter(|(path, _)| theirs(path)).map(|(p, t)| (p.clone(), t.clone())).collect();
    let after: Tree = after.iter().filter(|(p, _)| before.contains_key(*p)).map(|(p, t)| (p.clone(), t.clone())).collect();
    difference(&before, &after)
}

/// Folders that somebody who is not root may not write.
fn unwritable() -> Outcome {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    fs::set_permissions(at, fs::Permissions::from_mode(0o755))?;
    super::small_site(&at.join("site"), 0)?;
    // a copy that everybody may run
    fs::copy(env!("CARGO_BIN_EXE_kb"), at.join("kb"))?;
    fs::create_dir(at.join("shut"))?;
    fs::create_dir_all(at.join("half/out"))?;
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(at.join("half/out"), Some(65534), Some(65534))?;
    }
    for shut in ["shut", "half"] {
        fs::set_permissions(at.join(shut), fs::Permissions::from_mode(0o555))?;
    }
    let publish = |output: &str| {
        let program = at.join("kb");
        let mut command =
            super::program::under(&[&program.to_string_lossy()], ["build", "--quiet", "--site", "site", "--output", output]);
        command.current_dir(at);
        if rustix::process::geteuid().is_root() {
            std::os::unix::process::CommandExt::uid(&mut command, 65534);
        }
        run(command)
    };
    let refused = publish("shut/out")?;
    let in_place = publish("half/out")?;
    let again = publish("half/out")?;
    for shut in ["shut", "half"] {
        fs::set_permissions(at.join(shut), fs::Permissions::from_mode(0o755))?;
    }
    if refused.code != Some(2) || !refused.said.contains("shut") || !refused.said.contains("denied") {
        return Err(format!("a parent that cannot be written: {refused:?}").into());
    }
    if in_place.code != Some(0) || again.code != Some(0) || !at.join("half/out/index.html").is_file() {
        return Err(format!("a folder whose parent cannot be written: {in_place:?} {again:?}").into());
    }
    let left = leftovers(&at.join("half/out"));
    if left.is_empty() { Ok(()) } else { Err(format!("left behind: {left:?}").into()) }
}
