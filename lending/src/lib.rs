//! What a loan contract says, as exact arithmetic.
//!
//! Nothing here asks a clock, a database or the network: a loan is its [`terms::Terms`] and its
//! [`event::Event`]s, and every figure follows from them and from a date given as an argument. The same
//! code runs on the server and, compiled to WebAssembly, in the browser.
//!
//! Amounts are exact integers of minor units; interest is kept as an exact fraction and rounded once per
//! figure. There is no floating point in this crate.

#![warn(missing_docs)]

#[macro_use]
mod error;

pub mod allocation;
pub mod apr;
pub mod arrears;
pub mod calendar;
mod canonical;
pub mod day_count;
pub mod event;
mod exact;
pub mod explain;
#[cfg(feature = "financials")]
pub mod financials;
pub mod language;
pub mod ledger;
pub mod modification;
pub mod money;
mod order;
pub mod policy;
pub mod prepayment;
#[cfg(feature = "profiles")]
pub mod profiles;
pub mod replay;
pub mod request;
pub mod schedule;
pub mod statement_of_account;
pub mod terms;
pub mod what_if;
pub mod wire;

pub use error::{LendingError, Limit};

/// Most installments a loan may have, counting those that an extension adds.
pub const MAX_INSTALLMENTS: u32 = 1_200;
/// Most events one loan may have.
pub const MAX_EVENTS: usize = 20_000;
/// Most schedule versions one loan may have (each is kept whole, so that it can be compared).
pub const MAX_VERSIONS: u32 = 500;
/// First and last year of any date the engine works with.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
