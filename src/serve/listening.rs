//! Where the server listens, and the address that leads there.

use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};

use anyhow::{Context as _, bail};

/// So many ports are tried after the one that is taken.
const PORTS: u16 = 100;

/// Listens on the port, or on the next one that is free; tells the port that was taken.
pub(super) fn listen(host: &str, port: u16) -> anyhow::Result<(TcpListener, Option<u16>)> {
    let ip = address_of(host)?;
    let mut last = None;
    for next in port..=port.saturating_add(if port == 0 { 0 } else { PORTS }) {
        match TcpListener::bind(SocketAddr::new(ip, next)) {
            Ok(listener) => return Ok((listener, (next != port).then_some(port))),
            Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => last = Some(e),
            Err(e) => return Err(e).with_context(|| format!("cannot listen on {host}, port {next}")),
        }
    }
    match last {
        Some(e) => Err(e).with_context(|| format!("no port from {port} on is free on {host}")),
        None => bail!("cannot listen on {host}"),
    }
}

fn address_of(host: &str) -> anyhow::Result<IpAddr> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(ip) = bare.parse() {
        return Ok(ip);
    }
    let mut found = (bare, 0).to_socket_addrs().with_context(|| format!("nobody knows the host {host}"))?;
    found.next().map(|address| address.ip()).with_context(|| format!("nobody knows the host {host}"))
}

/// The address a browser is given.
pub(super) fn url(host: &str, address: SocketAddr) -> String {
    let port = address.port();
    match address.ip() {
        // a browser cannot ask for "everywhere"
        ip if ip.is_unspecified() => format!("http://localhost:{port}/"),
        _ if host.parse::<IpAddr>().is_err() && !host.starts_with('[') => format!("http://{host}:{port}/"),
        ip => format!("http://{}/", SocketAddr::new(ip, port)),
    }
}
