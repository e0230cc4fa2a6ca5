//! Standard error: whether it is a terminal, how wide, and in which colours it is written.

use std::env;
use std::io::{IsTerminal as _, Write as _, stderr};

use crate::diagnostic::human::Screen;
use crate::diagnostic::visible;

/// Lines are no longer than this even on wider terminals: nobody reads across a whole wall.
const WIDEST: usize = 120;

/// What a word is to convey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Quiet,
}

/// What findings are printed on.
pub(super) fn screen() -> Screen {
    Screen { colour: has_colour(), width: width().unwrap_or(WIDEST).min(WIDEST) }
}

/// Whether a person may be watching: a terminal, and not that of a machine.
pub(super) fn is_watched() -> bool {
    stderr().is_terminal() && env::var_os("CI").is_none() && !is_dumb()
}

/// A word in colour, where there is colour.
pub(super) fn toned(tone: Tone, text: &str) -> String {
    if !has_colour() {
        return text.to_owned();
    }
    let code = match tone {
        Tone::Good => "1;32",
        Tone::Bad => "1;91",
        Tone::Quiet => "2",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

/// A line, trusted as it is.
pub(super) fn say(line: &str) {
    write(&format!("{line}\n"));
}

/// A line worth knowing.
pub(super) fn say_note(note: &str) {
    say(&format!("{} {}", toned(Tone::Quiet, "note:"), visible(note, &[])));
}

/// Why the program could not do what it was asked.
pub(super) fn say_error(error: &str) {
    say(&format!("{} {}", toned(Tone::Bad, "error:"), visible(error, &['\n'])));
}

/// Writes to standard error. There is nobody to tell if that fails.
pub(super) fn write(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

fn has_colour() -> bool {
    stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb()
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

#[cfg(unix)]
fn width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(stderr()).ok()?;
    Some(usize::from(size.ws_col)).filter(|width| *width > 0)
}

#[cfg(not(unix))]
fn width() -> Option<usize> {
    None
}
