//! A confirmed preview becomes a payment and a page of the provider.

use serde_json::json;

use super::{
    provider::{self, PaymentProvider, ProviderOrder},
    quote::{self, Wish, chosen, then_code},
    store::{self, NewPayment, PaymentRow},
    view::PaymentStatus,
};
use crate::{
    Actor, Error, Portal, Result, audit,
    identity::SignedInPerson,
    ids::{FormKey, LoanId, PaymentId},
    loans::record,
};

/// A confirmation as the form sent it.
#[derive(Clone, Debug)]
pub struct Order {
    pub loan_id: LoanId,
    pub wish: Wish,
    pub key: FormKey,
    /// The fingerprint of the preview that was confirmed.
    pub seen: String,
}

/// Where the person goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Started {
    /// To the provider's page.
    Provider { payment_id: PaymentId, checkout_url: String },
    /// This form has done its work already.
    Done(PaymentId),
}

/// Makes one payment of one form, however often it is sent, and opens it at the provider.
///
/// The row is committed before the provider hears of it, so that no money can come in that nothing
/// of ours knows; the provider opens one trade for one reference, so that asking again is safe.
///
/// # Errors
/// A stale preview, another payment under way, a provider that does not answer (the form can be sent again).
pub async fn start(portal: &Portal, who: &SignedInPerson, order: &Order) -> Result<Started> {
    let provider = provider::of(portal).ok_or_else(|| Error::refused("", "no_provider"))?;
    let payment = order_payment(portal, who, order, provider.code()).await?;
    match PaymentStatus::parse(&payment.status)? {
        PaymentStatus::Created | PaymentStatus::Processing => open(portal, who, provider.as_ref(), &payment).await,
        _ => Ok(Started::Done(payment.payment_id)),
    }
}

async fn order_payment(
    portal: &Portal,
    who: &SignedInPerson,
    order: &Order,
    provider: &'static str,
) -> Result<PaymentRow> {
    let (now, today) = (portal.clock.now(), portal.clock.today());
    let mut tx = portal.begin(who.actor()).await?;
    let loan = record::lock(&mut tx, who.borrower_id, order.loan_id).await?;
    if let Some(made) = store::find_by_key(&mut tx, who.borrower_id, order.key).await? {
        tx.commit().await?;
        return same_form(made, order);
    }
    if let Some(open) = store::find_open(&mut tx, who.borrower_id, order.loan_id).await? {
        return Err(Error::refused_with("", "open_payment", vec![open.payment_id.to_string()]));
    }
    let quote = quote::offer_on(record::Loan::clone(&loan), today)?.quote(&order.wish)?;
    if quote.seen != order.seen {
        return Err(Error::Stale("payment"));
    }
    let payment_id = PaymentId::fresh();
    let new = NewPayment {
        borrower_id: who.borrower_id,
        payment_id,
        loan_id: order.loan_id,
        key: order.key,
        amount: quote.amount,
        prepayment: chosen(&quote.kind),
        preview: quote.split.keep(quote.seen.clone()),
        loan_event_count: loan.version(),
        provider,
        reference: reference(payment_id, today),
        paid_by: who.person_id,
        created_at: now,
    };
    let payment = store::insert_payment(&mut tx, &new).await?;
    let line = audit::Line {
        actor: &who.actor().into(),
        at: now,
        borrower_id: Some(who.borrower_id),
        action: "payment_started",
        subject: "payment",
        subject_id: Some(payment_id.0),
        detail: json!({ "loan_id": order.loan_id, "reference": new.reference }),
    };
    audit::record(&mut tx, line).await?;
    tx.commit().await?;
    Ok(payment)
}

/// A form that comes again must be the same form.
fn same_form(made: PaymentRow, order: &Order) -> Result<PaymentRow> {
    if made.loan_id != order.loan_id {
        return Err(Error::NotFound);
    }
    let (_, seen) = made.preview()?;
    let same_choice = made.prepayment.as_deref().is_none_or(|then| then == then_code(order.wish.then));
    if seen == order.seen && same_choice { Ok(made) } else { Err(Error::refused("", "form_used")) }
}

/// Leads back to the provider's page of a payment that is under way.
///
/// # Errors
/// [`Error::NotFound`] when it is not the borrower's; a refusal when the provider does not answer.
pub async fn resume(portal: &Portal, who: &SignedInPerson, payment_id: PaymentId) -> Result<Started> {
    let provider = provider::of(portal).ok_or_else(|| Error::refused("", "no_provider"))?;
    let mut tx = portal.begin(who.actor()).await?;
    let payment = store::find_payment(&mut tx, who.borrower_id, payment_id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    if PaymentStatus::parse(&payment.status)?.is_open() {
        open(portal, who, provider.as_ref(), &payment).await
    } else {
        Ok(Started::Done(payment_id))
    }
}

async fn open(
    portal: &Portal,
    who: &SignedInPerson,
    provider: &dyn PaymentProvider,
    payment: &PaymentRow,
) -> Result<Started> {
    let title = match who.language {
        lending::language::Language::Chinese => format!("{} 还款", portal.lender.lender_name_zh),
        lending::language::Language::English => format!("Repayment to {}", portal.lender.lender_name_en),
    };
    let order = ProviderOrder {
        reference: payment.reference.clone(),
        amount: payment.money()?,
        title,
        language: who.language,
        return_url: format!("{}/payments/{}", portal.lender.public_url.trim_end_matches('/'), payment.payment_id),
    };
    let checkout_url = provider.open(&order).await.map_err(|error| {
        tracing::warn!(%error, provider = provider.code(), "the payment provider did not open a trade");
        Error::refused("", "provider_unreachable")
    })?;
    let mut tx = portal.begin(Actor::System).await?;
    store::mark_processing(&mut tx, payment.borrower_id, payment.payment_id, &checkout_url).await?;
    tx.commit().await?;
    Ok(Started::Provider { payment_id: payment.payment_id, checkout_url })
}

/// `PAY-261123-8F3A21C09B`: short enough to read out, with 40 random bits.
fn reference(payment_id: PaymentId, today: chrono::NaiveDate) -> String {
    let hex = payment_id.0.simple().to_string().to_uppercase();
    format!("PAY-{}-{}", today.format("%y%m%d"), &hex[22..])
}
