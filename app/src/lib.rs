//! What people see: pages, form handlers and islands.
//!
//! Two builds of one crate. `ssr` (the server) has the pages and forms; `hydrate` (the browser) has
//! the islands alone, so nothing of the server can reach the browser.

// A page's type is as deep as its markup; `cargo build` computes the layout of the whole.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` exclude each other");

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod files;
#[cfg(feature = "ssr")]
pub mod form;
#[cfg(feature = "ssr")]
pub mod router;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod visit;

#[cfg(feature = "hydrate")]
mod page;

pub mod markup;
pub mod routes;

pub mod documents;
pub mod financials;
pub mod identity;
pub mod loans;
pub mod payments;
pub mod reminders;
pub mod requests;
pub mod staff;

#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // A panic's text would cost every visitor what nobody reads; a development build tells.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
