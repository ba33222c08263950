//! The help topics: sections of documents, as text for a terminal and as manual pages.

mod document;
pub(crate) mod roff;
mod terminal;
mod topic;

pub(crate) use self::terminal::{MAX_WIDTH, render, width};
pub(crate) use self::topic::{TOPICS, Topic};
