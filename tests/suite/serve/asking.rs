//! Who is answered, and with what.

use std::io::{Read as _, Write as _};

use kb::analysis::analyze;

use super::client::{Answer, Server};
use super::{copy, without_script};
use crate::Outcome;
use crate::site;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("who_may_ask_what", who_may_ask_what),
    ("what_is_no_request_stops_nothing", what_is_no_request_stops_nothing),
    ("who_is_slow_is_left", who_is_slow_is_left),
    ("every_published_file_is_served", every_published_file_is_served),
    ("below_a_path", below_a_path),
    ("only_files_of_the_site_are_opened", only_files_of_the_site_are_opened),
    ("a_taken_port_is_passed_over", a_taken_port_is_passed_over),
];

/// Every combination of names, methods, origins and paths: what is wrong first decides.
fn who_may_ask_what() -> Outcome {
    let folder = copy("tests/golden")?;
    std::fs::write(folder.path().join(".env"), "SECRET=1").map_err(|e| e.to_string())?;
    std::fs::write(folder.path().join("content/.hidden.png"), "SECRET=1").map_err(|e| e.to_string())?;
    std::fs::write(folder.path().join("notes.txt"), "SECRET=1").map_err(|e| e.to_string())?;
    std::fs::write(folder.path().join("content/plan.txt"), "a plan").map_err(|e| e.to_string())?;
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("content/passwd.bin")).map_err(|e| e.to_string())?;
    let server = Server::start(folder.path(), &[], &[])?;
    let own = format!("127.0.0.1:{}", server.port);
    let local = format!("localhost:{}", server.port);
    let hosts = [
        (own.as_str(), true),
        (local.as_str(), true),
        ("[::1]:80", true),
        ("evil.example", false),
        ("localhost.evil.example", false),
        ("127.0.0.1.evil.example", false),
        ("10.0.0.1", false),
        ("0.0.0.0", false),
        ("", false),
        ("a@localhost", false),
    ];
    let paths = [
        ("/", 200),
        ("/roles/product-owner/", 200),
        ("/roles/product-owner/index.html", 200),
        ("/roles/product-owner", 301),
        ("/plan.txt", 200),
        ("/nothing", 404),
        ("/.env", 404),
        ("/.git/config", 404),
        ("/.hidden.png", 404),
        ("/notes.txt", 404),
        ("/site.toml", 404),
        ("/content/plan.txt", 404),
        ("/passwd.bin", 404),
        ("/%2eenv", 404),
        ("/../notes.txt", 400),
        ("/..%2fnotes.txt", 400),
        ("/%2e%2e/notes.txt", 400),
        ("/roles/..%5c..%5cnotes.txt", 400),
        ("/roles//product-owner/", 400),
        ("//etc/passwd", 400),
        ("/%00", 400),
        ("/%ff", 400),
        ("/.kb/dev.js", 200),
        ("/.kb/findings", 200),
        ("/.kb/page?path=/roles/product-owner/", 200),
        ("/.kb/page?path=/../../etc/passwd", 400),
        ("/.kb/nothing", 404),
    ];
    let mut faults = String::new();
    for (host, is_ours) in hosts {
        for origin in [None, Some(format!("http://{host}")), Some("http://evil.example".to_owned()), Some("null".to_owned())] {
            let is_foreign = origin.as_ref().is_some_and(|origin| *origin != format!("http://{host}"));
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                for (path, status) in paths {
                    let mut head = vec![("Host", host), ("Content-Length", "0")];
                    head.extend(origin.as_deref().map(|origin| ("Origin", origin)));
                    let answer = server.ask(method, path, &head)?;
                    let expected = match () {
                        () if !is_ours => 421,
                        () if is_foreign => 403,
                        () if status == 400 && !path.starts_with("/.kb/") => 400,
                        () if path.contains("/.") && !path.starts_with("/.kb/") || path.starts_with("/%2e") => status,
                        () if !matches!(method, "GET" | "HEAD") => 405,
                        () => status,
                    };
                    if answer.status != expected || !is_careful(&answer, method) {
                        faults += &format!("{method} {path} host {host} origin {origin:?}: {} {}\n", answer.status, answer.head);
                    }
                }
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// What no answer may say or forget.
fn is_careful(answer: &Answer, method: &str) -> bool {
    answer.value("x-content-type-options") == Some("nosniff")
        && !answer.head.contains("access-control-")
        && !answer.text().contains("SECRET")
        && !answer.text().contains("root:")
        && (method != "HEAD" || answer.body.is_empty())
}

fn what_is_no_request_stops_nothing() -> Outcome {
    let folder = copy("tests/golden")?;
    let server = Server::start(folder.path(), &[], &[])?;
    let own = format!("Host: 127.0.0.1:{}\r\n", server.port);
    let long = "a".repeat(100_000);
    let many: String = (0..500).map(|n| format!("X-{n}: 1\r\n")).collect();
    let wrong: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"\r\n\r\n".to_vec(),
        b"\0\0\0\0".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"GET / HTTP/1.0\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        format!("GET / HTTP/1.1\r\n{own}{own}\r\n").into_bytes(),
        format!("GET /{long} HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}{many}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}X: {long}\r\n\r\n").into_bytes(),
        format!("GET http://evil.example/ HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("CONNECT evil.example:443 HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("OPTIONS * HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}Content-Length: -1\r\n\r\n").into_bytes(),
        format!("POST /.kb/open HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        format!("GET /\u{e9} HTTP/1.1\r\n{own}\r\n").into_bytes(),
    ];
    for bytes in wrong {
        let mut stream = server.connect()?;
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        if all.starts_with(b"HTTP/1.1 200") || all.starts_with(b"HTTP/1.0 200") {
            return Err(format!("{shown:?} is answered").into());
        }
        if server.get("/")?.status != 200 {
            return Err(format!("after {shown:?} nobody is answered").into());
        }
    }
    Ok(())
}

/// Half a request holds a place for some seconds, and holds up nobody.
fn who_is_slow_is_left() -> Outcome {
    let folder = copy("tests/golden")?;
    let server = Server::start(folder.path(), &[], &[])?;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = server.connect()?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: 127").map_err(|e| e.to_string())?;
        slow.push(stream);
    }
    if server.get("/")?.status != 200 {
        return Err("the slow ones hold up the others".into());
    }
    for mut stream in slow {
        let mut rest = Vec::new();
        // it ends only because the server ends it
        stream.read_to_end(&mut rest).map_err(|e| format!("a slow one is not left: {e}"))?;
    }
    Ok(())
}

/// Byte for byte what a build writes, and one line more in pages.
fn every_published_file_is_served() -> Outcome {
    for folder in ["tests/golden", ""] {
        let root = site::root().join(folder);
        let checked = analyze(site::read_folder(&root)?, &site::options()).checked().map_err(|_| "it has errors")?;
        let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
        // dates of our own site come from its history, which tests do not read
        let copied = copy_of_site(&root)?;
        let server = Server::start(copied.path(), &[], &[])?;
        for (path, bytes) in &published {
            let answer = server.get(&format!("/{}", path.replace(' ', "%20")))?;
            let own = if path.ends_with(".html") { without_script(&answer.text()).into_bytes() } else { answer.body.clone() };
            let is_asset = bytes.is_empty();
            if answer.status != 200 || (own != *bytes && !is_asset) {
                return Err(
                    format!("{path} of {folder:?} is served as {}: {}", answer.status, String::from_utf8_lossy(&own)).into()
                );
            }
            if answer.value("content-type").is_none_or(|kind| kind == "application/octet-stream" && !path.ends_with(".bin")) {
                return Err(format!("{path} has no type").into());
            }
        }
    }
    Ok(())
}

fn copy_of_site(root: &std::path::Path) -> Result<tempfile::TempDir, String> {
    let to = tempfile::tempdir().map_err(|e| e.to_string())?;
    for part in ["content", "themes"] {
        for entry in walkdir::WalkDir::new(root.join(part)).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let path = to.path().join(entry.path().strip_prefix(root).map_err(|e| e.to_string())?);
            path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(|e| e.to_string())?;
            std::fs::copy(entry.path(), path).map_err(|e| e.to_string())?;
        }
    }
    std::fs::copy(root.join("site.toml"), to.path().join("site.toml")).map_err(|e| e.to_string())?;
    Ok(to)
}

/// A site whose address has a path is served at the root and at that path: its page for what is not there links so.
fn below_a_path() -> Outcome {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    super::save(folder.path(), "site.toml", "title = \"T\"\nbase_url = \"https://x.example/a/b/\"\n")?;
    super::save(folder.path(), "content/guides/one.md", "---\ntitle: One\nsummary: It is one.\n---\n\nText.\n")?;
    let server = Server::start(folder.path(), &[], &[])?;
    for path in ["/guides/one/", "/a/b/guides/one/", "/a/b/"] {
        let answer = server.get(path)?;
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status).into());
        }
    }
    Ok(())
}

