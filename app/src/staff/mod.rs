//! The desk beside its queues: finding borrowers, one borrower on one page, and the audit trail.

#[cfg(feature = "ssr")]
mod audit_page;
#[cfg(feature = "ssr")]
mod audit_thing;
#[cfg(feature = "ssr")]
mod borrower_page;
#[cfg(feature = "ssr")]
mod borrowers_page;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub mod audit_words;
#[cfg(feature = "ssr")]
pub mod download;

#[cfg(feature = "ssr")]
pub use audit_page::AuditPage;
#[cfg(feature = "ssr")]
pub use borrower_page::BorrowerPage;
#[cfg(feature = "ssr")]
pub use borrowers_page::BorrowersPage;
