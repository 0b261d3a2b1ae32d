//! What messages say, read when they are sent. Installments are read and replayed by the loans slice.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{Result, ids::BorrowerId};

pub(in crate::reminders) struct StatementRow {
    pub kind: String,
    pub period_to: NaiveDate,
    pub due_on: NaiveDate,
    pub status: String,
}

pub(in crate::reminders) async fn find_statement(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    due_id: Uuid,
) -> Result<Option<StatementRow>> {
    Ok(sqlx::query_as!(
        StatementRow,
        "select kind, period_to, due_on, status from statement_due where borrower_id = $1 and due_id = $2",
        borrower_id.0,
        due_id,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::reminders) struct PaymentRow {
    pub loan_id: Uuid,
    pub loan_number: String,
    pub amount: Decimal,
    pub currency: String,
    pub status: String,
    pub settled_at: Option<DateTime<Utc>>,
}

pub(in crate::reminders) async fn find_payment(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    payment_id: Uuid,
) -> Result<Option<PaymentRow>> {
    Ok(sqlx::query_as!(
        PaymentRow,
        "select l.loan_id, l.number as loan_number, p.amount, p.currency, p.status, p.settled_at
         from payment p join loan l on l.borrower_id = p.borrower_id and l.loan_id = p.loan_id
         where p.borrower_id = $1 and p.payment_id = $2",
        borrower_id.0,
        payment_id,
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::reminders) struct RequestRow {
    pub number: String,
    pub status: String,
}

pub(in crate::reminders) async fn find_request(
    conn: &mut PgConnection,
    borrower_id: BorrowerId,
    request_id: Uuid,
) -> Result<Option<RequestRow>> {
    Ok(sqlx::query_as!(
        RequestRow,
        "select number, status from request where borrower_id = $1 and request_id = $2",
        borrower_id.0,
        request_id,
    )
    .fetch_optional(conn)
    .await?)
}
