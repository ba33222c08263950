//! The state of a running simulator.

mod clock;
mod exchange;
mod requests;
mod sessions;
mod update_sessions;
mod uuid;
mod vcenter;

pub use self::exchange::Exchange;
pub use self::requests::ReceivedRequest;

pub(crate) use self::exchange::Observers;
pub(crate) use self::sessions::{Refusal, SESSION_ID, Session, SessionLimits};
pub(crate) use self::update_sessions::{
    Checksum, ChecksumAlgorithm, NewFile, TransferStatus, UPLOAD_PATH, UpdateSession, UpdateState,
};
pub(crate) use self::uuid::uuid;
pub(crate) use self::vcenter::{Settings, Vcenter};
