//! Taking away what was stored and never got a row: uploads that broke between the two.

use chrono::TimeDelta;

use super::store;
use crate::{Actor, Portal, Result};

/// A file without a row is left alone this long: its upload may still be under way.
const GRACE: TimeDelta = TimeDelta::hours(24);
/// Files asked about at a time.
const BATCH: usize = 500;

/// Deletes stored files older than a day that no row names. A day by the machine's
/// time, which is what the storage writes, whatever a demo lender's clock says.
///
/// # Errors
/// When database or storage cannot be reached.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let mut swept = 0_usize;
    for keys in portal.files.list_before(portal.clock.unmoved_now() - GRACE).await?.chunks(BATCH) {
        let mut tx = portal.begin(Actor::System).await?;
        let named = store::list_named(&mut tx, keys).await?;
        tx.commit().await?;
        for key in keys.iter().filter(|key| !named.contains(*key)) {
            portal.files.delete(key).await?;
            swept += 1;
        }
    }
    if swept > 0 {
        tracing::info!(swept, "files without a row were taken away");
    }
    Ok(())
}
