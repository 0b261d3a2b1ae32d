//! A page waits for its data, then is drawn; what goes wrong becomes a problem page with its status.

use std::future::Future;

use leptos::prelude::*;
use server::{
    Portal,
    identity::{SignedInPerson, SignedInStaff},
};

use super::problem;
use crate::visit::{Visit, portal};

/// Draws `draw(data)` when `data` has come.
#[component]
pub fn Load<T, Fut, Draw, V>(
    /// What the page needs.
    data: Fut,
    /// How it looks.
    draw: Draw,
) -> impl IntoView
where
    T: Send + 'static,
    Fut: Future<Output = server::Result<T>> + Send + 'static,
    Draw: FnOnce(T) -> V + Send + 'static,
    V: IntoView + 'static,
{
    let visit = Visit::current();
    // Not within a `Suspense`: that asks its children more than once, and data is loaded once.
    // Every route is `SsrMode::Async`, so the answer waits all the same.
    Suspend::new(async move {
        match data.await {
            Ok(data) => draw(data).into_any(),
            Err(error) => problem::page(&visit, &error).into_any(),
        }
    })
}

/// The services, the visit and the person of a page that only persons reach.
#[must_use]
pub fn with_person() -> (Portal, Visit, Option<SignedInPerson>) {
    let visit = Visit::current();
    let person = visit.person().cloned();
    (portal(), visit, person)
}

/// The same for colleagues.
#[must_use]
pub fn with_staff() -> (Portal, Visit, Option<SignedInStaff>) {
    let visit = Visit::current();
    let staff = visit.staff().cloned();
    (portal(), visit, staff)
}
