//! A system call that fails, for each of them in turn: what is published stays whole, and what went wrong is said.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use super::Demanding;
use super::deaths::Versions;
use super::program::{Ran, build, run, under};
use super::tree::leftovers;
use crate::Outcome;

/// The tests of this file.
pub(super) const TESTS: &[Demanding] = &[
    ("every_system_call_failing", super::has_strace, || injected(Edit::Pages, &FAILURES, super::share(14, usize::MAX))),
    ("killed_at_every_system_call", super::has_strace, || injected(Edit::Pages, &DEATHS, super::share(8, usize::MAX))),
    ("every_system_call_failing_where_nothing_changed", super::has_strace, || {
        injected(Edit::Nothing, &FAILURES, super::share(8, usize::MAX))
    }),
    ("every_system_call_failing_where_one_article_changed", super::has_strace, || {
        injected(Edit::Article, &FAILURES, super::share(8, usize::MAX))
    }),
    ("killed_at_every_system_call_where_nothing_changed", super::has_strace, || {
        injected(Edit::Nothing, &DEATHS, super::share(4, usize::MAX))
    }),
    ("killed_at_every_system_call_where_one_article_changed", super::has_strace, || {
        injected(Edit::Article, &DEATHS, super::share(4, usize::MAX))
    }),
    ("too_few_open_files", || None, too_few_open_files),
];

/// What reads or changes the disk.
///
/// Not `close`: the standard library stops a program when closing a folder fails, which no system reports.
const CALLS: [&str; 25] = [
    "openat",
    "openat2",
    "read",
    "write",
    "statx",
    "newfstatat",
    "fstat",
    "getdents64",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "chmod",
    "fchmod",
    "flock",
    "syncfs",
    "fsync",
    "ftruncate",
    "copy_file_range",
    "sendfile",
];
/// Those of them that can fail halfway through clearing away.
const CLEARING: [&str; 8] = ["openat", "statx", "newfstatat", "fstat", "getdents64", "unlink", "unlinkat", "rmdir"];
/// Those that a death can come between.
const CHANGING: [&str; 13] = [
    "openat",
    "write",
    "mkdir",
    "mkdirat",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "rmdir",
    "flock",
    "syncfs",
];

/// What is done to a call, and to which: the N-th alone, or that one and all after it.
struct Harm {
    name: &'static str,
    calls: &'static [&'static str],
    lasts: bool,
}

const FAILURES: [Harm; 6] = [
    Harm { name: "error=ENOSPC", calls: &CALLS, lasts: false },
    Harm { name: "error=EIO", calls: &CALLS, lasts: false },
    Harm { name: "error=EACCES", calls: &CALLS, lasts: false },
    Harm { name: "error=EMFILE", calls: &CALLS, lasts: false },
    Harm { name: "error=ENOSPC", calls: &["write", "mkdir", "link", "linkat", "rename", "renameat2"], lasts: true },
    Harm { name: "error=EMFILE", calls: &["openat", "openat2"], lasts: true },
];
const DEATHS: [Harm; 1] = [Harm { name: "signal=SIGKILL", calls: &CHANGING, lasts: false }];

/// What differs from the site that is published, of which a build remembers what it can.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// Several pages, and which there are.
    Pages,
    Nothing,
    /// The words of one article.
    Article,
}

impl Edit {
    /// The version that is to be published where this one stands.
    const fn next(self, stands: usize) -> usize {
        match self {
            Self::Nothing => stands,
            Self::Pages | Self::Article => 1 - stands,
        }
    }

    /// Makes a version of the site.
    fn write(self, site: &Path, turn: usize) -> Result<(), String> {
        let turn = u32::try_from(turn).map_err(|e| e.to_string())?;
        if self == Self::Article { super::site_with_an_article(site, turn) } else { super::small_site(site, turn) }
    }
}

/// A build in which one system call is harmed.
struct Case {
    call: &'static str,
    harm: &'static Harm,
    nth: usize,
    edit: Edit,
}

