//! How long a save takes to be seen in the browser: `cargo bench --bench serve`. A file is saved, the server says that
//! something changed, and the page is asked for until it holds the new words.

#![expect(clippy::disallowed_methods, reason = "a bench starts the program and writes the files it edits")]

mod corpus;
#[allow(dead_code, unreachable_pub, reason = "the tests ask more of it")]
#[path = "../tests/suite/serve/client.rs"]
mod client;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use client::{Messages, Server};
use kb::analysis::{self, Memory};

/// Sizes; `KB_ARTICLES=1000` measures one.
const ARTICLES: [usize; 2] = [1_000, 10_000];
/// Saves of each kind.
const SAVES: usize = 40;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let chosen = std::env::var("KB_ARTICLES").ok().and_then(|n| n.parse().ok());
    let sizes = chosen.map_or_else(|| ARTICLES.to_vec(), |n: usize| vec![n]);
    for articles in sizes {
        println!("{articles} articles");
        again(articles);
        served(articles)?;
    }
    Ok(())
}

/// The stages of an analysis after one article changed.
fn again(articles: usize) {
    let mut files = corpus::generate(articles);
    let mut sources = corpus::sources(&files);
    let mut memory = Memory::default();
    let first = analysis::analyze_again(sources.clone(), &corpus::options(), &mut memory);
    let path = article(&files).to_owned();
    let text = files.remove(&path).unwrap_or_default();
    let mut rows: Vec<Vec<Duration>> = first.timings.iter().map(|(_, time)| vec![*time]).collect();
    for n in 0..5 {
        if let Some(id) = sources.find(&path) {
            sources.set_text(id, Arc::from(format!("{text}\nAnd {n}.\n")));
        }
        let next = analysis::analyze_again(sources.clone(), &corpus::options(), &mut memory);
        next.timings.iter().zip(&mut rows).for_each(|((_, time), row)| row.push(*time));
    }
    println!("  {:<22}{:>9}{:>9}  ms", "analysis", "first", "again");
    for ((stage, _), row) in first.timings.iter().zip(rows) {
        println!("  {stage:<22}{:>9.1}{:>9.1}", ms(row[0]), ms(median(row[1..].to_vec())));
    }
}

/// From the save to the words in the page, through the whole server.
fn served(articles: usize) -> Result<(), Box<dyn std::error::Error>> {
    let files = corpus::generate(articles);
    let folder = tempfile::tempdir()?;
    for (path, text) in &files {
        write(folder.path(), path, text)?;
    }
    write(folder.path(), "themes/handbook/style.css", "body { margin: 0 }\n")?;
    let begun = Instant::now();
    let server = Server::start(folder.path(), &[], &[])?;
    let ready = begun.elapsed();
    let _ = server.get("/")?;
    println!("  start {:.0} ms, to the first page {:.0} ms", ms(ready), ms(begun.elapsed()));
    let mut messages = server.listen()?;
    println!("  {:<22}{:>9}{:>9}{:>9}  ms from save to page", "saved", "median", "p95", "longest");
    let role = find(&files, "content/roles/");
    let kinds: [(&str, &str, &dyn Fn(&str, usize) -> String); 5] = [
        ("an article", article(&files), &|text, n| format!("{text}\nWord{n}.\n")),
        ("a role", role, &|text, n| text.replacen("summary: ", &format!("summary: Word{n}. "), 1)),
        ("all terms", "content/glossary.yaml", &|text, n| text.replacen("def: ", &format!("def: Word{n} "), 1)),
        ("the style", "themes/handbook/style.css", &|_, n| format!("body {{ margin: {n}px }}\n")),
        ("the settings", "site.toml", &|text, n| text.replacen("title = \"", &format!("title = \"Word{n} "), 1)),
    ];
    for (kind, path, edit) in kinds {
        let text = std::fs::read_to_string(folder.path().join(path))?;
        let mut times = Vec::new();
        for n in 0..SAVES {
            times.push(saved(&server, &mut messages, folder.path(), (path, &edit(&text, n)), n)?);
        }
        write(folder.path(), path, &text)?;
        messages.next()?;
        times.sort();
        let at = |share: usize| ms(times[(times.len() * share / 100).min(times.len() - 1)]);
        println!("  {kind:<22}{:>9.1}{:>9.1}{:>9.1}", at(50), at(95), at(100));
    }
    Ok(())
}

/// Saves, and waits until the page that shows it does.
fn saved(server: &Server, messages: &mut Messages, site: &Path, (path, text): (&str, &str), n: usize) -> Result<Duration, String> {
    let words = if path.ends_with(".css") { format!("margin:{n}px") } else { format!("Word{n}") };
    let begun = Instant::now();
    write(site, path, text).map_err(|e| e.to_string())?;
    loop {
        let news = messages.next()?;
        let page = match path {
            "site.toml" => "/".to_owned(),
            "content/glossary.yaml" => "/glossary/".to_owned(),
            _ if path.ends_with(".css") => style(&server.get("/")?.text()),
            _ => news["changed"][0][0].as_str().unwrap_or("/").to_owned(),
        };
        if server.get(&page)?.text().replace(": ", ":").contains(&words) {
            return Ok(begun.elapsed());
        }
    }
}

fn style(page: &str) -> String {
    let at = page.find("assets/style.").unwrap_or_default();
    format!("/{}", page[at..].split('"').next().unwrap_or_default())
}

fn article(files: &corpus::Files) -> &str {
    let mut guides =
        files.keys().filter(|path| path.starts_with("content/") && path.ends_with(".md") && !path.ends_with("index.md"));
    guides.find(|path| !path.starts_with("content/roles/")).map_or("", String::as_str)
}

fn find<'f>(files: &'f corpus::Files, folder: &str) -> &'f str {
    files.iter().find(|(path, text)| path.starts_with(folder) && text.contains("summary: ")).map_or("", |(path, _)| path)
}

fn write(site: &Path, path: &str, text: &str) -> std::io::Result<()> {
    let full = site.join(path);
    full.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(full, text)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
