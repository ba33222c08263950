//! The file in which `login` keeps sessions from call to call.

use std::fs::{DirBuilder, File, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize, Serializer};
use vcenter_iso::SessionId;

use crate::failure::Failure;
use crate::files;
use crate::files::directory;
use crate::files::ownership::{self, Access};
use crate::terminal::interrupt::Interrupts;

/// How long to wait for another process that changes the file: more than a login takes with the usual timeout.
const LOCK: Duration = Duration::from_secs(300);
/// Many more sessions than one vCenter allows a user.
const LONGEST: u64 = 4 << 20;

/// The file, which may not be there yet.
#[derive(Debug, Clone)]
pub(crate) struct Sessions {
    directory: PathBuf,
}

/// A session that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The URL of the API.
    pub(crate) server: String,
    pub(crate) username: String,
    #[serde(serialize_with = "exposed")]
    pub(crate) session: SessionId,
}

fn exposed<S: Serializer>(session: &SessionId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(session.expose_secret())
}

impl Kept {
    fn is_of(&self, server: &str, username: &str) -> bool {
        self.server == server && self.username.eq_ignore_ascii_case(username)
    }
}

impl Sessions {
    pub(crate) fn of_this_user() -> Result<Self, Failure> {
        let directory = directory::state()
            .ok_or_else(|| Failure::usage("there is no place for sessions: set HOME or XDG_STATE_HOME"))?;
        Ok(Self { directory })
    }

    /// The session of a user of a server; without a user name that of the only one.
    pub(crate) fn find(&self, server: &str, username: Option<&str>) -> Result<Option<Kept>, Failure> {
        let mut kept: Vec<_> = self.read()?.into_iter().filter(|kept| kept.server == server).collect();
        if let Some(username) = username {
            kept.retain(|kept| kept.is_of(server, username));
        }
        match kept.len() {
            0 | 1 => Ok(kept.pop()),
            count => {
                Err(Failure::usage(format!("{count} users have a session for {server}: pass --username")))
            }
        }
    }

    /// Locks the file, so that no other process changes it until the lock is dropped.
    pub(crate) async fn lock(&self, interrupts: &mut Interrupts) -> Result<Locked, Failure> {
        let path = self.directory.join("sessions.lock");
        let cannot = |error: io::Error| {
            Failure::Usage(format!("{}: the file cannot be locked", path.display()), Some(error.into()))
        };
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&self.directory).map_err(cannot)?;
        // Any user who can open the file can hold the lock, even to read it alone.
        #[cfg(unix)]
        File::open(&self.directory)
            .and_then(|directory| ownership::make_private(&directory))
            .map_err(cannot)?;
        ownership::check_directory(&self.directory, &path)?;
        let file = files::open_lock(&path).map_err(cannot)?;
        ownership::check_owner(&path, &file)?;
        #[cfg(unix)]
        ownership::make_private(&file).map_err(cannot)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Locked { sessions: self.clone(), _file: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() < LOCK => {
                    tokio::select! {
                        () = interrupts.next() => return Err(Failure::Interrupted),
                        () = tokio::time::sleep(Duration::from_millis(20)) => {}
                    }
                }
                Err(TryLockError::WouldBlock) => {
                    let what =
                        format!("{}: another vcenter-iso has held the lock for too long", path.display());
                    return Err(Failure::usage(what));
                }
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.join("sessions.json")
    }

    /// What is kept: [`Failure::Other`] if the file cannot be read, which is no reason not to log in.
    fn read(&self) -> Result<Vec<Kept>, Failure> {
        let path = self.path();
        let unreadable = |error: io::Error| {
            Failure::other(format!("{}: the sessions that are kept cannot be read", path.display()), error)
        };
        let file = match files::open(&path) {
            Ok(file) => file,
            // Nor is it there if what should be its directory is something else.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(unreadable(error)),
        };
        // A user who can read the file can use its sessions.
        ownership::check_file(&path, &file, Access::None)?;
        ownership::check_directory(&self.directory, &path)?;
        let text = files::text_of(file, LONGEST).map_err(unreadable)?;
        serde_json::from_str(&text).map_err(|error| {
            let what =
                format!("{}: this is no list of sessions; remove it, and log in again", path.display());
            // The position alone: a message may quote what it met.
            let place = format!("line {}, column {}", error.line(), error.column());
            Failure::Usage(what, Some(place.into()))
        })
    }
}

/// The file, for the one who may change it.
#[derive(Debug)]
pub(crate) struct Locked {
    sessions: Sessions,
    _file: File,
}

impl Locked {
    pub(crate) fn find(&self, server: &str, username: Option<&str>) -> Result<Option<Kept>, Failure> {
        self.sessions.find(server, username)
    }

    /// Keeps a session, in place of an older one of the same user.
    pub(crate) fn keep(&self, session: Kept) -> Result<(), Failure> {
        let mut all = self.sessions.read()?;
        all.retain(|kept| !kept.is_of(&session.server, &session.username));
        all.push(session);
        self.replace(&all)
    }

    pub(crate) fn forget(&self, server: &str, username: &str) -> Result<(), Failure> {
        let mut all = self.sessions.read()?;
        all.retain(|kept| !kept.is_of(server, username));
        self.replace(&all)
    }

    fn replace(&self, all: &[Kept]) -> Result<(), Failure> {
        let path = self.sessions.path();
        let written = || -> io::Result<()> {
            // It is made with mode 0600, and takes the place of the old one as a whole.
            let mut file = tempfile::NamedTempFile::new_in(&self.sessions.directory)?;
            file.write_all(&serde_json::to_vec_pretty(all)?)?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        written()
            .map_err(|error| Failure::other(format!("{}: the file cannot be written", path.display()), error))
    }
}
