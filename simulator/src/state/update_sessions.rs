use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::inventory::LibraryFile;
use crate::state::clock::Clock;

/// The time without activity after which vCenter deletes a session.
const IDLE: Duration = Duration::from_secs(5 * 60);

/// The path of all uploads. The next segment is a secret: who knows it may upload the file.
pub(crate) const UPLOAD_PATH: &str = "/cls/data/";

/// The update sessions, by identifier: changes of the files of library items.
pub(crate) struct UpdateSessions {
    sessions: BTreeMap<String, UpdateSession>,
    clock: Arc<Clock>,
}

/// A change of the files of an item.
#[derive(Clone)]
pub(crate) struct UpdateSession {
    pub(crate) item: String,
    pub(crate) user: String,
    pub(crate) state: UpdateState,
    /// The reason of the state `ERROR`.
    pub(crate) error: Option<String>,
    /// Whether the session is to be applied as soon as all files are there.
    pub(crate) completing: bool,
    pub(crate) files: BTreeMap<String, NewFile>,
    /// The time of the last activity, on the clock of the simulator.
    used: Duration,
}

/// The state of an update session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UpdateState {
    Active,
    Done,
    Error,
    Canceled,
}

/// A file that a session adds or replaces.
#[derive(Clone)]
pub(crate) struct NewFile {
    /// The secret in the address of its upload.
    pub(crate) token: String,
    pub(crate) is_pull: bool,
    pub(crate) size: Option<u64>,
    pub(crate) checksum: Option<Checksum>,
    pub(crate) received: u64,
    pub(crate) status: TransferStatus,
    pub(crate) sha1: Option<String>,
    pub(crate) error: Option<String>,
}

/// A checksum that a file must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChecksumAlgorithm {
    Sha1,
    Sha256,
    Sha512,
}

/// The checksum that a client expects, in hexadecimal digits.
#[derive(Clone)]
pub(crate) struct Checksum {
    pub(crate) algorithm: ChecksumAlgorithm,
    pub(crate) digits: String,
}

/// The progress of the transfer of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum TransferStatus {
    WaitingForTransfer,
    Transferring,
    Validating,
    Ready,
    Error,
}

impl UpdateSessions {
    pub(crate) fn new(clock: Arc<Clock>) -> Self {
        Self { sessions: BTreeMap::new(), clock }
    }

    /// Opens a session, unless the item has an active one.
    pub(crate) fn open(&mut self, id: String, item: String, user: String) -> bool {
        self.remove_expired();
        if self.sessions.values().any(|session| session.item == item && session.state == UpdateState::Active)
        {
            return false;
        }
        let session = UpdateSession {
            item,
            user,
            state: UpdateState::Active,
            error: None,
            completing: false,
            files: BTreeMap::new(),
            used: self.clock.elapsed(),
        };
        self.sessions.insert(id, session);
        true
    }

    /// Returns a session.
    pub(crate) fn get(&mut self, id: &str) -> Option<&UpdateSession> {
        self.remove_expired();
        self.sessions.get(id)
    }

    /// Returns a session for a change, which counts as activity.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut UpdateSession> {
        self.remove_expired();
        let now = self.clock.elapsed();
        let session = self.sessions.get_mut(id)?;
        session.used = now;
        Some(session)
    }

    /// Returns the session and the name of the file with this token, for a change, which counts as activity.
    pub(crate) fn with_token(&mut self, token: &str) -> Option<(&mut UpdateSession, String)> {
        self.remove_expired();
        let now = self.clock.elapsed();
        self.sessions.values_mut().find_map(|session| {
            let (name, _) = session.files.iter().find(|(_, file)| file.token == token)?;
            let name = name.clone();
            session.used = now;
            Some((session, name))
        })
    }

    /// Returns the identifiers of a user's sessions.
    pub(crate) fn of_user(&mut self, user: &str, item: Option<&str>) -> Vec<String> {
        self.remove_expired();
        let matches =
            |session: &UpdateSession| session.user == user && item.is_none_or(|item| session.item == item);
        self.sessions.iter().filter(|(_, session)| matches(session)).map(|(id, _)| id.clone()).collect()
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.sessions.remove(id);
    }

    pub(crate) fn remove_of_item(&mut self, item: &str) {
        self.sessions.retain(|_, session| session.item != item);
    }

    pub(crate) fn clear(&mut self) {
        self.sessions.clear();
    }

    /// Returns the number of active sessions.
    pub(crate) fn active(&mut self) -> usize {
        self.remove_expired();
        self.sessions.values().filter(|session| session.state == UpdateState::Active).count()
    }

    /// Returns the time at which a session expires.
    pub(crate) fn expiration(&self, session: &UpdateSession) -> DateTime<Utc> {
        let rest = (session.used + IDLE).saturating_sub(self.clock.elapsed());
        let now = self.clock.utc();
        TimeDelta::from_std(rest).ok().and_then(|rest| now.checked_add_signed(rest)).unwrap_or(now)
    }

    fn remove_expired(&mut self) {
        let now = self.clock.elapsed();
        self.sessions.retain(|_, session| now.saturating_sub(session.used) < IDLE);
    }
}

impl UpdateSession {
    /// Ends a transfer: with the SHA-1 checksum of the file, or with the reason why it has failed.
    pub(crate) fn end_transfer(&mut self, name: &str, result: Result<String, String>) {
        let Some(file) = self.files.get_mut(name) else { return };
        match result {
            Ok(sha1) => {
                file.size = Some(file.received);
                file.sha1 = Some(sha1);
                file.status = TransferStatus::Ready;
            }
            Err(reason) => {
                file.status = TransferStatus::Error;
                file.error = Some(reason.clone());
                if self.state == UpdateState::Active {
                    self.state = UpdateState::Error;
                    self.error = Some(reason);
                }
            }
        }
    }

    /// Returns the first file that is not complete.
    pub(crate) fn missing(&self) -> Option<(&String, &NewFile)> {
        self.files.iter().find(|(_, file)| file.status != TransferStatus::Ready)
    }

    /// Returns the list of files of the item, with the changes of this session.
    pub(crate) fn applied_to(&self, files: &[LibraryFile]) -> Vec<LibraryFile> {
        let mut files = files.to_vec();
        for (name, new) in &self.files {
            let size = new.received;
            if let Some(file) = files.iter_mut().find(|file| file.name == *name) {
                file.size = size;
                file.id.clone_from(&new.token);
                file.sha1.clone_from(&new.sha1);
                file.version = file.version.saturating_add(1);
            } else {
                let sha1 = new.sha1.clone();
                files.push(LibraryFile { sha1, ..LibraryFile::new(name, &new.token, size) });
            }
        }
        files
    }
}
