//! What a provider says of a trade becomes true here, once.
//!
//! Notices, answers to our questions and answers to a cancellation all come through [`settle()`]. The
//! end is the same in whatever order and however often they come: a trade is posted once, a reversal
//! is posted once, and money that fits no payment as it stands goes to `suspense` for a person.

use lending::event::EventKind;
use serde_json::json;
use sqlx::PgConnection;

use super::{
    provider::{Trade, TradeStatus},
    quote::parse_then,
    store::{self, PaymentRow},
    view::PaymentStatus,
};
use crate::{
    Actor, Error, Portal, Result, audit,
    loans::record::{self, LockedLoan, NewEvent},
    reminders,
};

/// What became of a provider's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Posted,
    Reversed,
    Ended,
    /// Known already, or nothing to do.
    Unchanged,
    /// Money or a claim that a person must look at.
    Suspended,
}

/// Takes in how a trade stands.
///
/// # Errors
/// When the database does not answer; the provider will say it again.
pub async fn settle(portal: &Portal, provider: &'static str, trade: &Trade) -> Result<Settled> {
    let settled = match trade.status {
        TradeStatus::Open => Settled::Unchanged,
        TradeStatus::Refused => end(portal, provider, trade, PaymentStatus::Failed).await?,
        TradeStatus::Closed => end(portal, provider, trade, PaymentStatus::Expired).await?,
        TradeStatus::Paid | TradeStatus::Reversed => post(portal, provider, trade).await?,
    };
    metrics::counter!("payment_notices_total", "outcome" => format!("{settled:?}").to_lowercase()).increment(1);
    Ok(settled)
}

async fn end(portal: &Portal, provider: &'static str, trade: &Trade, status: PaymentStatus) -> Result<Settled> {
    let mut tx = portal.begin(Actor::System).await?;
    let Some(payment) = store::find_by_reference(&mut tx, provider, &trade.reference).await? else {
        return Ok(Settled::Unchanged);
    };
    let ended = store::mark_ended(&mut tx, &payment, status.code()).await?;
    tx.commit().await?;
    Ok(if ended { Settled::Ended } else { Settled::Unchanged })
}

async fn post(portal: &Portal, provider: &'static str, trade: &Trade) -> Result<Settled> {
    let mut tx = portal.begin(Actor::System).await?;
    let Some(found) = store::find_by_reference(&mut tx, provider, &trade.reference).await? else {
        return suspend(portal, tx, provider, trade, None, "unknown_reference").await;
    };
    // One loan's money comes in one after the other; from here on nothing of it moves under us.
    let mut loan = record::lock(&mut tx, found.borrower_id, found.loan_id).await?;
    let payment = store::find_by_reference(&mut tx, provider, &trade.reference).await?.ok_or(Error::NotFound)?;
    if let Some(why) = misfit(&payment, trade)? {
        return suspend(portal, tx, provider, trade, Some(&payment), why).await;
    }
    let fresh = store::insert_trade(&mut tx, &payment, provider, &trade.trade_id, portal.clock.now()).await?;
    if !fresh && payment.event_id.is_none() {
        return suspend(portal, tx, provider, trade, Some(&payment), "trade_of_another_payment").await;
    }
    let mut settled = Settled::Unchanged;
    if fresh {
        match take_in(portal, &mut tx, &mut loan, &payment, trade).await {
            Ok(()) => settled = Settled::Posted,
            Err(Error::Lending(refused)) => {
                tracing::error!(%refused, reference = %trade.reference, "the loan does not take a payment");
                tx.rollback().await?;
                let tx = portal.begin(Actor::System).await?;
                return suspend(portal, tx, provider, trade, Some(&payment), "loan_refuses").await;
            }
            Err(other) => return Err(other),
        }
    }
    if trade.status == TradeStatus::Reversed && take_back(portal, &mut tx, &mut loan, &payment).await? {
        settled = Settled::Reversed;
    }
    tx.commit().await?;
    Ok(settled)
}

