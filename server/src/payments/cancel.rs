//! A person gives a payment up before paying it. The provider closes the trade first: what it says
//! counts, also when the money was faster.

use serde_json::json;

use super::{
    provider::{self, TradeStatus},
    settle, store,
    view::PaymentStatus,
};
use crate::{
    Actor, Error, Portal, Result, audit,
    identity::SignedInPerson,
    ids::{LoanId, PaymentId},
};

/// Gives up a payment that is under way. One that has ended stays as it is.
///
/// # Errors
/// [`Error::NotFound`] when it is not the borrower's; a refusal when the provider does not answer.
pub async fn cancel(portal: &Portal, who: &SignedInPerson, payment_id: PaymentId) -> Result<LoanId> {
    let mut tx = portal.begin(who.actor()).await?;
    let payment = store::find_payment(&mut tx, who.borrower_id, payment_id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    if !PaymentStatus::parse(&payment.status)?.is_open() {
        return Ok(payment.loan_id);
    }
    let provider = provider::of(portal).ok_or_else(|| Error::refused("", "no_provider"))?;
    let trade = provider.close(&payment.reference).await.map_err(|error| {
        tracing::warn!(%error, provider = provider.code(), "the payment provider did not close a trade");
        Error::refused("", "provider_unreachable")
    })?;
    if let Some(trade) = trade.filter(|t| t.status != TradeStatus::Closed) {
        settle(portal, provider.code(), &trade).await?;
        return Ok(payment.loan_id);
    }
    let mut tx = portal.begin(Actor::System).await?;
    if store::mark_ended(&mut tx, &payment, PaymentStatus::Cancelled.code()).await? {
        let line = audit::Line {
            actor: &Actor::System,
            at: portal.clock.now(),
            borrower_id: Some(who.borrower_id),
            action: "payment_cancelled",
            subject: "payment",
            subject_id: Some(payment_id.0),
            detail: json!({ "asked_by": who.person_id }),
        };
        audit::record(&mut tx, line).await?;
    }
    tx.commit().await?;
    Ok(payment.loan_id)
}
