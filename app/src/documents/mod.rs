//! Papers we issue, as borrowers find, read, print and download them.

#[cfg(feature = "ssr")]
mod documents_page;
#[cfg(feature = "ssr")]
mod paper;
#[cfg(feature = "ssr")]
mod receipts_page;
#[cfg(feature = "ssr")]
mod settlement_page;
#[cfg(feature = "ssr")]
mod statement_page;
#[cfg(feature = "ssr")]
mod statement_table;

#[cfg(feature = "ssr")]
pub mod download;
#[cfg(feature = "ssr")]
mod lines;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use {
    documents_page::DocumentsPage, receipts_page::ReceiptsPage, settlement_page::SettlementPage,
    statement_page::StatementPage,
};
