//! A server under test and somebody who asks it, over plain sockets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A file or an answer is waited for so long at most.
const PATIENCE: Duration = Duration::from_mins(1);
/// The server says every 15 seconds that it is there; so often nothing else may come in between.
const BEATS: usize = 4;

/// `kb serve` of a folder, ended when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
}

impl Server {
    /// Starts it on a port of its own.
    pub(crate) fn start(site: &Path, more: &[&str], environment: &[(&str, &str)]) -> Result<Self, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command.arg("serve").arg("--site").arg(site).args(["--today", "2026-11-21"]).args(more);
        if !more.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        command.env_remove("LAUNCH_EDITOR").env_remove("VISUAL").envs(environment.iter().copied());
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(|e| e.to_string())?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no standard error")?);
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            if lines.read_line(&mut said).map_err(|e| e.to_string())? == 0 {
                let _ = child.wait();
                return Err(format!("it ended: {said}"));
            }
            let line = &said[before..];
            if let Some(rest) = line.strip_prefix("Serving http://") {
                let port = rest.split('/').next().and_then(|authority| authority.rsplit(':').next());
                break port.and_then(|port| port.parse().ok()).ok_or_else(|| line.to_owned())?;
            }
        };
        // what it says later must not fill the pipe
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Ok(Self { child, port })
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it answers to these bytes, however wrong they are.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Result<Answer, String> {
        let mut stream = self.connect()?;
        // it may have heard enough before the end
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        Ok(Answer::read(&all))
    }

    pub(crate) fn connect(&self) -> Result<TcpStream, String> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).map_err(|e| e.to_string())?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|e| e.to_string())?;
        Ok(stream)
    }

    /// Asks with these lines of a head.
    pub(crate) fn ask(&self, method: &str, path: &str, head: &[(&str, &str)]) -> Result<Answer, String> {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in head {
            request += &format!("{name}: {value}\r\n");
        }
        self.raw((request + "\r\n").as_bytes())
    }

    /// Asks as a browser does that was given the address.
    pub(crate) fn get(&self, path: &str) -> Result<Answer, String> {
        self.ask("GET", path, &[("Host", &format!("127.0.0.1:{}", self.port))])
    }

    /// Asks with a body, from a page of this server.
    pub(crate) fn post(&self, path: &str, origin: &str, body: &str) -> Result<Answer, String> {
        let port = self.port;
        let length = body.len();
        self.raw(
            format!(
                "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    /// Hears of changes.
    pub(crate) fn listen(&self) -> Result<Messages, String> {
        let mut stream = self.connect()?;
        let request = format!("GET /.kb/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
        let mut messages = Messages(BufReader::new(stream));
        messages.next()?;
        Ok(messages)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server says of changes, one after the other.
pub(crate) struct Messages(BufReader<TcpStream>);

impl Messages {
    /// The next one, as soon as it comes.
    pub(crate) fn next(&mut self) -> Result<serde_json::Value, String> {
        let mut beats = 0;
        while beats < BEATS {
            let mut line = String::new();
            if self.0.read_line(&mut line).map_err(|e| format!("no message: {e}"))? == 0 {
                return Err("the messages ended".to_owned());
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).map_err(|e| format!("{e}: {data}"));
            }
            beats += usize::from(line.starts_with(':'));
        }
        Err("nothing is told".to_owned())
    }
}

/// An answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// 0 for none.
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn read(all: &[u8]) -> Self {
        let Some(end) = all.windows(4).position(|four| four == b"\r\n\r\n") else { return Self::default() };
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_lowercase(), body: all[end + 4..].to_vec() }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a line of the head.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}
