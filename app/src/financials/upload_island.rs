//! What a script adds to the form that sends a file: a file can be dropped on it, what cannot be sent is
//! said before sending, and progress shows.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod send;

/// Gives life to the form it stands in ([`super::upload_form`]). It draws nothing itself.
#[island]
pub fn Upload() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    send::start();
    view! { <span hidden=true></span> }
}
