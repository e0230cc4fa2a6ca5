//! What a build asks of the system: no socket, no program but git, no file that is none of its business.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::Demanding;
use super::program::{run, under};
use crate::{Outcome, site};

/// The tests of this file.
pub(super) const TESTS: &[Demanding] =
    &[("asks_the_system_for_nothing_else", super::has_strace, watched), ("tells_nothing_of_the_environment", || None, environment)];

/// What the loader and the standard library read before and beside the program.
const LOADER: [&str; 12] = [
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/proc/self/",
    "/proc/sys/vm/overcommit_memory",
    "/sys/fs/cgroup",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/transparent_hugepage",
    "/dev/null",
];

/// A copy of the golden site with a history of its own.
fn versioned(folder: &Path) -> Result<(), String> {
    let from = site::root().join("tests/golden");
    for entry in walkdir::WalkDir::new(&from).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let to = folder.join(entry.path().strip_prefix(&from).map_err(|e| e.to_string())?);
        let parent = to.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).and_then(|()| std::fs::copy(entry.path(), &to)).map_err(|e| e.to_string())?;
    }
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(words);
        run(git).and_then(|ran| if ran.code == Some(0) { Ok(()) } else { Err(ran.said) })
    };
    git(&["init", "-q"])?;
    git(&["add", "."])?;
    git(&["commit", "-q", "-m", "All of it"])
}

fn watched() -> Outcome {
    let folder = tempfile::tempdir()?;
    let at = folder.path().canonicalize()?;
    versioned(&at.join("site"))?;
    let commands: [&[&str]; 4] = [
        &["build", "--site", "site", "--output", "place/out"],
        &["check", "--site", "site", "--info"],
        &["fix", "--site", "site"],
        &["explain"],
    ];
    let mut faults = String::new();
    let mut calls = 0;
    for words in commands {
        let log = at.join("log");
        let program =
            ["strace", "-f", "-y", "-o", &log.to_string_lossy(), "-e", "trace=%network,%process,%file", env!("CARGO_BIN_EXE_kb")];
        let mut command = under(&program, words.iter().map(OsStr::new));
        command.current_dir(&at);
        let ran = run(command)?;
        if ran.code != Some(0) {
            return Err(format!("{words:?}: {ran:?}").into());
        }
        let text = std::fs::read_to_string(&log)?;
        calls += text.lines().count();
        for fault in strange(&text, &at) {
            let _ = writeln!(faults, "kb {}: {fault}", words.join(" "));
        }
    }
    println!("{calls} system calls looked at");
    // a test that finds nothing anywhere would pass every program
    let seen = strange(
        "7 socket(AF_INET, 1, 0) = 3\n7 execve(\"/bin/sh\", [\"sh\"], 0x1) = 0\n7 openat(AT_FDCWD, \"/etc/passwd\", 0) = 3\n",
        &at,
    );
    if seen.len() != 3 {
        return Err(format!("a strange call is not seen: {seen:?}").into());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// The calls that a build has no reason to make.
fn strange(log: &str, own: &Path) -> Vec<String> {
    let mut git: HashSet<&str> = HashSet::new();
    let mut found = Vec::new();
    for line in log.lines() {
        let (process, rest) = line.split_once(char::is_whitespace).unwrap_or_default();
        let call = rest.trim_start().split('(').next().unwrap_or_default();
        let quoted = rest.split('"').nth(1).unwrap_or_default();
        let succeeded = !rest.contains("= -1 E");
        match call {
            "socket" | "connect" | "bind" | "listen" | "accept" | "accept4" | "sendto" | "sendmsg" | "recvfrom" => {
                // two ends of one pipe within the program reach nobody
                found.push(rest.to_owned());
            }
            "execve" | "execveat" if quoted.ends_with("/git") => {
                git.insert(process);
            }
            "execve" | "execveat" if git.contains(process) || quoted.ends_with("/kb") || !succeeded => {}
            "execve" | "execveat" => found.push(rest.to_owned()),
            "fork" | "vfork" | "clone" | "clone3" if git.contains(process) => {
                git.extend(rest.rsplit("= ").next().map(str::trim));
            }
            "open" | "openat" | "openat2" | "creat" if succeeded && !git.contains(process) => {
                let known = !quoted.starts_with('/')
                    || Path::new(quoted).starts_with(own)
                    || LOADER.iter().any(|start| quoted.starts_with(start));
                if !known {
                    found.push(rest.to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

/// Values of the environment that a thief would want stand in no file and no message.
fn environment() -> Outcome {
    const SECRET: &str = "kb-secret-4a51c7";
    const NAMES: [&str; 12] = [
        "GITHUB_TOKEN",
        "CI_JOB_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "USER",
        "LOGNAME",
        "HOSTNAME",
        "EDITOR",
        "VISUAL",
        "LANG",
        "TZ",
        "HTTPS_PROXY",
        "KB_TITLE",
    ];
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    super::small_site(&at.join(format!("site-{SECRET}")), 0)?;
    let text = NAMES.map(|name| {
        format!("${name} ${{{name}}} {{{{ {name} }}}} {{{{ env.{name} }}}} %{name}% {{{{ get_env(name=\"{name}\") }}}}\n")
    });
    std::fs::write(at.join(format!("site-{SECRET}/content/guides/odd.md")), format!("# Names\n\n{}", text.concat()))?;
    std::fs::write(at.join(format!("site-{SECRET}/content/index.md")), "# T\n\n[x](guides/odd.md)\n")?;
    let mut command = super::program::kb(["build", "--output", "../out"]);
    command.current_dir(at.join(format!("site-{SECRET}")));
    for name in NAMES {
        command.env(name, SECRET);
    }
    let ran = run(command)?;
    if ran.code != Some(0) {
        return Err(format!("{ran:?}").into());
    }
    for (path, thing) in super::tree::tree(&at.join("out"))? {
        if let super::tree::Thing::File(bytes) = thing
            && bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes())
        {
            return Err(format!("{} tells it", path.display()).into());
        }
    }
    Ok(())
}
