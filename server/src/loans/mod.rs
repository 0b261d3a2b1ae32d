//! Loans: terms and events, the projections written with each event, the ledger, and proof that all agree.

mod store;

pub mod bulk;
pub mod home;
pub mod job;
pub mod record;
pub mod verify;
pub mod view;

pub use home::Home;
pub use record::{Loan, LockedLoan, NewEvent};
pub use view::LoanView;
