//! No page asks another server for anything, and none holds script or style that its policy would have to allow.

use std::fmt::Write as _;
use std::path::Path;

use kb::analysis::analyze;
use scraper::{Html, Selector};

use crate::Outcome;
use crate::site;

/// The tests of this file.
pub(crate) const TESTS: &[(&str, fn() -> Outcome)] = &[
    ("golden_asks_nobody", || pages_ask_nobody("tests/golden")),
    ("our_handbook_asks_nobody", || pages_ask_nobody("")),
    ("what_would_ask_is_found", what_would_ask_is_found),
];

/// What loads by itself, by element and attribute.
const LOADS: [(&str, &str); 16] = [
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "src"),
    ("video", "poster"),
    ("audio", "src"),
    ("track", "src"),
    ("input", "src"),
    ("image", "href"),
    ("use", "href"),
    ("a", "ping"),
];
/// What a `link` may be without loading anything.
const QUIET_LINKS: [&str; 4] = ["canonical", "alternate", "next", "prev"];
/// What a policy must say, and what it must not.
const POLICY: [&str; 2] = ["default-src 'none'", "base-uri 'none'"];
const LAX: [&str; 4] = ["unsafe-inline", "unsafe-eval", "unsafe-hashes", "*"];

fn pages_ask_nobody(folder: &str) -> Outcome {
    let sources = site::read_folder(&site::root().join(Path::new(folder)))?;
    let checked = analyze(sources, &site::options()).checked().map_err(|_| "it has errors")?;
    let published = site::publish(&checked).map_err(|e| format!("{e:?}"))?;
    let mut faults = String::new();
    for (path, bytes) in &published {
        let text = String::from_utf8_lossy(bytes);
        let found = if path.ends_with(".html") {
            in_page(&text)
        } else if path.ends_with(".css") {
            in_style(&text)
        } else if path.ends_with(".js") {
            in_script(&text)
        } else {
            continue;
        };
        for fault in found {
            let _ = writeln!(faults, "{path}: {fault}");
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// What is wrong with a page.
fn in_page(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let page = Html::parse_document(text);
    let mut policies = 0;
    for element in Selector::parse("*").iter().flat_map(|all| page.select(all).collect::<Vec<_>>()) {
        let (name, attribute) = (element.value().name(), |name: &str| element.value().attr(name));
        if name == "meta" && attribute("http-equiv").is_some_and(|v| v.eq_ignore_ascii_case("content-security-policy")) {
            policies += 1;
            let policy = attribute("content").unwrap_or_default();
            faults.extend(POLICY.iter().filter(|part| !policy.contains(**part)).map(|part| format!("its policy lacks {part}")));
            faults.extend(LAX.iter().filter(|part| policy.contains(**part)).map(|part| format!("its policy allows {part}")));
        }
        if name == "style" || (name == "script" && attribute("src").is_none() && !is_data(attribute("type"))) {
            faults.push(format!("an inline {name}"));
        }
        for (attribute, value) in element.value().attrs() {
            if attribute == "style" || (attribute.starts_with("on") && attribute.len() > 2) {
                faults.push(format!("an inline {attribute}=\"{value}\" at {name}"));
            }
            let link = name == "link" && attribute == "href" && !is_quiet(element.value().attr("rel"));
            if (link || LOADS.contains(&(name, attribute))) && is_away(value) {
                faults.push(format!("{name} loads {value}"));
            }
        }
    }
    if policies != 1 {
        faults.push(format!("{policies} policies"));
    }
    faults
}

/// Whether a script is data that no browser runs, such as linked data.
fn is_data(kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| kind.ends_with("json"))
}

fn is_quiet(rel: Option<&str>) -> bool {
    rel.is_some_and(|rel| QUIET_LINKS.contains(&rel))
}

/// Whether an address leads to another host.
fn is_away(address: &str) -> bool {
    let address = address.trim_start();
    let scheme = address.split([':', '/', '?', '#']).next().unwrap_or_default();
    address.starts_with("//") || (address[scheme.len()..].starts_with(':') && scheme != "data")
}

/// What a style sheet would load from elsewhere.
fn in_style(text: &str) -> Vec<String> {
    let away = loads(text, "url(").filter(|rest| is_away(rest.split([')', '"', '\'']).next().unwrap_or_default()));
    let imports = loads(text, "@import").map(|_| "an @import".to_owned());
    away.map(|rest| format!("loads {}", rest.chars().take(40).collect::<String>())).chain(imports).collect()
}

/// What follows each place of a word, without quotes.
fn loads<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(word).map(|(at, _)| text[at + word.len()..].trim_start_matches(['"', '\'', ' ']))
}

/// What a script would do behind a reader's back.
fn in_script(text: &str) -> Vec<String> {
    const WORDS: [&str; 8] =
        ["document.cookie", "sendBeacon", "XMLHttpRequest", "WebSocket", "EventSource", "eval(", "new Function", "http://"];
    // The names of SVG and its like are addresses that nobody asks for.
    let text = text.replace("http://www.w3.org/", "");
    WORDS.iter().chain(&["https://"]).filter(|word| text.contains(**word)).map(|word| format!("holds {word}")).collect()
}

/// A test that finds nothing anywhere would pass every page.
fn what_would_ask_is_found() -> Outcome {
    let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src *; style-src 'self' 'unsafe-inline'\">\
        <link rel=\"stylesheet\" href=\"//away.example/a.css\"><link rel=\"canonical\" href=\"https://own.example/\">\
        <style>p {}</style><script>x()</script><script type=\"application/ld+json\">{}</script>\
        <p style=\"color: red\" onclick=\"x()\"><img src=\"https://away.example/a.png\"><img src=\"data:,\"><img src=\"a.png\">\
        <a href=\"https://away.example/\">a</a>";
    let found = in_page(page);
    let style = in_style("@import 'x.css'; a { background: url(\"https://away.example/x.png\") } b { background: url(data:,) }");
    let script = in_script("fetch('https://away.example'); document.cookie = 'a=1'");
    if (found.len(), style.len(), script.len()) == (10, 2, 2) {
        Ok(())
    } else {
        Err(format!("{found:#?}\n{style:#?}\n{script:#?}").into())
    }
}
