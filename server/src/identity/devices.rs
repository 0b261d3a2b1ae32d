//! Where I am signed in, and signing out here, there and everywhere.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{SignedIn, store::sessions as store};
use crate::{Error, Portal, Result, audit, ids::SessionId};

/// A browser that is signed in.
#[derive(Clone, Debug)]
pub struct SignedInDevice {
    pub session_id: SessionId,
    /// The one that asks.
    pub this: bool,
    pub since: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub address: String,
    pub user_agent: String,
}

/// All browsers in which `who` is signed in, the one that asks first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(portal: &Portal, who: &SignedIn) -> Result<Vec<SignedInDevice>> {
    let now = portal.clock.unmoved_now();
    let mut tx = portal.read(who.actor()).await?;
    let rows = store::list_live(&mut tx, who.owner(), now, now - who.idle()).await?;
    let mut devices: Vec<SignedInDevice> = rows
        .into_iter()
        .map(|row| SignedInDevice {
            this: row.session_id == who.session_id(),
            session_id: row.session_id,
            since: row.created_at,
            last_seen_at: row.last_seen_at,
            address: row.address,
            user_agent: row.user_agent,
        })
        .collect();
    devices.sort_by_key(|device| !device.this);
    Ok(devices)
}

/// Signs out one browser of `who`.
///
/// # Errors
/// [`Error::NotFound`] when it is not signed in, or is somebody else's.
pub async fn sign_out(portal: &Portal, who: &SignedIn, session_id: SessionId) -> Result<()> {
    let now = portal.clock.unmoved_now();
    let mut tx = portal.begin(who.actor()).await?;
    if store::mark_ended(&mut tx, who.owner(), session_id, now).await? == 0 {
        return Err(Error::NotFound);
    }
    audit::record(&mut tx, line(&who.actor(), "signed_out", session_id, now)).await?;
    tx.commit().await?;
    Ok(())
}

/// Signs out every other browser of `who`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sign_out_elsewhere(portal: &Portal, who: &SignedIn) -> Result<()> {
    let now = portal.clock.unmoved_now();
    let mut tx = portal.begin(who.actor()).await?;
    store::mark_others_ended(&mut tx, who.owner(), Some(who.session_id()), 1, now).await?;
    audit::record(&mut tx, line(&who.actor(), "signed_out_elsewhere", who.session_id(), now)).await?;
    tx.commit().await?;
    Ok(())
}

fn line<'a>(
    actor: &'a crate::Actor,
    action: &'static str,
    session_id: SessionId,
    at: DateTime<Utc>,
) -> audit::Line<'a> {
    audit::Line {
        actor,
        at,
        borrower_id: None,
        action,
        subject: "session",
        subject_id: Some(session_id.0),
        detail: json!({}),
    }
}
