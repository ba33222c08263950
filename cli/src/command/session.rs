use std::io::{IsTerminal as _, stderr, stdin};

use schemars::JsonSchema;
use serde::Serialize;
use vcenter_iso::{ErrorKind, SingleLine, VcenterBuilder};

use crate::arguments::{self, ConnectionOptions};
use crate::command::context;
use crate::config::configuration::Configuration;
use crate::config::settings::Settings;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Cell, Column, Printer, Record};
use crate::session::connection::{self, LOGOUT_TIMEOUT, builder, expired};
use crate::session::store::{SessionStore, StoredSession};
use crate::terminal::{Interrupts, question, report, screen, waiting};

/// A stored session
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SessionRecord {
    /// The URL of the API
    server: String,
    /// The user name
    user: String,
    /// The time of the login (RFC 3339); null if the server was not asked
    created_time: Option<String>,
    /// The time of the last use (RFC 3339); null if the server was not asked
    last_accessed_time: Option<String>,
    /// The contexts with this server, and with this user or none
    contexts: Vec<String>,
}

impl Record for SessionRecord {
    const COLUMNS: &'static [Column] = &[
        Column::new("SERVER"),
        Column::new("USER"),
        Column::new("CREATED").minor(),
        Column::new("LAST USED").minor(),
        Column::new("CONTEXTS").minor(),
    ];

    fn rows(&self) -> Vec<Vec<Cell>> {
        vec![vec![
            Cell::new(&self.server),
            Cell::new(&self.user),
            Cell::or_none(self.created_time.as_ref()),
            Cell::or_none(self.last_accessed_time.as_ref()),
            Cell::new(self.contexts.join(",")),
        ]]
    }

    fn name(&self) -> Cell {
        Cell::new(&self.server)
    }
}

/// Logs in, stores the session, and saves the settings as a context if the user wants that.
pub(crate) async fn log_in(
    arguments: arguments::LoginArgs,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let settings = settings(&arguments.connection, &mut interrupts).await?;
    store_login(&settings, &mut interrupts).await?;
    let name = match arguments.save_context {
        Some(name) => Some(name),
        // The environment and a context name the server to later commands as well.
        None if arguments.connection.server.is_some() => offered_name(&settings, &mut interrupts).await?,
        None => None,
    };
    if let Some(name) = name {
        context::save(&name, &settings, &mut interrupts).await?;
    }
    Ok(Exit::Done)
}

