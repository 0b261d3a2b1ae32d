//! Sign-in, sessions, one-time codes, staff second factor, roles.

mod store;

pub mod session;

pub use session::{SignedIn, SignedInPerson, SignedInStaff};
