//! Sign-in, sessions, one-time codes, staff second factor, roles.
//!
//! A person signs in with a code sent to a contact on file ([`codes`]); a colleague with a password
//! ([`password`]) and a second factor ([`second_factor`]). Both end in a [`session`], which is the
//! database's actor from then on.

mod store;

pub mod contact;
mod limits;

pub mod codes;
mod deliver;

pub mod password;
pub mod second_factor;
pub mod totp;

pub mod acting;
pub mod devices;
pub mod language;
pub mod parked;
pub mod session;

pub mod admin;
pub mod job;

pub use language::choose_language;
pub use session::{SignedIn, SignedInPerson, SignedInStaff};
