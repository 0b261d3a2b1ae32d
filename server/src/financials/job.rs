//! What runs by itself: making due what the covenants say.

use super::store;
use crate::{Actor, Portal, Result};

/// A statement appears this many days before it is due.
const DAYS_AHEAD: i32 = 45;

/// Writes what falls due in the coming weeks, once each. Run hourly, and run twice it does no harm.
///
/// # Errors
/// When the database cannot be reached.
pub async fn plan(portal: &Portal) -> Result<()> {
    let mut tx = portal.begin(Actor::System).await?;
    let planned = store::insert_planned(&mut tx, portal.clock.today(), DAYS_AHEAD).await?;
    tx.commit().await?;
    if planned > 0 {
        tracing::info!(planned, "statements are due");
    }
    Ok(())
}
