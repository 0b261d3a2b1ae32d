//! The pages, tried through the real router on a real database.

#![expect(clippy::disallowed_methods, reason = "the harness makes databases by name; no such name comes from outside")]

#[allow(dead_code, reason = "the services' harness, of which these tests need a part")]
#[path = "../../../server/tests/it/harness.rs"]
mod harness;

mod access;
mod visitors;
mod walk;
