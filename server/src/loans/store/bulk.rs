//! The loans slice's SQL for many loans at once, in arrays that PostgreSQL unnests.

use chrono::{DateTime, NaiveDate, Utc};
use lending::{ledger::Entry, replay::State};
use rust_decimal::Decimal;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{super::record::Loan, Projection};
use crate::{Result, ids::EntryId};

#[derive(Default)]
struct LoanColumns {
    borrower: Vec<Uuid>,
    loan: Vec<Uuid>,
    number: Vec<String>,
    product: Vec<String>,
    terms: Vec<Value>,
    currency: Vec<String>,
    events: Vec<i32>,
    status: Vec<String>,
    version: Vec<i32>,
    principal: Vec<Decimal>,
    next: Vec<Option<NaiveDate>>,
    oldest: Vec<Option<NaiveDate>>,
    last: Vec<NaiveDate>,
    credit: Vec<Decimal>,
    projected: Vec<NaiveDate>,
}

#[derive(Default)]
struct EventColumns {
    borrower: Vec<Uuid>,
    loan: Vec<Uuid>,
    seq: Vec<i32>,
    id: Vec<String>,
    kind: Vec<String>,
    on: Vec<NaiveDate>,
    body: Vec<Value>,
}

#[derive(Default)]
struct InstallmentColumns {
    borrower: Vec<Uuid>,
    loan: Vec<Uuid>,
    n: Vec<i32>,
    version: Vec<i32>,
    due: Vec<NaiveDate>,
    principal: Vec<Decimal>,
    interest: Vec<Decimal>,
    fee: Vec<Decimal>,
    paid: Vec<Decimal>,
    paid_on: Vec<Option<NaiveDate>>,
}

#[derive(Default)]
struct EntryColumns {
    borrower: Vec<Uuid>,
    entry: Vec<Uuid>,
    loan: Vec<Uuid>,
    event: Vec<String>,
    on: Vec<NaiveDate>,
}

#[derive(Default)]
struct LineColumns {
    borrower: Vec<Uuid>,
    entry: Vec<Uuid>,
    number: Vec<i16>,
    account: Vec<String>,
    debit: Vec<Decimal>,
    credit: Vec<Decimal>,
}

/// Rows of many loans, column by column.
#[derive(Default)]
pub(in crate::loans) struct Batch {
    loans: LoanColumns,
    events: EventColumns,
    installments: InstallmentColumns,
    entries: EntryColumns,
    lines: LineColumns,
}

