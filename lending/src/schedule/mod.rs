//! The schedule: which installment is due when, and what it is made of.
//!
//! `span` gives each line its dates, `rates` the interest factor of any stretch of time, `lay_out` turns a
//! balance into lines, `plan` holds the lines of a loan and lays them out again when something changes.

mod build;
mod factors;
mod fees;
mod lay_out;
mod plan;
mod rates;
mod span;

pub use build::{Row, Schedule, Totals, build};

pub(crate) use factors::Later;
pub(crate) use lay_out::LevelChoice;
pub(crate) use plan::{Line, Piece, Plan};
pub(crate) use span::{InterestRule, LineRule, Span};
