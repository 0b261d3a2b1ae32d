//! Reminders and notices: who hears of what, when, through which door, and what became of it.
//!
//! A message is a row of the ledger before it is anything else. What is due is planned by a job
//! ([`plan`]), what happened is told by the slice it happened in ([`tell`]); both write rows that the
//! database lets in once. [`deliver`] hands them over: true at that moment, never in quiet hours, and
//! never twice without saying that it might be.

pub mod status;
pub mod tell;
pub mod plan;
mod hours;
mod truth;
mod words;
mod text;
pub mod deliver;
pub mod gateway;
pub mod code;
pub mod report;
pub mod view;
pub mod preferences;
pub mod job;
mod store;

pub mod http;

pub use tell::{Tell, tell};
