//! What each command does.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod items;
pub(crate) mod man;
pub(crate) mod mount;
pub(crate) mod session;
pub(crate) mod simulate;
pub(crate) mod status;
pub(crate) mod unmount;
pub(crate) mod vms;

use anstyle::Style;

use crate::terminal::style::{BAD, DOUBTFUL, GOOD};

/// The colour of what became of a virtual machine.
fn style_of(word: &str) -> Style {
    match word {
        "failed" | "fail" | "would_fail" => BAD,
        "unknown" | "not_started" => DOUBTFUL,
        "mounted" | "unmounted" | "pass" => GOOD,
        _ => Style::new(),
    }
}
