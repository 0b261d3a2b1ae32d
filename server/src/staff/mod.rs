//! What colleagues need beside a queue: finding a borrower, everything about one on one page, and the audit trail.

mod store;

pub mod borrowers;
pub mod trail;
