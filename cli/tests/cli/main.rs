//! The real binary, driven as a shell drives it.

#[path = "../../../tests/sdk/checked.rs"]
mod checked;
mod command;
mod connection;
#[cfg(unix)]
mod interrupt;
mod mount;
#[cfg(unix)]
mod simulate;

#[path = "../../../tests/sdk/faulty.rs"]
#[expect(dead_code, reason = "the tests of the SDK use the rest")]
mod faulty;
