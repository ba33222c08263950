//! Finds out why a proxy opened no connection.
//!
//! reqwest reports that a proxy refused, but not its status. So the proxy is asked once more.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::iter;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::error::ProxyReason;
use crate::text::redact::Redactor;
use crate::transport::proxy::Proxy;

/// The time to wait for the second response of a proxy.
const LIMIT: Duration = Duration::from_secs(5);
/// The largest part of the response to read, in bytes. The status is in its first line.
const MAX_LINE: usize = 8 << 10;

/// Why a proxy opened no connection.
#[derive(Debug)]
pub(crate) struct ProxyRefusal {
    pub(crate) reason: ProxyReason,
    pub(crate) text: String,
    /// Whether the causes of the failed request add to the text.
    pub(crate) has_causes: bool,
}

impl Proxy {
    /// Explains a failure to connect to a server, such as `vcenter.example.com:443`, through this proxy.
    pub(crate) async fn explain(&self, error: &reqwest::Error, server: &str) -> ProxyRefusal {
        let tunnel = iter::successors(error.source(), |&cause| cause.source())
            .find_map(|cause| cause.to_string().strip_prefix("tunnel error: ").map(str::to_owned));
        let status = match tunnel.as_deref() {
            None | Some("failed to create underlying connection") => {
                return ProxyRefusal {
                    reason: ProxyReason::Unreachable,
                    text: format!("no connection to {server} through {self}"),
                    has_causes: true,
                };
            }
            Some("proxy authorization required") => Some((407, "Proxy Authentication Required".to_owned())),
            Some(_) => timeout(LIMIT, self.ask(server)).await.ok().and_then(Result::ok).flatten(),
        };
        let reason = match status {
            Some((407, _)) => ProxyReason::Credentials,
            Some((500.., _)) => ProxyReason::NoConnection,
            _ => ProxyReason::Refused,
        };
        let status = status.map(|(status, phrase)| format!(": {status} {phrase}")).unwrap_or_default();
        let text = format!("{self} refused the connection to {server}{status}");
        ProxyRefusal { reason, text: Redactor::new(self.secrets()).text(&text), has_causes: false }
    }

    /// Sends the request for a connection again and returns status and phrase of the response. Returns `None` for a
    /// success, and for a proxy behind TLS.
    async fn ask(&self, server: &str) -> io::Result<Option<(u16, String)>> {
        let Some(address) = self.plain_address() else { return Ok(None) };
        let stream = TcpStream::connect(address).await?;
        let authorization =
            self.encoded().map(|value| format!("Proxy-Authorization: Basic {value}\r\n")).unwrap_or_default();
        let request = format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n{authorization}\r\n");
        let mut rest = request.as_bytes();
        while !rest.is_empty() {
            stream.writable().await?;
            match stream.try_write(rest) {
                Ok(sent) => rest = &rest[sent..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        let mut received = Vec::new();
        while !received.contains(&b'\n') && received.len() < MAX_LINE {
            stream.readable().await?;
            let mut part = [0; 1024];
            match stream.try_read(&mut part) {
                Ok(0) => break,
                Ok(length) => received.extend_from_slice(&part[..length]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(status(&received).filter(|(status, _)| !(200..300).contains(status)))
    }
}

/// Reads a status line (RFC 9112, section 4).
fn status(response: &[u8]) -> Option<(u16, String)> {
    // A proxy may put a whole sentence there.
    const MAX_PHRASE: usize = 200;
    let line = response.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line);
    let (_, rest) = line.trim_end().strip_prefix("HTTP/")?.split_once(' ')?;
    let (digits, phrase) = rest.split_once(' ').unwrap_or((rest, ""));
    let status = http::StatusCode::from_bytes(digits.as_bytes()).ok()?;
    let phrase = match phrase.trim() {
        "" => status.canonical_reason().unwrap_or_default(),
        phrase => phrase,
    };
    Some((status.as_u16(), phrase.chars().take(MAX_PHRASE).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_line_of_a_proxy_is_read() {
        for (response, expected) in [
            ("HTTP/1.1 403 Blocked by policy\r\nx: y\r\n\r\n", Some((403, "Blocked by policy"))),
            ("HTTP/1.0 502\r\n\r\n", Some((502, "Bad Gateway"))),
            ("HTTP/1.1 403 ", Some((403, "Forbidden"))),
            ("HTTP/1.1 200 Connection established\r\n\r\n", Some((200, "Connection established"))),
            ("HTTP/1.1 999 Odd\r\n", Some((999, "Odd"))),
            ("HTTP/1.1 4 x\r\n", None),
            ("SSH-2.0-OpenSSH\r\n", None),
            ("", None),
        ] {
            let found = status(response.as_bytes());
            let found = found.as_ref().map(|(status, phrase)| (*status, phrase.as_str()));
            assert_eq!(found, expected, "of {response:?}");
        }
    }

    #[test]
    fn any_bytes_are_a_response() {
        proptest::proptest!(|(bytes: Vec<u8>)| {
            status(&bytes);
        });
    }
}
