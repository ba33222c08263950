//! The SDK over real HTTP on loopback: against the simulator for what a vCenter answers, against a server that
//! misbehaves for everything else.

mod address;
mod answers;
mod bodies;
mod bounds;
mod dropped;
mod echo;
mod faults;
mod fleet;
mod headers;
mod login_response;
mod moving;
mod names;
mod outcomes;
mod pending_mounts;
mod places;
mod preflight;
mod refused;
mod renewal;
mod runtime;
mod scene;
mod secrets;
mod session;
mod tls;
mod transport;
mod workflow;
