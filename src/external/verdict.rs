//! What came back, and what it says of a link. A link is dead only where nothing but the link can be at fault; where the
//! server may be ill, busy or shy of programs, nothing is said.

use std::time::Duration;

/// What came back from a server, or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A status, and how long the server wants to be left alone.
    Status(u16, Option<Duration>),
    /// There is no host of this name.
    NoSuchHost,
    /// Names cannot be looked up, or there is no way to the host.
    Unreached,
    /// No connection in time.
    Unconnected,
    /// The host wants no connection here.
    Refused,
    /// No answer in time.
    Silent,
    /// The connection broke.
    Broken,
    /// Redirected once too often.
    Circle,
    /// A certificate that browsers refuse, too.
    Certificate(Dead),
    /// Anything else, in a word or two.
    Other(&'static str),
}

/// Why a link is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dead {
    /// 404
    NotFound,
    /// 410
    Gone,
    /// The name does not exist.
    NoSuchHost,
    /// No server at this address.
    Refused,
    /// Redirects without end.
    Circle,
    /// The certificate is out of date.
    Expired,
    /// The certificate is that of another site.
    WrongName,
    /// The certificate was called back.
    Revoked,
}

/// What is known of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It leads somewhere.
    Alive,
    /// It leads nowhere.
    Dead(Dead),
    /// Nobody can tell today, for this reason.
    Untold(String),
}

impl Answer {
    /// Whether nothing at all was reached.
    #[must_use]
    pub fn is_unreached(&self) -> bool {
        matches!(self, Self::NoSuchHost | Self::Unreached | Self::Unconnected)
    }

    /// Whether it may be another one in a moment.
    #[must_use]
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Unconnected | Self::Silent | Self::Broken | Self::Status(429 | 500..=599, _))
    }

    /// What it says of the link.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Status(404, _) => Verdict::Dead(Dead::NotFound),
            Self::Status(410, _) => Verdict::Dead(Dead::Gone),
            Self::Status(200..=399, _) => Verdict::Alive,
            Self::Status(code, _) => Verdict::Untold(code.to_string()),
            Self::NoSuchHost => Verdict::Dead(Dead::NoSuchHost),
            Self::Refused => Verdict::Dead(Dead::Refused),
            Self::Circle => Verdict::Dead(Dead::Circle),
            Self::Certificate(dead) => Verdict::Dead(*dead),
            Self::Unreached => Verdict::Untold("not reached".to_owned()),
            Self::Unconnected | Self::Silent => Verdict::Untold("no answer".to_owned()),
            Self::Broken => Verdict::Untold("broken connection".to_owned()),
            Self::Other(what) => Verdict::Untold((*what).to_owned()),
        }
    }
}

impl Dead {
    pub(super) const ALL: [Self; 8] =
        [Self::NotFound, Self::Gone, Self::NoSuchHost, Self::Refused, Self::Circle, Self::Expired, Self::WrongName, Self::Revoked];

    /// In a word or two.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotFound => "404",
            Self::Gone => "410",
            Self::NoSuchHost => "no such site",
            Self::Refused => "connection refused",
            Self::Circle => "redirected in a circle",
            Self::Expired => "certificate expired",
            Self::WrongName => "certificate of another site",
            Self::Revoked => "certificate revoked",
        }
    }

    /// In a phrase.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotFound => "the site answers that it has no such page",
            Self::Gone => "the site answers that this page is gone for good",
            Self::NoSuchHost => "no site of this name exists",
            Self::Refused => "the machine is there and serves no pages",
            Self::Circle => "it sends readers from one address to the next without end",
            Self::Expired | Self::WrongName | Self::Revoked => "browsers warn of this site instead of showing it",
        }
    }
}
