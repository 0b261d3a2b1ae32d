//! Planning what is due: one row for each member and channel, written once whoever plans.
//!
//! A rule's day begins at midnight in the person's own zone; the hour is delivery's business. What was
//! missed while nothing ran is caught up for [`CATCH_UP_DAYS`]; delivery then says whether it still holds.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::{hours, store};
use crate::{Actor, Error, Portal, Result, outbox};

/// Days after which a reminder that nobody planned is not planned any more.
const CATCH_UP_DAYS: i32 = 2;
/// How far our clock and the database's may be apart: beyond, one of them is wrong and nothing is planned.
const CLOCKS_APART: TimeDelta = TimeDelta::seconds(60);

/// What day it is in each zone that people live in.
pub(super) struct Days {
    pub zones: Vec<String>,
    pub todays: Vec<NaiveDate>,
    /// The lender's: nobody is late before it.
    pub business_day: NaiveDate,
    pub catch_up: i32,
    pub now: DateTime<Utc>,
}

/// Plans what is due by now; answers how many messages that made.
///
/// # Errors
/// When the database refuses or cannot be reached, or its clock and ours differ.
pub async fn plan(portal: &Portal) -> Result<u64> {
    let mut tx = portal.begin(Actor::System).await?;
    clocks_agree(portal, store::database_time(&mut tx).await?)?;
    let now = portal.clock.now();
    let zones = store::list_zones(&mut tx).await?;
    let todays =
        zones.iter().map(|name| now.with_timezone(&hours::zone(name, portal.clock.zone())).date_naive()).collect();
    let days = Days { zones, todays, business_day: portal.clock.today(), catch_up: CATCH_UP_DAYS, now };
    let planned = store::plan_installments(&mut tx, &days).await? + store::plan_statements(&mut tx, &days).await?;
    if planned > 0 {
        outbox::enqueue(&mut tx, "send_messages", &json!({}), "send_messages").await?;
    }
    tx.commit().await?;
    metrics::counter!("messages_planned_total").increment(planned);
    Ok(planned)
}

fn clocks_agree(portal: &Portal, database: DateTime<Utc>) -> Result<()> {
    let apart = (portal.clock.unmoved_now() - database).abs();
    if portal.clock.asks_the_system() && apart > CLOCKS_APART {
        return Err(Error::Fault(format!(
            "this machine's clock and the database's are {} s apart; no reminder is planned until they agree",
            apart.num_seconds()
        )));
    }
    Ok(())
}
