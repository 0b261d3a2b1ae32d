//! Reminders and notices: who hears of what, when, through which door, and what became of it.
//!
//! A message is a row of the ledger before it is anything else. What is due is planned by a job
//! ([`plan`]), what happened is told by the slice it happened in ([`tell`]); both write rows that the
//! database lets in once. [`deliver`] hands them over: true at that moment, never in quiet hours, and
//! never twice without saying that it might be.

pub mod code;
pub mod deliver;
pub mod gateway;
mod hours;
pub mod job;
pub mod plan;
pub mod preferences;
pub mod report;
pub mod status;
mod store;
pub mod tell;
mod text;
mod truth;
pub mod view;
mod words;

pub mod http;

pub use tell::{Tell, tell};
