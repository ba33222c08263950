//! Connects a command with the stored session or with a new one.

use std::error::Error as _;
use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;
use vcenter_iso::{ErrorKind, RootCertificates, SessionId, SingleLine, Vcenter, VcenterBuilder};
use vcenter_iso_simulator::Simulator;

use crate::arguments::ConnectionOptions;
use crate::config::settings::{Settings, Trust};
use crate::failure::{Failure, Interrupt};
use crate::files;
use crate::session::store::{SessionStore, StoredSession};
use crate::terminal::{Excerpt, Interrupts, report, waiting};

/// The time limit of a logout. By then, the results are known.
pub(crate) const LOGOUT_TIMEOUT: Duration = Duration::from_secs(10);

/// The number of retries of a logout while the server is unreachable or unavailable.
const LOGOUT_RETRIES: usize = 2;

/// Connects, runs the work, and logs out even if the work fails.
pub(crate) async fn with_vcenter<T>(
    options: &ConnectionOptions,
    interrupts: &mut Interrupts,
    work: impl AsyncFnOnce(&Vcenter, &Settings, &mut Interrupts) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let settings = settings(options, interrupts).await?;
    let simulator = if settings.is_simulator() { Some(simulator().await?) } else { None };
    let builder = builder(&settings, simulator.as_ref(), interrupts).await?;
    let (vcenter, stored) = connect(&settings, builder, interrupts).await?;
    let result = match interrupts.interrupted() {
        Some(interrupt) => Err(Failure::Interrupted(interrupt)),
        None => Box::pin(work(&vcenter, &settings, interrupts)).await,
    };
    if let Some((store, stored)) = stored {
        keep(&vcenter, &store, stored, interrupts).await;
    }
    log_out(&vcenter, interrupts).await;
    if let Some(simulator) = simulator {
        simulator.shutdown().await;
    }
    result
}

/// Returns the address of a server without the path of its API.
pub(crate) fn server(url: &str) -> &str {
    url.trim_end_matches("/api")
}

pub(crate) async fn settings(
    options: &ConnectionOptions,
    interrupts: &mut Interrupts,
) -> Result<Settings, Failure> {
    let options = options.clone();
    interrupts.blocking_or_interrupt(move || Settings::of(&options)).await
}

async fn simulator() -> Result<Simulator, Failure> {
    report::note("using the embedded simulator; no real virtual machine is changed");
    let started = Simulator::builder().start().await;
    started.map_err(|error| Failure::other("cannot start the embedded simulator", error))
}

/// Returns a builder with all settings except the credentials.
pub(crate) async fn builder(
    settings: &Settings,
    simulator: Option<&Simulator>,
    interrupts: &mut Interrupts,
) -> Result<VcenterBuilder, Failure> {
    let address = simulator.map_or(settings.server.as_str(), Simulator::url);
    let mut builder = Vcenter::builder(address)
        .timeout(*settings.timeout)
        .retry(settings.retry())
        .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
    if let Some(locale) = &settings.locale {
        builder = builder.locale(locale.as_str());
    }
    if let Some(password) = settings.password.given() {
        // Even for a command that does not send the password, because the server may know it.
        builder = builder.redact(password.clone());
    }
    let Trust { ca_certs, thumbprint, insecure } = &settings.trust;
    for file in ca_certs.iter().flat_map(|files| files.iter()) {
        let file = file.clone();
        builder = builder
            .add_root_certificates(&interrupts.blocking_or_interrupt(move || certificates(&file)).await?);
    }
    if let Some(thumbprint) = thumbprint {
        builder = builder.certificate_thumbprint(**thumbprint);
    }
    if let Some(source) = insecure {
        report::warning(&format!("{source}: the server certificate is not checked"));
        builder = builder.danger_accept_invalid_certificates(true);
    }
    Ok(builder)
}

/// Connects with the stored session if it is usable, and otherwise logs in.
async fn connect(
    settings: &Settings,
    builder: VcenterBuilder,
    interrupts: &mut Interrupts,
) -> Result<(Vcenter, Option<(SessionStore, StoredSession)>), Failure> {
    let server = builder.url()?;
    let store = SessionStore::of_this_user().ok().filter(|_| !settings.is_simulator());
    let stored = match store.as_ref().map(|store| store.find(&server, settings.username())) {
        None => None,
        Some(Err(failure @ Failure::Other(..))) => {
            let cause = failure.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            report::warning(&format!("{failure}{cause}"));
            None
        }
        Some(stored) => stored?,
    };
    let (Some(store), Some(stored)) = (store, stored) else {
        let user = settings.user()?;
        let password = settings.password.obtain(user, self::server(&server), interrupts).await?;
        return Ok((log_in(builder.credentials(user, password), interrupts).await?, None));
    };
    let mut with_session = builder.clone().session_id(stored.session.clone());
    if let Some(password) = settings.password.given() {
        with_session = with_session.credentials(&stored.username, password.clone());
    }
    let unattended = settings.password.unattended();
    if let Some(source) = unattended.clone() {
        // The session may end during the work.
        with_session = with_session.credentials_from(&stored.username, move || source.clone().obtain());
    }
    let vcenter = with_session.connect().await?;
    // A server can reject a session by mistake and leave it open, so a renewal must end it.
    vcenter.adopt_session();
    let checking = format!("checking the stored session at {}", self::server(&server));
    match interrupts.or_interrupt(waiting::shown(checking, vcenter.session_info())).await {
        Ok(_) => {
            if let Some(source) = unattended {
                source.begin_work();
            }
            Ok((vcenter, Some((store, stored))))
        }
        Err(Failure::Vcenter(error))
            if error.kind() == ErrorKind::Unauthenticated && settings.password.is_available() =>
        {
            // The session may have been renewed, and the server may have rejected the new one as well.
            log_out(&vcenter, interrupts).await;
            let password =
                settings.password.obtain(&stored.username, self::server(&server), interrupts).await?;
            let builder =
                builder.credentials(&stored.username, password).redact(stored.session.expose_secret());
            let vcenter = log_in(builder, interrupts).await?;
            Ok((vcenter, Some((store, stored))))
        }
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => {
            Err(expired(&stored.username, &server))
        }
        Err(failure) => {
            // The session may have been renewed before another failure.
            keep(&vcenter, &store, stored, interrupts).await;
            log_out(&vcenter, interrupts).await;
            Err(failure)
        }
    }
}