/// Why a trade is not the payment it names.
fn misfit(payment: &PaymentRow, trade: &Trade) -> Result<Option<&'static str>> {
    let ours = payment.money()?;
    if trade.currency != payment.currency {
        return Ok(Some("other_currency"));
    }
    if lending::money::Money::parse(&trade.amount, ours.currency()) != Ok(ours) {
        return Ok(Some("other_amount"));
    }
    let posted = payment.event_id.is_some();
    if posted && payment.trade_id.as_deref() != Some(trade.trade_id.as_str()) {
        return Ok(Some("second_trade"));
    }
    Ok(trade.paid_at.is_none().then_some("no_date"))
}

/// The one posting.
async fn take_in(
    portal: &Portal,
    conn: &mut PgConnection,
    loan: &mut LockedLoan,
    payment: &PaymentRow,
    trade: &Trade,
) -> Result<()> {
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let amount = payment.money()?;
    let kind = match payment.prepayment.as_deref().and_then(parse_then) {
        Some(then) => EventKind::Prepayment { amount, then: Some(then) },
        None => EventKind::Payment { amount },
    };
    // The day the provider was paid, not the day we heard of it; never a day that has not come.
    let on = trade.paid_at.map_or(today, |at| portal.clock.day_of(at)).min(today);
    let event_id = payment.payment_id.to_string();
    record::record(conn, loan, NewEvent { id: event_id.clone(), on, kind }, today, now).await?;
    store::mark_posted(conn, payment, &event_id, now).await?;
    note(conn, portal, payment, "payment_posted").await?;
    tell(conn, payment, 0, "payment_received").await
}

/// The money was taken back; `false` when that is known already.
async fn take_back(
    portal: &Portal,
    conn: &mut PgConnection,
    loan: &mut LockedLoan,
    payment: &PaymentRow,
) -> Result<bool> {
    let (now, today) = (portal.clock.now(), portal.clock.today());
    if !store::mark_reversed(conn, payment).await? {
        return Ok(false);
    }
    let id = format!("{}_reversal", payment.payment_id);
    let kind = EventKind::Reversal { of: payment.payment_id.to_string() };
    record::record(conn, loan, NewEvent { id, on: today, kind }, today, now).await?;
    note(conn, portal, payment, "payment_reversed").await?;
    tell(conn, payment, 1, "payment_reversed").await?;
    Ok(true)
}

async fn suspend(
    portal: &Portal,
    mut tx: crate::actor::Tx,
    provider: &'static str,
    trade: &Trade,
    payment: Option<&PaymentRow>,
    why: &'static str,
) -> Result<Settled> {
    let notice = serde_json::to_value(trade).unwrap_or_default();
    let fresh = store::insert_suspense(&mut tx, provider, &trade.trade_id, why, &notice, portal.clock.now()).await?;
    if let Some(payment) = payment {
        store::mark_ended(&mut tx, payment, PaymentStatus::InReview.code()).await?;
    }
    tx.commit().await?;
    if !fresh {
        return Ok(Settled::Unchanged);
    }
    tracing::error!(provider, why, reference = %trade.reference, "money came in that fits no payment; it waits in suspense");
    metrics::counter!("payment_suspense_total", "why" => why).increment(1);
    Ok(Settled::Suspended)
}

async fn tell(conn: &mut PgConnection, payment: &PaymentRow, n: i32, rule: &'static str) -> Result<()> {
    let tell = reminders::Tell {
        borrower_id: payment.borrower_id,
        person_id: None,
        subject: "payment",
        subject_id: payment.payment_id.0,
        n,
        rule,
    };
    reminders::tell(conn, &tell).await
}

async fn note(conn: &mut PgConnection, portal: &Portal, payment: &PaymentRow, action: &'static str) -> Result<()> {
    let line = audit::Line {
        actor: &Actor::System,
        at: portal.clock.now(),
        borrower_id: Some(payment.borrower_id),
        action,
        subject: "payment",
        subject_id: Some(payment.payment_id.0),
        detail: json!({ "loan_id": payment.loan_id, "reference": payment.reference }),
    };
    audit::record(conn, line).await
}
