//! A vCenter for tests.
