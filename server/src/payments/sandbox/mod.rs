//! The sandbox provider: a payment company for the demo lender and for tests.
//!
//! Two sides that meet only over HTTP. [`Client`] is our side, as it would be for a real provider;
//! [`serve()`] is the other company's server, with a page where one pays or refuses and chooses how
//! its notices should misbehave.

mod client;
mod notify;
mod page;
mod signature;
mod store;
mod words;

pub mod api;

mod serve;

pub use client::Client;
pub use serve::{routes, serve};
pub use signature::{HEADER, sign};

use crate::Portal;

/// Names this provider in our rows and in the address of its webhook.
pub const CODE: &str = "sandbox";
/// Who we are at the provider; a notice for anybody else is none of ours.
const MERCHANT: &str = "afterloan-demo";

/// The secret that both sides were given when the account was opened.
fn webhook_secret(portal: &Portal) -> [u8; 32] {
    portal.keys.hash("sandbox webhook", &[])
}

/// With this our side shows at the provider's API who asks.
fn api_key(portal: &Portal) -> String {
    hex::encode(portal.keys.hash("sandbox api", &[]))
}
