//! The SDK over real HTTP on loopback: against the simulator for what a vCenter answers, against a server that
//! misbehaves for everything else.

mod address;
mod answers;
mod bodies;
mod checked;
mod echo;
mod faults;
mod faulty;
mod fleet;
mod headers;
mod names;
mod places;
mod preflight;
mod renewal;
mod scene;
mod secrets;
mod session;
mod tls;
mod transport;
mod workflow;
