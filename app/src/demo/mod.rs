//! The demo lender's console: who can sign in, what the authenticators show, the clock.

mod console_page;

pub mod forms;
pub mod words;

pub use console_page::ConsolePage;
