//! Reads the environment variables of this command, and govc's variables where those are not set.

use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;

use crate::failure::Failure;
use crate::files;
use crate::terminal::report;

pub(crate) const PASSWORD: &str = "VCENTER_PASSWORD";
pub(crate) const GOVC_DATACENTER: &str = "GOVC_DATACENTER";

/// Variables of govc that select objects or a login, and that this command does not use.
const UNUSED: [&str; 7] = [
    "GOVC_VM",
    "GOVC_FOLDER",
    "GOVC_CLUSTER",
    "GOVC_HOST",
    "GOVC_RESOURCE_POOL",
    "GOVC_CERTIFICATE",
    "GOVC_PRIVATE_KEY",
];

/// Returns the value of a variable. An empty variable is not set.
pub(crate) fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if !value.is_empty() => Ok(Some(value)),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is not UTF-8 text"))),
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
    }
}

/// Returns the parsed value of a variable.
pub(crate) fn parsed<T>(
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, Failure> {
    let Some(text) = variable(name)? else { return Ok(None) };
    parse(&text).map(Some).map_err(|reason| Failure::usage(format!("{name}: {reason}")))
}

/// Returns the path in a variable. It need not be UTF-8.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    non_empty(name).map(PathBuf::from)
}

/// Returns the paths in a variable, separated as in `PATH`.
pub(crate) fn paths(name: &str) -> Vec<PathBuf> {
    non_empty(name).map(|value| env::split_paths(&value).collect()).unwrap_or_default()
}

fn non_empty(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the password in the environment.
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

/// Returns whether govc reads `GOVC_INSECURE` as true.
pub(crate) fn govc_insecure() -> Result<bool, Failure> {
    let value = variable("GOVC_INSECURE")?.unwrap_or_default();
    Ok(matches!(value.to_ascii_lowercase().as_str(), "1" | "true"))
}

/// Returns the user name or the password of govc. As in govc, the variable may contain the path of a file
/// with it.
pub(crate) fn govc_secret(name: &str) -> Result<Option<SecretString>, Failure> {
    // In bytes, much more than a user name or a password.
    const MAX_SIZE: u64 = 1 << 20;
    let Some(value) = variable(name)? else { return Ok(None) };
    match files::read_text(value.as_ref(), MAX_SIZE) {
        Ok(content) => Ok(Some(content.trim().into())),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::FileTooLarge | ErrorKind::InvalidData
            ) =>
        {
            // The value is probably a path, but it could be the secret: do not quote it.
            Err(Failure::usage_caused_by(format!("{name}: cannot read the file"), error))
        }
        Err(_) => Ok(Some(value.into())),
    }
}

/// Returns the name of the datacenter that govc would use. govc takes a path such as `/folder/dc-01` as well.
pub(crate) fn govc_datacenter() -> Result<Option<String>, Failure> {
    let name = |path: String| path.rsplit('/').find(|part| !part.is_empty()).map(str::to_owned);
    Ok(variable(GOVC_DATACENTER)?.and_then(name))
}

/// Notes which variables of govc are set and not used.
pub(crate) fn note_unused() {
    let set: Vec<_> = UNUSED.into_iter().filter(|name| non_empty(name).is_some()).collect();
    if !set.is_empty() {
        report::note(&format!("variables of govc that are not used: {}", set.join(", ")));
    }
}

/// The URL of govc. Scheme, user and password are optional; its path belongs to another API and is dropped.
pub(crate) struct GovcUrl {
    pub(crate) server: String,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<SecretString>,
}

impl GovcUrl {
    pub(crate) fn from_environment() -> Result<Option<Self>, Failure> {
        variable("GOVC_URL")?.map(|url| Self::parse(&url)).transpose()
    }

    fn parse(url: &str) -> Result<Self, Failure> {
        // The text before `://` may also be a user name and part of a password.
        let is_scheme = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let with_scheme = url.split_once("://").filter(|(scheme, _)| is_scheme(scheme));
        let (scheme, rest) = with_scheme.unwrap_or(("https", url));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if rest[authority.len()..].contains('@') {
            // A password with an unescaped character ends early, and its first half looks like a host.
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
    fn every_form_of_govcs_url_is_parsed() {
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
            let parsed = GovcUrl::parse(url).expect("a URL");
            let parsed_password = parsed.password.as_ref().map(ExposeSecret::expose_secret);
            assert_eq!(
                (parsed.server.as_str(), parsed.username.as_deref(), parsed_password),
                (server, username, password),
                "{url:?}"
            );
        }
    }

    #[test]
    fn a_password_with_an_unescaped_delimiter_is_rejected() {
        for url in ["root:pa55/word@vc", "https://root:pa55?word@vc", "root:123#4@vc", "root:pa55://word@vc"]
        {
            let failure = GovcUrl::parse(url).err().expect("an error").to_string();
            assert!(failure.contains("percent-encode") && !failure.contains("pa55"), "{failure}");
        }
    }
}
