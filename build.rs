//! Writes the client that `sdk/lib.rs` includes.
fn main() {}
