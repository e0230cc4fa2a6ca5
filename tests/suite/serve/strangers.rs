//! Who may ask for what, and what comes of those who ask for something else, or not at all.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::Shutdown;

use tempfile::TempDir;

use super::client::{Answer, Server};
use super::{copy, save};
use crate::Outcome;

pub(super) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("who_may_ask_what", who_may_ask_what),
    ("whom_a_request_is_for_is_said_once", whom_it_is_for),
    ("what_is_no_request_stops_nothing", what_is_no_request_stops_nothing),
    ("who_is_slow_is_left", who_is_slow_is_left),
];

/// Names a browser may know the server by; `PORT` is its own.
const OURS: &[&str] =
    &["127.0.0.1:PORT", "localhost:PORT", "LocalHost", "127.0.0.2:1", "[::1]:80", "[::1]", "[0:0:0:0:0:0:0:1]:PORT"];
/// Names that lead here though they are not ours, or that are none.
const NOT_OURS: &[&str] = &[
    "evil.example",
    "evil.example:PORT",
    "localhost.",
    "127.0.0.1.:PORT",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.io:PORT",
    "10.0.0.1",
    "0.0.0.0:PORT",
    "[::]:PORT",
    "[fe80::1]",
    "::1",
    "[::1",
    "2130706433",
    "0x7f.1",
    "localhost:",
    "localhost:80:80",
    "localhost:http",
    "localhost,evil.example",
    "localhost evil.example",
    "localhost/evil.example",
    "a@localhost",
    "evil.example#localhost",
    "",
];
/// What is looked up, and so must be asked for by GET or HEAD.
const LOOKED_UP: &[(&str, u16)] = &[
    ("/", 200),
    ("/?a=/../../notes.txt", 200),
    ("/roles/product-owner/", 200),
    ("/roles/product-owner/index.html", 200),
    ("/roles/product-owner", 301),
    ("/plan.txt", 200),
    ("/plan.txt/", 404),
    ("/nothing", 404),
    ("/search/index.md", 404),
    ("/notes.txt", 404),
    ("/site.toml", 404),
    ("/content/plan.txt", 404),
    ("/public/index.html", 404),
    ("/linked.bin", 404),
    ("/linked/notes.txt", 404),
    ("/roles/%252e%252e/notes.txt", 404),
    ("LONG", 404),
    ("/.kb/dev.js", 200),
    ("/%2ekb/dev.js", 200),
    ("/.kb/findings", 200),
    ("/.kb/page?path=/roles/product-owner/", 200),
    ("/.kb/page?path=/../../etc/passwd", 400),
    ("/.kb/page?path=/.kb/dev.js", 400),
    ("/.kb/page", 400),
    ("/.kb/nothing", 404),
    ("/.kb/../.env", 404),
    ("/.kb/%2e%2e/.env", 404),
];
/// What is never looked up, however it is asked for.
const REFUSED: &[(&str, u16)] = &[
    ("/.env", 404),
    ("/%2eenv", 404),
    ("/.git/config", 404),
    ("/.git/HEAD", 404),
    ("/%2Egit/config", 404),
    ("/.hidden.png", 404),
    ("/roles/.hidden/", 404),
    ("/.kb-cache/links.json", 404),
    ("/.kb-cache/before-1/index.html", 404),
    ("/%2ekb-cache/before-1/", 404),
    ("/.KB/dev.js", 404),
    ("/../notes.txt", 400),
    ("/..%2fnotes.txt", 400),
    ("/%2e%2e/notes.txt", 400),
    ("/%2E%2E/%2E%2E/etc/passwd", 400),
    ("/roles/../notes.txt", 400),
    ("/roles/..%5c..%5cnotes.txt", 400),
    ("/..\\notes.txt", 400),
    ("/%c0%ae%c0%ae/notes.txt", 400),
    ("/.kb-cache%2fbefore-1%2findex.html", 400),
    ("/.kb%2fdev.js", 400),
    ("/roles//product-owner/", 400),
    ("/./notes.txt", 400),
    ("//etc/passwd", 400),
    ("/%00", 400),
    ("/plan.txt%00.html", 400),
    ("/%ff", 400),
    ("/%", 400),
    ("/%zz", 400),
    ("/..;/notes.txt", 404),
    ("*", 400),
];
const METHODS: &[&str] = &["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"];

