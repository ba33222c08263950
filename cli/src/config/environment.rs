//! What the environment says: the variables of this command, and govc's where these are not set.

use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;

use crate::failure::Failure;
use crate::files;

pub(crate) const PASSWORD: &str = "VCENTER_PASSWORD";

/// Every variable that is read, with what it says.
pub(crate) const VARIABLES: [(&str, &str); 16] = [
    ("VCENTER_SERVER", "as --server"),
    ("VCENTER_CONTEXT", "as --context, where VCENTER_SERVER is not set"),
    ("VCENTER_USERNAME", "as --username"),
    (PASSWORD, "the password"),
    ("VCENTER_CA_CERT", "as --ca-cert"),
    ("VCENTER_THUMBPRINT", "as --thumbprint"),
    ("VCENTER_INSECURE", "as --insecure: 1 or true, 0 or false"),
    ("VCENTER_TIMEOUT", "as --timeout"),
    ("VCENTER_LOCALE", "as --locale"),
    (
        "GOVC_URL",
        "the server, and the user and password in it, where nothing above names a server; if something names another \
         one, no GOVC_ variable counts",
    ),
    ("GOVC_USERNAME", "the user name, or a file with it, where VCENTER_USERNAME is not set"),
    ("GOVC_PASSWORD", "the password, or a file with it, where VCENTER_PASSWORD is not set"),
    ("GOVC_INSECURE", "as --insecure, where no VCENTER_ variable says whom to trust: 1 or true"),
    (
        "GOVC_TLS_CA_CERTS",
        "files as for --ca-cert, with a `:` between them, where no VCENTER_ variable says whom to trust",
    ),
    ("XDG_CONFIG_HOME", "where vcenter-iso/config.toml is; ~/.config if it is not set"),
    ("XDG_STATE_HOME", "where login keeps sessions; ~/.local/state if it is not set"),
];

/// The value of a variable; an empty one is none.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if !value.is_empty() => Ok(Some(value)),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is no UTF-8 text"))),
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
    }
}

/// The value of a variable that has a form of its own.
pub(crate) fn parsed<T>(
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, Failure> {
    let Some(text) = variable(name)? else { return Ok(None) };
    parse(&text).map(Some).map_err(|reason| Failure::usage(format!("{name}: {reason}")))
}

/// The path in a variable, which need not be text.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    non_empty(name).map(PathBuf::from)
}

/// The paths in a variable, as `PATH` has them.
pub(crate) fn paths(name: &str) -> Vec<PathBuf> {
    non_empty(name).map(|value| env::split_paths(&value).collect()).unwrap_or_default()
}

fn non_empty(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The password in the environment.
pub(crate) fn password() -> Result<Option<SecretString>, Failure> {
    Ok(variable(PASSWORD)?.map(SecretString::from))
}

pub(crate) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err("expected 1 or true, 0 or false".to_owned()),
    }
}

/// What govc takes for yes; everything else is no.
pub(crate) fn govc_insecure() -> Result<bool, Failure> {
    let value = variable("GOVC_INSECURE")?.unwrap_or_default();
    Ok(matches!(value.to_ascii_lowercase().as_str(), "1" | "true"))
}

/// The user name or password of govc: the content of the file if the value is the path of one, as govc reads it.
pub(crate) fn govc_secret(name: &str) -> Result<Option<SecretString>, Failure> {
    // A secret is a line; a longer file is no secret.
    const LONGEST: u64 = 1 << 20;
    let Some(value) = variable(name)? else { return Ok(None) };
    match files::read_text(value.as_ref(), LONGEST) {
        Ok(content) => Ok(Some(content.trim().into())),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::FileTooLarge | ErrorKind::InvalidData
            ) =>
        {
            // The value is a path, then, and no secret; but nothing is lost by not quoting it.
            Err(Failure::Usage(format!("{name}: the file cannot be read"), Some(error.into())))
        }
        Err(_) => Ok(Some(value.into())),
    }
}

/// govc's URL: scheme, user and password may be left out, and its path is that of another interface of the server.
pub(crate) struct GovcUrl {
    pub(crate) server: String,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<SecretString>,
}

impl GovcUrl {
    pub(crate) fn from_environment() -> Result<Option<Self>, Failure> {
        variable("GOVC_URL")?.map(|url| Self::read(&url)).transpose()
    }

    fn read(url: &str) -> Result<Self, Failure> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if rest[authority.len()..].contains('@') {
            // A password ended too early: what stands before may be the half of it.
            return Err(Failure::usage(
                "GOVC_URL: percent-encode `/`, `?` and `#` in its password, or set GOVC_PASSWORD",
            ));
        }
        let (user_info, host) = match authority.rsplit_once('@') {
            Some((user_info, host)) => (Some(user_info), host),
            None => (None, authority),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (username, password) = match user_info.map(|info| info.split_once(':').unwrap_or((info, ""))) {
            Some((username, password)) => (decoded(username), decoded(password)),
            None => (String::new(), String::new()),
        };
        Ok(Self {
            server: format!("{scheme}://{host}"),
            username: Some(username).filter(|username| !username.is_empty()),
            password: Some(password).filter(|password| !password.is_empty()).map(SecretString::from),
        })
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn govcs_url_in_each_of_its_forms() {
        for (url, server, username, password) in [
            ("vc.example.com", "https://vc.example.com", None, None),
            ("https://vc.example.com:8443/sdk", "https://vc.example.com:8443", None, None),
            ("root:pw@vc.example.com", "https://vc.example.com", Some("root"), Some("pw")),
            (
                "a@vsphere.local:p%40%2Fw:x@vc.example.com/sdk",
                "https://vc.example.com",
                Some("a@vsphere.local"),
                Some("p@/w:x"),
            ),
            ("http://root@[::1]:8989/sdk?x#y", "http://[::1]:8989", Some("root"), None),
            ("", "https://", None, None),
        ] {
            let read = GovcUrl::read(url).expect("a URL");
            let read_password = read.password.as_ref().map(ExposeSecret::expose_secret);
            assert_eq!(
                (read.server.as_str(), read.username.as_deref(), read_password),
                (server, username, password),
                "of {url:?}"
            );
        }
    }

    #[test]
    fn half_a_password_is_no_host() {
        for url in ["root:pa55/word@vc", "https://root:pa55?word@vc", "root:123#4@vc"] {
            let failure = GovcUrl::read(url).err().expect("the password ends too early").to_string();
            assert!(failure.contains("percent-encode") && !failure.contains("pa55"), "{failure}");
        }
    }
}