/// Returns the failure for a stored session that has expired.
pub(crate) fn expired(username: &str, server: &str) -> Failure {
    Failure::NoSession(format!("the session of {} at {server} has expired", SingleLine(username)))
}

pub(crate) async fn log_in(builder: VcenterBuilder, interrupts: &mut Interrupts) -> Result<Vcenter, Failure> {
    let logging_in = format!("logging in to {}", server(&builder.url()?));
    let login = waiting::shown(logging_in, builder.connect());
    let Some(vcenter) = interrupts.with_grace_period("login", login).await else {
        report::warning("login abandoned; if it succeeds, its session stays open until it expires");
        return Err(Failure::Interrupted(interrupts.interrupted().unwrap_or(Interrupt::Signal)));
    };
    Ok(vcenter?)
}

/// Keeps the session open for later commands. Stores a renewed session, unless another process has stored its
/// own: then `log_out` ends the renewed session.
async fn keep(vcenter: &Vcenter, store: &SessionStore, stored: StoredSession, interrupts: &mut Interrupts) {
    let same = |one: &SessionId, other: &SessionId| one.expose_secret() == other.expose_secret();
    let Some(session) = vcenter.release_session().filter(|session| !same(session, &stored.session)) else {
        return;
    };
    let replaced = async {
        let locked = store.lock(interrupts).await?;
        let found = locked.store.find(&stored.server, Some(&stored.username))?;
        let unchanged = found.is_some_and(|found| same(&found.session, &stored.session));
        if unchanged {
            locked.put(StoredSession { session, ..stored })?;
        }
        Ok::<_, Failure>(unchanged)
    };
    match replaced.await {
        Ok(true) => return,
        Ok(false) => {}
        Err(Failure::Interrupted(interrupt)) => {
            report::warning(&format!("{interrupt}: the new session is not stored"));
        }
        Err(failure) => report::warning(&format!("cannot store the new session: {failure}")),
    }
    vcenter.adopt_session();
}

pub(crate) async fn log_out(vcenter: &Vcenter, interrupts: &mut Interrupts) {
    let left_open = "the session stays open until it expires";
    let log_out = async {
        for attempt in 2..=LOGOUT_RETRIES + 1 {
            match vcenter.logout().await {
                Err(error) if matches!(error.kind(), ErrorKind::Connect | ErrorKind::Unavailable) => {
                    let attempts = LOGOUT_RETRIES + 1;
                    tracing::warn!(
                        target: "vcenter_iso",
                        %error, attempt, attempts,
                        "logging out again, attempt {attempt} of {attempts}"
                    );
                    tokio::time::sleep(LOGOUT_TIMEOUT / 20).await;
                }
                result => return result,
            }
        }
        vcenter.logout().await
    };
    let logging_out = format!("logging out of {}", server(vcenter.url()));
    let log_out = waiting::shown(logging_out, timeout(LOGOUT_TIMEOUT, log_out));
    match interrupts.with_grace_period("logout", log_out).await {
        Some(Ok(Ok(()))) => {}
        Some(Ok(Err(error))) => report::warning(&format!("{}; {left_open}", Excerpt(&error.to_string()))),
        Some(Err(_)) | None => report::warning(&format!("logout abandoned; {left_open}")),
    }
}

/// Reads certificates from a file, or from a pipe as in `--ca-cert <(command)`.
fn certificates(path: &Path) -> Result<RootCertificates, Failure> {
    // More than ten times the size of all public root certificates.
    const MAX_SIZE: u64 = 4 << 20;
    let bytes = files::read(path, MAX_SIZE).map_err(|error| {
        Failure::usage_caused_by(format!("certificates {}: cannot read the file", path.display()), error)
    })?;
    RootCertificates::parse(bytes)
        .map_err(|error| Failure::usage_caused_by(format!("certificates {}", path.display()), error))
}
