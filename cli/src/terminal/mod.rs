//! stderr, color, the log, the display of waits, and interrupts.

pub(crate) mod excerpt;
pub(crate) mod interrupt;
pub(crate) mod log;
mod log_line;
mod observer;
pub(crate) mod question;
pub(crate) mod report;
pub(crate) mod screen;
pub(crate) mod stderr;
pub(crate) mod style;
pub(crate) mod waiting;

pub(crate) use self::excerpt::Excerpt;
pub(crate) use self::interrupt::Interrupts;
