//! Single keys at the terminal, without the return key.
//!
//! Only where somebody sits at a terminal, which is left as it was found.

#[cfg(unix)]
pub(super) use unix::listen;

/// Where there is no such terminal.
#[cfg(not(unix))]
pub(super) fn listen(_: &str) -> bool {
    false
}

#[cfg(unix)]
mod unix {
    use std::io::{IsTerminal as _, Read as _};

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::process::{Signal, getpgrp, getpid, kill_process};
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};

    use crate::cli::{serve, terminal};

    // The terminal would turn these into signals, and nobody would put it back into order.
    const CTRL_C: u8 = 3;
    const CTRL_Z: u8 = 26;
    const CTRL_BACKSLASH: u8 = 28;

    /// Listens for keys until the program ends; `false` where nobody can type any.
    pub(in crate::cli) fn listen(url: &str) -> bool {
        let stdin = std::io::stdin();
        if !stdin.is_terminal() || !terminal::is_watched() {
            return false;
        }
        let url = url.to_owned();
        std::thread::spawn(move || {
            while let Some(key) = key() {
                match key {
                    b'q' => std::process::exit(0),
                    CTRL_C => std::process::exit(130),
                    CTRL_BACKSLASH => std::process::exit(131),
                    // the shell goes on when it has stopped
                    CTRL_Z => _ = kill_process(getpid(), Signal::TSTP),
                    b'o' => serve::open(&url),
                    b'c' => terminal::clear(),
                    _ => {}
                }
            }
        });
        true
    }

    /// The next key. The terminal gives single keys only while it is waited for.
    fn key() -> Option<u8> {
        let stdin = std::io::stdin();
        loop {
            // in the background, to read is to be stopped
            if tcgetpgrp(&stdin).ok()? != getpgrp() {
                std::thread::sleep(std::time::Duration::from_secs(1));
                continue;
            }
            let before = tcgetattr(&stdin).ok()?;
            let mut single = before.clone();
            single.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
            let guard = Restored(before);
            tcsetattr(&stdin, OptionalActions::Now, &single).ok()?;
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            poll(&mut fds, None).ok()?;
            let mut byte = [0];
            let read = stdin.lock().read(&mut byte).ok()?;
            drop(guard);
            return (read == 1).then_some(byte[0]);
        }
    }

    struct Restored(Termios);

    impl Drop for Restored {
        fn drop(&mut self) {
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.0);
        }
    }
}
