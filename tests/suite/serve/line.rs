//! Many questions on one connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use super::client::{Answer, Server};

/// A connection that is kept open; one that the server has ended meanwhile is opened again.
#[derive(Default)]
pub(crate) struct Line(Option<BufReader<TcpStream>>);

impl Line {
    /// Asks as a browser does that was given the address.
    pub(crate) fn get(&mut self, server: &Server, path: &str) -> Result<Answer, String> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", server.port);
        if let Some(mut open) = self.0.take()
            && open.get_mut().write_all(request.as_bytes()).is_ok()
            && let Ok(answer) = self.hear(open)
        {
            return Ok(answer);
        }
        let mut new = server.connect()?;
        new.write_all(request.as_bytes()).map_err(|e| e.to_string())?;
        self.hear(BufReader::new(new)).map_err(|e| format!("{path}: {e}"))
    }

    fn hear(&mut self, mut open: BufReader<TcpStream>) -> Result<Answer, String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if open.read_line(&mut head).map_err(|e| e.to_string())? == 0 {
                return Err("it ended".to_owned());
            }
        }
        let mut answer = Answer::read(head.as_bytes());
        let length = answer.value("content-length").and_then(|length| length.parse().ok()).ok_or("nobody says how long it is")?;
        answer.body.resize(length, 0);
        open.read_exact(&mut answer.body).map_err(|e| e.to_string())?;
        if answer.value("connection") != Some("close") {
            self.0 = Some(open);
        }
        Ok(answer)
    }
}
