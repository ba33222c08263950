//! stderr, color, the log and interrupts.

pub(crate) mod excerpt;
pub(crate) mod interrupt;
pub(crate) mod log;
pub(crate) mod report;
pub(crate) mod stderr;
pub(crate) mod style;

pub(crate) use self::excerpt::Excerpt;
pub(crate) use self::interrupt::Interrupts;