/// Asks for the name of a context to save the settings as, if the server has none and the user can be asked. Returns
/// `None` if the user enters none.
async fn offered_name(settings: &Settings, interrupts: &mut Interrupts) -> Result<Option<String>, Failure> {
    // An invalid configuration is reported when it is needed.
    let has_context =
        || Configuration::read().is_ok_and(|known| !known.contexts_of(&settings.server).is_empty());
    let can_ask = stdin().is_terminal() && stderr().is_terminal() && !screen::is_quiet();
    if !can_ask || has_context() {
        return Ok(None);
    }
    let question = "Save these settings as a context, so that later commands find them? Name (empty: no):";
    let name = question::ask(question.to_owned(), interrupts).await?;
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// Logs in and stores the session, unless a usable session is stored already.
async fn store_login(settings: &Settings, interrupts: &mut Interrupts) -> Result<(), Failure> {
    let builder = builder(settings, None, interrupts).await?;
    let server = builder.url()?;
    let store = SessionStore::of_this_user()?;
    let already = |stored: &StoredSession| {
        report::note(&format!("already logged in to {server} as {}", SingleLine(&stored.username)));
        Ok(())
    };
    if let Some(stored) = store.find(&server, settings.username())?
        && is_usable(&builder, &stored, interrupts).await?
    {
        return already(&stored);
    }
    let user = settings.user()?;
    let password = settings.password.obtain(user, connection::server(&server), interrupts).await?;
    // From here on, another `login` waits, and then finds the session that this one stores.
    let locked = store.lock(interrupts).await?;
    let replaced = locked.store.find(&server, Some(user))?;
    if let Some(stored) = &replaced
        && is_usable(&builder, stored, interrupts).await?
    {
        return already(stored);
    }
    let mut login = builder.clone().credentials(user, password);
    if let Some(stored) = &replaced {
        login = login.redact(stored.session.expose_secret());
    }
    let vcenter = connection::log_in(login, interrupts).await?;
    let stored = match vcenter.release_session() {
        Some(session) => {
            locked.put(StoredSession { server: server.clone(), username: user.to_owned(), session })
        }
        None => Ok(()),
    };
    if stored.is_err() {
        vcenter.adopt_session();
    }
    connection::log_out(&vcenter, interrupts).await;
    stored?;
    if let Some(stored) = replaced {
        // A server that rejects a session by mistake leaves it open, and the file no longer contains it.
        let vcenter = builder.session_id(stored.session).connect().await?;
        vcenter.adopt_session();
        connection::log_out(&vcenter, interrupts).await;
    }
    report::note(&format!("logged in to {server} as {}", SingleLine(user)));
    Ok(())
}

/// Returns whether the server still accepts a stored session.
async fn is_usable(
    builder: &VcenterBuilder,
    stored: &StoredSession,
    interrupts: &mut Interrupts,
) -> Result<bool, Failure> {
    let vcenter = builder.clone().session_id(stored.session.clone()).connect().await?;
    let checking = format!("checking the stored session at {}", connection::server(&stored.server));
    match interrupts.or_interrupt(waiting::shown(checking, vcenter.session_info())).await {
        Ok(_) => Ok(true),
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => Ok(false),
        Err(failure) => Err(failure),
    }
}

/// Ends the stored session.
pub(crate) async fn log_out(options: ConnectionOptions, mut interrupts: Interrupts) -> Result<Exit, Failure> {
    let interrupts = &mut interrupts;
    let settings = settings(&options, interrupts).await?;
    let builder = builder(&settings, None, interrupts).await?;
    let server = builder.url()?;
    let store = SessionStore::of_this_user()?;
    let username = settings.username();
    // Without a session, the lock is unnecessary.
    let stored = match store.find(&server, username)? {
        Some(_) => {
            let locked = store.lock(interrupts).await?;
            // Another process may have ended or replaced the session.
            locked.store.find(&server, username)?.map(|stored| (locked, stored))
        }
        None => None,
    };
    let Some((locked, stored)) = stored else {
        report::note(&format!("no session is stored for {server}"));
        return Ok(Exit::Done);
    };
    let vcenter = builder.session_id(stored.session).connect().await?;
    vcenter.adopt_session();
    // The session stays in the file until it has ended, so that the user can log out again.
    let logging_out = format!("logging out of {}", connection::server(&server));
    let logout = waiting::shown(logging_out, tokio::time::timeout(LOGOUT_TIMEOUT, vcenter.logout()));
    let Some(Ok(result)) = interrupts.with_grace_period("logout", logout).await else {
        let cause = "the response was not awaited; log out again";
        return Err(Failure::other("logout outcome unknown", cause));
    };
    result?;
    locked.remove(&server, &stored.username)?;
    report::note(&format!("logged out {} at {server}", SingleLine(&stored.username)));
    Ok(Exit::Done)
}

/// Shows the stored session.
pub(crate) async fn show(
    arguments: arguments::SessionArgs,
    mut interrupts: Interrupts,
) -> Result<Exit, Failure> {
    let printer = Printer::new(&arguments.output)?;
    if arguments.all {
        return printer.print_all(all_sessions()?, &mut interrupts).await;
    }
    let settings = settings(&arguments.connection, &mut interrupts).await?;
    let builder = builder(&settings, None, &mut interrupts).await?;
    let server = builder.url()?;
    let username = settings.username();
    let stored = SessionStore::of_this_user()?.find(&server, username)?.ok_or_else(|| {
        let of = username.map(|user| format!(" of {}", SingleLine(user))).unwrap_or_default();
        Failure::NoSession(format!("no session{of} is stored for {server}"))
    })?;
    let vcenter = builder.session_id(stored.session).connect().await?;
    let reading = format!("reading the stored session at {}", connection::server(&server));
    let info = match interrupts.or_interrupt(waiting::shown(reading, vcenter.session_info())).await {
        Err(Failure::Vcenter(error)) if error.kind() == ErrorKind::Unauthenticated => {
            return Err(expired(&stored.username, &server));
        }
        info => info?,
    };
    let session = SessionRecord {
        contexts: contexts_of(&server, &info.user),
        server,
        user: info.user,
        created_time: Some(info.created_time.to_rfc3339()),
        last_accessed_time: Some(info.last_accessed_time.to_rfc3339()),
    };
    printer.print_all([session], &mut interrupts).await
}

fn all_sessions() -> Result<Vec<SessionRecord>, Failure> {
    let mut stored = SessionStore::of_this_user()?.read()?;
    stored.sort_by(|one, other| (&one.server, &one.username).cmp(&(&other.server, &other.username)));
    if stored.is_empty() {
        report::note("no session is stored");
    }
    let record = |stored: StoredSession| SessionRecord {
        contexts: contexts_of(&stored.server, &stored.username),
        server: stored.server,
        user: stored.username,
        created_time: None,
        last_accessed_time: None,
    };
    Ok(stored.into_iter().map(record).collect())
}

/// Returns the names of the contexts with this server, and with this user or none.
fn contexts_of(server: &str, user: &str) -> Vec<String> {
    // A session does not need the configuration, which may be invalid.
    let known = Configuration::read().unwrap_or_default();
    let of_server = known.contexts_of(server).into_iter();
    let of_user = of_server.filter(|(_, context)| {
        context.username.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(user))
    });
    of_user.map(|(name, _)| name.to_owned()).collect()
}

async fn settings(options: &ConnectionOptions, interrupts: &mut Interrupts) -> Result<Settings, Failure> {
    let settings = connection::settings(options, interrupts).await?;
    if settings.is_simulator() {
        return Err(Failure::usage(
            "the embedded simulator and its sessions end with the command: use `vcenter-iso simulate`",
        ));
    }
    Ok(settings)
}
