//! The file of known hosts of govc: lines with `host:port` and a thumbprint.

use std::path::Path;

use vcenter_iso::{Thumbprint, Vcenter};

use crate::config::environment::paths;
use crate::failure::Failure;
use crate::files;
use crate::terminal::report;

pub(crate) const VARIABLE: &str = "GOVC_TLS_KNOWN_HOSTS";

/// The number of hexadecimal digits of a SHA-1 thumbprint.
const SHA1_DIGITS: usize = 40;

/// Returns the thumbprint of the server in the files that the environment names.
///
/// Warns about a SHA-1 thumbprint, which does not identify a certificate reliably.
pub(crate) fn thumbprint(server: &str) -> Result<Option<Thumbprint>, Failure> {
    let Ok(url) = Vcenter::builder(server).url() else { return Ok(None) };
    let host = host_and_port(&url);
    for file in paths(VARIABLE) {
        if let Some(thumbprint) = in_file(&file, &host)? {
            return Ok(Some(thumbprint));
        }
    }
    Ok(None)
}

fn in_file(file: &Path, host: &str) -> Result<Option<Thumbprint>, Failure> {
    // Hundreds of thousands of lines.
    const MAX_SIZE: u64 = 16 << 20;
    let what = || format!("{VARIABLE}: {}", file.display());
    let text = files::read_text(file, MAX_SIZE).map_err(|error| Failure::usage_caused_by(what(), error))?;
    // As in govc, the last line of a host counts.
    for (index, line) in text.lines().enumerate().collect::<Vec<_>>().into_iter().rev() {
        let Some((name, thumbprint)) = line.trim().split_once(char::is_whitespace) else { continue };
        let is_host = name.eq_ignore_ascii_case(host) || format!("{name}:443").eq_ignore_ascii_case(host);
        if !is_host {
            continue;
        }
        if thumbprint.chars().filter(char::is_ascii_hexdigit).count() == SHA1_DIGITS {
            report::warning(&format!(
                "{}: the thumbprint of {host} is SHA-1 and not used; `vcenter-iso certificate` shows the SHA-256 one",
                what()
            ));
            return Ok(None);
        }
        let line = index + 1;
        return thumbprint
            .parse()
            .map(Some)
            .map_err(|error| Failure::usage_caused_by(format!("{}, line {line}", what()), error));
    }
    Ok(None)
}

/// Returns host and port of the URL of a server, as the file has them.
pub(crate) fn host_and_port(url: &str) -> String {
    let authority = url.trim_end_matches("/api").trim_start_matches("https://");
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
    if has_port { authority.to_owned() } else { format!("{authority}:443") }
}
