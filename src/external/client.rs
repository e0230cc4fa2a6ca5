//! The client that makes requests. It keeps no cookies, sends no names or passwords, and reads no pages.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use rustls::CertificateError;
use rustls::crypto::ring;
use ureq::http::header::RETRY_AFTER;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Error, Timeout};

use super::asking::Method;
use super::verdict::{Answer, Dead};

/// How many times a server may send us on.
const REDIRECTS: u32 = 5;

/// Makes requests that take no longer than this. The certificates that the system trusts are trusted, and its proxy is used.
pub(super) fn client(timeout: Duration) -> impl Fn(Method, &str) -> Answer + Sync {
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .build();
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(REDIRECTS)
        .timeout_global(Some(timeout))
        // sooner, so that it can be told from a server that is only slow
        .timeout_connect(Some(timeout * 4 / 5))
        .user_agent(concat!("kb/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .tls_config(tls)
        .build()
        .into();
    move |method, url| {
        let request = match method {
            Method::Head => agent.head(url),
            Method::Get => agent.get(url),
        };
        match request.call() {
            Ok(response) => {
                let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
                Answer::Status(response.status().as_u16(), wait.map(Duration::from_secs))
            }
            Err(error) => failure(&error),
        }
    }
}

fn failure(error: &Error) -> Answer {
    match error {
        Error::HostNotFound => Answer::NoSuchHost,
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => Answer::Unconnected,
        Error::Timeout(_) => Answer::Silent,
        Error::TooManyRedirects => Answer::Circle,
        Error::Io(error) => io_failure(error),
        Error::Rustls(error) => tls_failure(error),
        Error::Protocol(_) | Error::LargeResponseHeader(..) => Answer::Other("no answer that can be read"),
        Error::BadUri(_) | Error::Http(_) => Answer::Other("no address that can be asked"),
        _ => Answer::Other("not asked"),
    }
}

fn io_failure(error: &io::Error) -> Answer {
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return tls_failure(tls);
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => Answer::Refused,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown | ErrorKind::AddrNotAvailable => {
            Answer::Unreached
        }
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Answer::Silent,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof
        | ErrorKind::NotConnected => Answer::Broken,
        _ => looked_up(&error.to_string()),
    }
}

/// The standard library tells that a name was looked up in vain in words alone, those of the system.
fn looked_up(words: &str) -> Answer {
    if !words.contains("lookup address") {
        return Answer::Other("broken connection");
    }
    let unknown = ["not known", "No address associated", "does not resolve", "No such host", "nodename nor servname"];
    if unknown.iter().any(|known| words.contains(known)) { Answer::NoSuchHost } else { Answer::Unreached }
}

/// An unknown issuer may be one whose certificate this machine lacks, or a server that leaves out a link of the chain,
/// which browsers make up for: neither is the fault of the link.
fn tls_failure(error: &rustls::Error) -> Answer {
    use CertificateError::{Expired, ExpiredContext, NotValidForName, NotValidForNameContext, Revoked};
    match error {
        rustls::Error::InvalidCertificate(Expired | ExpiredContext { .. }) => Answer::Certificate(Dead::Expired),
        rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }) => Answer::Certificate(Dead::WrongName),
        rustls::Error::InvalidCertificate(Revoked) => Answer::Certificate(Dead::Revoked),
        rustls::Error::InvalidCertificate(_) => Answer::Other("certificate of an unknown issuer"),
        _ => Answer::Other("no secure connection"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart() {
        let io = |kind: ErrorKind| failure(&Error::Io(kind.into()));
        assert_eq!(io(ErrorKind::ConnectionRefused), Answer::Refused);
        assert_eq!(io(ErrorKind::NetworkUnreachable), Answer::Unreached);
        assert_eq!(io(ErrorKind::ConnectionReset), Answer::Broken);
        let words = |words: &str| failure(&Error::Io(io::Error::other(words.to_owned())));
        assert_eq!(words("failed to lookup address information: Name or service not known"), Answer::NoSuchHost);
        assert_eq!(words("failed to lookup address information: Temporary failure in name resolution"), Answer::Unreached);
        let tls = |error: CertificateError| {
            let error = rustls::Error::InvalidCertificate(error);
            failure(&Error::Io(io::Error::new(ErrorKind::InvalidData, error)))
        };
        assert_eq!(tls(CertificateError::Expired), Answer::Certificate(Dead::Expired));
        assert_eq!(tls(CertificateError::NotValidForName), Answer::Certificate(Dead::WrongName));
        assert_eq!(tls(CertificateError::UnknownIssuer), Answer::Other("certificate of an unknown issuer"));
    }
}
