//! The program under test, run as a person would, but never for longer than a limit.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal};

/// Longer than any run takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Nothing when a signal ended it.
    pub(crate) code: Option<i32>,
    /// All that it printed.
    pub(crate) said: String,
}

/// A program that runs.
pub(crate) struct Running {
    group: Pid,
    end: Receiver<std::io::Result<Output>>,
}

/// `kb` with these arguments, on a day of its own and without the environment of who runs the tests.
pub(crate) fn kb<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Command {
    under(&[env!("CARGO_BIN_EXE_kb")], arguments)
}

/// The same under another program: `strace -f … kb build`.
pub(crate) fn under<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(program: &[&str], arguments: I) -> Command {
    let mut command = Command::new(program[0]);
    command.args(&program[1..]).args(arguments);
    command.env_clear().env("SOURCE_DATE_EPOCH", "1795262400");
    for name in ["PATH", "HOME", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// Builds a site into a folder.
pub(crate) fn build(site: &Path, output: &Path) -> Command {
    kb([OsStr::new("build"), "--quiet".as_ref(), "--site".as_ref(), site.as_os_str(), "--output".as_ref(), output.as_os_str()])
}

/// Starts a program in a process group of its own.
pub(crate) fn start(mut command: Command) -> Result<Running, String> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(|e| format!("{command:?}: {e}"))?;
    let group = Pid::from_child(&child);
    let (tell, end) = channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    Ok(Running { group, end })
}

/// Runs a program to its end; one that has none is a fault.
pub(crate) fn run(command: Command) -> Result<Ran, String> {
    let shown = format!("{command:?}");
    let running = start(command)?;
    running.ends_within(PATIENCE)?.ok_or_else(|| {
        running.signal(Signal::KILL);
        format!("{shown} did not end in {} s", PATIENCE.as_secs())
    })
}

impl Running {
    /// Waits for the end, for a while.
    pub(crate) fn ends_within(&self, time: Duration) -> Result<Option<Ran>, String> {
        match self.end.recv_timeout(time) {
            Ok(output) => output.map(|output| Some(ran(&output))).map_err(|e| e.to_string()),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("it was waited for in vain".into()),
        }
    }

    /// Sends a signal to it and all that it started.
    pub(crate) fn signal(&self, signal: Signal) {
        let _ = rustix::process::kill_process_group(self.group, signal);
    }
}

fn ran(output: &Output) -> Ran {
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    Ran { code: output.status.code(), said: said.into_owned() }
}