fn injected(edit: Edit, harms: &'static [Harm], most: usize) -> Outcome {
    let versions = Versions::of(|site, turn| edit.write(site, turn as usize))?;
    let at = versions.folder.path();
    let (site, output) = (at.join("site"), at.join("place/out"));
    let counted = counted(edit, &versions, &site, &output)?;
    let every = |harm: &'static Harm| {
        let calls = harm.calls.iter().filter_map(|call| Some((*call, *counted.get(*call)?)));
        calls.flat_map(move |(call, count)| (1..=count).map(move |nth| Case { call, harm, nth, edit })).collect::<Vec<_>>()
    };
    let cases: Vec<Case> = harms.iter().flat_map(every).collect();
    let chosen = cases.iter().step_by(cases.len().div_ceil(most).max(1));
    let (mut run, mut stopped, mut faults) = (0, 0, String::new());
    for case in chosen {
        run += 1;
        match case.run(&versions, &site, &output) {
            Ok(true) => {}
            Ok(false) => stopped += 1,
            Err(why) => {
                let _ = writeln!(faults, "{} {} {}: {why}", case.call, case.nth, case.harm.name);
                // from here on with a site that is whole
                let _ = std::fs::remove_dir_all(at.join("place"));
                edit.write(&site, 0)?;
                run_well(build(&site, &output))?;
            }
        }
    }
    println!("{run} of {} builds with a harmed system call, {stopped} of them stopped by it", cases.len());
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// How often each thread at most makes each call in a rebuild.
fn counted(edit: Edit, versions: &Versions, site: &Path, output: &Path) -> Result<BTreeMap<String, usize>, String> {
    edit.write(site, 0)?;
    run_well(build(site, output))?;
    edit.write(site, edit.next(0))?;
    let log = versions.folder.path().join("calls");
    let set = format!("trace={}", CALLS.map(|call| format!("?{call}")).join(","));
    run_well(watched(&["-o", &log.to_string_lossy(), "-e", &set], site, output))?;
    edit.write(site, 0)?;
    run_well(build(site, output))?;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in std::fs::read_to_string(&log).map_err(|e| e.to_string())?.lines() {
        let (thread, rest) = line.split_once(char::is_whitespace).unwrap_or_default();
        if let Some((call, _)) = rest.trim_start().split_once('(') {
            *counts.entry((thread.to_owned(), call.to_owned())).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((_, call), count) in counts {
        let known: &mut usize = most.entry(call).or_default();
        *known = count.max(*known);
    }
    Ok(most)
}

/// Runs what must go well.
fn run_well(command: std::process::Command) -> Result<(), String> {
    match run(command)? {
        ran if ran.code == Some(0) => Ok(()),
        ran => Err(format!("{ran:?}")),
    }
}

/// A build under `strace`, on one thread, so that the N-th call is the same in every run.
fn watched(options: &[&str], site: &Path, output: &Path) -> std::process::Command {
    let mut program = vec!["strace", "-f"];
    program.extend_from_slice(options);
    program.push(env!("CARGO_BIN_EXE_kb"));
    let words = ["build", "--quiet", "--site"].map(OsStr::new);
    let mut command = under(&program, words.into_iter().chain([site.as_os_str(), "--output".as_ref(), output.as_os_str()]));
    command.env("RAYON_NUM_THREADS", "1");
    command
}

impl Case {
    /// Whether the build went well in spite of it; what must not be is an error.
    fn run(&self, versions: &Versions, site: &Path, output: &Path) -> Result<bool, String> {
        let stands = versions.which(output)?.ok_or("there is no site to begin with")?;
        let next = self.edit.next(stands);
        self.edit.write(site, next)?;
        let harm = format!("inject={}:{}:when={}{}", self.call, self.harm.name, self.nth, if self.harm.lasts { "+" } else { "" });
        let trace = format!("trace={}", self.call);
        let ran = run(watched(&["-o", "/dev/null", "-e", &trace, "-e", &harm], site, output))?;
        let dies = self.harm.name.starts_with("signal");
        let found = versions.which(output)?.ok_or_else(|| format!("the site is gone: {ran:?}"))?;
        let good = ran.code == Some(0);
        self.judge(&ran, dies, (stands, next, found))?;
        let left = leftovers(output);
        if !left.is_empty() && !dies && !self.harm.lasts && !CLEARING.contains(&self.call) {
            return Err(format!("left behind: {left:?}: {ran:?}"));
        }
        // whatever happened, the next build is as good as any
        let after = super::program::run(build(site, output))?;
        let left = leftovers(output);
        if after.code != Some(0) || !left.is_empty() || versions.which(output)? != Some(next) {
            return Err(format!("the next build: {after:?}, left behind: {left:?}"));
        }
        Ok(good)
    }

    fn judge(&self, ran: &Ran, dies: bool, (stands, next, found): (usize, usize, usize)) -> Result<(), String> {
        match ran.code {
            None if dies => Ok(()),
            Some(0) if found != next => Err(format!("it says that it published, and did not: {}", ran.said)),
            Some(0) => Ok(()),
            // the program was not even loaded
            Some(127) if found == stands => Ok(()),
            Some(1 | 2) if found != stands => Err(format!("it failed, and published all the same: {}", ran.said)),
            Some(1 | 2) if ran.said.contains("panicked") || ran.said.contains("internal error") => Err(ran.said.clone()),
            Some(1 | 2) if self.call != "write" && !(ran.said.contains("error") && names_a_file(&ran.said)) => {
                Err(format!("it does not say where and why: `{}`", ran.said))
            }
            Some(1 | 2) => Ok(()),
            _ => Err(format!("{ran:?}")),
        }
    }
}

fn names_a_file(said: &str) -> bool {
    ["/", "content", "site.toml"].iter().any(|part| said.contains(part))
}

/// The limit of the shell, from far too few to enough.
fn too_few_open_files() -> Outcome {
    let versions = Versions::new()?;
    let at = versions.folder.path();
    let (site, output) = (at.join("site"), at.join("place/out"));
    super::small_site(&site, 0)?;
    run(build(&site, &output))?;
    let (mut failed, mut went) = (0, 0);
    for limit in (3..64).step_by(super::share(10, 1)) {
        let stands = versions.which(&output)?.ok_or("there is no site")?;
        super::small_site(&site, u32::try_from(1 - stands)?)?;
        let shell = format!("ulimit -n {limit}; exec \"$0\" \"$@\"");
        let words = [env!("CARGO_BIN_EXE_kb"), "build", "--quiet", "--site"].map(OsStr::new);
        let command =
            under(&["sh", "-c", &shell], words.into_iter().chain([site.as_os_str(), "--output".as_ref(), output.as_os_str()]));
        let ran = run(command)?;
        let found = versions.which(&output).map_err(|why| format!("{limit} files: {why}"))?;
        match ran.code {
            Some(0) if found == Some(1 - stands) => went += 1,
            Some(1 | 2 | 126 | 127) if found == Some(stands) && !ran.said.contains("panicked") => failed += 1,
            _ => return Err(format!("{limit} files: {ran:?}, version {found:?}").into()),
        }
    }
    println!("with too few open files: {failed} builds failed and {went} went well");
    if failed > 0 && went > 0 { Ok(()) } else { Err("one limit too many, or too few".into()) }
}
