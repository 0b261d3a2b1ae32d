//! The what-if: choose a way and a number, and see at once what it means.
//!
//! The figures come from [`lending`], here as on the server. What the browser worked out is sent
//! along as hashes, and the server takes a request only when it comes to the same.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod live;

/// Gives life to the fields around it. It draws nothing itself: the server has written the fields, and a
/// second way of writing them would only have to be loaded.
#[island]
pub fn WhatIf() -> impl IntoView {
    // Without a loan that it can read the page stays what it is without a script.
    #[cfg(feature = "hydrate")]
    live::start();
    view! { <span hidden=true></span> }
}
