//! The desk beside its queues: finding borrowers, and one borrower on one page.

#[cfg(feature = "ssr")]
mod borrower_page;
#[cfg(feature = "ssr")]
mod borrowers_page;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use borrower_page::BorrowerPage;
#[cfg(feature = "ssr")]
pub use borrowers_page::BorrowersPage;
