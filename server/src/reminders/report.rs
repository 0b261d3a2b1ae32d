//! Delivery reports: early, late, twice, out of order or forged. What is known already stays.

use super::{
    status::{Status, Step},
    store::{self, Mark},
};
use crate::{Actor, Error, Portal, Result};

/// What a report says, in Kannel's numbers.
fn step(number: u16) -> Option<(Step, &'static str)> {
    match number {
        1 => Some((Step::Arrived, "")),
        2 => Some((Step::RefusedForGood, "undelivered")),
        4 | 8 => Some((Step::Taken, "")),
        16 => Some((Step::RefusedForGood, "refused_by_network")),
        _ => None,
    }
}

/// Takes a report for the message that `reference` leads to.
///
/// # Errors
/// [`Error::NotFound`] for a reference nobody was given or a number that means nothing.
pub async fn receive(portal: &Portal, reference: &str, number: u16) -> Result<()> {
    let (step, why) = step(number).ok_or(Error::NotFound)?;
    let now = portal.clock.now();
    let mut tx = portal.begin(Actor::System).await?;
    let (borrower_id, message_id) = store::find_route(&mut tx, reference).await?.ok_or(Error::NotFound)?;
    let code = store::lock_message(&mut tx, borrower_id, message_id).await?.ok_or(Error::NotFound)?;
    let from = Status::parse(&code).ok_or_else(|| Error::Fault(format!("no message is {code:?}")))?;
    let Ok(to) = from.after(step) else { return Ok(()) };
    if to != from {
        let sent = matches!(to, Status::Sent | Status::Delivered);
        let mark = Mark { status: to.code(), why, send_after: None, sent, another_attempt: false };
        store::mark(&mut tx, borrower_id, message_id, &mark, now).await?;
        metrics::counter!("messages_total", "channel" => "sms", "status" => to.code()).increment(1);
    }
    tx.commit().await?;
    Ok(())
}
