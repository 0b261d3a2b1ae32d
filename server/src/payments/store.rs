//! All SQL of the payments slice; the sandbox provider, being another company, has its own.

use chrono::{DateTime, Utc};
use lending::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{split::Split, view::PaymentStatus};
use crate::{
    Error, Result,
    ids::{BorrowerId, FormKey, LoanId, PaymentId, PersonId},
};

/// A payment's row, with the provider's trade that was posted for it.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub(super) borrower_id: BorrowerId,
    pub(super) payment_id: PaymentId,
    pub(super) loan_id: LoanId,
    pub(super) amount: Decimal,
    pub(super) currency: String,
    pub(super) prepayment: Option<String>,
    pub(super) status: String,
    pub(super) preview: Value,
    pub(super) reference: String,
    pub(super) checkout_url: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) settled_at: Option<DateTime<Utc>>,
    pub(super) event_id: Option<String>,
    pub(super) trade_id: Option<String>,
}

impl PaymentRow {
    fn currency(&self) -> Result<Currency> {
        Currency::parse(&self.currency).ok_or_else(|| Error::Fault(format!("a payment in {}", self.currency)))
    }

    pub(super) fn money(&self) -> Result<Money> {
        Money::from_decimal(self.amount, self.currency()?)
            .map_err(|e| Error::Fault(format!("a payment of {}: {e}", self.amount)))
    }

    /// What was shown before paying, and the fingerprint of it that was confirmed.
    pub(super) fn preview(&self) -> Result<(Split, String)> {
        Split::read(self.preview.clone(), self.currency()?)
    }
}

/// The columns of a [`PaymentRow`], read once for all look-ups.
macro_rules! payments {
    ($tail:literal, $($arg:expr),* $(,)?) => {
        sqlx::query_as!(
            PaymentRow,
            r#"select p.borrower_id as "borrower_id: BorrowerId", p.payment_id as "payment_id: PaymentId",
                      p.loan_id as "loan_id: LoanId", p.amount, p.currency as "currency!", p.prepayment, p.status,
                      p.preview, p.reference, p.checkout_url, p.created_at, p.settled_at, p.event_id,
                      (select t.trade_id from provider_trade t where t.borrower_id = p.borrower_id
                       and t.payment_id = p.payment_id) as trade_id
               from payment p "# + $tail,
            $($arg),*
        )
    };
}

