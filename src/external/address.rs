//! The address of a link as it is asked for.

use url::Url;

/// An address of another site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Address {
    /// The machine it names.
    pub(super) host: String,
    /// Without the part after `#`, which no server sees.
    pub(super) url: String,
    /// Addresses with a name or password are not asked: nobody gave those to us. Nor is what no browser could read.
    pub(super) may_be_asked: bool,
}

impl Address {
    pub(super) fn read(link: &str) -> Self {
        let Ok(mut url) = Url::parse(link) else {
            return Self { host: link.to_owned(), url: link.to_owned(), may_be_asked: false };
        };
        url.set_fragment(None);
        let host = url.host_str().unwrap_or_default().to_owned();
        let is_web = matches!(url.scheme(), "http" | "https") && !host.is_empty();
        let is_open = url.username().is_empty() && url.password().is_none();
        Self { host, url: url.into(), may_be_asked: is_web && is_open }
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses_are_read_as_browsers_do() {
        for (link, url, asked) in [
            ("https://Example.org#top", "https://example.org/", true),
            ("https://example.org:443/a b?q=ü#x", "https://example.org/a%20b?q=%C3%BC", true),
            ("https://bücher.example/", "https://xn--bcher-kva.example/", true),
            ("https://ines:secret@example.org/", "https://ines:secret@example.org/", false),
            ("https://", "https://", false),
        ] {
            let address = Address::read(link);
            assert_eq!((address.url.as_str(), address.may_be_asked), (url, asked), "{link}");
        }
    }
}
