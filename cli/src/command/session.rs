//! The session that is kept from call to call.

use serde::Serialize;
use vcenter_iso::{Builder, ErrorKind, OneLine};

use crate::arguments;
use crate::config::settings::Settings;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Printer, Record, ended};
use crate::session::connection::{self, LOGOUT, builder, log_in, log_out};
use crate::session::store::{Kept, Sessions};
use crate::terminal::interrupt::Interrupts;
use crate::terminal::report;

/// What `session` prints.
#[derive(Debug, Serialize)]
struct Session {
    server: String,
    user: String,
    created_time: String,
    last_accessed_time: String,
}

impl Record for Session {
    const COLUMNS: &'static [&'static str] = &["SERVER", "USER", "CREATED", "LAST USED"];

    fn rows(&self) -> Vec<Vec<Cell>> {
        let cells = [&self.server, &self.user, &self.created_time, &self.last_accessed_time];
        vec![cells.map(Cell::new).to_vec()]
    }
}

/// Logs in and keeps the session, unless one that lasts is kept already.
pub(crate) async fn log_in_and_keep(
    arguments: arguments::Login,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let interrupts = &mut interrupts;
    let settings = settings(&arguments.connection, interrupts).await?;
    let builder = builder(&settings, None, interrupts).await?;
    let server = builder.url()?;
    let sessions = Sessions::of_this_user()?;
    let already = |kept: &Kept| {
        report::note(&format!("logged in to {server} as {} already", OneLine(&kept.username)));
        Ok(Exit::Done)
    };
    if let Some(kept) = sessions.find(&server, settings.username.as_deref())?
        && lasts(&builder, &kept, interrupts).await?
    {
        return already(&kept);
    }
    let user = settings.user()?;
    if arguments.dry_run {
        report::note(&format!("would log in to {server} as {}", OneLine(user)));
        return Ok(Exit::Done);
    }
    let password = settings.password.obtain(user, interrupts).await?;
    // From here on another `login` waits, and finds the session that this one keeps.
    let locked = sessions.lock(interrupts).await?;
    if let Some(kept) = locked.find(&server, Some(user))?
        && lasts(&builder, &kept, interrupts).await?
    {
        return already(&kept);
    }
    let vcenter = log_in(builder.credentials(user, password), interrupts).await?;
    let kept = match vcenter.hand_over_session() {
        Some(session) => locked.keep(Kept { server: server.clone(), username: user.to_owned(), session }),
        None => Ok(()),
    };
    if kept.is_err() {
        vcenter.take_over_session();
    }
    log_out(&vcenter, interrupts).await;
    kept?;
    report::note(&format!("logged in to {server} as {}", OneLine(user)));
    Ok(Exit::Done)
}

/// Whether a session that is kept is not over.
async fn lasts(builder: &Builder, kept: &Kept, interrupts: &mut Interrupts) -> Result<bool, Failure> {
    let vcenter = builder.clone().session(kept.session.clone()).connect().await?;
    match interrupts.promptly(vcenter.session()).await {
        Ok(_) => Ok(true),
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Ends the session that is kept.
pub(crate) async fn end(arguments: arguments::Login, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let interrupts = &mut interrupts;
    let settings = settings(&arguments.connection, interrupts).await?;
    let builder = builder(&settings, None, interrupts).await?;
    let server = builder.url()?;
    let sessions = Sessions::of_this_user()?;
    let none = || {
        // As with an image that is not mounted, there is nothing to take off.
        report::note(&format!("no session is kept for {server}"));
        Ok(Exit::Done)
    };
    let username = settings.username.as_deref();
    let Some(kept) = sessions.find(&server, username)? else { return none() };
    if arguments.dry_run {
        report::note(&format!("would end the session of {} at {server}", OneLine(&kept.username)));
        return Ok(Exit::Done);
    }
    let locked = sessions.lock(interrupts).await?;
    // Another call may have ended or replaced it meanwhile.
    let Some(kept) = locked.find(&server, username)? else { return none() };
    let vcenter = builder.session(kept.session).connect().await?;
    vcenter.take_over_session();
    // It stays in the file until it is over, so that logging out can be tried again.
    let Some(done) = interrupts.stubbornly("logout", LOGOUT, vcenter.logout()).await else {
        let cause = "its answer was not waited for; log out again";
        return Err(Failure::other("it is unknown whether the session was ended", cause));
    };
    done?;
    locked.forget(&server, &kept.username)?;
    report::note(&format!("logged out {} at {server}", OneLine(&kept.username)));
    Ok(Exit::Done)
}

/// Shows the session that is kept.
pub(crate) async fn show(arguments: arguments::Session, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let settings = settings(&arguments.connection, &mut interrupts).await?;
    let builder = builder(&settings, None, &mut interrupts).await?;
    let server = builder.url()?;
    let kept = find(&Sessions::of_this_user()?, &server, &settings)?;
    let vcenter = builder.session(kept.session).connect().await?;
    let info = match interrupts.promptly(vcenter.session()).await {
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => {
            let user = OneLine(&kept.username);
            return Err(Failure::NoSession(format!("the session of {user} at {server} is over")));
        }
        info => info?,
    };
    let mut printer = Printer::new(arguments.output.format);
    let session = Session {
        server,
        user: info.user,
        created_time: info.created_time.to_rfc3339(),
        last_accessed_time: info.last_accessed_time.to_rfc3339(),
    };
    printer.print(0, session)?;
    ended(printer.finish(&mut interrupts).await, false, Exit::Done)
}

async fn settings(
    arguments: &arguments::Connection,
    interrupts: &mut Interrupts,
) -> Result<Settings, Failure> {
    let settings = connection::settings(arguments, interrupts).await?;
    if settings.is_simulator() {
        return Err(Failure::usage(
            "the embedded simulator ends with the command, and its sessions with it: see `vcenter-iso simulate`",
        ));
    }
    Ok(settings)
}

fn find(sessions: &Sessions, server: &str, settings: &Settings) -> Result<Kept, Failure> {
    let kept = sessions.find(server, settings.username.as_deref())?;
    kept.ok_or_else(|| {
        let of = settings.username.as_ref().map(|user| format!(" of {}", OneLine(user))).unwrap_or_default();
        Failure::NoSession(format!("no session{of} is kept for {server}"))
    })
}
