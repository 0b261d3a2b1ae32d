//! What runs by itself: asking the provider about payments it has said nothing of.

use chrono::TimeDelta;

use super::{
    provider::{self, PaymentProvider, TradeStatus},
    settle,
    store::{self, PaymentRow},
    view::PaymentStatus,
};
use crate::{Actor, Portal, Result};

/// A notice gets this long to arrive by itself.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);
/// After this long nobody is on the provider's page any more.
const ABANDONED: TimeDelta = TimeDelta::minutes(30);
/// Payments asked about in one run; the rest is asked about in the next.
const AT_ONCE: i64 = 200;

/// Asks about open payments, takes in the answers, and closes what was abandoned. Runs every minute;
/// running it twice at once or again changes nothing more.
///
/// # Errors
/// When the database does not answer. A provider that does not answer is asked again next time.
pub async fn reconcile(portal: &Portal) -> Result<()> {
    let Some(provider) = provider::of(portal) else { return Ok(()) };
    let now = portal.clock.now();
    let mut tx = portal.begin(Actor::System).await?;
    let open = store::list_open(&mut tx, provider.code(), now - PATIENCE, AT_ONCE).await?;
    tx.commit().await?;
    for payment in open {
        if let Err(error) = ask(portal, provider.as_ref(), &payment, now - payment.created_at >= ABANDONED).await {
            tracing::warn!(%error, reference = %payment.reference, "a payment could not be reconciled");
        }
    }
    Ok(())
}

async fn ask(portal: &Portal, provider: &dyn PaymentProvider, payment: &PaymentRow, abandoned: bool) -> Result<()> {
    let mut trade = provider.query(&payment.reference).await?;
    if abandoned && trade.as_ref().is_some_and(|t| t.status == TradeStatus::Open) {
        trade = provider.close(&payment.reference).await?;
    }
    match trade {
        Some(trade) => {
            settle(portal, provider.code(), &trade).await?;
        }
        None if abandoned => {
            let mut tx = portal.begin(Actor::System).await?;
            store::mark_ended(&mut tx, payment, PaymentStatus::Expired.code()).await?;
            tx.commit().await?;
        }
        None => {}
    }
    Ok(())
}