/// The editor is a script that notes what it is given.
#[cfg(unix)]
fn only_files_of_the_site_are_opened() -> Outcome {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = copy("tests/golden")?;
    let beside = tempfile::tempdir().map_err(|e| e.to_string())?;
    let (editor, noted) = (beside.path().join("note"), beside.path().join("noted"));
    let made = std::process::Command::new("mkfifo").arg(&noted).status().map_err(|e| e.to_string())?;
    if !made.success() {
        return Err("mkfifo fails".into());
    }
    std::fs::write(&editor, format!("#!/bin/sh\necho \"$1 $2 $3\" > {}\n", noted.display())).map_err(|e| e.to_string())?;
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).map_err(|e| e.to_string())?;
    let editor = editor.display().to_string();
    let server = Server::start(folder.path(), &[], &[("LAUNCH_EDITOR", &editor)])?;
    let own = format!("http://127.0.0.1:{}", server.port);
    let ask = |origin: &str, path: &str| server.post("/.kb/open", origin, &format!("{{\"path\":{path:?},\"line\":3}}"));
    for path in ["../../etc/passwd", "/etc/passwd", "notes.txt", ".git/config", "content", "", "content/nothing.md"] {
        let answer = ask(&own, path)?;
        if answer.status != 404 {
            return Err(format!("{path} is opened: {}", answer.status).into());
        }
    }
    let role = "content/roles/product-owner.md";
    let foreign = [ask("http://evil.example", role)?, ask("null", role)?];
    if foreign.iter().any(|answer| answer.status != 403) {
        return Err("another site opens an editor".into());
    }
    let large = server.post("/.kb/open", &own, &" ".repeat(10_000))?;
    let nonsense = server.post("/.kb/open", &own, "nonsense")?;
    if (large.status, nonsense.status) != (400, 400) {
        return Err(format!("nonsense: {}, too long: {}", nonsense.status, large.status).into());
    }
    let answer = ask(&own, role)?;
    if answer.status != 200 {
        return Err(format!("{}: {}", answer.status, answer.text()).into());
    }
    let told = std::fs::read_to_string(&noted).map_err(|e| e.to_string())?;
    let real = folder.path().canonicalize().map_err(|e| e.to_string())?.join(role);
    if told.trim() == format!("{} 3 1", real.display()) { Ok(()) } else { Err(told.into()) }
}

#[cfg(not(unix))]
fn only_files_of_the_site_are_opened() -> Outcome {
    Ok(())
}

fn a_taken_port_is_passed_over() -> Outcome {
    let folder = copy("tests/golden")?;
    let first = Server::start(folder.path(), &[], &[])?;
    let port = first.port.to_string();
    let second = Server::start(folder.path(), &["--port", &port], &[])?;
    if second.port > first.port && second.get("/")?.status == 200 { Ok(()) } else { Err(format!("{}", second.port).into()) }
}
