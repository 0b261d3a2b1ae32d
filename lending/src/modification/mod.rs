//! Changing the plan (变更还款计划): extension, restructuring, due-date change, cure.
//!
//! A change makes a new version of the schedule from its day on. `compare` answers what a borrower and an
//! officer both ask: which row becomes what, when it ends, what it costs.

mod apply;
mod arrears;
mod change;
mod compare;

#[cfg(feature = "profiles")]
pub(crate) use change::refuse;
pub use change::{Arrears, Change, ChangeKind, DeferredInterest};
pub use compare::{Comparison, Plan, RowChange, compare, row_changes};
