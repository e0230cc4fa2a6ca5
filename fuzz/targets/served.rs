//! A request as a stranger sends it, to the server as it is: it runs within this process and listens on this machine alone.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::OnceLock;
use std::sync::mpsc::channel;
use std::time::Duration;

use kb::serve::{Serving, Told, serve};

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stands in files that are no part of the site.
const SECRET: &str = "kb-secret-51d0aa";

/// Bytes that are sent; what comes back are answers, or nothing.
pub(crate) fn request(bytes: &[u8]) -> super::Verdict {
    static PORT: OnceLock<Result<u16, String>> = OnceLock::new();
    let port = PORT.get_or_init(begun).clone()?;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(|e| format!("nobody listens any more: {e}"))?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(|e| e.to_string())?;
    // seeds are written without a port, and a stream of messages has no end
    let text = bytes.to_vec();
    if text.windows(6).any(|part| part.eq_ignore_ascii_case(b"events")) {
        return Ok(());
    }
    let _ = stream.write_all(&text);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    if let Err(e) = stream.read_to_end(&mut answer)
        && matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
    {
        return Err("it does not answer".into());
    }
    judged(&answer)
}

/// What an answer may not be.
fn judged(answer: &[u8]) -> super::Verdict {
    let text = String::from_utf8_lossy(answer);
    if text.is_empty() {
        return Ok(());
    }
    let head = text.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase();
    let status = head.get(9..12).and_then(|status| status.parse::<u16>().ok());
    // the library itself answers to what is no request, without a body
    let is_bare = matches!(status, Some(400 | 414 | 431)) && text.ends_with("\r\n\r\n");
    if text.contains(SECRET) {
        return Err(format!("it tells what is no part of the site: {text:.300}"));
    }
    match status {
        Some(100..=499) if is_bare || head.contains("x-content-type-options: nosniff") => {}
        Some(501) => {}
        _ => return Err(format!("it answers {text:.300}")),
    }
    if head.contains("access-control-allow-origin") {
        return Err("any other site may read it".into());
    }
    Ok(())
}

/// Starts the server with a small site, and tells its port.
fn begun() -> Result<u16, String> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let run = || -> Result<(), String> {
            let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
            let site = folder.path().join("site");
            let files = [
                ("site.toml", "title = \"T\"\n[dates]\ngit = false\n"),
                ("content/index.md", "# T\n\nA [page](guides/page.md).\n"),
                ("content/guides/page.md", "# Page\n\n![a dot](dot.png)\n"),
                ("content/guides/dot.png", "dot"),
                ("content/parties.yaml", "users: Users\n"),
                (".env", SECRET),
                (".git/config", SECRET),
                ("../secret", SECRET),
            ];
            for (path, text) in files {
                let full = site.join(path);
                let parent = full.parent().ok_or("a file stands in a folder")?;
                std::fs::create_dir_all(parent).and_then(|()| std::fs::write(&full, text)).map_err(|e| e.to_string())?;
            }
            let options = Box::new(|| Ok(super::options()));
            let serving = Serving { site, host: "127.0.0.1".into(), port: 0, options, editor: None };
            let said = |told: Told<'_>| {
                if let Told::Ready { url, .. } = told {
                    let port = url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
                    let _ = tell.send(port.ok_or_else(|| url.to_owned()));
                }
            };
            serve(serving, &said).map_err(|e| format!("{e:#}"))
        };
        if let Err(why) = run() {
            let _ = tell.send(Err(why));
        }
    });
    told.recv().map_err(|e| e.to_string())?
}
