//! The facts of VMware's published descriptions, by release, and the listed deviations from them.

mod deviations;
mod extract;
mod published;
mod release;
mod upstream;
mod wording;

pub(crate) use deviations::{Deviations, Listed};
pub(crate) use extract::extract;
pub(crate) use published::Published;
pub(crate) use release::{Format, Operation, Privilege, Release, Response, Schema, template};
pub(crate) use upstream::Upstream;
