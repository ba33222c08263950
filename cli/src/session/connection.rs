//! A connection for the time of a command: in the session that is kept, or in one of its own.

use std::error::Error as _;
use std::path::Path;
use std::time::Duration;

use vcenter_iso::{Builder, ErrorKind, SessionId, Vcenter};
use vcenter_iso_simulator::Simulator;

use crate::arguments;
use crate::config::settings::{Settings, Trust};
use crate::failure::Failure;
use crate::files;
use crate::session::store::{Kept, Sessions};
use crate::terminal::excerpt::Excerpt;
use crate::terminal::interrupt::Interrupts;
use crate::terminal::report;

/// How long logging out may take: the results are known by then.
pub(crate) const LOGOUT: Duration = Duration::from_secs(10);

/// How often logging out is repeated if the server cannot be reached, or has no time.
const LOGOUTS: usize = 2;

/// Does some work with a vCenter, and logs out however the work ends.
pub(crate) async fn with_vcenter<T>(
    arguments: &arguments::Connection,
    interrupts: &mut Interrupts,
    work: impl AsyncFnOnce(&Vcenter, &mut Interrupts) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let settings = settings(arguments, interrupts).await?;
    let simulator = if settings.is_simulator() { Some(simulator().await?) } else { None };
    let builder = builder(&settings, simulator.as_ref(), interrupts).await?;
    let (vcenter, kept) = connect(&settings, builder, interrupts).await?;
    let done =
        if interrupts.interrupted() { Err(Failure::Interrupted) } else { work(&vcenter, interrupts).await };
    if let Some((sessions, kept)) = kept {
        keep(&vcenter, &sessions, kept, interrupts).await;
    }
    log_out(&vcenter, interrupts).await;
    if let Some(simulator) = simulator {
        simulator.shutdown().await;
    }
    done
}

/// The settings; reading the files that they come from may take its time.
pub(crate) async fn settings(
    arguments: &arguments::Connection,
    interrupts: &mut Interrupts,
) -> Result<Settings, Failure> {
    let arguments = arguments.clone();
    interrupts.attentively(move || Settings::of(&arguments)).await
}

async fn simulator() -> Result<Simulator, Failure> {
    report::note("using the embedded simulator: no virtual machine is changed");
    let started = Simulator::builder().start().await;
    started.map_err(|error| Failure::other("the embedded simulator could not be started", error))
}

/// Everything that a connection needs, but for who logs in.
pub(crate) async fn builder(
    settings: &Settings,
    simulator: Option<&Simulator>,
    interrupts: &mut Interrupts,
) -> Result<Builder, Failure> {
    let address = simulator.map_or(settings.server.as_str(), Simulator::url);
    let mut builder = Vcenter::builder(address).timeout(settings.timeout).user_agent(concat!(
        env!("CARGO_PKG_NAME"),
        "/",
        env!("CARGO_PKG_VERSION")
    ));
    if let Some(locale) = &settings.locale {
        builder = builder.locale(locale);
    }
    let Trust { ca_certs, thumbprint, insecure } = &settings.trust;
    for file in ca_certs {
        let file = file.clone();
        builder = builder.add_root_certificates(interrupts.attentively(move || certificates(&file)).await?);
    }
    if let Some(thumbprint) = thumbprint {
        builder = builder.certificate_thumbprint(*thumbprint);
    }
    if let Some(source) = insecure {
        report::warning(&format!("{source}: the certificate of the server is not checked"));
        builder = builder.danger_accept_invalid_certificates(true);
    }
    Ok(builder)
}

