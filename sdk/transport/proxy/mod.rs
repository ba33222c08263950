//! Rejects proxy variables that reqwest would ignore, because it would connect without the proxy.
//!
//! Follows `hyper_util::client::proxy::matcher`, with which reqwest reads the environment.

pub(crate) mod refusal;

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::Uri;
use http::uri::{Authority, Scheme};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};

/// The proxy that a variable of the environment names for a server.
///
/// Neither its methods nor `Display` and `Debug` show the user and the password of the proxy.
pub struct Proxy {
    /// The variable that names it.
    variable: &'static str,
    scheme: Scheme,
    authority: Authority,
    user: String,
    password: Option<SecretString>,
}

/// Displays the address and the variable, without the user and the password.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} ({})", self.url(), self.variable)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Proxy {
    /// Returns the URL without user, password and path, such as `http://proxy.example.com:3128`.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Returns the name of the variable.
    pub fn variable(&self) -> &'static str {
        self.variable
    }

    fn new(variable: &'static str, url: &Uri) -> Option<Self> {
        let authority = url.authority()?.as_str();
        let (user_info, host_and_port) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (user, password) = user_info.split_once(':').unwrap_or((user_info, ""));
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some(Self {
            variable,
            scheme: url.scheme().cloned().unwrap_or(Scheme::HTTP),
            authority: host_and_port.parse().ok()?,
            user: decoded(user),
            password: authority.contains('@').then(|| decoded(password).into()),
        })
    }

    /// Returns host and port of a proxy without TLS.
    fn plain_address(&self) -> Option<(&str, u16)> {
        let host = self.authority.host().trim_start_matches('[').trim_end_matches(']');
        (self.scheme == Scheme::HTTP).then(|| (host, self.authority.port_u16().unwrap_or(80)))
    }

    /// Returns the user and the password as a header has them (RFC 7617).
    fn encoded(&self) -> Option<String> {
        let password = self.password.as_ref()?.expose_secret();
        Some(BASE64_STANDARD.encode(format!("{}:{password}", self.user)))
    }

    /// Returns the texts that no message may show: a proxy may echo its request.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = SecretString> {
        self.password.clone().into_iter().chain(self.encoded().map(SecretString::from))
    }
}

/// Returns the proxy that a variable names for requests to a server.
///
/// # Errors
/// The variable is not the URL of an HTTP proxy. The error names it, but never shows its value, which may hold a
/// password.
pub(crate) fn of(origin: &str) -> Result<Option<Proxy>, String> {
    of_variables(origin, |name| env::var_os(name))
}

fn of_variables(origin: &str, variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Proxy>, String> {
    // In a CGI script the `Proxy` header of a request becomes `HTTP_PROXY`, so reqwest uses no proxy there.
    if variable("REQUEST_METHOD").is_some() {
        return Ok(None);
    }
    let destination: Uri =
        origin.parse().map_err(|error| format!("the server address is not a URI: {error}"))?;
    let own = if destination.scheme() == Some(&Scheme::HTTP) {
        ["HTTP_PROXY", "http_proxy"]
    } else {
        ["HTTPS_PROXY", "https_proxy"]
    };
    let set = |names: [&'static str; 2]| names.into_iter().find_map(|name| Some((name, variable(name)?)));
    let counts = |(_, value): &(&str, OsString)| !value.is_empty();
    let all = || set(["ALL_PROXY", "all_proxy"]).filter(counts);
    let Some((name, value)) = set(own).filter(counts).or_else(all) else { return Ok(None) };
    let text = |name| variable(name)?.into_string().ok();
    let exempt = text("NO_PROXY").or_else(|| text("no_proxy")).unwrap_or_default();
    if is_exempt(destination.host().unwrap_or_default(), &exempt) {
        return Ok(None);
    }
    match value.to_str().ok_or("not UTF-8 text").and_then(url_of) {
        Ok(url) => Ok(Proxy::new(name, &url)),
        Err(reason) => Err(format!(
            "the proxy variable {name} is {reason}; expected a URL such as `http://proxy.example.com:3128`, or the \
             server in NO_PROXY"
        )),
    }
}

/// Parses the URL of a proxy. The error completes the phrase "the variable is".
fn url_of(value: &str) -> Result<Uri, &'static str> {
    let url: Uri = value.parse().map_err(|_| "no URL")?;
    match url.scheme() {
        None => {}
        Some(scheme) if [Scheme::HTTP, Scheme::HTTPS].contains(scheme) => {}
        Some(scheme) if scheme.as_str().starts_with("socks") => {
            return Err("the URL of a SOCKS proxy, which is not supported");
        }
        Some(_) => return Err("not the URL of an HTTP proxy"),
    }
    let authority = url.authority().ok_or("a URL without a host")?.as_str();
    let host_and_port = authority.split_once('@').map_or(authority, |(_, rest)| rest);
    let host_and_port: Authority = host_and_port.parse().map_err(|_| "a URL without a host")?;
    let host = host_and_port.host();
    if host.is_empty() {
        return Err("a URL without a host");
    }
    // reqwest would replace a port that is not a number with the default port.
    match host_and_port.as_str().rsplit('@').next().and_then(|text| text.strip_prefix(host)) {
        Some("" | ":") => Ok(url),
        _ if host_and_port.port_u16().is_some() => Ok(url),
        _ => Err("a URL with an invalid port"),
    }
}

/// Returns whether a list of hosts, as in `NO_PROXY`, contains the host.
fn is_exempt(host: &str, list: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut entries = list.split(',').map(str::trim);
    match host.parse::<IpAddr>() {
        Ok(address) => entries.any(|entry| entry.parse() == Ok(address) || is_in_network(address, entry)),
        Err(_) => entries.any(|entry| entry == "*" || is_in_domain(host, entry)),
    }
}

fn is_in_domain(host: &str, domain: &str) -> bool {
    let domain = domain.strip_prefix('.').unwrap_or(domain);
    let Some(start) = host.len().checked_sub(domain.len()) else { return false };
    let ends_with = host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(domain));
    !domain.is_empty() && ends_with && (start == 0 || host.as_bytes()[start - 1] == b'.')
}

