//! Answers requests: HTTP/1 over TCP, hostile until shown otherwise.

use std::convert::Infallible;
use std::future::{Future as _, poll_fn};
use std::net::TcpListener;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use anyhow::Context as _;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::address::{self, OWN, Refused};
use super::body::Sent;
use super::places::{Place, Places};
use super::shop::Shop;
use super::{own, pages};

/// Connections at a time on which something is asked; a browser opens six.
const CONNECTIONS: usize = 256;
/// Connections at a time on which messages are sent: one for each open tab.
const STREAMS: usize = 256;
/// So long every connection may take to ask for something, however many there are.
const GRACE: Duration = Duration::from_millis(100);
/// For the head of a request, from its first byte or the end of the last one.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// For everything on a connection, unless messages are sent on it.
const CONNECTION_TIME: Duration = Duration::from_mins(1);
/// The largest head of a request, in bytes.
const HEAD: usize = 32 * 1024;
/// Pages that are rendered at a time.
const RENDERERS: usize = 4;

/// Answers until the process ends.
///
/// # Errors
/// When the system gives no thread or no clock.
pub(super) fn answer(listener: TcpListener, shop: Arc<Shop>) -> anyhow::Result<()> {
    listener.set_nonblocking(true).context("cannot listen")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(RENDERERS).build()?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let places = Places::new(CONNECTIONS, GRACE);
        let streams = Places::new(STREAMS, Duration::ZERO);
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let leave = Arc::default();
                    let place = places.take(&leave).await;
                    let guest =
                        Guest { place: Mutex::new(place), streams: Arc::clone(&streams), listens: AtomicBool::new(false), leave };
                    tokio::spawn(connection(stream, Arc::new(guest), Arc::clone(&shop)));
                }
                // too many open files, or a connection that is gone again: others may still be served
                Err(_) => {
                    places.make_room();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    })
}

/// Whoever is connected.
struct Guest {
    place: Mutex<Place>,
    /// The places of those who are sent messages.
    streams: Arc<Places>,
    /// Whether this one is.
    listens: AtomicBool,
    /// Rings when somebody else needs the place.
    leave: Arc<Notify>,
}

impl Guest {
    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers, and says meanwhile that somebody asks.
    async fn respond(&self, request: Request<Incoming>, shop: Arc<Shop>) -> Response<Sent> {
        self.place().asks();
        let response = respond(request, shop).await;
        if matches!(response.body(), Sent::Messages { .. }) {
            // who listens asks for nothing more: its place among those who do is free
            let place = self.streams.take(&self.leave).await;
            *self.place() = place;
            self.listens.store(true, Ordering::Relaxed);
        } else {
            self.place().waits();
        }
        response
    }
}

/// Serves a connection until it ends, or its place is needed for another.
async fn connection(stream: TcpStream, guest: Arc<Guest>, shop: Arc<Shop>) {
    let mut served = pin!(serve(stream, Arc::clone(&guest), shop));
    let mut leave = pin!(guest.leave.notified());
    poll_fn(|cx| match leave.as_mut().poll(cx) {
        Poll::Ready(()) => Poll::Ready(()),
        Poll::Pending => served.as_mut().poll(cx),
    })
    .await;
}

async fn serve(stream: TcpStream, guest: Arc<Guest>, shop: Arc<Shop>) {
    // Answers are written in one piece: waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let (guest, shop) = (Arc::clone(&guest), Arc::clone(&shop));
        async move { Ok::<_, Infallible>(guest.respond(request, shop).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // What goes wrong on a connection is the matter of whoever opened it.
    if tokio::time::timeout(CONNECTION_TIME, connection.as_mut()).await.is_ok() {
        return;
    }
    if guest.listens.load(Ordering::Relaxed) {
        let _ = connection.await;
    } else {
        connection.as_mut().graceful_shutdown();
        let _ = tokio::time::timeout(HEAD_TIME, connection).await;
    }
}

/// An answer, whoever asks for what.
async fn respond(request: Request<Incoming>, shop: Arc<Shop>) -> Response<Sent> {
    let is_head = request.method() == Method::HEAD;
    let mut response = decide(request, shop).await;
    if is_head {
        let length = hyper::body::Body::size_hint(response.body()).exact().unwrap_or(0);
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        *response.body_mut() = Sent::Whole(Bytes::new());
    }
    protect(response.headers_mut());
    response
}

/// Whether a request may be answered at all, and then by whom.
async fn decide(request: Request<Incoming>, shop: Arc<Shop>) -> Response<Sent> {
    let refused = |status: StatusCode, why: &str| plain(status, why);
    if let Err(status) = is_for_us(&request, &shop) {
        return refused(status, "this server is asked by another name");
    }
    if is_from_elsewhere(&request) {
        return refused(StatusCode::FORBIDDEN, "another site asks");
    }
    if request.headers().contains_key(header::TRANSFER_ENCODING) && matches!(*request.method(), Method::GET | Method::HEAD) {
        return refused(StatusCode::BAD_REQUEST, "who asks for something sends nothing");
    }
    let path = match address::path(request.uri().path()) {
        Ok(path) => path,
        Err(Refused::Malformed) => return refused(StatusCode::BAD_REQUEST, "this is no address"),
        Err(Refused::Hidden) => return refused(StatusCode::NOT_FOUND, "there is nothing here"),
    };
    if let Some(name) = path.strip_prefix(OWN) {
        own::respond(name.to_owned(), request, shop).await
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        let query = request.uri().query().map(str::to_owned);
        let made = tokio::task::spawn_blocking(move || pages::respond(&path, query.as_deref(), &shop)).await;
        made.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "internal error: this is a fault of kb"))
    } else {
        not_allowed("GET, HEAD")
    }
}

/// The name a request is for: every one must have exactly one, and it must be ours.
fn is_for_us(request: &Request<Incoming>, shop: &Shop) -> Result<(), StatusCode> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (Some(Ok(host)), None) = (hosts.next().map(HeaderValue::to_str), hosts.next()) else {
        return Err(StatusCode::BAD_REQUEST);
    };
    let absolute = request.uri().authority().map(hyper::http::uri::Authority::as_str);
    if shop.names.hold(host) && absolute.is_none_or(|name| shop.names.hold(name)) {
        Ok(())
    } else {
        Err(StatusCode::MISDIRECTED_REQUEST)
    }
}

/// Whether a page of another site asks, as browsers tell. To follow a link from there is no harm.
fn is_from_elsewhere(request: &Request<Incoming>) -> bool {
    let text = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text("host").unwrap_or_default();
    let foreign = |origin: &str| origin.strip_prefix("http://").is_none_or(|origin| !origin.eq_ignore_ascii_case(host));
    if request.headers().get_all(header::ORIGIN).iter().any(|origin| foreign(origin.to_str().unwrap_or("?"))) {
        return true;
    }
    let follows = *request.method() == Method::GET
        && text("sec-fetch-mode") == Some("navigate")
        && text("sec-fetch-dest") == Some("document");
    matches!(text("sec-fetch-site"), Some("cross-site" | "same-site")) && !follows
}

/// What every answer says.
fn protect(headers: &mut HeaderMap) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A few words.
pub(super) fn plain(status: StatusCode, words: &str) -> Response<Sent> {
    whole(status, "text/plain; charset=utf-8", format!("{words}\n"))
}

/// Bytes.
pub(super) fn whole(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Response<Sent> {
    let mut response = Response::new(Sent::Whole(bytes.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// For a method that means nothing here.
pub(super) fn not_allowed(allowed: &'static str) -> Response<Sent> {
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "this cannot be done here");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}
