use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use vcenter_iso::Thumbprint;

pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(120);
pub(crate) const DEFAULT_RETRIES: usize = 4;

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionOptions {
    /// Host name or URL of vCenter, or sim: for an embedded simulator [env: VCENTER_SERVER, GOVC_URL]
    #[arg(long, value_name = "HOST|URL", conflicts_with = "context")]
    pub(crate) server: Option<String>,

    /// Take server, user and more from a context of the configuration file [env: VCENTER_CONTEXT]
    #[arg(long, value_name = "NAME")]
    pub(crate) context: Option<String>,

    /// User name with its domain, e.g. user@vsphere.local [env: VCENTER_USERNAME, GOVC_USERNAME]
    #[arg(long, value_name = "NAME")]
    pub(crate) username: Option<String>,

    /// Read the password from the first line of stdin [env: VCENTER_PASSWORD, GOVC_PASSWORD]
    #[arg(long)]
    pub(crate) password_stdin: bool,

    /// Also trust the root certificates in a PEM or DER file [env: VCENTER_CA_CERT, GOVC_TLS_CA_CERTS]
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_cert: Option<PathBuf>,

    /// Trust only the certificate with this thumbprint [env: VCENTER_THUMBPRINT]
    #[arg(long, value_name = "SHA256", conflicts_with = "ca_cert")]
    pub(crate) thumbprint: Option<Thumbprint>,

    /// Accept any certificate, which can expose the password [env: VCENTER_INSECURE, GOVC_INSECURE]
    #[arg(long, conflicts_with_all = ["thumbprint", "ca_cert"])]
    pub(crate) insecure: bool,

    /// Time limit of each request, e.g. 90s or 5m; default 120s [env: VCENTER_TIMEOUT]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub(crate) timeout: Option<Duration>,

    /// Number of retries of a request after a failure that may pass; default 4
    #[arg(long, value_name = "N")]
    pub(crate) retries: Option<usize>,

    /// Language of the server's messages, e.g. de-DE [env: VCENTER_LOCALE]
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) locale: Option<String>,
}

pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    match duration_or_zero(text)? {
        Duration::ZERO => Err("expected a time longer than zero".to_owned()),
        duration => Ok(duration),
    }
}

pub(crate) fn duration_or_zero(text: &str) -> Result<Duration, String> {
    match humantime::parse_duration(text) {
        Ok(duration) => Ok(duration),
        Err(humantime::DurationError::NumberOverflow) => {
            Err("the time is too long; expected a time such as 90s or 5m".to_owned())
        }
        Err(_) => Err("expected a number with a unit, e.g. 90s or 5m".to_owned()),
    }
}