fn is_in_network(address: IpAddr, network: &str) -> bool {
    let Some((network, length)) = network.split_once('/') else { return false };
    match (address, network.parse(), length.parse::<u32>()) {
        (IpAddr::V4(address), Ok(IpAddr::V4(network)), Ok(length @ 0..=32)) => {
            (address.to_bits() ^ network.to_bits()).checked_shr(32 - length).unwrap_or_default() == 0
        }
        (IpAddr::V6(address), Ok(IpAddr::V6(network)), Ok(length @ 0..=128)) => {
            (address.to_bits() ^ network.to_bits()).checked_shr(128 - length).unwrap_or_default() == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://vc.example.com:8443";

    fn proxy(origin: &str, variables: &[(&str, &str)]) -> Result<Option<Proxy>, String> {
        of_variables(origin, |name| {
            let mut variables = variables.iter();
            variables.find(|(set, _)| *set == name).map(|(_, value)| OsString::from(value))
        })
    }

    fn check(origin: &str, variables: &[(&str, &str)]) -> Result<(), String> {
        proxy(origin, variables).map(drop)
    }

    #[test]
    fn a_proxy_is_shown_without_its_password_and_sends_it() {
        for (value, shown, encoded) in [
            ("http://proxy.example.com:3128", "http://proxy.example.com:3128", None),
            ("proxy.example.com", "http://proxy.example.com", None),
            ("http://u:p%40ss@proxy:3128/x", "http://proxy:3128", Some("dTpwQHNz")),
            ("https://u@[2001:db8::1]", "https://[2001:db8::1]", Some("dTo=")),
        ] {
            let proxy = proxy(SERVER, &[("ALL_PROXY", value)]).expect("a URL").expect("a proxy");
            assert_eq!(proxy.to_string(), format!("the proxy {shown} (ALL_PROXY)"));
            assert_eq!(proxy.encoded().as_deref(), encoded, "of {value:?}");
        }
        assert!(
            proxy(SERVER, &[("HTTPS_PROXY", "http://proxy"), ("NO_PROXY", "vc.example.com")])
                .expect("a list")
                .is_none()
        );
    }

    #[test]
    fn a_proxy_that_reqwest_would_ignore_is_an_error() {
        for (value, reason) in [
            ("http://u:s3cr3t@[bad", "no URL"),
            ("http://proxy.example.com:3128\n", "no URL"),
            (" ", "no URL"),
            ("http:///s3cr3t", "no URL"),
            ("http://", "no URL"),
            ("http://prøxy", "no URL"),
            ("ftp://u:s3cr3t@proxy", "not the URL of an HTTP proxy"),
            ("socks5://u:s3cr3t@proxy:1080", "the URL of a SOCKS proxy, which is not supported"),
            ("SOCKS5H://u:s3cr3t@proxy:1080", "not the URL of an HTTP proxy"),
            ("/s3cr3t", "a URL without a host"),
            ("http://:3128", "a URL without a host"),
            ("http://u:s3cr3t@:3128", "a URL without a host"),
            ("http://proxy:s3cr3t", "a URL with an invalid port"),
            ("http://proxy:65536", "a URL with an invalid port"),
            ("http://u:s3cr3t#x@proxy:3128", "a URL with an invalid port"),
            ("u:s3cr3t@proxy:x", "a URL with an invalid port"),
        ] {
            let message = check(SERVER, &[("HTTPS_PROXY", value)]).expect_err(value);
            assert!(
                message.starts_with(&format!("the proxy variable HTTPS_PROXY is {reason};")),
                "{value:?}: {message}"
            );
            assert!(!message.contains("s3cr3t"), "the value is shown: {message}");
        }
        for value in [
            "",
            "proxy",
            "proxy:3128",
            "http://proxy.example.com:3128/path",
            "HTTPS://proxy",
            "http://proxy:",
            "http://u:p%40ss@proxy:3128",
            "u:p@[2001:db8::1]:3128",
            "[2001:db8::1]",
        ] {
            assert_eq!(check(SERVER, &[("HTTPS_PROXY", value)]), Ok(()), "of {value:?}");
        }
    }

    #[test]
    fn the_variable_that_reqwest_reads_is_checked_and_no_other() {
        const PLAIN: &str = "http://vc.example.com";
        let (good, bad) = ("http://proxy:3128", "http://[bad");
        for (origin, variables, rejected) in [
            (SERVER, &[("https_proxy", bad)][..], Some("https_proxy")),
            (SERVER, &[("HTTPS_PROXY", good), ("https_proxy", bad)], None),
            (SERVER, &[("HTTPS_PROXY", ""), ("https_proxy", bad)], None),
            (SERVER, &[("HTTPS_PROXY", bad), ("ALL_PROXY", good)], Some("HTTPS_PROXY")),
            (SERVER, &[("HTTPS_PROXY", good), ("ALL_PROXY", bad)], None),
            (SERVER, &[("HTTPS_PROXY", ""), ("ALL_PROXY", bad)], Some("ALL_PROXY")),
            (SERVER, &[("all_proxy", bad)], Some("all_proxy")),
            (SERVER, &[("HTTP_PROXY", bad), ("http_proxy", bad)], None),
            (PLAIN, &[("HTTPS_PROXY", bad)], None),
            (PLAIN, &[("HTTP_PROXY", bad)], Some("HTTP_PROXY")),
            (PLAIN, &[("http_proxy", bad)], Some("http_proxy")),
            (PLAIN, &[("HTTP_PROXY", bad), ("REQUEST_METHOD", "GET")], None),
            (SERVER, &[("HTTPS_PROXY", bad), ("NO_PROXY", "example.com")], None),
            (SERVER, &[("HTTPS_PROXY", bad), ("NO_PROXY", "example.org")], Some("HTTPS_PROXY")),
            (SERVER, &[("HTTPS_PROXY", bad), ("NO_PROXY", ""), ("no_proxy", "*")], Some("HTTPS_PROXY")),
            (SERVER, &[("HTTPS_PROXY", bad), ("no_proxy", "*")], None),
            ("https://[2001:db8::1]:443", &[("HTTPS_PROXY", bad), ("NO_PROXY", "2001:db8::1")], None),
        ] {
            let message = check(origin, variables).err();
            let named = message.as_ref().and_then(|message| message.split(' ').nth(3));
            assert_eq!(named, rejected, "of {origin} and {variables:?}: {message:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_proxy_that_is_no_text_is_an_error() {
        use std::os::unix::ffi::OsStringExt as _;
        let variable =
            |name: &str| (name == "HTTPS_PROXY").then(|| OsString::from_vec(b"http://\xff".to_vec()));
        let message = of_variables(SERVER, variable).expect_err("no text");
        assert!(message.starts_with("the proxy variable HTTPS_PROXY is not UTF-8 text;"), "{message}");
    }

    #[test]
    fn a_server_is_exempt_as_reqwest_reads_the_list() {
        for (list, host, expected) in [
            ("vc.example.com", "vc.example.com", true),
            ("a, .example.com ,b", "VC.Example.COM", true),
            ("example.com", "vc.example.com", true),
            ("example.com", "vcexample.com", false),
            ("vc.example.com", "example.com", false),
            ("*", "vc.example.com", true),
            ("*", "192.0.2.1", false),
            ("*.example.com", "vc.example.com", false),
            ("", "vc.example.com", false),
            (",", "vc.example.com", false),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.0/24", "192.0.2.1", true),
            ("192.0.2.0/24", "192.0.3.1", false),
            ("0.0.0.0/0", "192.0.2.1", true),
            ("192.0.2.0/33", "192.0.2.1", false),
            ("2001:db8::/32", "[2001:db8::1]", true),
            ("2001:db8::/32", "[2001:db9::1]", false),
            ("::/0", "[2001:db8::1]", true),
            ("::/0", "192.0.2.1", false),
        ] {
            assert_eq!(is_exempt(host, list), expected, "of {host} in {list:?}");
        }
    }
}
