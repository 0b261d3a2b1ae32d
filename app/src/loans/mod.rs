//! Loans as borrowers see them: home, loan, schedule, and the explanation under each figure.

#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
mod home_page;
#[cfg(feature = "ssr")]
mod loan_page;
#[cfg(feature = "ssr")]
mod next_payment;
#[cfg(feature = "ssr")]
mod schedule_page;
#[cfg(feature = "ssr")]
mod schedule_table;
#[cfg(feature = "ssr")]
mod tasks;
#[cfg(feature = "ssr")]
pub(crate) mod why;

#[cfg(feature = "ssr")]
pub mod download;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use {home_page::HomePage, loan_page::LoanPage, schedule_page::SchedulePage, why::Why};
