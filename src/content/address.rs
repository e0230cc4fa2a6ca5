//! What a link destination is: a place on the site, a record, another site, or something that is not published.
//!
//! Read as a browser reads it, because a browser is what will follow the link. It does not look anything up: whether
//! a file or record exists is for `model` to say.

use std::borrow::Cow;

/// The kinds of record a typed link such as `role:product-owner` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `role:`
    Role,
    /// `term:`
    Term,
    /// `faq:`
    Faq,
    /// `compare:`
    Compare,
    /// `decision:`
    Decision,
    /// `event:`
    Event,
    /// `person:`
    Person,
    /// `guide:`
    Guide,
    /// `source:`
    Source,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 9] =
        [Self::Role, Self::Term, Self::Faq, Self::Compare, Self::Decision, Self::Event, Self::Person, Self::Guide, Self::Source];

    /// The word before the colon.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Term => "term",
            Self::Faq => "faq",
            Self::Compare => "compare",
            Self::Decision => "decision",
            Self::Event => "event",
            Self::Person => "person",
            Self::Guide => "guide",
            Self::Source => "source",
        }
    }
}

/// A link destination, told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `http:` or `https:`, whole; `//host` is given the scheme `https:`.
    External(String),
    /// `mailto:…`, whole.
    Mail(String),
    /// `tel:…`, whole.
    Tel(String),
    /// `#heading` of the same page, percent-decoded, without the `#`.
    Fragment(String),
    /// A path relative to the source file. The empty path is the page itself.
    Relative {
        /// Percent-decoded, with `/` between segments.
        path: String,
        /// Without the `?`, as written; empty when there is none.
        query: String,
        /// Percent-decoded, without the `#`.
        fragment: Option<String>,
    },
    /// A record named by kind and id.
    Typed {
        /// Kind of record.
        kind: Kind,
        /// The id as written, percent-decoded.
        id: String,
        /// Percent-decoded, without the `#`.
        fragment: Option<String>,
    },
    /// Starts with `/`: as written, not decoded.
    Absolute(String),
    /// A scheme that is not published.
    Refused {
        /// What stands before the colon, in lower case.
        scheme: String,
    },
}

impl Address {
    /// The URL to publish as it is, for the addresses that need no look-up.
    #[must_use]
    pub fn outside(&self) -> Option<&str> {
        match self {
            Self::External(url) | Self::Mail(url) | Self::Tel(url) => Some(url),
            _ => None,
        }
    }
}

/// Tells a destination apart. Entities must have been decoded (the markdown and HTML parsers do).
#[must_use]
pub fn classify(dest: &str) -> Address {
    let dest = normalise(dest);
    let mut starts = dest.bytes().take(2).map(|b| b == b'/' || b == b'\\');
    match (starts.next(), starts.next()) {
        // Browsers read a backslash as a slash here, so `/\host` leaves the site just as `//host` does.
        (Some(true), Some(true)) => return Address::External(format!("https://{}", &dest[2..])),
        (Some(true), _) => return Address::Absolute(format!("/{}", &dest[1..])),
        _ => {}
    }
    let first_segment = dest.find(['/', '\\', '?', '#']).unwrap_or(dest.len());
    if let Some(colon) = dest[..first_segment].find(':') {
        return with_scheme(&dest, colon);
    }
    let (rest, fragment) = split_fragment(&dest);
    if rest.is_empty()
        && let Some(fragment) = fragment
    {
        return Address::Fragment(fragment);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = if path.contains('\\') { path.replace('\\', "/").into() } else { Cow::Borrowed(path) };
    Address::Relative { path: percent_decode(&path), query: query.to_owned(), fragment }
}

/// Whether a finished `href` or `src` may stand in a page: no scheme but the four published ones.
#[must_use]
pub fn publishable(href: &str) -> bool {
    !matches!(classify(href), Address::Refused { .. } | Address::Typed { .. })
}

fn with_scheme(dest: &str, colon: usize) -> Address {
    let scheme = dest[..colon].to_ascii_lowercase();
    let rest = &dest[colon + 1..];
    let whole = || format!("{scheme}:{rest}");
    match scheme.as_str() {
        "http" | "https" => return Address::External(whole()),
        "mailto" => return Address::Mail(whole()),
        "tel" => return Address::Tel(whole()),
        _ => {}
    }
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.as_str() == scheme) {
        let (id, fragment) = split_fragment(rest);
        return Address::Typed { kind, id: percent_decode(id), fragment };
    }
    Address::Refused { scheme }
}

/// Strips what a browser strips before it looks for a scheme: controls and blanks at both ends, tabs and line ends anywhere.
fn normalise(dest: &str) -> Cow<'_, str> {
    const WITHIN: [char; 3] = ['\t', '\n', '\r'];
    let dest = dest.trim_matches(|c: char| c <= ' ');
    if dest.contains(WITHIN) { dest.replace(WITHIN, "").into() } else { dest.into() }
}

fn split_fragment(dest: &str) -> (&str, Option<String>) {
    match dest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(percent_decode(fragment))),
        None => (dest, None),
    }
}

/// Decodes `%41`. A result that is not UTF-8 is given back undecoded, so that it names no file by accident.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at] == b'%').then(|| Some((hex(*bytes.get(at + 1)?)?, hex(*bytes.get(at + 2)?)?))).flatten();
        if let Some((high, low)) = pair {
            decoded.push(high * 16 + low);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