/// Connects in the session that is kept, if there is one and it can be used, and otherwise logs in.
async fn connect(
    settings: &Settings,
    builder: Builder,
    interrupts: &mut Interrupts,
) -> Result<(Vcenter, Option<(Sessions, Kept)>), Failure> {
    let server = builder.url()?;
    let sessions = Sessions::of_this_user().ok().filter(|_| !settings.is_simulator());
    let kept = match sessions.as_ref().map(|sessions| sessions.find(&server, settings.username.as_deref())) {
        None => None,
        Some(Err(failure @ Failure::Other(..))) => {
            let cause = failure.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            report::warning(&format!("{failure}{cause}"));
            None
        }
        Some(kept) => kept?,
    };
    let (Some(sessions), Some(kept)) = (sessions, kept) else {
        let user = settings.user()?;
        let password = settings.password.obtain(user, interrupts).await?;
        return Ok((log_in(builder.credentials(user, password), interrupts).await?, None));
    };
    let mut adopting = builder.clone().session(kept.session.clone());
    if let Some(password) = settings.password.at_hand() {
        adopting = adopting.credentials(&kept.username, password.clone());
    }
    let vcenter = adopting.connect().await?;
    // A server that refuses it by mistake leaves it open: whoever replaces it has to end it.
    vcenter.take_over_session();
    match interrupts.promptly(vcenter.session()).await {
        Ok(_) => Ok((vcenter, Some((sessions, kept)))),
        Err(Failure::Vcenter(error))
            if error.kind() == ErrorKind::Unauthenticated && settings.password.can_be_had() =>
        {
            // It may have been renewed, and the new one refused as well.
            log_out(&vcenter, interrupts).await;
            let password = settings.password.obtain(&kept.username, interrupts).await?;
            let vcenter = log_in(builder.credentials(&kept.username, password), interrupts).await?;
            Ok((vcenter, Some((sessions, kept))))
        }
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => {
            Err(Failure::NoSession(format!("the session of {} at {server} is over", kept.username)))
        }
        Err(failure) => {
            // It may have been renewed before something else failed.
            keep(&vcenter, &sessions, kept, interrupts).await;
            log_out(&vcenter, interrupts).await;
            Err(failure)
        }
    }
}

pub(crate) async fn log_in(builder: Builder, interrupts: &mut Interrupts) -> Result<Vcenter, Failure> {
    let Some(vcenter) = interrupts.patiently("login", builder.connect()).await else {
        report::warning("the login was given up: if it succeeds, its session stays open until it expires");
        return Err(Failure::Interrupted);
    };
    Ok(vcenter?)
}

/// Leaves the session to the calls that follow. One that took the place of an expired one is kept in its stead, unless
/// another call has done the same: then it is this call's to end.
async fn keep(vcenter: &Vcenter, sessions: &Sessions, kept: Kept, interrupts: &mut Interrupts) {
    let same = |one: &SessionId, other: &SessionId| one.expose_secret() == other.expose_secret();
    let Some(session) = vcenter.hand_over_session().filter(|session| !same(session, &kept.session)) else {
        return;
    };
    let kept_now = async {
        let locked = sessions.lock(interrupts).await?;
        let found = locked.find(&kept.server, Some(&kept.username))?;
        let unchanged = found.is_some_and(|found| same(&found.session, &kept.session));
        if unchanged {
            locked.keep(Kept { session, ..kept })?;
        }
        Ok::<_, Failure>(unchanged)
    };
    match kept_now.await {
        Ok(true) => return,
        Ok(false) => {}
        Err(Failure::Interrupted) => report::warning("interrupted: the new session is not kept"),
        Err(failure) => report::warning(&format!("the new session cannot be kept: {failure}")),
    }
    vcenter.take_over_session();
}

pub(crate) async fn log_out(vcenter: &Vcenter, interrupts: &mut Interrupts) {
    let left_open = "the session stays open until it expires";
    let log_out = async {
        for _ in 0..LOGOUTS {
            match vcenter.logout().await {
                Err(error) if matches!(error.kind(), ErrorKind::Connect | ErrorKind::Unavailable) => {
                    tokio::time::sleep(LOGOUT / 20).await;
                }
                done => return done,
            }
        }
        vcenter.logout().await
    };
    match interrupts.stubbornly("logout", LOGOUT, log_out).await {
        Some(Ok(())) => {}
        Some(Err(error)) => report::warning(&format!("{}; {left_open}", Excerpt(&error.to_string()))),
        None => report::warning(&format!("logout given up; {left_open}")),
    }
}

/// A file of certificates; it may be a pipe, as in `--ca-cert <(command)`.
fn certificates(path: &Path) -> Result<Vec<u8>, Failure> {
    // The certificates of all public authorities together take less than a tenth of this.
    const LONGEST: u64 = 4 << 20;
    files::read(path, LONGEST).map_err(|error| {
        Failure::Usage(
            format!("certificates {}: the file cannot be read", path.display()),
            Some(error.into()),
        )
    })
}
