//! What runs by itself: taking away what nobody can use any more.

use chrono::TimeDelta;

use super::{parked, store};
use crate::{Actor, Portal, Result};

/// Ended sessions and used codes stay this long for whoever looks into a complaint.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Removes old sessions, codes, half sign-ins, kept forms and counters.
///
/// # Errors
/// When the database cannot be reached.
pub async fn tidy(portal: &Portal) -> Result<()> {
    let now = portal.clock.unmoved_now();
    let mut tx = portal.begin(Actor::System).await?;
    let sessions = store::sessions::delete_expired(&mut tx, now - KEPT).await?;
    let codes = store::codes::delete_expired(&mut tx, now - KEPT).await?;
    let flows = store::staff::delete_expired_flows(&mut tx, now - KEPT).await?;
    let forms = store::parked::delete_parked_before(&mut tx, now - parked::KEPT).await?;
    let counters = store::attempts::delete_before(&mut tx, now - TimeDelta::days(2)).await?;
    tx.commit().await?;
    tracing::info!(sessions, codes, flows, forms, counters, "tidied");
    Ok(())
}
