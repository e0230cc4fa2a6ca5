//! `kb check --external` against servers of this machine, which answer what a test wants of them.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kb::analysis::analyze;
use kb::diagnostic::Code;
use kb::external::asking::{Asking, Method};
use kb::external::verdict::Answer;
use kb::external::{self, Cache, Report};
use kb::source::{FileDates, SitePath, SourceFile, Sources};

use crate::{Outcome, site};

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("a_dead_link_is_found_and_remembered", a_dead_link_is_found_and_remembered),
    ("what_cannot_be_read_is_asked_again", what_cannot_be_read_is_asked_again),
    ("nobody_is_asked_unless_told_to", nobody_is_asked_unless_told_to),
    ("a_baseline_keeps_what_was_not_asked", a_baseline_keeps_what_was_not_asked),
    ("answers_are_read_as_they_are_meant", answers_are_read_as_they_are_meant),
    ("a_host_is_asked_one_thing_at_a_time", a_host_is_asked_one_thing_at_a_time),
    ("servers_are_left_alone_as_they_ask", servers_are_left_alone_as_they_ask),
    ("a_silent_host_is_given_up", a_silent_host_is_given_up),
    ("a_connection_is_told_by_what_was_alive", a_connection_is_told_by_what_was_alive),
    ("answers_grow_old", answers_grow_old),
];

/// A server on a port of its own. It answers `HTTP/1.1 ` and what its script has for `METHOD /path`, one after the other, the
/// last for ever; to what is in no script, 200. With `never` it holds the connection and says nothing.
#[derive(Clone)]
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

type Script = &'static [(&'static str, &'static [&'static str])];

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    fn start(script: Script) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        let server = Self { port, asked: Arc::default() };
        let answering = server.clone();
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming().filter_map(Result::ok) {
                held.extend(answering.answer(stream, script));
            }
        });
        Ok(server)
    }

    /// One request a connection. Gives the connection back where it is to be held.
    fn answer(&self, mut stream: TcpStream, script: Script) -> Option<TcpStream> {
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines().map_while(Result::ok);
        let first = lines.next()?;
        let agent = lines.take_while(|line| !line.is_empty()).find(|line| line.to_lowercase().starts_with("user-agent"));
        let request = first.trim_end_matches(" HTTP/1.1").to_owned();
        let times = {
            let mut asked = locked(&self.asked);
            asked.push(if agent.is_some_and(|a| a.ends_with("(link check)")) { request.clone() } else { "a stranger".to_owned() });
            asked.iter().filter(|a| **a == request).count()
        };
        let answers = script.iter().find(|(wanted, _)| *wanted == request).map_or(&["200 OK"][..], |(_, answers)| answers);
        let answer = answers[(times - 1).min(answers.len() - 1)];
        if answer == "never" {
            return Some(stream);
        }
        let _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        None
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        locked(&self.asked).clone()
    }
}

/// An address where nobody listens.
fn refused() -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let port = listener.local_addr().map_err(|e| e.to_string())?.port();
    Ok(format!("http://127.0.0.1:{port}/"))
}

/// A site whose home page links to some addresses, a line each.
fn linking(urls: &[String]) -> String {
    urls.iter().map(|url| format!("[Link]({url})\n\n")).collect()
}

fn folder(urls: &[String]) -> Result<tempfile::TempDir, String> {
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text);
    std::fs::create_dir(folder.path().join("content"))
        .and_then(|()| write("site.toml", "title = \"T\"\n"))
        .and_then(|()| write("content/index.md", &linking(urls)))
        .map_err(|e| e.to_string())?;
    Ok(folder)
}

/// The program, run in a folder: exit code, standard output, standard error.
fn kb(folder: &Path, arguments: &[&str]) -> Result<(i32, String, String), String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    let output: Output = command.args(arguments).current_dir(folder).output().map_err(|e| e.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr)))
}

#[expect(clippy::needless_pass_by_value, reason = "what is compared is made for it")]
fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("{what}\nexpected {expected:?}\nfound    {found:?}").into()) }
}

