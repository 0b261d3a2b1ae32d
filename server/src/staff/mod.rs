//! What colleagues need beside a queue: finding a borrower, and everything about one on one page.

mod store;

pub mod borrowers;
