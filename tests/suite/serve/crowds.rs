//! More connections than there are places for.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use super::client::{Answer, Server};
use super::copy;
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("who_says_nothing_makes_room", who_says_nothing_makes_room),
    ("any_number_may_listen", any_number_may_listen),
    ("all_who_ask_at_once_are_answered", all_who_ask_at_once_are_answered),
];

/// More than there are places of any kind.
const MANY: usize = 300;
/// Less than a silent connection is left alone for where there is room.
const SOON: Duration = Duration::from_secs(6);

/// A page, as anybody may ask for it.
fn answered(server: &Server, beside: &str) -> Outcome {
    let mut stream = server.connect()?;
    stream.set_read_timeout(Some(SOON))?;
    let head = format!("Host: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
    stream.write_all(format!("GET / HTTP/1.1\r\n{head}").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(|e| format!("beside {beside} nobody is answered: {e}"))?;
    match Answer::read(&answer).status {
        200 => Ok(()),
        status => Err(format!("beside {beside}: {status}").into()),
    }
}

fn who_says_nothing_makes_room() -> Outcome {
    let folder = copy("tests/golden")?;
    let server = Server::start(folder.path(), &[], &[])?;
    let mut silent = (0..MANY).map(|_| server.connect()).collect::<Result<Vec<_>, _>>()?;
    answered(&server, "silent ones")?;
    for _ in 0..MANY {
        let mut half = server.connect()?;
        half.write_all(b"GET / HTTP/1.1\r\nHost: 127").map_err(|e| e.to_string())?;
        silent.push(half);
    }
    answered(&server, "halves of requests")?;
    // who has had an answer and keeps the connection asks for nothing either
    let request = format!("GET /.kb/dev.css HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
    for _ in 0..MANY {
        let mut kept = server.connect()?;
        kept.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
        kept.read_exact(&mut [0]).map_err(|e| e.to_string())?;
        silent.push(kept);
    }
    answered(&server, "connections that are kept")?;
    // the one that waited longest was the first to go
    let mut rest = Vec::new();
    silent[0].read_to_end(&mut rest).map_err(|e| format!("the first is still there: {e}"))?;
    if rest.is_empty() { Ok(()) } else { Err("who asked for nothing is told something".into()) }
}

/// Tabs take no place of those who ask; of too many the oldest is let go, and comes back as browsers do.
fn any_number_may_listen() -> Outcome {
    let folder = copy("tests/golden")?;
    let server = Server::start(folder.path(), &[], &[])?;
    let mut tabs = (0..MANY).map(|_| server.listen()).collect::<Result<Vec<_>, _>>()?;
    answered(&server, "tabs")?;
    super::save(folder.path(), "content/guides/new.md", "# New\n\nA guide.\n")?;
    let (oldest, newest) = (tabs.remove(0).next(), tabs.pop().ok_or("a tab")?.next()?);
    if oldest.is_ok() || newest["number"] != 2 {
        return Err(format!("the oldest hears {oldest:?}, the newest {newest}").into());
    }
    tabs.remove(MANY / 2).next().map_err(|e| format!("one of the others: {e}"))?;
    answered(&server, "tabs that were told something")
}

/// Who asks is not taken for who waits, however many come at the same moment.
fn all_who_ask_at_once_are_answered() -> Outcome {
    let folder = copy("tests/golden")?;
    let server = Server::start(folder.path(), &[], &[])?;
    let request = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
    let mut all = Vec::new();
    for _ in 0..MANY {
        let mut stream = server.connect()?;
        stream.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
        all.push(stream);
    }
    for (nth, mut stream) in all.into_iter().enumerate() {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(|e| format!("number {nth}: {e}"))?;
        if Answer::read(&answer).status != 200 {
            return Err(format!("number {nth} is answered by {}", String::from_utf8_lossy(&answer)).into());
        }
    }
    Ok(())
}
