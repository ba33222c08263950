//! The file in which `login` stores sessions.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize, Serializer};
use tokio::time::timeout;
use vcenter_iso::SessionId;

use crate::failure::Failure;
use crate::files;
use crate::files::directory;
use crate::files::lock::LockFile;
use crate::files::ownership::{self, Access};
use crate::terminal::{Interrupts, waiting};

/// The time to wait for another process that changes the file. It exceeds a login with the default timeout.
const LOCK_TIMEOUT: Duration = Duration::from_secs(300);
/// The size limit in bytes, for many more sessions than vCenter allows one user.
const MAX_SIZE: u64 = 4 << 20;

/// The session file, which may not exist.
#[derive(Debug, Clone)]
pub(crate) struct SessionStore {
    directory: PathBuf,
}

/// A session in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredSession {
    /// The URL of the API.
    pub(crate) server: String,
    pub(crate) username: String,
    #[serde(serialize_with = "exposed")]
    pub(crate) session: SessionId,
}

fn exposed<S: Serializer>(session: &SessionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(session.expose_secret())
}

impl StoredSession {
    fn is_of(&self, server: &str, username: &str) -> bool {
        self.server == server && self.username.eq_ignore_ascii_case(username)
    }
}

impl SessionStore {
    pub(crate) fn of_this_user() -> Result<Self, Failure> {
        let directory = directory::state()
            .ok_or_else(|| Failure::usage("no directory for sessions: set HOME or XDG_STATE_HOME"))?;
        Ok(Self { directory })
    }

    /// Returns the session of a user at a server. Without a user name, several sessions are an error.
    pub(crate) fn find(
        &self,
        server: &str,
        username: Option<&str>,
    ) -> Result<Option<StoredSession>, Failure> {
        let mut found: Vec<_> = self.read()?.into_iter().filter(|stored| stored.server == server).collect();
        if let Some(username) = username {
            found.retain(|stored| stored.is_of(server, username));
        }
        match found.len() {
            0 | 1 => Ok(found.pop()),
            count => {
                Err(Failure::usage(format!("{count} users have a session at {server}: pass --username")))
            }
        }
    }

    /// Locks the file against changes by other processes until the lock is dropped.
    pub(crate) async fn lock(&self, interrupts: &mut Interrupts) -> Result<LockedStore, Failure> {
        let file = LockFile::open(&self.directory, "sessions.lock")?;
        let locked = async {
            timeout(LOCK_TIMEOUT, file.lock()).await.unwrap_or_else(|_| {
                let what = format!("{}: another process holds the lock", file.path().display());
                Err(Failure::usage(what))
            })
        };
        let what = "another run of vcenter-iso changes the stored sessions";
        interrupts.or_interrupt(waiting::shown(what, locked)).await?;
        Ok(LockedStore { store: self.clone(), _file: file })
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.join("sessions.json")
    }

    /// Reads the sessions. An unreadable file is a [`Failure::Other`]: a login is still possible.
    pub(crate) fn read(&self) -> Result<Vec<StoredSession>, Failure> {
        let path = self.path();
        let unreadable = |error: io::Error| {
            Failure::other(format!("{}: cannot read the stored sessions", path.display()), error)
        };
        let file = match files::open(&path) {
            Ok(file) => file,
            // `NotADirectory`: a parent of the file is not a directory.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(unreadable(error)),
        };
        // A user who can read the file can use its sessions.
        ownership::check_file(&path, &file, Access::None)?;
        ownership::check_directory(&self.directory, &path)?;
        let text = files::text_of(file, MAX_SIZE).map_err(unreadable)?;
        // A full disk can leave an empty file; it contains no session that could stay open.
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(&text).map_err(|error| {
            let what = format!("{}: invalid session file; remove it and log in again", path.display());
            // The message may quote a secret, so keep only the position.
            let position = format!("line {}, column {}", error.line(), error.column());
            Failure::usage_caused_by(what, position)
        })
    }
}

/// The locked file.
#[derive(Debug)]
pub(crate) struct LockedStore {
    pub(crate) store: SessionStore,
    _file: LockFile,
}

impl LockedStore {
    /// Stores a session in place of an older one of the same user.
    pub(crate) fn put(&self, session: StoredSession) -> Result<(), Failure> {
        let mut all = self.store.read()?;
        all.retain(|stored| !stored.is_of(&session.server, &session.username));
        all.push(session);
        self.replace(&all)
    }

    pub(crate) fn remove(&self, server: &str, username: &str) -> Result<(), Failure> {
        let mut all = self.store.read()?;
        all.retain(|stored| !stored.is_of(server, username));
        self.replace(&all)
    }

    fn replace(&self, all: &[StoredSession]) -> Result<(), Failure> {
        let path = self.store.path();
        let write = || files::replace_private(&path, &serde_json::to_vec_pretty(all)?);
        write().map_err(|error| Failure::other(format!("{}: cannot write the file", path.display()), error))
    }
}