fn int(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

impl Batch {
    pub(in crate::loans) fn add_loan(&mut self, loan: &Loan, state: &State) {
        let to = Projection::of(state);
        let c = &mut self.loans;
        c.borrower.push(loan.borrower_id.0);
        c.loan.push(loan.loan_id.0);
        c.number.push(loan.number.clone());
        c.product.push(loan.product.clone());
        c.terms.push(serde_json::to_value(&loan.terms).unwrap_or_default());
        c.currency.push(loan.terms.currency().code().to_owned());
        c.events.push(loan.version());
        c.status.push(to.status.to_owned());
        c.version.push(to.schedule_version);
        c.principal.push(to.outstanding_principal);
        c.next.push(to.next_due_on);
        c.oldest.push(to.oldest_unpaid_due_on);
        c.last.push(to.final_due_on);
        c.credit.push(to.credit_balance);
        c.projected.push(to.projected_on);
        for event in &loan.events {
            let c = &mut self.events;
            c.borrower.push(loan.borrower_id.0);
            c.loan.push(loan.loan_id.0);
            c.seq.push(int(event.seq));
            c.id.push(event.id.clone());
            c.kind.push(event.kind.code().to_owned());
            c.on.push(event.on);
            c.body.push(event.to_json());
        }
        for row in &state.rows {
            let c = &mut self.installments;
            c.borrower.push(loan.borrower_id.0);
            c.loan.push(loan.loan_id.0);
            c.n.push(int(row.n));
            c.version.push(int(row.version));
            c.due.push(row.due_on);
            c.principal.push(row.principal.amount());
            c.interest.push(row.interest.amount());
            c.fee.push(row.fee.amount());
            c.paid.push(row.paid.total.amount());
            c.paid_on.push(row.paid_on);
        }
    }

    pub(in crate::loans) fn add_entry(&mut self, loan: &Loan, id: EntryId, entry: &Entry) {
        self.entries.borrower.push(loan.borrower_id.0);
        self.entries.entry.push(id.0);
        self.entries.loan.push(loan.loan_id.0);
        self.entries.event.push(entry.event_id.clone());
        self.entries.on.push(entry.on);
        for (line, number) in entry.lines.iter().zip(1_i16..) {
            let c = &mut self.lines;
            c.borrower.push(loan.borrower_id.0);
            c.entry.push(id.0);
            c.number.push(number);
            c.account.push(line.account.code().to_owned());
            c.debit.push(line.debit.amount());
            c.credit.push(line.credit.amount());
        }
    }
}

pub(in crate::loans) async fn insert_batch(conn: &mut PgConnection, batch: &Batch, now: DateTime<Utc>) -> Result<()> {
    insert_loans(conn, &batch.loans).await?;
    insert_events(conn, &batch.events, now).await?;
    insert_installments(conn, &batch.installments).await?;
    insert_entries(conn, &batch.entries, &batch.lines, now).await
}

async fn insert_loans(conn: &mut PgConnection, c: &LoanColumns) -> Result<()> {
    sqlx::query!(
        "insert into loan (borrower_id, loan_id, number, product, terms, currency, event_count, status, schedule_version,
                           outstanding_principal, next_due_on, oldest_unpaid_due_on, final_due_on, credit_balance, projected_on)
         select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[], $7::int[], $8::text[],
                              $9::int[], $10::numeric[], $11::date[], $12::date[], $13::date[], $14::numeric[], $15::date[])",
        &c.borrower, &c.loan, &c.number, &c.product, &c.terms, &c.currency, &c.events, &c.status, &c.version, &c.principal,
        &c.next as &[Option<NaiveDate>], &c.oldest as &[Option<NaiveDate>], &c.last, &c.credit, &c.projected,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into loan_route (number, borrower_id, loan_id) select * from unnest($1::text[], $2::uuid[], $3::uuid[])",
        &c.number, &c.borrower, &c.loan,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_events(conn: &mut PgConnection, c: &EventColumns, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "insert into loan_event (borrower_id, loan_id, seq, event_id, kind, value_date, body, recorded_at)
         select e.*, $8 from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::date[], $7::jsonb[]) as e",
        &c.borrower, &c.loan, &c.seq, &c.id, &c.kind, &c.on, &c.body, now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_installments(conn: &mut PgConnection, c: &InstallmentColumns) -> Result<()> {
    sqlx::query!(
        "insert into installment (borrower_id, loan_id, n, schedule_version, due_on, principal, interest, fee, paid, paid_on)
         select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::date[], $6::numeric[], $7::numeric[],
                              $8::numeric[], $9::numeric[], $10::date[])",
        &c.borrower, &c.loan, &c.n, &c.version, &c.due, &c.principal, &c.interest, &c.fee, &c.paid,
        &c.paid_on as &[Option<NaiveDate>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_entries(
    conn: &mut PgConnection,
    c: &EntryColumns,
    lines: &LineColumns,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into ledger_entry (borrower_id, entry_id, loan_id, event_id, value_date, recorded_at)
         select e.*, $6 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[]) as e",
        &c.borrower,
        &c.entry,
        &c.loan,
        &c.event,
        &c.on,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into ledger_line (borrower_id, entry_id, line_no, account, debit, credit)
         select * from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::numeric[], $6::numeric[])",
        &lines.borrower,
        &lines.entry,
        &lines.number,
        &lines.account,
        &lines.debit,
        &lines.credit,
    )
    .execute(conn)
    .await?;
    Ok(())
}
