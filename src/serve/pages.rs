//! Answers for published addresses: what a build would write, and into pages one line that loads the dev script.

use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use super::address::kind;
use super::body::Sent;
use super::door::{plain, whole};
use super::held::{Held, Shown};
use super::shop::Shop;
use crate::build::Made;
use crate::disk;
use crate::escape::uri;
use crate::plan::Page;

/// What stands in served pages and in no built one.
pub const TAG: &str = "<script src=\"/.kb/dev.js\" defer></script>\n";

/// A page that was never in order: the panel says why.
const ALONE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>not in order</title>\n<link rel=\"icon\" href=\"data:,\">\n\
    <link rel=\"stylesheet\" href=\"/.kb/alone.css\">\n</head>\n<body>\n<main id=\"main\" data-kb-alone>\n\
    <h1>This page is not in order yet</h1>\n<p>It comes by itself when the errors are put right.</p>\n</main>\n</body>\n</html>\n";

/// Answers for a path below the root.
pub(super) fn respond(path: &str, query: Option<&str>, shop: &Shop) -> Response<Sent> {
    let _asked = shop.ask();
    let mut held = shop.held();
    if !held.state.is_whole && tells_of_findings(&held, path) {
        held = shop.held_whole();
    }
    let faults = held.state.has_theme_faults();
    let mut response = find(path, query, &held, shop);
    if !faults && held.state.has_theme_faults() {
        shop.count_again();
    }
    let number = format!("kb;desc=\"{}\"", held.number);
    if let Ok(number) = HeaderValue::from_str(&number) {
        // the script of a page reads this to learn which state it shows
        response.headers_mut().insert(HeaderName::from_static("server-timing"), number);
    }
    response
}

/// Whether what stands at a path is made of findings too: the page of health, and what holds all pages.
fn tells_of_findings(held: &Held, path: &str) -> bool {
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    path.starts_with("llms") || path.starts_with("data/") || held.state.page(&path) == Some(Page::Health)
}

fn find(path: &str, query: Option<&str>, held: &Held, shop: &Shop) -> Response<Sent> {
    if let Some(response) = at(path, query, held, shop) {
        return response;
    }
    // a site with a path in its address links to it from its page for what is not there
    let base = held.state.analysis.config.base_url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
    if let Some((_, base)) = base.filter(|(_, base)| !base.is_empty())
        && let Some(path) = path.strip_prefix(base)
        && let Some(response) = at(path, query, held, shop)
    {
        return response;
    }
    match held.at("404.html") {
        Shown::Made(Made::Bytes(bytes)) | Shown::Kept(bytes) => page(StatusCode::NOT_FOUND, &bytes),
        Shown::Broken => page(StatusCode::NOT_FOUND, ALONE.as_bytes()),
        Shown::Made(Made::Asset(_)) | Shown::Nothing => plain(StatusCode::NOT_FOUND, "there is nothing here"),
    }
}

/// What stands at a path, or at that of its folder.
fn at(path: &str, query: Option<&str>, held: &Held, shop: &Shop) -> Option<Response<Sent>> {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    let shown = held.at(&file);
    if is_nothing(&shown) && !is_folder && !is_nothing(&held.at(&format!("{file}/index.html"))) {
        return Some(moved(&file, query));
    }
    Some(match shown {
        Shown::Nothing => return None,
        Shown::Broken => page(StatusCode::INTERNAL_SERVER_ERROR, ALONE.as_bytes()),
        Shown::Kept(bytes) | Shown::Made(Made::Bytes(bytes)) if held.is_page(&file) => page(StatusCode::OK, &bytes),
        Shown::Kept(bytes) | Shown::Made(Made::Bytes(bytes)) => whole(StatusCode::OK, kind(&file), bytes),
        Shown::Made(Made::Asset(from)) => match disk::asset(&shop.site, &from) {
            Ok(bytes) => whole(StatusCode::OK, kind(&file), bytes),
            Err(why) => plain(StatusCode::NOT_FOUND, &format!("{from}: {why}")),
        },
    })
}

const fn is_nothing(shown: &Shown) -> bool {
    matches!(shown, Shown::Nothing)
}

/// A page with the dev script in its head.
fn page(status: StatusCode, html: &[u8]) -> Response<Sent> {
    let text = String::from_utf8_lossy(html);
    let at = text.find("</head>").or_else(|| text.rfind("</body>")).unwrap_or(text.len());
    let mut out = String::with_capacity(text.len() + TAG.len());
    out.push_str(&text[..at]);
    out.push_str(TAG);
    out.push_str(&text[at..]);
    whole(status, kind("x.html"), Bytes::from(out))
}

/// The page of a folder is asked for without its slash.
fn moved(path: &str, query: Option<&str>) -> Response<Sent> {
    let mut to = String::from("/");
    uri::path(path, &mut to);
    to.push('/');
    if let Some(query) = query {
        to.push('?');
        to.push_str(query);
    }
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "it stands one slash further");
    match HeaderValue::from_str(&to) {
        Ok(to) => _ = response.headers_mut().insert(header::LOCATION, to),
        Err(_) => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
