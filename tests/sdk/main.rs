//! Tests of the SDK over HTTP on loopback, against two servers: the simulator, which behaves like a vCenter,
//! and a faulty server, which sends arbitrary responses.

mod address;
mod behaviors;
mod bounds;
mod cdrom_connection;
mod concurrent_changes;
mod documented_responses;
mod dropped_futures;
mod echoed_secrets;
mod error_bodies;
mod faults;
mod find_by_name;
mod find_container;
mod fixture;
mod fleet;
mod fleet_stops;
mod hints;
mod login_response;
mod many_vms;
mod mounting;
mod overlapping_mounts;
mod pending_mounts;
mod power;
mod preflight;
mod raw_request;
mod rejected_sessions;
mod renewal;
mod requests;
mod retries;
mod runtime;
mod secrets;
mod session;
mod tls;
mod transport;
mod unreadable;
mod unsupported;