/// A site among files that are nobody's business: each holds the word `SECRET`.
fn guarded() -> Result<(TempDir, TempDir), String> {
    let (site, beside) = (copy("tests/golden")?, tempfile::tempdir().map_err(|e| e.to_string())?);
    let secrets = [
        ".env",
        ".git/config",
        ".git/HEAD",
        ".kb-cache/links.json",
        ".kb-cache/before-1/index.html",
        "content/.hidden.png",
        "content/roles/.hidden/index.html",
        "notes.txt",
        "public/index.html",
    ];
    for path in secrets {
        save(site.path(), path, "SECRET")?;
    }
    save(beside.path(), "notes.txt", "SECRET")?;
    save(site.path(), "content/plan.txt", "a plan")?;
    #[cfg(unix)]
    for (from, to) in [("notes.txt", "content/linked.bin"), ("", "content/linked")] {
        std::os::unix::fs::symlink(beside.path().join(from), site.path().join(to)).map_err(|e| e.to_string())?;
    }
    Ok((site, beside))
}

/// Names, origins, methods and paths: each pair of two in full, and a share of all other combinations. What is wrong first
/// decides.
fn who_may_ask_what() -> Outcome {
    let (site, _beside) = guarded()?;
    let server = Server::start(site.path(), &[], &[])?;
    let long = format!("/{}", "a/".repeat(4_000));
    let hosts = OURS.iter().map(|host| (host, true)).chain(NOT_OURS.iter().map(|host| (host, false)));
    let looked_up = LOOKED_UP.iter().map(|(path, status)| (if *path == "LONG" { &*long } else { *path }, *status, true));
    let paths: Vec<(&str, u16, bool)> = looked_up.chain(REFUSED.iter().map(|(path, status)| (*path, *status, false))).collect();
    let (mut faults, mut asked, mut others) = (String::new(), 0, 0);
    for (nth_host, (host, is_ours)) in hosts.enumerate() {
        let host = host.replace("PORT", &server.port.to_string());
        let origins = [
            (None, false),
            (Some(format!("http://{host}")), false),
            (Some(format!("https://{host}")), true),
            (Some("http://localhost:1".to_owned()), true),
            (Some("http://evil.example".to_owned()), true),
            (Some("null".to_owned()), true),
        ];
        for (nth_origin, (origin, is_foreign)) in origins.iter().enumerate() {
            for (nth_method, method) in METHODS.iter().enumerate() {
                for (nth_path, (path, status, is_looked_up)) in paths.iter().enumerate() {
                    if [nth_host, nth_origin, nth_method, nth_path].iter().filter(|nth| **nth > 0).count() > 2 {
                        others += 1;
                        if others % 23 != 0 {
                            continue;
                        }
                    }
                    let mut head = vec![("Host", &*host), ("Content-Length", "0"), ("X-Echo", "SECRET")];
                    head.extend(origin.as_deref().map(|origin| ("Origin", origin)));
                    let answer = server.ask(method, path, &head)?;
                    asked += 1;
                    let expected = match () {
                        () if !is_ours => 421,
                        () if *is_foreign => 403,
                        () if *is_looked_up && !matches!(*method, "GET" | "HEAD") => 405,
                        () => *status,
                    };
                    if answer.status != expected || !is_careful(&answer, method) {
                        let path = &path[..path.len().min(60)];
                        let told = (answer.status, &answer.head);
                        let _ = writeln!(faults, "{method} {path} host {host:?} origin {origin:?}: {told:?}, not {expected}");
                    }
                }
            }
        }
    }
    println!("{asked} requests of strangers and others");
    if faults.is_empty() { alive(&server, "strangers") } else { Err(faults.into()) }
}

/// What no answer may say or forget.
fn is_careful(answer: &Answer, method: &str) -> bool {
    // what is no HTTP is answered by nothing but a status
    let is_bare = answer.body.is_empty() && matches!(answer.status, 0 | 400 | 414 | 431);
    (answer.value("x-content-type-options") == Some("nosniff") || is_bare)
        && !answer.head.contains("access-control-")
        && !answer.head.contains("secret")
        && !answer.text().contains("SECRET")
        && !answer.text().contains("root:")
        && (method != "HEAD" || answer.body.is_empty())
}

fn alive(server: &Server, after: &str) -> Outcome {
    match server.get("/")?.status {
        200 => Ok(()),
        status => Err(format!("after {after} the first page is answered by {status}").into()),
    }
}

