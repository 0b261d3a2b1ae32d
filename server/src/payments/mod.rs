//! Payments: from a preview, through a provider, to one posting in the loan.
//!
//! A form makes at most one payment ([`start()`]), a provider's trade is posted at most once
//! ([`settle()`]), and only the provider's own word (a signed notice, or its answer to our question)
//! ever moves money into a loan. What a browser says is believed for nothing.

mod split;
mod store;

pub mod cancel;
pub mod http;
pub mod job;
pub mod provider;
pub mod quote;
pub mod sandbox;
pub mod settle;
pub mod start;
pub mod view;

pub use cancel::cancel;
pub use quote::{Choice, Offer, Outcome, Quote, Wish};
pub use settle::settle;
pub use split::Split;
pub use start::{Order, Started, start};
pub use view::{Difference, PaymentLine, PaymentStatus, PaymentView};