fn holds(text: &str, part: &str) -> Outcome {
    if text.contains(part) { Ok(()) } else { Err(format!("`{part}` is not in\n{text}").into()) }
}

fn a_dead_link_is_found_and_remembered() -> Outcome {
    let server = Server::start(&[
        ("HEAD /gone", &["404 Not Found"]),
        ("GET /gone", &["404 Not Found"]),
        ("HEAD /shy", &["403 Forbidden"]),
        ("GET /shy", &["403 Forbidden"]),
    ])?;
    let gone = server.url("/gone");
    let folder = folder(&[gone.clone(), server.url("/there"), server.url("/shy"), format!("{gone}#part")])?;
    let (code, found, said) = kb(folder.path(), &["check", "--external", "--strict", "--format", "short"])?;
    same(&said, code, 0)?;
    holds(&found, &format!("content/index.md:1:8: warning[KB803]: `{gone}` leads nowhere (404)\n"))?;
    holds(&found, &format!("content/index.md:7:8: warning[KB803]: `{gone}#part` leads nowhere (404)\n"))?;
    holds(&said, "Checked 2 files: 2 warnings in 1 file")?;
    holds(&said, "note: 1 external link could not be told dead or alive: 127.0.0.1 (403)\n")?;
    let first = ["HEAD /gone", "GET /gone", "HEAD /shy", "GET /shy", "HEAD /there"];
    same("each address is asked once", server.asked(), first.map(str::to_owned).to_vec())?;

    let (code, found, said) = kb(folder.path(), &["check", "--external", "--fail-on", "warning", "--quiet", "--format", "short"])?;
    same(&said, code, 1)?;
    holds(&found, "leads nowhere (404)")?;
    same("what is known is not asked again", server.asked().split_off(5), vec!["HEAD /shy".to_owned(), "GET /shy".to_owned()])
}

fn what_cannot_be_read_is_asked_again() -> Outcome {
    let server = Server::start(&[])?;
    let folder = folder(&[server.url("/")])?;
    for text in ["", "{", "{\"version\": 99, \"links\": {}}", "[]"] {
        let cache = folder.path().join(".kb-cache");
        std::fs::create_dir_all(&cache).and_then(|()| std::fs::write(cache.join("links.json"), text)).map_err(|e| e.to_string())?;
        let (code, _, said) = kb(folder.path(), &["check", "--external"])?;
        same(&said, code, 0)?;
        holds(&said, "no findings")?;
        let written = std::fs::read_to_string(cache.join("links.json")).map_err(|e| e.to_string())?;
        holds(&written, &server.url("/"))?;
    }
    same("asked again each time", server.asked().len(), 4)
}

fn nobody_is_asked_unless_told_to() -> Outcome {
    let server = Server::start(&[("HEAD /", &["404 Not Found"])])?;
    let folder = folder(&[server.url("/")])?;
    for arguments in [&["check"][..], &["check", "--info", "--strict"], &["build"], &["fix"], &["check", "--summary"]] {
        let (code, _, said) = kb(folder.path(), arguments)?;
        same(&said, code, 0)?;
    }
    same("requests", server.asked(), Vec::new())?;
    same("answers kept", folder.path().join(".kb-cache/links.json").exists(), false)
}

fn a_baseline_keeps_what_was_not_asked() -> Outcome {
    let server = Server::start(&[("HEAD /", &["410 Gone"]), ("GET /", &["410 Gone"])])?;
    let folder = folder(&[server.url("/")])?;
    let run = |arguments: &[&str]| kb(folder.path(), arguments).map(|(_, _, said)| said);
    holds(&run(&["check", "--external", "--write-baseline"])?, "1 finding known from now on")?;
    holds(&run(&["check", "--external"])?, "no findings, 1 known from the baseline")?;
    let unasked = run(&["check"])?;
    same(&unasked, unasked.contains("put right"), false)?;
    run(&["check", "--write-baseline"])?;
    holds(&run(&["check", "--external"])?, "no findings, 1 known from the baseline")
}

