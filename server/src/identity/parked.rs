//! A form sent with a session that had run out: kept for its sender until they have signed in again.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{SignedIn, limits, store::parked as store};
use crate::{
    Error, Portal, Result,
    ids::{PersonId, StaffId},
    keys::{fresh_token, token_hash},
};

/// The cookie that leads back to the form.
pub const COOKIE: &str = "__Host-parked";
/// So long a form waits.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(1);

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkedForm {
    pub fields: BTreeMap<String, String>,
    /// Names of files that must be chosen again.
    pub lost_files: Vec<String>,
}

/// Whose a parked form is.
#[derive(Clone, Copy, Debug)]
pub enum Sender<'a> {
    /// Whose session it was.
    Known(Option<PersonId>, Option<StaffId>),
    /// There was no session (the browser was closed meanwhile, or signed out in another tab): whoever signs in with this
    /// browser. Counted against the address it came from.
    Nobody { address: &'a str },
}

/// Keeps a form for its sender; returns the token for the cookie.
///
/// # Errors
/// [`Error::TooMany`] from an address that sends many without a session; when the database cannot be reached.
pub async fn keep(portal: &Portal, sender: Sender<'_>, path: &str, form: &ParkedForm) -> Result<String> {
    let now = portal.clock.unmoved_now();
    let owner = match sender {
        Sender::Known(person_id, staff_id) => (person_id, staff_id),
        Sender::Nobody { address } => {
            limits::spend(portal, now, &[(limits::FORMS_PER_ADDRESS, address.as_bytes())]).await?;
            (None, None)
        }
    };
    let token = fresh_token();
    let body = serde_json::to_value(form).map_err(|e| Error::outside("keeping a form", e))?;
    let mut tx = portal.begin(crate::Actor::Public).await?;
    store::insert_parked(&mut tx, &token_hash(&token), owner, path, &body, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Gives back what waits for `who` at `path`, once. To anybody else there is nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn take(portal: &Portal, who: &SignedIn, token: &str, path: &str) -> Result<Option<ParkedForm>> {
    let not_before = portal.clock.unmoved_now() - KEPT;
    let mut tx = portal.begin(who.actor()).await?;
    let row = store::take_parked(&mut tx, &token_hash(token), path, not_before).await?;
    tx.commit().await?;
    row.map(|row| serde_json::from_value(row.body).map_err(|e| Error::outside("a kept form", e))).transpose()
}