/// The host in the address and the one in the head, none of them and several; and what browsers tell besides.
fn whom_it_is_for() -> Outcome {
    let (site, _beside) = guarded()?;
    let server = Server::start(site.path(), &[], &[])?;
    let own = format!("127.0.0.1:{}", server.port);
    let host = format!("Host: {own}\r\n");
    let tables = [
        ("GET / HTTP/1.1", String::new(), 400),
        ("GET / HTTP/1.0", String::new(), 400),
        ("GET / HTTP/1.1", host.repeat(2), 400),
        ("GET / HTTP/1.1", format!("{host}Host: evil.example\r\n"), 400),
        ("GET / HTTP/1.1", format!("Host: evil.example\r\n{host}"), 400),
        ("GET / HTTP/1.1", "Host: localh\u{f6}st\r\n".to_owned(), 400),
        ("GET / HTTP/1.1", format!("X-Forwarded-Host: {own}\r\nHost: evil.example\r\n"), 421),
        ("GET / HTTP/1.1", format!("{host}X-Forwarded-Host: evil.example\r\n"), 200),
        ("GET http://localhost/ HTTP/1.1", host.clone(), 200),
        ("GET http://localhost/.env HTTP/1.1", host.clone(), 404),
        ("GET http://evil.example/ HTTP/1.1", host.clone(), 421),
        ("GET http://localhost@evil.example/ HTTP/1.1", host.clone(), 421),
        ("GET http://localhost/ HTTP/1.1", "Host: evil.example\r\n".to_owned(), 421),
        ("GET / HTTP/1.1", format!("{host}Sec-Fetch-Site: cross-site\r\n"), 403),
        ("GET / HTTP/1.1", format!("{host}Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403),
        (
            "GET / HTTP/1.1",
            format!("{host}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"),
            200,
        ),
        (
            "GET / HTTP/1.1",
            format!("{host}Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"),
            403,
        ),
        ("GET / HTTP/1.1", format!("{host}Origin: http://{own}\r\nOrigin: http://evil.example\r\n"), 403),
        ("POST /.kb/open HTTP/1.1", format!("{host}Content-Type: application/json\r\nContent-Length: 0\r\n"), 403),
        ("POST /.kb/open HTTP/1.1", format!("{host}Origin: http://{own}\r\nContent-Type: text/plain\r\n"), 403),
    ];
    let mut faults = String::new();
    for (line, head, expected) in tables {
        let answer = server.raw(format!("{line}\r\nConnection: close\r\n{head}\r\n").as_bytes())?;
        if answer.status != expected || !is_careful(&answer, "GET") {
            let _ = writeln!(faults, "{line} {head:?}: {} {}, not {expected}", answer.status, answer.head);
        }
    }
    if faults.is_empty() { alive(&server, "all of them") } else { Err(faults.into()) }
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
        format!("CONNECT / HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own} folded: 1\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}X y: 1\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}X: a\0b\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{own}no colon\r\n\r\n").into_bytes(),
        format!("GET /a\tb HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET /a b HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET /%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n{own}\r\n").into_bytes(),
        format!("GET /roles%0d%0aSet-Cookie:%20a HTTP/1.1\r\n{own}\r\n").into_bytes(),
    ];
    for bytes in wrong {
        let mut stream = server.connect()?;
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        if all.starts_with(b"HTTP/1.1 200") || all.starts_with(b"HTTP/1.0 200") {
            return Err(format!("{shown:?} is answered").into());
        }
        if !all.is_empty() && !is_careful(&Answer::read(&all), "GET") || String::from_utf8_lossy(&all).contains("\r\nset-cookie") {
            return Err(format!("{shown:?}: {}", String::from_utf8_lossy(&all)).into());
        }
        alive(&server, &shown)?;
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
    alive(&server, "half requests")?;
    // as many again say nothing, or nothing more, and a whole request comes in single bytes
    for n in 0..50 {
        let mut stream = server.connect()?;
        if n % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\n").map_err(|e| e.to_string())?;
            stream.shutdown(Shutdown::Write).map_err(|e| e.to_string())?;
        } else if n % 3 == 0 {
            slow.push(stream);
        }
    }
    let mut stream = server.connect()?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    for byte in format!("GET / HTTP/1.1\r\nConnection: close\r\nHost: localhost:{}\r\n\r\n", server.port).bytes() {
        stream.write_all(&[byte]).map_err(|e| e.to_string())?;
    }
    let mut all = Vec::new();
    stream.read_to_end(&mut all).map_err(|e| e.to_string())?;
    if Answer::read(&all).status != 200 {
        return Err("who asks byte by byte is not answered".into());
    }
    // more than there are places for: they are taken in turn as those before are left
    let idle = (0..300).map(|_| server.connect()).collect::<Result<Vec<_>, _>>()?;
    alive(&server, "too many idle connections")?;
    drop(idle);
    for mut stream in slow {
        let mut rest = Vec::new();
        // it ends only because the server ends it
        stream.read_to_end(&mut rest).map_err(|e| format!("a slow one is not left: {e}"))?;
    }
    Ok(())
}