/// What a run makes of some links. Time does not pass: what was waited for is listed.
struct Run {
    report: Report,
    /// The messages of the findings.
    found: Vec<String>,
    waited: Vec<u128>,
}

fn run(urls: &[String], cache: &mut Cache, now: u64, fetch: &(dyn Fn(Method, &str) -> Answer + Sync)) -> Result<Run, String> {
    let path = |path: &str| SitePath::new(path).map_err(|e| format!("{e:?}"));
    let file = |path, text: &str| SourceFile { path, text: text.into(), dates: FileDates::default(), fault: None };
    let files = vec![file(path("site.toml")?, "title = \"T\"\n"), file(path("content/index.md")?, &linking(urls))];
    let mut analysis = analyze(Sources::new(files, BTreeMap::default()), &site::options());
    let waited = Mutex::new(Vec::new());
    let wait = |time: Duration| locked(&waited).push(time.as_millis());
    let asking = Asking { fetch, wait: &wait, tick: &|_, _| {} };
    let report = external::check(&mut analysis, |_| true, (cache, now), &asking);
    let found = analysis.diagnostics.iter().filter(|d| d.code == Code::KB803).map(|d| d.message.clone()).collect();
    Ok(Run { report, found, waited: waited.into_inner().unwrap_or_else(PoisonError::into_inner) })
}

fn client(timeout: u64) -> Result<external::Fetch, String> {
    external::client(Duration::from_millis(timeout)).ok_or_else(|| "built without the feature `external`".to_owned())
}

fn answers_are_read_as_they_are_meant() -> Outcome {
    let server = Server::start(&[
        ("HEAD /no-head", &["405 Method Not Allowed"]),
        ("HEAD /gone", &["410 Gone"]),
        ("GET /gone", &["410 Gone"]),
        ("HEAD /moved", &["301 Moved Permanently\r\nLocation: /here"]),
        ("HEAD /circle", &["302 Found\r\nLocation: /circle"]),
        ("HEAD /only-head", &["404 Not Found"]),
        ("HEAD /ill", &["500 Oops"]),
        ("GET /ill", &["500 Oops"]),
        ("HEAD /silent", &["never"]),
        ("GET /silent", &["never"]),
    ])?;
    let paths = ["/no-head", "/gone", "/moved", "/circle", "/only-head", "/ill", "/silent"];
    let mut urls: Vec<String> = paths.into_iter().map(|path| server.url(path)).collect();
    let nobody = refused()?;
    urls.push(nobody.clone());
    let fetch = client(400)?;
    let run = run(&urls, &mut Cache::default(), 0, &*fetch)?;
    let circle = format!("`{}` leads nowhere (redirected in a circle)", server.url("/circle"));
    let gone = format!("`{}` leads nowhere (410)", server.url("/gone"));
    same("dead", run.found, vec![gone, circle, format!("`{nobody}` leads nowhere (connection refused)")])?;
    same("not told", (run.report.untold_count, run.report.offline), (2, false))?;
    let asked = server.asked();
    let times = |request: &str| asked.iter().filter(|asked| *asked == request).count();
    same("the page decides, twice again where it is ill", (times("HEAD /ill"), times("GET /ill")), (1, 3))?;
    same("twice again where nothing comes", times("HEAD /silent"), 3)?;
    same("five times on", times("HEAD /circle"), 6)
}

fn a_host_is_asked_one_thing_at_a_time() -> Outcome {
    let open: Mutex<BTreeMap<String, u32>> = Mutex::default();
    let most = Mutex::new((0, 0));
    let fetch = |_: Method, url: &str| {
        let host = url.split('/').nth(2).unwrap_or_default().to_owned();
        {
            let mut open = locked(&open);
            *open.entry(host.clone()).or_default() += 1;
            let mut most = locked(&most);
            most.0 = most.0.max(open[&host]);
            most.1 = most.1.max(open.values().filter(|n| **n > 0).count());
        }
        std::thread::yield_now();
        locked(&open).entry(host).and_modify(|n| *n -= 1);
        Answer::Status(200, None)
    };
    let urls: Vec<String> = (0..200).map(|i| format!("https://host{}.example/{i}", i % 20)).collect();
    let run = run(&urls, &mut Cache::default(), 0, &fetch)?;
    let most = most.into_inner().unwrap_or_else(PoisonError::into_inner);
    same("requests to one host at once", most.0, 1)?;
    same("more than eight hosts at once", most.1 > 8, false)?;
    same("a pause before each request but the first of a host", run.waited, vec![250; 180])
}

