//! All SQL of the documents slice.

use chrono::{DateTime, NaiveDate, Utc};
use lending::money::{Currency, Money};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;

use super::{AppliedChange, Receipt};
use crate::{
    Error, Result,
    ids::{BorrowerId, LoanId, PaymentId, RequestId},
};

struct ReceiptRow {
    payment_id: PaymentId,
    loan_id: LoanId,
    reference: String,
    amount: Decimal,
    currency: String,
    value_date: NaiveDate,
}

impl TryFrom<ReceiptRow> for Receipt {
    type Error = Error;

    fn try_from(row: ReceiptRow) -> Result<Self> {
        let amount = Currency::parse(row.currency.trim())
            .and_then(|currency| Money::from_decimal(row.amount, currency).ok())
            .ok_or_else(|| Error::Fault("a payment's amount does not parse".to_owned()))?;
        Ok(Self {
            payment_id: row.payment_id,
            loan_id: row.loan_id,
            reference: row.reference,
            amount,
            on: row.value_date,
        })
    }
}

/// The newest so many of each loan.
pub(super) async fn list_newest_receipts(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    each: i64,
) -> Result<Vec<Receipt>> {
    sqlx::query_as!(
        ReceiptRow,
        r#"select p.payment_id as "payment_id: PaymentId", p.loan_id as "loan_id: LoanId", p.reference, p.amount,
                  p.currency, e.value_date
           from (select payment.*, row_number() over (partition by loan_id order by payment_id desc) as nth
                 from payment where borrower_id = $1 and status = 'posted') p
           join loan_event e using (borrower_id, loan_id, event_id)
           where p.nth <= $2
           order by p.payment_id desc"#,
        borrower_id.0,
        each,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Receipt::try_from)
    .collect()
}

pub(super) async fn list_receipts(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    loan_id: LoanId,
    after: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Receipt>> {
    sqlx::query_as!(
        ReceiptRow,
        r#"select p.payment_id as "payment_id: PaymentId", p.loan_id as "loan_id: LoanId", p.reference, p.amount,
                  p.currency, e.value_date
           from payment p join loan_event e using (borrower_id, loan_id, event_id)
           where p.borrower_id = $1 and p.loan_id = $2 and p.status = 'posted'
             and ($3::uuid is null or p.payment_id < $3)
           order by p.payment_id desc limit $4"#,
        borrower_id.0,
        loan_id.0,
        after.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(Receipt::try_from)
    .collect()
}

struct ChangeRow {
    request_id: RequestId,
    loan_id: LoanId,
    number: String,
    change: Value,
    at: DateTime<Utc>,
}

pub(super) async fn list_changes(conn: &mut PgConnection, borrower_id: BorrowerId) -> Result<Vec<AppliedChange>> {
    let rows = sqlx::query_as!(
        ChangeRow,
        r#"select r.request_id as "request_id: RequestId", r.loan_id as "loan_id: LoanId", r.number, r.change, s.at
           from request r join request_step s using (borrower_id, request_id)
           where r.borrower_id = $1 and r.status = 'applied' and s.action = 'apply'
           order by s.at desc, r.request_id desc"#,
        borrower_id.0,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let change = serde_json::from_value(row.change)
                .map_err(|e| Error::Fault(format!("the change of request {}: {e}", row.number)))?;
            Ok(AppliedChange {
                request_id: row.request_id,
                loan_id: row.loan_id,
                number: row.number,
                change,
                applied_at: row.at,
            })
        })
        .collect()
}
