//! Runs the binary as a shell does.

mod batch_stops;
mod certificate;
mod command;
mod completions;
mod configuration;
mod connect;
mod connection;
mod context;
mod fleet;
mod golden;
mod govc;
#[cfg(unix)]
mod import;
#[cfg(unix)]
mod interrupt;
mod manual;
mod mount;
mod output;
mod overlap;
#[cfg(unix)]
mod ownership;
#[cfg(unix)]
mod readme;
mod resume;
mod schema;
#[cfg(unix)]
mod screen;
mod selection;
mod session;
#[cfg(unix)]
mod several_images;
#[cfg(unix)]
mod simulate;
#[cfg(unix)]
mod terminal;
mod thumbprint;
