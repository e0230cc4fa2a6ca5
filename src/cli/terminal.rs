//! Standard error and output: whether they are terminals, how wide, and in which colours they are written.

use std::env;
use std::io::{ErrorKind, IsTerminal, Write as _, stderr, stdout};

use anyhow::Context as _;

use crate::diagnostic::human::Screen;
use crate::diagnostic::visible;

/// Lines are no longer than this even on wider terminals: nobody reads across a whole wall.
const WIDEST: usize = 120;

/// What a word is to convey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Warn,
    Bad,
    Strong,
    Quiet,
}

impl Tone {
    /// A word in colour.
    pub(super) fn paint(self, text: &str) -> String {
        let code = match self {
            Self::Good => "1;32",
            Self::Warn => "1;33",
            Self::Bad => "1;91",
            Self::Strong => "1",
            Self::Quiet => "2",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// What findings are printed on.
pub(super) fn screen() -> Screen {
    screen_of(&stderr())
}

/// What is asked for is printed on.
pub(super) fn output_screen() -> Screen {
    screen_of(&stdout())
}

fn screen_of(stream: &(impl IsTerminal + Stream)) -> Screen {
    Screen { colour: has_colour(stream), width: width(stream).unwrap_or(WIDEST).min(WIDEST) }
}

/// Whether a person may be watching: a terminal, and not that of a machine.
pub(super) fn is_watched() -> bool {
    stderr().is_terminal() && env::var_os("CI").is_none() && !is_dumb()
}

/// A word in colour, where there is colour.
pub(super) fn toned(tone: Tone, text: &str) -> String {
    if has_colour(&stderr()) { tone.paint(text) } else { text.to_owned() }
}

/// A line, trusted as it is.
pub(super) fn say(line: &str) {
    write(&format!("{line}\n"));
}

/// A line worth knowing.
pub(super) fn say_note(note: &str) {
    say(&format!("{} {}", toned(Tone::Quiet, "note:"), visible(note, &[])));
}

/// Empties the screen.
#[cfg(feature = "serve")]
pub(super) fn clear() {
    write("\x1b[2J\x1b[3J\x1b[H");
}

/// Why the program could not do what it was asked.
pub(super) fn say_error(error: &str) {
    say(&format!("{} {}", toned(Tone::Bad, "error:"), visible(error, &['\n'])));
}

/// Writes to standard error. There is nobody to tell if that fails.
fn write(text: &str) {
    let _ = stderr().lock().write_all(text.as_bytes());
}

/// Writes to standard error what a run is about, to its last byte.
///
/// # Errors
/// When it cannot be written. A reader that went away has seen enough.
pub(super) fn report(text: &str) -> anyhow::Result<()> {
    match stderr().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e).context("cannot write to standard error"),
        _ => Ok(()),
    }
}

/// Writes to standard output, to its last byte.
///
/// # Errors
/// When it cannot be written. A reader that went away (`| head`) has seen enough.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e).context("cannot write to standard output"),
        _ => Ok(()),
    }
}

fn has_colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !is_dumb()
}

/// Whether places may be links. Most terminals that do not know links leave them out; the console of Linux does not, and
/// who says `FORCE_HYPERLINK=0`, as other programs have it, has none.
pub(super) fn has_links() -> bool {
    let is = |name: &str, value: &str| env::var_os(name).is_some_and(|v| v == value);
    has_colour(&stderr()) && !is("TERM", "linux") && !is("FORCE_HYPERLINK", "0")
}

fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|term| term == "dumb")
}

#[cfg(not(unix))]
use std::io::Write as Stream;
/// What the system knows a stream by.
#[cfg(unix)]
use std::os::fd::AsFd as Stream;

#[cfg(unix)]
fn width(stream: &impl Stream) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    Some(usize::from(size.ws_col)).filter(|width| *width > 0)
}

#[cfg(not(unix))]
fn width(_: &impl Stream) -> Option<usize> {
    None
}

/// Whether a person reads standard output.
pub(super) fn is_output_terminal() -> bool {
    std::io::stdout().is_terminal()
}
