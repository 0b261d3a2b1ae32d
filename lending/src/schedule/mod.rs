//! The schedule: which installment is due when, and what it is made of.
//!
//! `span` gives each line its dates, `rates` the interest factor of any stretch of time, `lay_out` turns a balance into
//! lines with the installment that `level` finds, `plan` holds the lines of a loan and `lay` lays them out again when
//! something changes. `build` makes the schedule of new terms out of a plan, or `straight` where none is needed.

mod accrue;
mod build;
mod due_dates;
mod factors;
mod fees;
mod lay;
mod lay_out;
mod level;
mod line;
mod plan;
mod rates;
mod span;
mod steady;
mod straight;

pub use build::{Row, Schedule, Totals, build};

pub(crate) use factors::Later;
pub(crate) use lay::Rest;
pub(crate) use level::LevelChoice;
pub(crate) use line::{Line, Piece};
pub(crate) use plan::Plan;
#[cfg(feature = "profiles")]
pub(crate) use span::Dates;
pub(crate) use span::{InterestRule, LineRule, Span};