pub(super) async fn find_payment(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    payment_id: PaymentId,
) -> Result<Option<PaymentRow>> {
    Ok(payments!("where p.borrower_id = $1 and p.payment_id = $2", borrower_id.0, payment_id.0)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn find_by_key(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    key: FormKey,
) -> Result<Option<PaymentRow>> {
    Ok(payments!("where p.borrower_id = $1 and p.idempotency_key = $2", borrower_id.0, key.0)
        .fetch_optional(conn)
        .await?)
}

/// The payment of a loan that is under way; there is at most one.
pub(super) async fn find_open(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Option<PaymentRow>> {
    Ok(payments!(
        "where p.borrower_id = $1 and p.loan_id = $2 and p.status in ('created', 'processing')",
        borrower_id.0,
        loan_id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// The borrower's payments whose money is in no loan yet and may still come.
pub(super) async fn list_under_way(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<PaymentRow>> {
    Ok(payments!(
        "where p.borrower_id = $1 and p.status in ('created', 'processing', 'in_review')
         order by p.created_at, p.payment_id",
        borrower_id.0
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn find_by_reference(
    conn: &mut PgConnection,
    provider: &str,
    reference: &str,
) -> Result<Option<PaymentRow>> {
    Ok(payments!(
        "join payment_route r using (borrower_id, payment_id) where r.provider = $1 and r.reference = $2",
        provider,
        reference
    )
    .fetch_optional(conn)
    .await?)
}

pub(super) async fn list_of_loan(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
) -> Result<Vec<PaymentRow>> {
    Ok(payments!(
        "where p.borrower_id = $1 and p.loan_id = $2 order by p.created_at desc, p.payment_id desc limit 100",
        borrower_id.0,
        loan_id.0
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn list_open(
    conn: &mut PgConnection,
    provider: &str,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<PaymentRow>> {
    Ok(payments!(
        "where p.status in ('created', 'processing') and p.provider = $1 and p.created_at <= $2
         order by p.created_at, p.payment_id limit $3",
        provider,
        before,
        limit
    )
    .fetch_all(conn)
    .await?)
}

pub(super) struct NewPayment {
    pub borrower_id: BorrowerId,
    pub payment_id: PaymentId,
    pub loan_id: LoanId,
    pub key: FormKey,
    pub amount: Money,
    pub prepayment: Option<&'static str>,
    pub preview: Value,
    pub loan_event_count: i32,
    pub provider: &'static str,
    pub reference: String,
    pub paid_by: PersonId,
    pub created_at: DateTime<Utc>,
}

/// Inserts the payment with the route by which its provider's word finds it.
pub(super) async fn insert_payment(conn: &mut PgConnection, new: &NewPayment) -> Result<PaymentRow> {
    sqlx::query!(
        "insert into payment (borrower_id, payment_id, loan_id, idempotency_key, amount, currency, prepayment, status,
                              preview, loan_event_count, provider, reference, paid_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'created', $8, $9, $10, $11, $12, $13)",
        new.borrower_id.0,
        new.payment_id.0,
        new.loan_id.0,
        new.key.0,
        new.amount.amount(),
        new.amount.currency().code(),
        new.prepayment,
        new.preview,
        new.loan_event_count,
        new.provider,
        new.reference,
        new.paid_by.0,
        new.created_at,
    )
    .execute(&mut *conn)
    .await
    .map_err(|error| match Error::from(error) {
        // The same key at the same moment for another loan: not a form of ours.
        error if error.constraint() == Some("payment_form_once") => Error::refused("", "form_used"),
        error => error,
    })?;
    sqlx::query!(
        "insert into payment_route (provider, reference, borrower_id, payment_id) values ($1, $2, $3, $4)",
        new.provider,
        new.reference,
        new.borrower_id.0,
        new.payment_id.0,
    )
    .execute(&mut *conn)
    .await?;
    find_payment(conn, new.borrower_id, new.payment_id).await?.ok_or(Error::NotFound)
}

/// The provider has opened its page. Its word may have come first; then nothing changes.
pub(super) async fn mark_processing(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    payment_id: PaymentId,
    checkout_url: &str,
) -> Result<()> {
    sqlx::query!(
        "update payment set status = 'processing', checkout_url = $3
         where borrower_id = $1 and payment_id = $2 and status = 'created'",
        borrower_id.0,
        payment_id.0,
        checkout_url,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn mark(
    conn: &mut PgConnection,
    payment: &PaymentRow,
    to: &str,
    event_id: Option<&str>,
    at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let target = PaymentStatus::parse(to)?;
    let from: Vec<String> =
        PaymentStatus::ALL.iter().filter(|s| s.may_become(target)).map(|s| s.code().to_owned()).collect();
    let changed = sqlx::query!(
        "update payment set status = $3, event_id = coalesce($4, event_id), settled_at = coalesce($5, settled_at)
         where borrower_id = $1 and payment_id = $2 and status = any ($6)",
        payment.borrower_id.0,
        payment.payment_id.0,
        to,
        event_id,
        at,
        &from,
    )
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Ends a payment without posting it; `false` when it has moved on.
pub(super) async fn mark_ended(conn: &mut PgConnection, payment: &PaymentRow, to: &str) -> Result<bool> {
    mark(conn, payment, to, None, None).await
}

pub(super) async fn mark_posted(
    conn: &mut PgConnection,
    payment: &PaymentRow,
    event_id: &str,
    at: DateTime<Utc>,
) -> Result<()> {
    if mark(conn, payment, "posted", Some(event_id), Some(at)).await? {
        Ok(())
    } else {
        Err(Error::Fault(format!("payment {} was posted twice", payment.payment_id)))
    }
}

pub(super) async fn mark_reversed(conn: &mut PgConnection, payment: &PaymentRow) -> Result<bool> {
    mark(conn, payment, "reversed", None, None).await
}

/// Notes that a trade is posted; `false` when it was before.
pub(super) async fn insert_trade(
    conn: &mut PgConnection,
    payment: &PaymentRow,
    provider: &str,
    trade_id: &str,
    at: DateTime<Utc>,
) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into provider_trade (provider, trade_id, borrower_id, payment_id, posted_at) values ($1, $2, $3, $4, $5)
         on conflict (provider, trade_id) do nothing",
        provider,
        trade_id,
        payment.borrower_id.0,
        payment.payment_id.0,
        at,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// Keeps money that fits no payment; `false` when it is kept already.
pub(super) async fn insert_suspense(
    conn: &mut PgConnection,
    provider: &str,
    trade_id: &str,
    reason: &str,
    notice: &Value,
    at: DateTime<Utc>,
) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into suspense (suspense_id, provider, trade_id, reason, notice, received_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (provider, trade_id) do nothing",
        Uuid::now_v7(),
        provider,
        trade_id,
        reason,
        notice,
        at,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
