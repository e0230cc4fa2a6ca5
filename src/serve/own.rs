//! Answers for the server's own addresses: the dev script, its messages, what is wrong, and what a page is made of.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::{Bytes, Incoming};
use hyper::header;
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;
use tokio::sync::mpsc;

use super::address::{self, OWN};
use super::body::{Sent, Tab};
use super::door::{not_allowed, plain, whole};
use super::editor::Place;
use super::panel;
use super::shop::Shop;
use crate::disk;
use crate::source::SitePath;

/// The dev script with the library it uses, and how both look.
const SCRIPT: &str = concat!(include_str!("assets/idiomorph-0.8.0.min.js"), "\n", include_str!("assets/dev.js"));
const STYLE: &str = include_str!("assets/dev.css");
const ALONE: &str = include_str!("assets/alone.css");

/// A line that says nothing, so that a browser that went away is noticed.
const BEAT: Duration = Duration::from_secs(15);
/// The largest request that says something, in bytes, and how long it may take.
const LARGEST: usize = 4096;
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers for `/.kb/NAME`.
pub(super) async fn respond(name: String, request: Request<Incoming>, shop: Arc<Shop>) -> Response<Sent> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    match name.as_str() {
        "open" if *request.method() == Method::POST => open(request, &shop).await,
        "open" => not_allowed("POST"),
        _ if !is_read => not_allowed("GET, HEAD"),
        "dev.js" => whole(StatusCode::OK, address::kind("x.js"), SCRIPT),
        "dev.css" => whole(StatusCode::OK, address::kind("x.css"), STYLE),
        "alone.css" => whole(StatusCode::OK, address::kind("x.css"), ALONE),
        "events" if *request.method() == Method::GET => events(&shop),
        "findings" => {
            let made = tokio::task::spawn_blocking(move || panel::findings(&shop.held_whole(), shop.editor.is_some())).await;
            whole(StatusCode::OK, address::kind("x.html"), made.unwrap_or_default())
        }
        "page" => about(request.uri().query().unwrap_or_default(), &shop),
        _ => plain(StatusCode::NOT_FOUND, "there is nothing here"),
    }
}

/// A message for each change, the last one at once.
fn events(shop: &Arc<Shop>) -> Response<Sent> {
    let (sender, messages) = mpsc::channel(4);
    let mut news = shop.listen();
    tokio::spawn(async move {
        loop {
            let message = match tokio::time::timeout(BEAT, news.changed()).await {
                Ok(Ok(())) => format!("data: {}\n\n", &*news.borrow_and_update()),
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
            if sender.send(Bytes::from(message)).await.is_err() {
                return;
            }
        }
    });
    let mut response = Response::new(Sent::Messages { messages, _tab: Tab::open(&shop.tabs) });
    let kind = header::HeaderValue::from_static("text/event-stream");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// What the page at an address is made of: its file, and whether readers may rely on it.
fn about(query: &str, shop: &Shop) -> Response<Sent> {
    let asked = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "path").map(|(_, path)| path.into_owned());
    let path = asked.as_deref().map(address::path);
    let Some(Ok(path)) = path.filter(|path| path.as_ref().is_ok_and(|path| !path.starts_with(OWN))) else {
        return plain(StatusCode::BAD_REQUEST, "this is no address");
    };
    let held = shop.held();
    let found = panel::about(&held, &path);
    let mut value = found.unwrap_or_else(|| json!({}));
    value["opens"] = json!(shop.editor.is_some());
    value["number"] = json!(held.number);
    whole(StatusCode::OK, address::kind("x.json"), value.to_string())
}

/// Opens a file of the site in the editor.
async fn open(request: Request<Incoming>, shop: &Shop) -> Response<Sent> {
    // Browsers name the origin of every request that says something; what comes without is no browser, and has an editor.
    let is_json = request.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !request.headers().contains_key(header::ORIGIN) || !is_json {
        return plain(StatusCode::FORBIDDEN, "only a page of this server may ask for that");
    }
    let Ok(Some(bytes)) = tokio::time::timeout(PATIENCE, read(request.into_body())).await else {
        return plain(StatusCode::BAD_REQUEST, "too long, or too slow");
    };
    let Ok(place) = serde_json::from_slice::<Place>(&bytes) else {
        return plain(StatusCode::BAD_REQUEST, "this names no place");
    };
    let path = SitePath::new(&place.path).ok().filter(|path| is_of_site(path, shop));
    let Some(path) = path else { return plain(StatusCode::NOT_FOUND, "the site has no such file") };
    match &shop.editor {
        None => plain(StatusCode::NOT_IMPLEMENTED, "name an editor in LAUNCH_EDITOR or VISUAL"),
        Some(editor) => match editor.open(&shop.site.join(path.as_str()), place.line, place.column) {
            Ok(()) => plain(StatusCode::OK, "opened"),
            Err(why) => plain(StatusCode::BAD_GATEWAY, &format!("{why:#}")),
        },
    }
}

/// Whether a file is part of the input, and still a plain one.
fn is_of_site(path: &SitePath, shop: &Shop) -> bool {
    let held = shop.held();
    let sources = &held.state.analysis.sources;
    (sources.find(path.as_str()).is_some() || sources.assets().contains_key(path)) && disk::has(&shop.site, path)
}

/// All of a body that is not too long.
async fn read(mut body: Incoming) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = std::future::poll_fn(|cx| hyper::body::Body::poll_frame(std::pin::Pin::new(&mut body), cx)).await {
        if let Ok(data) = frame.ok()?.into_data() {
            bytes.extend_from_slice(&data);
        }
        if bytes.len() > LARGEST {
            return None;
        }
    }
    Some(bytes)
}
