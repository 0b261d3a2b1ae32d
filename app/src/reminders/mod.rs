//! Messages as people see them: what was sent to me and why, how I want to hear of the lender, the
//! colleagues' ledger, the demo's mailbox.

#[cfg(feature = "ssr")]
mod ledger_page;
#[cfg(feature = "ssr")]
mod letter;
#[cfg(feature = "ssr")]
mod mailbox_page;
#[cfg(feature = "ssr")]
mod messages_page;
#[cfg(feature = "ssr")]
mod preferences_page;

#[cfg(feature = "ssr")]
pub mod forms;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use {
    ledger_page::LedgerPage, mailbox_page::MailboxPage, messages_page::MessagesPage, preferences_page::PreferencesPage,
};
