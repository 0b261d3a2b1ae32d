//! Tests of the services on a real PostgreSQL: one file a slice, one binary.
//!
//! They need `DATABASE_OWNER_URL` (may make databases) and `DATABASE_URL` (the serving role);
//! `scripts/with-postgres cargo test -p server` gives both.

#![expect(
    clippy::disallowed_methods,
    reason = "tests make databases and count tables by name; no such name comes from outside"
)]

mod architecture;
mod harness;

mod documents;
mod financials;
mod identity;
mod import;
mod loans;
mod offers;
mod payments;
mod reminders;
mod requests;
mod staff;
mod transactions;
