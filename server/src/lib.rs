//! What happens: services, SQL, jobs, messages, payment providers, HTTP for machines, command line.
//!
//! The middle floor. It knows the rules only through [`lending`] and nothing of Leptos; the pages
//! in `app` call its services. A slice has the same name on every floor.

pub mod actor;
pub mod audit;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod files;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod outbox;
pub mod portal;
pub mod stamp;
pub mod telemetry;

pub mod cli;
pub mod demo;
pub mod import;

pub mod documents;
pub mod financials;
pub mod identity;
pub mod loans;
pub mod payments;
pub mod reminders;
pub mod requests;
pub mod staff;

pub use actor::{Actor, PersonActor, Role, StaffActor};
pub use error::{Error, Result};
pub use portal::Portal;

pub use csv::Error as CsvError;

/// A CSV writer for downloads; quoting as RFC 4180 says.
#[must_use]
pub fn csv_writer(into: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into)
}

/// A text of somebody else's as a cell that no spreadsheet takes for a formula.
#[must_use]
pub fn csv_text(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
