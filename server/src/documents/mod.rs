//! Papers we issue: what there is for each loan, and the statement of account for any period.

mod store;

pub mod list;
pub mod period;
pub mod statement;

pub use list::{AppliedChange, LoanPapers, Papers, Receipt, ReceiptPage};
pub use period::Period;
pub use statement::Statement;