fn servers_are_left_alone_as_they_ask() -> Outcome {
    let server = Server::start(&[
        ("HEAD /busy", &["429 Too Many Requests\r\nRetry-After: 1", "200 OK"]),
        ("HEAD /later", &["503 Later\r\nRetry-After: 3600"]),
    ])?;
    let fetch = client(2_000)?;
    let report = run(&[server.url("/busy")], &mut Cache::default(), 0, &*fetch)?;
    same("a second, and the pause", (report.waited, report.report.untold_count), (vec![1_000, 250], 0))?;
    let report = run(&[server.url("/later")], &mut Cache::default(), 0, &*fetch)?;
    same("nobody waits an hour", (report.waited, report.report.untold_count), (vec![], 1))?;
    same("requests", server.asked(), ["HEAD /busy", "HEAD /busy", "HEAD /later"].map(str::to_owned).to_vec())
}

fn a_silent_host_is_given_up() -> Outcome {
    let asked = Mutex::new(0);
    let fetch = |_: Method, _: &str| {
        *locked(&asked) += 1;
        Answer::Silent
    };
    let urls: Vec<String> = (0..50).map(|i| format!("https://slow.example/{i}")).collect();
    let run = run(&urls, &mut Cache::default(), 0, &fetch)?;
    same("two addresses, three times each", *locked(&asked), 6)?;
    same("none is dead", (run.found.len(), run.report.untold_count, run.report.offline), (0, 50, false))
}

fn a_connection_is_told_by_what_was_alive() -> Outcome {
    let urls = ["https://alive.example/", "https://misspelt.example/"].map(str::to_owned);
    let misspelt = |_: Method, url: &str| if url.contains("alive") { Answer::Status(200, None) } else { Answer::NoSuchHost };
    let mut cache = Cache::default();
    run(&urls[..1], &mut cache, 0, &misspelt)?;
    let online = run(&urls, &mut cache, 10, &misspelt)?;
    same("the rest is misspelt", (online.found.len(), online.report.offline), (1, false))?;
    let offline = run(&urls, &mut cache, 4_000, &|_, _| Answer::Unreached)?;
    same("there is no connection", (offline.found.len(), offline.report.offline), (0, true))
}

fn answers_grow_old() -> Outcome {
    let urls = ["https://a.example/alive", "https://a.example/dead", "https://a.example/ill"].map(str::to_owned);
    let asked = Mutex::new(Vec::new());
    let fetch = |method: Method, url: &str| {
        if method == Method::Head {
            locked(&asked).push(url.rsplit('/').next().unwrap_or_default().to_owned());
        }
        Answer::Status(
            if url.ends_with("alive") {
                200
            } else if url.ends_with("dead") {
                404
            } else {
                403
            },
            None,
        )
    };
    let mut text = String::new();
    let days = 24 * 60 * 60;
    for (now, expected) in [
        (days, &["alive", "dead", "ill"][..]),
        (days + 3_599, &["ill"]),
        (days + 3_600, &["dead", "ill"]),
        (8 * days, &["alive", "dead", "ill"]),
        (days, &["alive", "dead", "ill"]),
    ] {
        let mut cache = Cache::read(&text);
        run(&urls, &mut cache, now, &fetch)?;
        text = cache.write(now);
        same(&format!("asked at {now}"), std::mem::take(&mut *locked(&asked)), expected.iter().map(|e| (*e).to_owned()).collect())?;
    }
    Ok(())
}
