//! Turns names, patterns, lists and filters into VMs and images.

pub(crate) mod confirm;
mod filter;
pub(crate) mod media;
pub(crate) mod name_pattern;
mod resume;
pub(crate) mod selection;
pub(crate) mod target;

pub(crate) use self::media::{DELETED_ITEM, Media, joined};
pub(crate) use self::resume::Resume;
pub(crate) use self::selection::{Image, looks_like_id};
pub(crate) use self::target::Target;
