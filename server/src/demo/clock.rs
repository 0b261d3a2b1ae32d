//! The demo lender's clock: moved forward, never back, so that what happened stays in the past.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::store;
use crate::{Actor, Portal, Result};

/// The hour at which a new demo day begins: outside quiet hours, so that its messages go out.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock exists");

/// Moves the clock to nine o'clock, `days` days ahead, and lets what is due then happen.
///
/// # Errors
/// When the database cannot be reached or a job that was due failed.
pub async fn forward(portal: &Portal, days: u64) -> Result<DateTime<Utc>> {
    let zone = portal.clock.zone();
    let now = portal.clock.now();
    let target = now
        .with_timezone(&zone)
        .date_naive()
        .checked_add_days(Days::new(days))
        .and_then(|day| day.and_time(MORNING).and_local_timezone(zone).earliest())
        .map_or(now + TimeDelta::days(1), |t| t.with_timezone(&Utc));
    let mut tx = portal.begin(Actor::System).await?;
    let offset = store::move_clock(&mut tx, (target - now).num_seconds()).await?;
    tx.commit().await?;
    portal.clock.set_offset_seconds(offset);
    crate::jobs::run_due(portal).await?;
    Ok(portal.clock.now())
}
