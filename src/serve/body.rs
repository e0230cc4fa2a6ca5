//! What is sent: bytes at once, or messages as they come.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc;

/// The body of an answer.
pub(super) enum Sent {
    /// All of it.
    Whole(Bytes),
    /// Messages until the browser goes away.
    Messages {
        /// What comes.
        messages: mpsc::Receiver<Bytes>,
        /// Held, so that the tab counts.
        _tab: Tab,
    },
}

/// Counts an open tab as long as it lives.
pub(super) struct Tab(Arc<AtomicUsize>);

impl Tab {
    pub(super) fn open(tabs: &Arc<AtomicUsize>) -> Self {
        tabs.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(tabs))
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = |bytes| Ok(Frame::data(bytes));
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(frame(std::mem::take(bytes)))),
            Self::Messages { messages, .. } => messages.poll_recv(cx).map(|message| message.map(frame)),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Messages { .. } => SizeHint::default(),
        }
    }
}
