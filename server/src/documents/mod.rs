//! Papers we issue: what there is for each loan, the statement of account for any period, and the
//! certificate of a loan that is paid off.

mod store;

pub mod list;
pub mod period;
pub mod settlement;
pub mod statement;

pub use list::{AppliedChange, LoanPapers, Papers, Receipt, ReceiptPage};
pub use period::Period;
pub use settlement::Settlement;
pub use statement::Statement;
