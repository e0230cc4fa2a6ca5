//! What a browser asks for, and whether it may.
//!
//! Names of hosts are checked because a page of another site can have its name lead to this machine: whoever asks by such
//! a name is answered nothing.

use std::net::IpAddr;

use crate::output::OutputPath;

/// Everything of the server's own stands below; no published path begins with a dot.
pub(super) const OWN: &str = ".kb/";

/// The names under which the server may be asked.
#[derive(Debug, Clone)]
pub(super) struct Names {
    host: String,
    any_number: bool,
}

impl Names {
    /// Those of this machine, and the one the server was told to listen on.
    pub(super) fn new(host: &str) -> Self {
        let any_number = host.parse().is_ok_and(|ip: IpAddr| ip.is_unspecified());
        Self { host: host.to_ascii_lowercase(), any_number }
    }

    /// Whether `name` or `name:port` is one of them.
    pub(super) fn hold(&self, authority: &str) -> bool {
        let Some(name) = without_port(authority) else { return false };
        let name = name.to_ascii_lowercase();
        let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
        let number = bare.parse::<IpAddr>().ok();
        let own = name == "localhost" || bare == self.host || number.is_some_and(|ip| ip.is_loopback());
        // no name leads to a number, so a number cannot be made to lead here
        own || (self.any_number && number.is_some())
    }
}

/// The host of an authority; `None` when it is none.
fn without_port(authority: &str) -> Option<&str> {
    let (name, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => (&authority[..at], &authority[at + 1..]),
        _ => (authority, "1"),
    };
    let is_port = !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    let is_name = !name.is_empty() && !name.contains(['/', '@', '?', '#', '\\', ' ', ',']);
    (is_port && is_name).then_some(name)
}

/// Why a path is not looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is no path, or not one that a browser would ask for.
    Malformed,
    /// Nothing is ever published there.
    Hidden,
}

/// The path below the root that an address means: decoded once, without a slash at its beginning.
pub(super) fn path(written: &str) -> Result<String, Refused> {
    let rest = written.strip_prefix('/').ok_or(Refused::Malformed)?;
    let bytes = decoded(rest).ok_or(Refused::Malformed)?;
    let path = String::from_utf8(bytes).map_err(|_| Refused::Malformed)?;
    if path.starts_with(OWN) {
        return Ok(path);
    }
    let folder = path.strip_suffix('/').unwrap_or(&path);
    if folder.is_empty() && path.is_empty() {
        return Ok(path);
    }
    OutputPath::new(folder).map_err(|_| Refused::Malformed)?;
    if folder.split('/').any(|part| part.starts_with('.')) { Err(Refused::Hidden) } else { Ok(path) }
}

/// Without escapes. A slash or a backslash that is escaped is part of no name here.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => {
                let digit = |b: Option<u8>| char::from(b?).to_digit(16);
                let byte = u8::try_from(digit(bytes.next())? * 16 + digit(bytes.next())?).ok()?;
                if matches!(byte, b'/' | b'\\' | 0) {
                    return None;
                }
                byte
            }
            b'\\' => return None,
            byte => byte,
        };
        out.push(byte);
    }
    Some(out)
}

/// What a file is, for the browser.
pub(super) fn kind(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "wasm" => "application/wasm",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_another_site_is_none_of_ours() {
        let names = Names::new("127.0.0.1");
        for own in ["localhost", "localhost:4321", "127.0.0.1:80", "[::1]:4321", "LOCALHOST:1", "127.0.0.2"] {
            assert!(names.hold(own), "{own}");
        }
        let others =
            ["evil.example", "localhost.evil.example", "evil.example:4321", "192.168.1.2", "", ":80", "a@localhost", "localhost:x"];
        for other in others {
            assert!(!names.hold(other), "{other}");
        }
        let open = Names::new("0.0.0.0");
        assert!(open.hold("192.168.1.2:4321") && !open.hold("evil.example"));
        assert!(Names::new("Handbook.local").hold("handbook.local:4321"));
    }

    #[test]
    fn a_path_is_decoded_once_and_stays_below_the_root() {
        assert_eq!(path("/"), Ok(String::new()));
        assert_eq!(path("/roles/"), Ok("roles/".to_owned()));
        assert_eq!(path("/a%20b/%C3%A9.png"), Ok("a b/é.png".to_owned()));
        assert_eq!(path("/%2541"), Ok("%41".to_owned()));
        let malformed = [
            "",
            "x",
            "//",
            "/a//b",
            "/../a",
            "/a/..",
            "/a/%2e%2e/b",
            "/%2E%2E/",
            "/a%2fb",
            "/a%5Cb",
            "/a\\b",
            "/a%00",
            "/%ff",
            "/%",
            "/%g1",
            "/./a",
        ];
        for one in malformed {
            assert_eq!(path(one), Err(Refused::Malformed), "{one}");
        }
        for hidden in ["/.env", "/.git/config", "/a/.hidden", "/%2egit/HEAD"] {
            assert_eq!(path(hidden), Err(Refused::Hidden), "{hidden}");
        }
    }
}
