use std::net::Ipv6Addr;

use url::{Host, ParseError, Url};

/// The path below which every operation is found.
pub(crate) const BASE_PATH: &str = "/api";

/// The address of a vCenter Server: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    url: Url,
}

impl Address {
    /// Parses a host name, an IP address or a URL, with or without port, trailing slash and `/api`.
    ///
    /// An error message never quotes a text that may hold a password.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.contains('@') {
            return Err("the server address holds user information; pass the user name and the password \
                        separately"
                .to_owned());
        }
        // A percent-encoded part, or the text before `://`, may be a password.
        let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
        let quotable = !text.contains('%') && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let invalid = |reason: &str| {
            if quotable {
                format!("`{}` is not a server address: {reason}", text.escape_debug())
            } else {
                format!("the server address is not valid: {reason}")
            }
        };
        if text.is_empty() {
            return Err("the server address is empty; expected a host name or a URL".to_owned());
        }
        let authority =
            text.split_once("://").map_or(text, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let is_bare_ipv6 = authority.matches(':').count() > 1 && !authority.contains('[');
        if is_bare_ipv6 && text.contains("://") {
            return Err(
                "an IPv6 address in a URL needs brackets: write https://[ADDRESS] or https://[ADDRESS]:PORT"
                    .to_owned(),
            );
        }
        if authority.matches(':').count() > 1 && authority.contains('%') {
            return Err("an IPv6 address with a zone, as in `fe80::1%eth0`, is not supported".to_owned());
        }
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else if text.parse::<Ipv6Addr>().is_ok() {
            format!("https://[{text}]")
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&with_scheme).map_err(|error| match error {
            // The text in place of the port may be a password, after a user name in place of the host.
            ParseError::InvalidPort => "the port of the server address is not a port number".to_owned(),
            error => invalid(&error.to_string()),
        })?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(invalid("expected https"));
        }
        let no_host_name =
            |name: &str| !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        match url.host() {
            None => return Err(invalid("it has no host")),
            Some(Host::Domain(name)) if no_host_name(name) => {
                return Err(invalid("the host name is not valid"));
            }
            Some(_) => {}
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("leave out the query and the fragment"));
        }
        if !matches!(url.path().trim_end_matches('/'), "" | BASE_PATH) {
            return Err(invalid(&format!("leave out the path `{}`", url.path())));
        }
        Ok(Self { url })
    }

    /// Returns the base URL of every operation.
    pub(crate) fn base(&self) -> String {
        format!("{}{BASE_PATH}", self.origin())
    }

    /// Returns scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Returns the host, without the brackets of an IPv6 address.
    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']')
    }

    pub(crate) fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// Returns whether the address names this machine, so that no other machine can read the traffic.
    pub(crate) fn is_loopback(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_server_ends_at_its_api() {
        for (text, base) in [
            ("vcenter.example.com", "https://vcenter.example.com/api"),
            (" VCENTER.example.com\n", "https://vcenter.example.com/api"),
            ("vcenter.example.com/", "https://vcenter.example.com/api"),
            ("vcenter.example.com:8443", "https://vcenter.example.com:8443/api"),
            ("https://vcenter.example.com", "https://vcenter.example.com/api"),
            ("https://vcenter.example.com:443/api", "https://vcenter.example.com/api"),
            ("https://vcenter.example.com/api/", "https://vcenter.example.com/api"),
            ("http://127.0.0.1:8697/", "http://127.0.0.1:8697/api"),
            ("2001:db8::1", "https://[2001:db8::1]/api"),
            ("[2001:db8::1]:8443", "https://[2001:db8::1]:8443/api"),
            ("https://[2001:db8::1]/api", "https://[2001:db8::1]/api"),
        ] {
            assert_eq!(
                Address::parse(text).map(|address| address.base()).as_deref(),
                Ok(base),
                "of {text:?}"
            );
        }
    }

    #[test]
    fn what_is_no_server_is_refused_without_its_secrets() {
        for text in [
            "",
            "https://",
            "ftp://vcenter.example.com",
            "https://vcenter.example.com/ui",
            "\"vcenter.example.com\"",
            "https://vcenter.example.com/api?x=1",
            "https://vcenter.example.com/#a",
            "vcenter.example.com:notaport",
            "https://admin:pass-w0rd@vcenter.example.com",
            "admin:pass-w0rd@vcenter.example.com:notaport",
            "admin:pass-w0rd://vcenter.example.com",
            "https://admin%3Apass-w0rd%40vcenter.example.com",
        ] {
            let message = Address::parse(text).expect_err(text);
            assert!(!message.contains("pass-w0rd"), "the password is in {message:?}");
        }
    }

    #[test]
    fn an_ipv6_address_without_brackets_or_with_a_zone_has_its_own_message() {
        for (text, advice) in [
            ("https://fd01:0:106:b:0:a:0:c20", "needs brackets"),
            ("https://fd01::1:8443/api", "needs brackets"),
            ("fe80::1%eth0", "with a zone"),
            ("https://[fe80::1%25eth0]", "with a zone"),
        ] {
            let message = Address::parse(text).expect_err(text);
            assert!(message.contains(advice), "of {text}: {message}");
        }
    }

    #[test]
    fn loopback_is_this_machine_only() {
        for (text, expected) in [
            ("localhost", true),
            ("sim.localhost", false),
            ("127.8.9.1", true),
            ("::1", true),
            ("localhost.example.com", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(Address::parse(text).expect(text).is_loopback(), expected, "of {text}");
        }
    }
}
